// What must hold of the whole analysis when the same heart is recorded another way.
#include "dsp/resample.hpp"
#include "support/catch.hpp"
#include "synthetic.hpp"

#include <algorithm>
#include <cmath>

using namespace ecg;
using namespace ecg::test;

namespace {

// How far results of one heart, recorded in two ways, may lie from each other.
struct Tolerance {
    double beat_ms;
    double interval_ms;
};

template <class Change> Recording changed(Recording recording, const Change& change) {
    for (LeadSignal& lead : recording.leads) {
        std::for_each(lead.samples.begin(), lead.samples.end(), change);
    }
    return recording;
}

/// Samples from first to last, still counted from the session's beginning.
Recording cut(const Recording& whole, std::size_t first, std::size_t last) {
    Recording part = whole;
    part.first_sample += static_cast<std::int64_t>(first);
    for (LeadSignal& lead : part.leads) {
        lead.samples = {lead.samples.begin() + static_cast<std::ptrdiff_t>(first),
                        lead.samples.begin() + static_cast<std::ptrdiff_t>(last)};
    }
    return part;
}

void check_interval(const std::optional<Milliseconds>& a, const std::optional<Milliseconds>& b,
                    double margin, const char* what) {
    INFO(what);
    REQUIRE(a.has_value());
    REQUIRE(b.has_value());
    CHECK(a->count() == Approx(b->count()).margin(margin));
}

void check_intervals(const Analysis& a, const Analysis& b, double margin) {
    check_interval(a.measurements.pr, b.measurements.pr, margin, "PR");
    check_interval(a.measurements.qrs, b.measurements.qrs, margin, "QRS");
    check_interval(a.measurements.qt, b.measurements.qt, margin, "QT");
}

/// Every beat of a between from and to has its like in b, and the other way round.
void check_beats(const Analysis& a, const Analysis& b, Seconds from, Seconds to, double margin) {
    for (const auto& [these, those] : {std::pair{&a.beats, &b.beats}, {&b.beats, &a.beats}}) {
        for (const Beat& beat : *these) {
            if (beat.time < from || beat.time > to) {
                continue;
            }
            const bool found = std::any_of(those->begin(), those->end(), [&](const Beat& other) {
                return std::abs(Milliseconds{other.time - beat.time}.count()) <= margin;
            });
            INFO("beat at " << beat.time.count() << " s");
            CHECK(found);
        }
    }
}

void check_same(const Analysis& a, const Analysis& b, Tolerance tolerance) {
    CHECK(a.beats.size() == b.beats.size());
    check_beats(a, b, Seconds{0}, Seconds{1e9}, tolerance.beat_ms);
    check_intervals(a, b, tolerance.interval_ms);
}

/// As real ones are: with noise.
synth::SynthSettings usual(double rate) {
    auto settings = some("normal", rate, 20);
    settings.hrv_lf = Milliseconds{20};
    settings.noise.white = Millivolts{0.01};
    settings.noise.wander = Millivolts{0.1};
    return settings;
}

} // namespace

TEST_CASE("Property: an offset of any size changes nothing, to 1 ms") {
    for (const double rate : {80.0, 500.0}) {
        const Recording recording = synth::synthesize(usual(rate)).recording;
        const Analysis plain = analysed(recording);
        for (const double offset : {-300.0, -1.0, 0.4, 30.0}) {
            INFO(offset << " mV at " << rate << " Hz");
            check_same(analysed(changed(recording, [&](double& v) { v += offset; })), plain,
                       {1, 1});
        }
    }
}

TEST_CASE("Property: a scale of 0.001 to 1000 moves no beat, and no interval by more than 2 ms") {
    for (const double rate : {80.0, 500.0}) {
        const Recording recording = synth::synthesize(usual(rate)).recording;
        const Analysis plain = analysed(recording);
        for (const double scale : {1e-3, 0.01, 0.1, 10.0, 100.0, 1e3}) {
            INFO("times " << scale << " at " << rate << " Hz");
            check_same(analysed(changed(recording, [&](double& v) { v *= scale; })), plain,
                       {0.5, 2});
        }
    }
}

TEST_CASE("Property: upside down the beats stay to a sample, the intervals to 3 ms") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        const Recording recording = synth::synthesize(usual(rate)).recording;
        INFO(rate << " Hz");
        check_same(analysed(changed(recording, [](double& v) { v = -v; })), analysed(recording),
                   {1000 / rate, 3});
    }
}

TEST_CASE("Property: cut at any sample, the beats inside stay to 1 ms and the intervals to 4 ms") {
    const Recording recording = synth::synthesize(usual(250)).recording;
    const Analysis plain = analysed(recording);
    const std::size_t end = static_cast<std::size_t>(recording.sample_count());
    for (std::size_t k = 1; k < 250; k += 13) { // over one whole beat
        INFO("without " << k << " samples at each end");
        const Analysis part = analysed(cut(recording, 250 + k, end - 2 * k));

        check_beats(part, plain, Seconds{1 + static_cast<double>(k) / 250 + 0.3},
                    Seconds{20 - static_cast<double>(2 * k) / 250 - 0.3}, 1);
        check_intervals(part, plain, 4);
    }
}

TEST_CASE("Property: 80 to 1000 Hz give the same beats and intervals, to 8 ms and QT to 10") {
    const Analysis finest = analysed(synth::synthesize(usual(1000)).recording);
    for (const double rate : {80.0, 125.0, 250.0, 500.0}) {
        INFO(rate << " Hz");
        const Analysis coarse = analysed(synth::synthesize(usual(rate)).recording);
        check_beats(coarse, finest, Seconds{0.3}, Seconds{19.7}, 8);
        check_interval(coarse.measurements.pr, finest.measurements.pr, 8, "PR");
        check_interval(coarse.measurements.qrs, finest.measurements.qrs, 8, "QRS");
        check_interval(coarse.measurements.qt, finest.measurements.qt, 10, "QT");
    }
}

TEST_CASE("Property: 80 Hz brought to 960 Hz is measured as at 80 Hz, to 8 ms and QT to 10") {
    const Recording recording = synth::synthesize(usual(80)).recording;
    Recording finer = recording;
    finer.rate = SampleRate{Hertz{960}};
    for (LeadSignal& lead : finer.leads) {
        lead.samples = dsp::upsample(lead.samples, 12);
    }

    const Analysis coarse = analysed(recording);
    const Analysis fine = analysed(finer);

    check_beats(coarse, fine, Seconds{0.3}, Seconds{19.7}, 8);
    check_interval(coarse.measurements.pr, fine.measurements.pr, 8, "PR");
    check_interval(coarse.measurements.qrs, fine.measurements.qrs, 8, "QRS");
    check_interval(coarse.measurements.qt, fine.measurements.qt, 10, "QT");
}
