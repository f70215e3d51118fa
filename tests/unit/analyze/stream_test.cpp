#include "analyze/stream.hpp"
#include "common/error.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "formats/session/session_writer.hpp"
#include "support/catch.hpp"
#include "synthetic.hpp"

#include <cmath>

using namespace ecg;
using namespace ecg::analyze;

namespace {

/// All lines of a synthetic recording that comes in pieces of size samples, as text.
std::string lines_of(const synth::SynthSettings& settings, std::int64_t size) {
    synth::Synthesizer source{settings};
    StreamAnalyzer analyzer{{}};
    std::string text;
    const auto write = [&](const std::vector<SessionLine>& lines) {
        for (const SessionLine& line : lines) {
            formats::append_session_line(text, line);
        }
    };
    for (Recording piece = source.next(size); piece.sample_count() > 0; piece = source.next(size)) {
        write(analyzer.add(piece));
    }
    write(analyzer.finish(std::nullopt));
    return text;
}

Recording part(const Recording& whole, std::int64_t from, std::int64_t to) {
    Recording piece = whole;
    piece.first_sample = from;
    for (std::size_t l = 0; l < whole.leads.size(); ++l) {
        const auto begin = whole.leads[l].samples.begin();
        piece.leads[l].samples = {begin + from, begin + to};
    }
    return piece;
}

} // namespace

TEST_CASE("Where the pieces are cut makes no difference to a byte") {
    const auto settings = test::some("pvc", 125, 130);
    const std::string expected = lines_of(settings, 625);
    CHECK(lines_of(settings, 100'000) == expected);
    CHECK(lines_of(settings, 1) == expected);
    CHECK(lines_of(settings, 777) == expected);
}

TEST_CASE("A short recording streams to the analysis that it has in memory") {
    const Recording recording = test::record("normal", 500, 12);
    StreamAnalyzer analyzer{{}};
    analyzer.add(recording);
    analyzer.finish(std::nullopt);

    std::string streamed;
    std::string direct;
    formats::append_analysis_line(streamed, analyzer.summary());
    formats::append_analysis_line(direct, analyze::analyze(recording, {}));
    CHECK(streamed == direct);
}

TEST_CASE("Every sample comes out once, in lines of five seconds") {
    const Recording recording = test::record("normal", 250, 72);
    StreamAnalyzer analyzer{{}};
    auto lines = analyzer.add(recording);
    for (auto& line : analyzer.finish(std::nullopt)) {
        lines.push_back(line);
    }

    REQUIRE(lines.size() == 15);
    std::int64_t next = 0;
    for (const SessionLine& line : lines) {
        CHECK(line.recording.first_sample == next);
        for (std::int64_t i = 0; i < line.recording.sample_count(); ++i) {
            REQUIRE(line.recording.leads[3].samples[static_cast<std::size_t>(i)] ==
                    recording.leads[3].samples[static_cast<std::size_t>(next + i)]);
        }
        next += line.recording.sample_count();
    }
    CHECK(next == recording.sample_count());
    REQUIRE(lines.back().end.has_value());
    CHECK(lines.back().end->samples == recording.sample_count());
    CHECK(lines.back().summary != nullptr);
}

TEST_CASE("A long recording's beats are all there, each once") {
    auto settings = test::some("normal", 125, 600);
    settings.hrv_lf = Milliseconds{30};
    settings.hrv_hf = Milliseconds{20};
    const auto made = synth::synthesize(settings);
    StreamAnalyzer analyzer{{}};
    analyzer.add(made.recording);
    analyzer.finish(std::nullopt);

    const Beats& beats = analyzer.summary().beats;

    for (const auto& truth : made.truth.beats) {
        const auto hits = std::count_if(beats.begin(), beats.end(), [&](const Beat& b) {
            return std::abs((b.time - truth.r_peak).count()) < 0.05;
        });
        const bool at_an_end = truth.r_peak < Seconds{0.1} || truth.r_peak > Seconds{599.9};
        CHECK((hits == 1 || (at_an_end && hits == 0)));
    }
    CHECK(beats.size() <= made.truth.beats.size());
    CHECK(analyzer.summary().measurements.pr.has_value());
    CHECK(analyzer.summary().measurements.hrv.welch.lf.has_value());
}

TEST_CASE("A rhythm that lasts is one episode across the minutes") {
    StreamAnalyzer analyzer{{}};
    analyzer.add(test::record("normal", 100, 200));
    analyzer.finish(std::nullopt);

    const Rhythm& rhythm = analyzer.summary().rhythm;

    CHECK(rhythm.name == "SR");
    REQUIRE(rhythm.episodes.size() == 1);
    CHECK(rhythm.episodes[0].beats == analyzer.summary().measurements.beats);
    CHECK((rhythm.episodes[0].offset - rhythm.episodes[0].onset).count() > 190);
}

TEST_CASE("Every beat stands in one line, also where minutes meet") {
    for (const double rate : {59.9, 60.0, 60.1, 75.0}) {
        auto settings = test::some("normal", 100, 250);
        settings.heart_rate = BeatsPerMinute{rate};
        StreamAnalyzer analyzer{{}};
        auto lines = analyzer.add(synth::synthesize(settings).recording);
        for (auto& line : analyzer.finish(std::nullopt)) {
            lines.push_back(line);
        }

        Beats in_lines;
        for (const SessionLine& line : lines) {
            in_lines.insert(in_lines.end(), line.analysis->beats.begin(),
                            line.analysis->beats.end());
            REQUIRE(line.metrics->heart_rate.has_value());
            CHECK(*line.metrics->heart_rate == Approx(rate).margin(0.5));
        }
        const Beats& all = analyzer.summary().beats;
        REQUIRE(in_lines.size() == all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            CHECK(in_lines[i].time == all[i].time);
        }
    }
}

TEST_CASE("A line's metrics are those of its own beats") {
    StreamAnalyzer analyzer{{}};
    auto lines = analyzer.add(test::record("tachy", 500, 20));
    for (auto& line : analyzer.finish(std::nullopt)) {
        lines.push_back(line);
    }
    for (const SessionLine& line : lines) {
        REQUIRE(line.metrics.has_value());
        REQUIRE(line.metrics->heart_rate.has_value());
        CHECK(*line.metrics->heart_rate ==
              Approx(line.metrics->rr_interval ? 60'000 / *line.metrics->rr_interval : 0));
        CHECK(line.analysis->beats.size() > 5);
        for (const Beat& beat : line.analysis->beats) {
            CHECK(beat.time >=
                  line.recording.rate.time_of(static_cast<double>(line.recording.first_sample)));
        }
    }
}

TEST_CASE("A hole of seconds is filled with missing samples, one of hours is left out") {
    const Recording whole = test::record("normal", 100, 60);
    for (const std::int64_t hole : {500, 1'000'000}) {
        StreamAnalyzer analyzer{{}};
        auto lines = analyzer.add(part(whole, 0, 3000));
        Recording later = part(whole, 3000, 6000);
        later.first_sample = 3000 + hole;
        later.gaps = {{3000, hole, "unplugged"}};
        for (auto& line : analyzer.add(later)) {
            lines.push_back(line);
        }
        for (auto& line : analyzer.finish(std::nullopt)) {
            lines.push_back(line);
        }

        std::int64_t present = 0;
        std::int64_t missing = 0;
        for (const SessionLine& line : lines) {
            for (const double v : line.recording.leads[0].samples) {
                ++(std::isnan(v) ? missing : present);
            }
        }
        CHECK(present == 6000);
        CHECK(missing == (hole == 500 ? 500 : 0));
        CHECK(lines.back().end->gaps == 1);
        CHECK(analyzer.summary().measurements.heart_rate->value == Approx(60).margin(1));
    }
}

TEST_CASE("Pieces that overlap, or change their rate or leads, are refused") {
    const Recording whole = test::record("normal", 100, 20);
    StreamAnalyzer analyzer{{}};
    analyzer.add(part(whole, 0, 1000));

    CHECK_THROWS_AS(analyzer.add(part(whole, 900, 1500)), Error);
    Recording faster = part(whole, 1000, 1500);
    faster.rate = SampleRate{Hertz{200}};
    CHECK_THROWS_AS(analyzer.add(faster), Error);
    Recording fewer = part(whole, 1000, 1500);
    fewer.leads.pop_back();
    CHECK_THROWS_AS(analyzer.add(fewer), Error);
}

TEST_CASE("Nothing at all still ends in order") {
    StreamAnalyzer analyzer{{}};
    const auto lines = analyzer.finish(std::nullopt);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].end->samples == 0);
    CHECK(analyzer.summary().beats.empty());
}
