#include "formats/open_recording.hpp"
#include "support/catch.hpp"
#include "support/given_lines.hpp"
#include "unit/formats/failure.hpp"

#include <cmath>
#include <deque>
#include <limits>

using namespace ecg;
using namespace ecg::formats;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

SessionLine piece(std::int64_t first, std::vector<LeadSignal> leads) {
    SessionLine line;
    line.recording.info.id = "night";
    line.recording.info.source = "night.jsonl";
    line.recording.rate = SampleRate{Hertz{100}};
    line.recording.first_sample = first;
    line.recording.leads = std::move(leads);
    return line;
}

LeadSignal lead_two(std::vector<double> samples) {
    return {"II", Lead::II, std::move(samples)};
}

SessionLine joined(std::deque<SessionLine> lines) {
    test::GivenLines source{std::move(lines)};
    return read_recording(source, "night.jsonl");
}

std::string failure(std::deque<SessionLine> lines) {
    return test::failure_of([&] { joined(std::move(lines)); });
}

/// NaN as -99, so that samples compare.
std::vector<double> samples_of(const SessionLine& line, std::size_t lead) {
    std::vector<double> samples = line.recording.leads.at(lead).samples;
    for (double& sample : samples) {
        sample = std::isnan(sample) ? -99 : sample;
    }
    return samples;
}

} // namespace

TEST_CASE("Pieces that follow each other join to one recording") {
    const SessionLine whole = joined({piece(100, {lead_two({1, 2})}), piece(102, {lead_two({3})})});

    CHECK(whole.recording.first_sample == 100);
    CHECK(samples_of(whole, 0) == std::vector<double>{1, 2, 3});
    CHECK(whole.recording.gaps.empty());
}

TEST_CASE("A hole between pieces becomes missing samples and a gap") {
    const SessionLine whole = joined({piece(0, {lead_two({1})}), piece(3, {lead_two({2})})});

    CHECK(samples_of(whole, 0) == std::vector<double>{1, -99, -99, 2});
    CHECK(whole.recording.gaps == std::vector<Gap>{{1, 2, "missing"}});
}

TEST_CASE("A hole that its piece knows of keeps the cause") {
    SessionLine late = piece(3, {lead_two({2})});
    late.recording.gaps = {{1, 2, "unplugged"}};

    const SessionLine whole = joined({piece(0, {lead_two({1})}), late});

    CHECK(whole.recording.gaps == std::vector<Gap>{{1, 2, "unplugged"}});
}

TEST_CASE("A long gap that pieces tell of one by one is one gap") {
    std::deque<SessionLine> lines;
    for (int i = 0; i < 3; ++i) {
        lines.push_back(piece(2 * i, {lead_two({missing, missing})}));
        lines.back().recording.gaps = {{2 * i, 2, "lost"}};
    }

    CHECK(joined(lines).recording.gaps == std::vector<Gap>{{0, 6, "lost"}});
}

TEST_CASE("A lead that some pieces lack is missing there") {
    const LeadSignal v1{"V1", Lead::V1, {5}};

    const SessionLine whole =
        joined({piece(0, {lead_two({1})}), piece(1, {v1}), piece(2, {lead_two({3})})});

    CHECK(samples_of(whole, 0) == std::vector<double>{1, -99, 3});
    CHECK(samples_of(whole, 1) == std::vector<double>{-99, 5, -99});
}

TEST_CASE("Only the first recording of a file is read") {
    SessionLine other = piece(0, {lead_two({9})});
    other.recording.info.id = "morning";

    CHECK(samples_of(joined({piece(0, {lead_two({1})}), other}), 0) == std::vector<double>{1});
}

TEST_CASE("What the lines say is kept: the last metrics, all beats, the end") {
    SessionLine first = piece(0, {lead_two({1})});
    first.metrics = Metrics{};
    first.metrics->heart_rate = 60;
    first.arrhythmias = {"PVC"};
    first.analysis = LineAnalysis{};
    first.analysis->beats = {{Seconds{0.1}}};
    first.recording.electrodes_off = {"V1"};
    SessionLine second = piece(1, {lead_two({2})});
    second.metrics = Metrics{};
    second.metrics->heart_rate = 70;
    second.arrhythmias = {"PAC", "PVC"};
    second.analysis = LineAnalysis{};
    second.analysis->beats = {{Seconds{0.9}}};
    second.summary = std::make_shared<Analysis>();
    second.end = SessionEnd{"stopped", 2, 0};

    const SessionLine whole = joined({first, second});

    CHECK(whole.metrics->heart_rate == 70.0);
    CHECK(whole.arrhythmias == std::vector<std::string>{"PVC", "PAC"});
    CHECK(whole.analysis->beats.size() == 2);
    CHECK(whole.summary != nullptr);
    CHECK(whole.end == SessionEnd{"stopped", 2, 0});
    CHECK(whole.recording.electrodes_off == std::vector<std::string>{"V1"});
}

TEST_CASE("Pieces that cannot be joined are told apart") {
    SessionLine faster = piece(1, {lead_two({2})});
    faster.recording.rate = SampleRate{Hertz{200}};

    CHECK(failure({}) == "night.jsonl: holds no samples");
    CHECK(failure({piece(0, {lead_two({1})}), faster}) ==
          "night.jsonl: sample 1: the sampling rate changes");
    CHECK(failure({piece(0, {lead_two({1, 2})}), piece(1, {lead_two({2})})}) ==
          "night.jsonl: sample 1: the piece before reaches to sample 2");
    CHECK(failure({piece(0, {lead_two({1})}), piece(90'000'000, {lead_two({2})})}) ==
          "night.jsonl: sample 90000000: a gap of 900000 s is too long to be filled");
    CHECK(failure({piece(0, {lead_two({1})}),
                   piece(std::numeric_limits<std::int64_t>::max(), {lead_two({2})})})
              .find("too long to be filled") != std::string::npos);
}

TEST_CASE("The beginning of a recording is kept, and the rest is counted") {
    std::deque<SessionLine> lines;
    for (std::int64_t k = 0; k < 6; ++k) {
        lines.push_back(piece(k * 500, {{"II", Lead::II, std::vector<double>(500, 0.25)}}));
    }
    lines.back().end = SessionEnd{"finished", 3000, 0};
    test::GivenLines source{std::move(lines)};

    const SessionLine kept = read_beginning(source, "night.jsonl", Seconds{8});

    CHECK(kept.recording.sample_count() == 1000);
    CHECK(kept.recording.samples_beyond == 2000);
    CHECK(kept.recording.duration() == Seconds{10});
    CHECK(kept.recording.whole_duration() == Seconds{30});
    CHECK(kept.end.has_value());
}
