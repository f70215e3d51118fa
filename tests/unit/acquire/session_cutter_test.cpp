#include "acquire/session_cutter.hpp"
#include "common/error.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg;
using acquire::SessionCutter;

namespace {

/// count samples of two leads that count up from first.
Recording ramp(std::int64_t first, std::int64_t count) {
    Recording piece;
    piece.info.id = "ramp";
    piece.rate = SampleRate{Hertz{100}};
    piece.first_sample = first;
    piece.leads = {{"I", Lead::I, {}}, {"II", Lead::II, {}}};
    for (std::int64_t i = first; i < first + count; ++i) {
        piece.leads[0].samples.push_back(static_cast<double>(i));
        piece.leads[1].samples.push_back(static_cast<double>(-i));
    }
    return piece;
}

std::vector<SessionLine> cut(std::int64_t total, std::int64_t size) {
    SessionCutter cutter;
    std::vector<SessionLine> lines;
    for (std::int64_t first = 0; first < total; first += size) {
        for (SessionLine& line : cutter.add(ramp(first, std::min(size, total - first)))) {
            lines.push_back(std::move(line));
        }
    }
    if (auto last = cutter.finish("finished")) {
        lines.push_back(std::move(*last));
    }
    return lines;
}

} // namespace

TEST_CASE("Lines are five seconds long, and the last says that it is") {
    const auto lines = cut(1234, 77);

    REQUIRE(lines.size() == 3);
    CHECK(lines[0].recording.sample_count() == 500);
    CHECK(lines[1].recording.sample_count() == 500);
    CHECK(lines[2].recording.sample_count() == 234);
    CHECK_FALSE(lines[1].end);
    REQUIRE(lines[2].end);
    CHECK(lines[2].end->samples == 1234);
    CHECK(lines[2].end->reason == "finished");
}

TEST_CASE("A session of whole lines has no empty line at its end") {
    const auto lines = cut(1000, 500);

    REQUIRE(lines.size() == 2);
    CHECK(lines[1].recording.sample_count() == 500);
    CHECK(lines[1].end);
}

TEST_CASE("No sample is lost or doubled, however the pieces were cut") {
    for (const std::int64_t size : {1, 77, 499, 500, 501, 5000}) {
        std::int64_t next = 0;
        for (const SessionLine& line : cut(1721, size)) {
            CHECK(line.recording.first_sample == next);
            for (const double sample : line.recording.leads[1].samples) {
                REQUIRE(sample == static_cast<double>(-next));
                ++next;
            }
        }
        CHECK(next == 1721);
    }
}

TEST_CASE("Rates that make no whole number of samples in five seconds drift nowhere") {
    SessionCutter cutter;
    Recording piece = ramp(0, 3000);
    piece.rate = SampleRate{Hertz{255.7}};

    const auto lines = cutter.add(piece);

    REQUIRE(lines.size() == 2);
    CHECK(lines[0].recording.sample_count() == 1279); // 1278.5
    CHECK(lines[1].recording.sample_count() == 1278); // to 2557
}

TEST_CASE("A gap is on each line that it touches, and counted once") {
    SessionCutter cutter;
    Recording piece = ramp(0, 1500);
    piece.gaps = {{450, 100, "lost"}};

    const auto lines = cutter.add(piece);
    const auto last = cutter.finish("finished");

    REQUIRE(lines.size() == 2);
    CHECK(lines[0].recording.gaps.size() == 1);
    CHECK(lines[1].recording.gaps.size() == 1);
    REQUIRE(last);
    CHECK(last->recording.gaps.empty());
    CHECK(last->end->gaps == 1);
}

TEST_CASE("Leads that were off are told on the lines of that time alone") {
    SessionCutter cutter;
    Recording off = ramp(500, 500);
    off.electrodes_off = {"V1"};

    cutter.add(ramp(0, 500));
    const auto first = cutter.add(off);
    const auto second = cutter.add(ramp(1000, 500));
    const auto third = cutter.finish("finished");

    CHECK(first.at(0).recording.electrodes_off.empty());
    CHECK(second.at(0).recording.electrodes_off == std::vector<std::string>{"V1"});
    CHECK(third->recording.electrodes_off.empty());
}

TEST_CASE("A session keeps its leads and its rate") {
    SessionCutter cutter;
    cutter.add(ramp(0, 10));
    Recording other_rate = ramp(10, 10);
    other_rate.rate = SampleRate{Hertz{200}};
    Recording other_leads = ramp(10, 10);
    other_leads.leads.pop_back();

    CHECK_THROWS_AS(cutter.add(other_rate), Error);
    CHECK_THROWS_AS(cutter.add(other_leads), Error);
}

TEST_CASE("Nothing in, nothing out") {
    SessionCutter cutter;

    CHECK_FALSE(cutter.finish("stopped"));
}

TEST_CASE("A short hole between pieces is filled with nothing, a long one has no lines") {
    SessionCutter cutter;
    Recording after_short = ramp(400, 300);
    after_short.gaps = {{300, 100, "lost"}};
    Recording after_long = ramp(2100, 500);
    after_long.gaps = {{700, 1400, "unplugged"}};

    CHECK(cutter.add(ramp(0, 300)).empty());
    const auto first = cutter.add(after_short);
    const auto second = cutter.add(after_long);
    const auto last = cutter.finish("finished");

    REQUIRE(first.size() == 1);
    CHECK(first[0].recording.sample_count() == 500);
    CHECK(std::isnan(first[0].recording.leads[0].samples[350]));
    CHECK(first[0].recording.leads[0].samples[400] == 400);
    REQUIRE(second.size() == 2);
    CHECK(second[0].recording.first_sample == 500);
    CHECK(second[0].recording.sample_count() == 200);
    CHECK(second[0].recording.gaps.empty());
    CHECK(second[1].recording.first_sample == 2100);
    CHECK(second[1].recording.sample_count() == 400); // to the grid, 2500
    CHECK(second[1].recording.gaps == std::vector<Gap>{{700, 1400, "unplugged"}});
    REQUIRE(last);
    CHECK(last->recording.first_sample == 2500);
    CHECK(last->end->samples == 2600);
    CHECK(last->end->gaps == 2);
}

TEST_CASE("A line that was cut early is followed by one that ends where it would have") {
    SessionCutter cutter;
    cutter.add(ramp(0, 730));

    const auto early = cutter.cut_now();
    const auto next = cutter.add(ramp(730, 500));

    REQUIRE(early);
    CHECK(early->sequence == 1);
    CHECK(early->recording.first_sample == 500);
    CHECK(early->recording.sample_count() == 230);
    REQUIRE(next.size() == 1);
    CHECK(next[0].recording.first_sample == 730);
    CHECK(next[0].recording.sample_count() == 270);
    CHECK(cutter.cut_now()->recording.sample_count() == 230);
    CHECK_FALSE(cutter.cut_now());
}

TEST_CASE("A session that goes on keeps its numbers, and the time between is a gap") {
    SessionCutter cutter{Seconds{5}, {3, 0, 1300, 1}};
    Recording piece = ramp(5000, 600);
    piece.gaps = {{1300, 3700, "stopped"}};

    const auto lines = cutter.add(piece);
    const auto last = cutter.finish("finished");

    REQUIRE(lines.size() == 1);
    CHECK(lines[0].sequence == 3);
    CHECK(lines[0].recording.gaps.size() == 1);
    CHECK(last->end->samples == 5600);
    CHECK(last->end->gaps == 2);
}

TEST_CASE("A long hole is told by the line behind it, also when that comes in small pieces") {
    SessionCutter cutter;
    cutter.add(ramp(0, 500));
    std::vector<SessionLine> lines;
    for (std::int64_t first = 5000; first < 5700; first += 20) {
        Recording piece = ramp(first, 20);
        if (first == 5000) {
            piece.gaps = {{500, 4500, "unplugged"}};
        }
        for (SessionLine& line : cutter.add(std::move(piece))) {
            lines.push_back(std::move(line));
        }
    }
    lines.push_back(cutter.finish("finished").value());

    REQUIRE(lines.size() == 3);
    CHECK(lines[0].recording.gaps.empty());
    CHECK(lines[1].recording.gaps == std::vector<Gap>{{500, 4500, "unplugged"}});
    CHECK(lines[2].recording.gaps.empty());
    CHECK(lines[2].end->gaps == 1);
}
