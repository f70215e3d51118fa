#include "support/catch.hpp"
#include "synth/synthesizer.hpp"
#include "synth_support.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

using namespace ecg;
using namespace ecg::synth;
using test::samples_of;

namespace {

Synthetic made(std::string_view name, double seconds) {
    SynthSettings settings = preset(name);
    settings.duration = Seconds{seconds};
    return synthesize(settings);
}

Truth truth_of(std::string_view name, double seconds) {
    return made(name, seconds).truth;
}

std::vector<double> rr_of(const Truth& truth) {
    std::vector<double> rr;
    for (std::size_t k = 1; k < truth.beats.size(); ++k) {
        rr.push_back((truth.beats[k].r_peak - truth.beats[k - 1].r_peak).count());
    }
    return rr;
}

std::string labels_of(const Truth& truth) {
    std::string labels;
    for (const TrueBeat& beat : truth.beats) {
        labels.push_back(letter_of(beat.label));
    }
    return labels;
}

std::string codes_of(const Truth& truth) {
    std::string codes;
    for (const TrueEpisode& episode : truth.episodes) {
        codes.append(codes.empty() ? "" : " ").append(episode.code);
    }
    return codes;
}

/// The largest distance from lowest to highest sample in lead II between two moments.
double swing(const Synthetic& s, double from, double to) {
    const auto& x = samples_of(s.recording, Lead::II);
    const double rate = s.recording.rate.hertz();
    const auto [low, high] =
        std::minmax_element(x.begin() + static_cast<std::ptrdiff_t>(from * rate),
                            x.begin() + static_cast<std::ptrdiff_t>(to * rate));
    return *high - *low;
}

} // namespace

TEST_CASE("Rhythms without P keep their rate, their width and their class") {
    struct Case {
        std::string_view name;
        double bpm;
        double qrs_ms;
        char label;
        std::string_view code;
    };

    const auto cases = std::to_array<Case>({{"junctional", 50, 90, 'N', "JR"},
                                            {"junctional-fast", 80, 90, 'N', "AJR"},
                                            {"svt", 180, 90, 'N', "SVTAC"},
                                            {"aivr", 70, 160, 'V', "AIVR"},
                                            {"ivr", 35, 160, 'V', "IVR"},
                                            {"paced", 70, 160, 'Q', "PACE"},
                                            {"iec-3d", 90, 160, 'V', "AIVR"}});
    for (const Case& each : cases) {
        const Truth truth = truth_of(each.name, 30);
        CAPTURE(std::string{each.name});
        CHECK(truth.p_onsets.empty());
        CHECK(truth.rhythm == each.code);
        for (const double rr : rr_of(truth)) {
            CHECK(rr == Approx(60 / each.bpm).margin(0.02)); // up and down peak 16 ms apart
        }
        for (const TrueBeat& beat : truth.beats) {
            CHECK(letter_of(beat.label) == each.label);
            CHECK(beat.waves.qrs.duration()->count() == Approx(each.qrs_ms));
        }
    }
}

TEST_CASE("In 2:1 and high-grade block one P of two or three is conducted, at a constant PR") {
    for (const auto& [name, ratio, pp] :
         {std::tuple{"avb2-2to1", 2U, 0.75}, std::tuple{"avb-high", 3U, 0.8}}) {
        const Truth truth = truth_of(name, 60);
        CAPTURE(name);
        for (const double rr : rr_of(truth)) {
            CHECK(rr == Approx(ratio * pp));
        }
        for (std::size_t k = 1; k < truth.p_onsets.size(); ++k) {
            CHECK((truth.p_onsets[k] - truth.p_onsets[k - 1]).count() == Approx(pp));
        }
        for (std::size_t k = 0; k < truth.beats.size(); ++k) {
            CHECK(*truth.beats[k].waves.p.onset == truth.p_onsets[ratio * k]);
            CHECK(truth.beats[k].waves.t.offset <= truth.p_onsets[ratio * k + 1]);
        }
    }
    CHECK(truth_of("avb2-2to1", 60).rhythm == "2T1");
    CHECK(truth_of("avb-high", 60).rhythm == "HAVB");
}

TEST_CASE("Variable flutter conducts every second, third or fourth of its waves") {
    const auto [recording, truth] = made("flutter-variable", 60);

    std::array<int, 5> counts{};
    for (const double rr : rr_of(truth)) {
        const double waves = rr / 0.2;
        CHECK(waves == Approx(std::round(waves)));
        ++counts.at(static_cast<std::size_t>(std::lround(waves)));
    }
    CHECK((counts[2] > 10 && counts[3] > 10 && counts[4] > 10));
    CHECK(truth.rhythm == "AFLT");
    CHECK(test::amplitude_at(samples_of(recording, Lead::II), 5, 500) > 0.08);
    CHECK(made("flutter-2to1", 30).truth.beats.size() == Approx(75).margin(1));
}

TEST_CASE("A sinus node that breathes moves its intervals by more than 120 ms") {
    const Truth truth = truth_of("sinus-arrhythmia", 30);
    const auto rr = rr_of(truth);
    const auto [shortest, longest] = std::minmax_element(rr.begin(), rr.end());

    CHECK(*longest - *shortest > 0.12);
    CHECK(*longest - *shortest <= 0.181);
    CHECK(truth.rhythm == "SARRH");
    CHECK(truth.p_onsets.size() >= truth.beats.size());
}

TEST_CASE("A spell parts sinus rhythm, and the truth says from when to when") {
    const Truth truth = truth_of("nsvt", 20);
    const std::string labels = labels_of(truth);

    CHECK(labels.find("NVVVVVVVN") != std::string::npos);
    CHECK(std::count(labels.begin(), labels.end(), 'V') == 7);
    CHECK(codes_of(truth) == "SR NSVT SR");
    const std::size_t first = labels.find('V');
    CHECK(truth.episodes[1].onset == truth.beats[first].r_peak);
    CHECK(truth.episodes[1].offset == truth.beats[first + 7].r_peak);
    const auto rr = rr_of(truth);
    CHECK(rr[first - 2] == Approx(0.8));
    CHECK(rr[first - 1] == Approx(0.4));
    CHECK(rr[first] == Approx(0.4));
    CHECK(rr[first + 6] == Approx(1.3 * 0.8));
    CHECK(rr[first + 8] == Approx(0.8));
}

TEST_CASE("Ventricular tachycardia of thirty seconds is sustained") {
    CHECK(codes_of(truth_of("vt", 60)) == "SR VT");
    CHECK(codes_of(truth_of("vt", 20)) == "SR NSVT");
    CHECK(codes_of(truth_of("svt-run", 20)) == "SR SVTAC SR");
    for (const double rr : rr_of(truth_of("svt-run", 8))) {
        CHECK((rr == Approx(0.8) || rr == Approx(1.0 / 3)));
    }
}

TEST_CASE("Fibrillating and fluttering ventricles have waves, no beats and no level line") {
    for (const std::string_view name : {"vf", "vflutter"}) {
        const Synthetic s = made(name, 30);
        CAPTURE(std::string{name});
        CHECK(codes_of(s.truth) == "SR VF");
        CHECK(s.truth.beats.back().r_peak < Seconds{4});
        for (double t = 4.5; t < 29.5; t += 0.25) {
            CHECK(swing(s, t, t + 0.5) > 0.1);
        }
        CHECK(swing(s, 5, 29) < 3);
    }
    const Synthetic flutter = made("vflutter", 30);
    const std::span<const double> late{samples_of(flutter.recording, Lead::II)};
    CHECK(test::amplitude_at(late.subspan(2500, 12000), 280.0 / 60, 500) ==
          Approx(0.9).epsilon(0.05));
}

TEST_CASE("In asystole nothing but the amplifier's noise is left") {
    const Synthetic s = made("asystole", 20);

    CHECK(codes_of(s.truth) == "SR ASYS");
    CHECK(s.truth.episodes[1].onset == s.truth.beats.back().r_peak);
    CHECK(s.truth.beats.back().r_peak < Seconds{5});
    CHECK(swing(s, 6, 20) < 0.15);
    CHECK(swing(s, 6, 20) > 0.01);
}

TEST_CASE("A silence that ends is followed by sinus rhythm") {
    SynthSettings settings = preset("asystole");
    settings.duration = Seconds{20};
    settings.spell->to = Seconds{11};
    const Truth truth = synthesize(settings).truth;

    CHECK(codes_of(truth) == "SR ASYS SR PAUSE");
    const auto rr = rr_of(truth);
    CHECK(*std::max_element(rr.begin(), rr.end()) > 6);
    CHECK(*std::max_element(rr.begin(), rr.end()) < 7.5);
}

TEST_CASE("Trigeminy, pairs, fusion and blocked atrial beats have their classes and their times") {
    CHECK(labels_of(truth_of("trigeminy", 12)).starts_with("NNVNNVNNV"));
    CHECK(truth_of("trigeminy", 12).rhythm == "TRIGU");
    CHECK(labels_of(truth_of("couplets", 20)).find("NVVN") != std::string::npos);
    CHECK(codes_of(truth_of("couplets", 20)).starts_with("SR VCPL"));

    const Truth fusion = truth_of("fusion", 20);
    const auto f = std::find_if(fusion.beats.begin(), fusion.beats.end(),
                                [](const TrueBeat& beat) { return beat.label == BeatClass::F; });
    REQUIRE(f != fusion.beats.end());
    CHECK(f->waves.p.onset);
    CHECK(f->waves.qrs.duration()->count() == Approx(125));
    CHECK((f->r_peak - (f - 1)->r_peak).count() == Approx(60.0 / 70 - 0.03));

    const Truth blocked = truth_of("pac-blocked", 30);
    std::size_t long_intervals = 0;
    for (const double rr : rr_of(blocked)) {
        long_intervals += rr > 1.1 ? 1 : 0;
        CHECK(rr < 2 * 60.0 / 70 - 0.2);
    }
    CHECK(long_intervals >= 5);
    CHECK(blocked.p_onsets.size() >= blocked.beats.size() + long_intervals);
}

TEST_CASE("A pacemaker's spike stands before each of its beats, its area the same at every rate") {
    for (const double rate : {250.0, 500.0, 1000.0}) {
        SynthSettings settings = preset("paced");
        settings.rate = {rate};
        const auto [recording, truth] = synthesize(settings);
        const double onset = truth.beats[2].waves.qrs.onset->count();
        const auto from = static_cast<std::size_t>((onset - 0.05) * rate);
        const auto to = static_cast<std::size_t>(std::lround(onset * rate));
        double area = 0;
        for (std::size_t k = from; k <= to; ++k) {
            area += samples_of(recording, Lead::II)[k] / rate;
        }
        CAPTURE(rate);
        CHECK(area == Approx(-1.5 * 0.0015).epsilon(0.1));
    }
}

TEST_CASE("The monitor rhythms have the counts of beats that they ask for") {
    CHECK(truth_of("iec-3a", 60).beats.size() == Approx(80).margin(1));
    CHECK(truth_of("iec-3b", 60).beats.size() == Approx(60).margin(1));
    CHECK(truth_of("iec-3c", 60).beats.size() == Approx(120).margin(1));
    CHECK(truth_of("iec-3d", 60).beats.size() == Approx(90).margin(1));
}

TEST_CASE("The tall T is 1.2 mV high and 180 ms long beside a QRS of 1 mV and 100 ms") {
    SynthSettings settings = preset("tall-t");
    settings.rate = {1000};
    const auto [recording, truth] = synthesize(settings);
    const Waves& waves = truth.beats[3].waves;
    const auto& ii = samples_of(recording, Lead::II);
    const auto highest = [&](const Wave& wave) {
        const auto at = [&](Seconds t) {
            return ii.begin() + static_cast<std::ptrdiff_t>(t.count() * 1000);
        };
        return *std::max_element(at(*wave.onset), at(*wave.offset));
    };

    CHECK(waves.qrs.duration()->count() == Approx(100));
    CHECK(waves.t.duration()->count() == Approx(180));
    CHECK(Milliseconds{*waves.t.offset - *waves.qrs.onset}.count() == Approx(350));
    CHECK(highest(waves.qrs) == Approx(1).margin(0.03));
    CHECK(highest(waves.t) == Approx(1.2).margin(0.01));
}
