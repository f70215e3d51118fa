#include "training/synthetic_settings.hpp"

#include <array>
#include <cstdint>
#include <random>

namespace ecg::training {
namespace {

using synth::SynthSettings;

class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_{seed} {}

    std::uint64_t next() { return random_(); }

    bool one_in(std::uint64_t count) { return random_() % count == 0; }

    double between(double from, double to) {
        constexpr double of = 9007199254740992.0; // 2^53, as many as a double tells apart
        return from + (to - from) * static_cast<double>(random_() >> 11) / of;
    }

private:
    std::mt19937_64 random_;
};

void choose_heart(SynthSettings& settings, Chance& chance) {
    settings.heart_rate = BeatsPerMinute{chance.between(40, 180)};
    settings.qrs_axis = Degrees{chance.between(-90, 120)};
    settings.p_axis = Degrees{chance.between(20, 80)};
    settings.t_axis = Degrees{chance.between(-20, 90)};
    settings.edges = chance.one_in(4) ? synth::EdgeShape::sharp : synth::EdgeShape::soft;
    settings.r_gain = chance.between(0.5, 1.6);
}

void choose_rhythm(SynthSettings& settings, Chance& chance) {
    switch (chance.next() % 10) {
    case 0:
        settings.rhythm = synth::RhythmKind::atrial_fibrillation;
        break;
    case 1:
        settings.conduction = synth::Conduction::lbbb;
        break;
    case 2:
        settings.conduction = synth::Conduction::rbbb;
        break;
    case 3:
        settings.pvc_every = 4;
        break;
    case 4:
        settings.rhythm = synth::RhythmKind::atrial_flutter;
        break;
    default:
        break;
    }
    if (chance.one_in(2)) { // no more than an interval between beats can bear
        settings.hrv_hf = Milliseconds{chance.between(0, 5400 / settings.heart_rate.value)};
        settings.hrv_lf = Milliseconds{chance.between(0, 2400 / settings.heart_rate.value)};
    }
}

void choose_intervals(SynthSettings& settings, Chance& chance) {
    if (!chance.one_in(2) || settings.conduction != synth::Conduction::normal) {
        return;
    }
    settings.qrs = Milliseconds{chance.between(70, 130)};
    if (settings.rhythm == synth::RhythmKind::sinus && settings.heart_rate.value < 100) {
        settings.pr = Milliseconds{chance.between(120, 240)};
        settings.qtc = Milliseconds{chance.between(340, 480)};
    }
}

void choose_noise(SynthSettings& settings, Chance& chance) {
    if (chance.one_in(2)) {
        settings.noise.white = Millivolts{chance.between(0, 0.05)};
        settings.noise.wander = Millivolts{chance.between(0, 0.3)};
        settings.noise.muscle = Millivolts{chance.between(0, 0.03)};
    }
}

void choose_st(SynthSettings& settings, Chance& chance) {
    constexpr std::array<std::size_t, 8> independent{0, 1, 6, 7, 8, 9, 10, 11};
    for (const std::size_t lead : independent) {
        if (chance.one_in(4)) {
            settings.st_mv.at(lead) = chance.between(-0.2, 0.3);
        }
    }
}

} // namespace

SynthSettings synthetic_settings(int number) {
    constexpr std::array<double, 5> rates{80, 125, 250, 500, 1000};
    Chance chance{static_cast<std::uint64_t>(number) * 7919 + 1};
    SynthSettings settings;
    settings.duration = Seconds{14};
    settings.rate = Hertz{rates.at(chance.next() % rates.size())};
    settings.seed = chance.next();
    choose_heart(settings, chance);
    choose_rhythm(settings, chance);
    choose_intervals(settings, chance);
    choose_noise(settings, chance);
    choose_st(settings, chance);
    return settings;
}

} // namespace ecg::training
