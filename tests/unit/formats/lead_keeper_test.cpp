#include "formats/lead_keeper.hpp"
#include "support/catch.hpp"
#include "support/given_lines.hpp"

#include <cmath>
#include <cstdlib>
#include <deque>
#include <limits>

using namespace ecg;
using namespace ecg::formats;

namespace {

/// 10 Hz; each sample of II is its own index, of V1 that and a half.
SessionLine line_of(std::int64_t first, std::int64_t count, const std::string& id = "one") {
    SessionLine line;
    line.recording.info.id = id;
    line.recording.rate = SampleRate{Hertz{10}};
    line.recording.first_sample = first;
    line.recording.leads = {{"II", Lead::II, {}}, {"V1", Lead::V1, {}}};
    for (std::int64_t i = first; i < first + count; ++i) {
        line.recording.leads[0].samples.push_back(static_cast<double>(i));
        line.recording.leads[1].samples.push_back(static_cast<double>(i) + 0.5);
    }
    return line;
}

LeadKeeper keeper_of(std::deque<SessionLine> lines, const std::string& lead,
                     std::size_t in_memory = SampleSpool::usual_memory) {
    return LeadKeeper{std::make_unique<test::GivenLines>(std::move(lines)),
                      [lead](const Recording&) { return std::vector{lead}; }, in_memory};
}

void read_all(LeadKeeper& keeper) {
    while (keeper.next()) {
    }
}

Stretch between(double from, double to) {
    return {Seconds{from}, Seconds{to}};
}

} // namespace

TEST_CASE("what a spool keeps in memory and what lies in its file read the same") {
    for (const std::size_t in_memory : {1U, 7U, 100U, 5000U}) {
        SampleSpool spool{in_memory};
        std::vector<double> wanted;
        for (int i = 0; i < 1000; ++i) {
            wanted.push_back(i * 0.25);
            spool.append(std::vector{i * 0.25});
        }
        CHECK(spool.size() == 1000);

        std::vector<double> all(1000);
        spool.read(0, all);
        CHECK(all == wanted);
        std::vector<double> some(40);
        spool.read(960, some);
        CHECK(some == std::vector<double>(wanted.end() - 40, wanted.end()));
    }
}

TEST_CASE("a folder of temporary files that is not there is named") {
    ::setenv("TMPDIR", "/nowhere/at/all", 1);
    SampleSpool spool{4};
    CHECK_THROWS_WITH(spool.append(std::vector<double>(9)),
                      Catch::Contains("/nowhere/at/all: No such file or directory"));
    ::unsetenv("TMPDIR");
}

TEST_CASE("a kept lead is read wherever one wants, the pieces go on as they came") {
    LeadKeeper keeper = keeper_of({line_of(0, 50), line_of(50, 50), line_of(100, 50)}, "V1", 16);

    const auto first = keeper.next();
    REQUIRE(first);
    CHECK(first->recording.leads.size() == 2);
    read_all(keeper);

    const Recording part = keeper.read(between(4.5, 10.5));
    REQUIRE(part.leads.size() == 1);
    CHECK(part.leads[0].name == "V1");
    CHECK(part.leads[0].lead == Lead::V1);
    CHECK(part.first_sample == 45);
    CHECK(part.leads[0].samples.front() == 45.5);
    CHECK(part.leads[0].samples.back() == 105.5);
    CHECK(part.leads[0].samples.size() == 61);
}

TEST_CASE("a stretch ends where the recording does") {
    LeadKeeper keeper = keeper_of({line_of(20, 30)}, "II");
    read_all(keeper);

    const Recording part = keeper.read(between(0, 99));

    CHECK(part.first_sample == 20);
    CHECK(part.sample_count() == 30);
    CHECK(keeper.read(between(50, 60)).sample_count() == 0);
}

TEST_CASE("what was never had is missing, takes no room, and is a gap that touches its stretch") {
    SessionLine told = line_of(500, 10);
    told.recording.gaps = {{200, 300, "unplugged"}};
    LeadKeeper keeper = keeper_of({line_of(0, 100), line_of(150, 50), std::move(told)}, "II", 8);
    read_all(keeper);

    CHECK(keeper.gaps() == std::vector<Gap>{{100, 50, "missing"}, {200, 300, "unplugged"}});
    const Recording part = keeper.read(between(9, 16));
    CHECK(part.gaps == std::vector<Gap>{{100, 50, "missing"}});
    CHECK(part.leads[0].samples[9] == 99);
    CHECK(std::isnan(part.leads[0].samples[10]));
    CHECK(std::isnan(part.leads[0].samples[59]));
    CHECK(part.leads[0].samples[60] == 150);
}

TEST_CASE("a gap that several pieces tell of is one") {
    SessionLine before = line_of(0, 10);
    before.recording.gaps = {{5, 5, "lost"}};
    SessionLine after = line_of(10, 10);
    after.recording.gaps = {{10, 3, "lost"}};
    LeadKeeper keeper = keeper_of({std::move(before), std::move(after)}, "II");
    read_all(keeper);

    CHECK(keeper.gaps() == std::vector<Gap>{{5, 8, "lost"}});
}

TEST_CASE("an electrode is off where the pieces say so, and nowhere else") {
    SessionLine off = line_of(50, 50);
    off.recording.electrodes_off = {"V1", "II"};
    LeadKeeper keeper = keeper_of({line_of(0, 50), std::move(off), line_of(100, 50)}, "V1");
    read_all(keeper);

    CHECK(keeper.read(between(0, 3)).electrodes_off.empty());
    CHECK(keeper.read(between(7, 8)).electrodes_off == std::vector<std::string>{"V1"});
    CHECK(keeper.read(between(11, 12)).electrodes_off.empty());
}

TEST_CASE("a second recording in the source is none of the first") {
    LeadKeeper keeper = keeper_of({line_of(0, 50), line_of(0, 90, "two")}, "II");
    read_all(keeper);

    CHECK(keeper.read(between(0, 99)).sample_count() == 50);
}
