#include "synth/exact_math.hpp"
#include "synth/noise.hpp"
#include "synth/random.hpp"

#include <array>
#include <cmath>

namespace ecg::synth {
namespace {

/// A second-order section, transposed direct form 2.
struct Section {
    double b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
    double s1 = 0;
    double s2 = 0;

    double next(double x) {
        const double y = b0 * x + s1;
        s1 = b1 * x - a1 * y + s2;
        s2 = b2 * x - a2 * y;
        return y;
    }
};

double tangent(double half_turns) {
    return sin_turns(half_turns / 2) / cos_turns(half_turns / 2);
}

/// Butterworth of order 2 by the bilinear transform.
Section butterworth(double cutoff, double rate, bool high_pass) {
    const double k = tangent(cutoff / rate);
    const double norm = 1 / (1 + std::sqrt(2.0) * k + k * k);
    const double b = high_pass ? norm : k * k * norm;
    return {b, high_pass ? -2 * b : 2 * b, b, 2 * (k * k - 1) * norm,
            (1 - std::sqrt(2.0) * k + k * k) * norm};
}

struct Band {
    Section high, low;

    double next(double x) { return low.next(high.next(x)); }
};

/// Noise of the muscles' band in each channel, rms 1.
class MuscleNoise {
public:
    MuscleNoise(const SynthSettings& settings, Stream stream) : random_{settings.seed, stream} {
        const double rate = settings.rate.value;
        const Band band{butterworth(20, rate, true), butterworth(0.45 * rate, rate, false)};
        bands_.fill(band);
        Band probe = band;
        double energy = 0; // of the impulse response: the variance that unit white noise leaves
        for (int k = 0; k < 4096; ++k) {
            const double h = probe.next(k == 0 ? 1 : 0);
            energy += h * h;
        }
        scale_ = 1 / std::sqrt(energy);
    }

    void add(Block& block, std::size_t k, double rms) {
        for (std::size_t c = 0; c < channel_count; ++c) {
            block.channel[c][k] += rms * scale_ * bands_[c].next(random_.normal());
        }
    }

private:
    Random random_;
    std::array<Band, channel_count> bands_{};
    double scale_ = 1;
};

class SteadyMuscle : public SignalSource {
public:
    explicit SteadyMuscle(const SynthSettings& settings)
        : noise_{settings, Stream::muscle}, rms_{settings.noise.muscle.value} {}

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            noise_.add(block, k, rms_);
        }
    }

private:
    MuscleNoise noise_;
    double rms_;
};

/// Swells and dies away as sin^2.
class MuscleBursts : public SignalSource {
public:
    explicit MuscleBursts(const SynthSettings& settings)
        : noise_{settings, Stream::muscle_burst}, times_{settings.seed, Stream::burst_times},
          rms_{settings.noise.muscle_burst.value}, rate_{settings.rate.value} {
        plan_next(0);
    }

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            const double t =
                static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate_;
            if (t >= to_) {
                plan_next(to_);
            }
            const double s = t > from_ ? sin_turns(0.5 * (t - from_) / (to_ - from_)) : 0;
            noise_.add(block, k, rms_ * s * s); // at rest too, so that the filters are settled
        }
    }

private:
    void plan_next(double after) {
        from_ = after - 4 * exact_log(1 - times_.uniform()); // pauses of 4 s in the mean
        to_ = from_ + times_.uniform(0.5, 2.0);
    }

    MuscleNoise noise_;
    Random times_;
    double rms_;
    double rate_;
    double from_ = 0;
    double to_ = 0;
};

} // namespace

SourcePointer make_muscle(const SynthSettings& settings) {
    return std::make_unique<SteadyMuscle>(settings);
}

SourcePointer make_muscle_bursts(const SynthSettings& settings) {
    return std::make_unique<MuscleBursts>(settings);
}

} // namespace ecg::synth
