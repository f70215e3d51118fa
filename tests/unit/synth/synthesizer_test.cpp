#include "support/catch.hpp"
#include "synth/synthesizer.hpp"
#include "synth_support.hpp"

#include <numbers>

using namespace ecg;
using namespace ecg::synth;
using test::samples_of;

namespace {

bool same_samples(const Recording& a, const Recording& b) {
    for (std::size_t l = 0; l < a.leads.size(); ++l) {
        const auto& x = a.leads[l].samples;
        const auto& y = b.leads[l].samples;
        const bool equal =
            std::equal(x.begin(), x.end(), y.begin(), y.end(), [](double p, double q) {
                return p == q || (std::isnan(p) && std::isnan(q));
            });
        if (!equal) {
            return false;
        }
    }
    return true;
}

SynthSettings everything_on() {
    SynthSettings s = preset("pvc");
    s.duration = Seconds{12};
    s.hrv_lf = Milliseconds{20};
    s.noise = {.wander = {0.2},
               .powerline = {0.05},
               .muscle = {0.02},
               .muscle_burst = {0.05},
               .white = {0.01},
               .motion_snr_db = 12.0};
    s.electrodes_off = {{"V2", Seconds{2}, Seconds{3}}, {"RL", Seconds{5}, Seconds{5.5}}};
    s.quantisation = Quantisation{};
    return s;
}

} // namespace

TEST_CASE("Einthoven's and Goldberger's laws hold in every sample") {
    SynthSettings settings;
    settings.noise = {.wander = {0.3}, .powerline = {0.1}, .white = {0.02}};
    const Recording r = synthesize(settings).recording;

    REQUIRE(r.leads.size() == lead_count);
    for (std::size_t k = 0; k < static_cast<std::size_t>(r.sample_count()); ++k) {
        const double i = r.leads[0].samples[k];
        const double ii = r.leads[1].samples[k];
        REQUIRE(r.leads[2].samples[k] == Approx(ii - i).margin(1e-12));
        REQUIRE(r.leads[3].samples[k] == Approx(-(i + ii) / 2).margin(1e-12));
        REQUIRE(r.leads[4].samples[k] == Approx(i - ii / 2).margin(1e-12));
        REQUIRE(r.leads[5].samples[k] == Approx(ii - i / 2).margin(1e-12));
    }
}

TEST_CASE("The signal is exactly zero outside its waves") {
    SynthSettings settings;
    settings.heart_rate = {75};
    const auto [recording, truth] = synthesize(settings);

    std::int64_t zeros = 0;
    for (std::int64_t k = 0; k < recording.sample_count(); ++k) {
        const Seconds t = recording.rate.time_of(static_cast<double>(k));
        bool in_a_wave = t > truth.beats.back().r_peak || t < truth.beats.front().r_peak;
        for (const TrueBeat& beat : truth.beats) {
            for (const Wave* wave : {&beat.waves.p, &beat.waves.qrs, &beat.waves.t}) {
                in_a_wave = in_a_wave || (wave->onset && *wave->onset < t &&
                                          (!wave->offset || t < *wave->offset));
            }
        }
        if (!in_a_wave) {
            REQUIRE(test::largest_at(recording, k) == 0);
            ++zeros;
        }
    }
    CHECK(zeros > 1000);
}

TEST_CASE("Each wave begins and ends at its true onset and offset, to the sample") {
    for (const double rate : {80.0, 250.0, 500.0, 1000.0}) {
        for (const EdgeShape edges : {EdgeShape::soft, EdgeShape::sharp}) {
            SynthSettings settings;
            settings.rate = {rate};
            settings.edges = edges;
            settings.duration = Seconds{9.9};
            const auto [recording, truth] = synthesize(settings);
            const auto level = [&r = recording](std::int64_t k) { return test::largest_at(r, k); };

            for (const TrueBeat& beat : truth.beats) {
                for (const Wave& wave : {beat.waves.p, beat.waves.qrs, beat.waves.t}) {
                    const auto before = static_cast<std::int64_t>(wave.onset->count() * rate);
                    const auto after = static_cast<std::int64_t>(wave.offset->count() * rate) + 1;
                    CHECK(level(before) == 0);
                    CHECK(level(before + 1) + level(before + 2) > 0); // one may round to zero
                    CHECK(level(after - 1) + level(after - 2) > 0);
                    CHECK(level(after) == 0);
                }
            }
        }
    }
}

TEST_CASE("Lead II turns at the true R peak, tall and upright") {
    SynthSettings settings;
    settings.rate = {1000};
    const auto [recording, truth] = synthesize(settings);

    const auto& ii = samples_of(recording, Lead::II);
    for (const TrueBeat& beat : truth.beats) {
        const auto around = static_cast<std::size_t>(beat.r_peak.count() * 1000) - 40;
        const auto top = std::max_element(ii.begin() + static_cast<std::ptrdiff_t>(around),
                                          ii.begin() + static_cast<std::ptrdiff_t>(around) + 80);
        CHECK(static_cast<double>(top - ii.begin()) / 1000 ==
              Approx(beat.r_peak.count()).margin(0.001));
        CHECK(*top > 1.0);
    }
}

TEST_CASE("The default waves of neighbouring beats stay apart from 40 to 180 bpm") {
    for (double bpm = 40; bpm <= 180; bpm += 5) {
        SynthSettings settings;
        settings.heart_rate = {bpm};
        const Truth truth = synthesize(settings).truth;

        REQUIRE(truth.beats.size() >= 6);
        for (std::size_t k = 0; k + 1 < truth.beats.size(); ++k) {
            const Waves& waves = truth.beats[k].waves;
            CHECK(waves.p.onset < waves.p.peak);
            CHECK(waves.p.offset < waves.qrs.onset);
            CHECK(waves.qrs.offset < waves.t.onset);
            CHECK(waves.t.peak < waves.t.offset);
            CHECK(waves.t.offset < truth.beats[k + 1].waves.p.onset);
        }
        const TruthSummary summary = summarise(truth);
        CHECK(summary.heart_rate->value == Approx(bpm));
        CHECK(summary.qrs->count() == Approx(90));
        CHECK(summary.qtc->count() == Approx(400));
        CHECK(summary.pr->count() == Approx(std::max(100.0, 160 - 0.5 * (bpm - 60))));
    }
}

TEST_CASE("Any size of the pieces gives the same samples") {
    const SynthSettings settings = everything_on();
    const Recording whole = synthesize(settings).recording;

    for (const std::int64_t size : {1, 7, 1023, 1024, 1025, 5000}) {
        Synthesizer source{settings};
        Recording joined = source.next(0);
        for (Recording piece = source.next(size); piece.sample_count() > 0;
             piece = source.next(size)) {
            REQUIRE(piece.first_sample == joined.sample_count());
            for (std::size_t l = 0; l < lead_count; ++l) {
                auto& all = joined.leads[l].samples;
                all.insert(all.end(), piece.leads[l].samples.begin(), piece.leads[l].samples.end());
            }
        }
        CHECK(joined.sample_count() == 6000);
        CHECK(same_samples(joined, whole));
    }
}

TEST_CASE("One seed gives one signal, another seed another") {
    SynthSettings settings = everything_on();
    const Recording first = synthesize(settings).recording;
    const Recording again = synthesize(settings).recording;
    settings.seed = 2;
    const Recording other = synthesize(settings).recording;

    CHECK(same_samples(first, again));
    CHECK_FALSE(same_samples(first, other));
    CHECK(first.info.id == "demo-1");
    CHECK(other.info.id == "demo-2");
}

TEST_CASE("A noise turned on leaves the beats where they were") {
    SynthSettings settings = preset("af");
    const Truth quiet = synthesize(settings).truth;
    settings.noise.white = {0.05};
    const Truth noisy = synthesize(settings).truth;

    REQUIRE(quiet.beats.size() == noisy.beats.size());
    for (std::size_t k = 0; k < quiet.beats.size(); ++k) {
        CHECK(quiet.beats[k].r_peak == noisy.beats[k].r_peak);
    }
}

TEST_CASE("A synthetic recording says that it is one") {
    const Recording r = synthesize({}).recording;

    CHECK(r.info.device.demo);
    CHECK(r.info.device.model == "synthetic");
    CHECK(format_utc(*r.info.start) == "2025-01-01T00:00:00.000Z");
    CHECK(r.info.patient == Patient{});
    CHECK(r.sample_count() == 5000);
}

TEST_CASE("The samples of a seed are the same with every compiler and on every platform") {
    SynthSettings settings = everything_on();
    settings.electrodes_off.clear();
    settings.quantisation.reset();
    std::uint64_t hash = 14695981039346656037U; // FNV-1a over whole nanovolts
    for (const LeadSignal& lead : synthesize(settings).recording.leads) {
        for (const double x : lead.samples) {
            hash = (hash ^ static_cast<std::uint64_t>(std::llround(x * 1e6))) * 1099511628211U;
        }
    }
    CHECK(hash == 0x42378cbc45611e24U);
}
