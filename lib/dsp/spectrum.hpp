// Fourier transform and power spectra of real samples: the door to FFTW.
#pragma once

#include "common/units.hpp"

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace ecg::dsp {

/// The discrete Fourier transform of count real samples, any count from 1 on. One object belongs to
/// one thread; several may be made and used side by side.
class RealTransform {
public:
    explicit RealTransform(std::size_t count);
    ~RealTransform();
    RealTransform(RealTransform&&) noexcept;
    RealTransform& operator=(RealTransform&&) = delete;
    RealTransform(const RealTransform&) = delete;
    RealTransform& operator=(const RealTransform&) = delete;

    [[nodiscard]] std::size_t count() const;

    /// Bins 0 to count/2 of sum x[m] exp(-2 pi i k m / count), not scaled. Valid until the next
    /// call. samples.size() must be count().
    std::span<const std::complex<double>> forward(std::span<const double> samples);

private:
    struct Planned;
    class Idle;
    std::unique_ptr<Planned> planned_;
};

/// One-sided power spectral density: bin k stands for the frequency k * step. Its sum times
/// step is the mean square of the signal without its mean.
struct Spectrum {
    Hertz step{};
    std::vector<double> density; ///< in the square of the samples' unit per hertz
    std::size_t segments = 0;    ///< how many were averaged

    [[nodiscard]] Hertz frequency(std::size_t bin) const { return step * static_cast<double>(bin); }
};

/// Welch's mean of periodograms over Hann-windowed segments that overlap by half; the mean of
/// each segment is taken out first [welch-1967]. A rest that fills no segment is not used;
/// without density when segment is below 2 or longer than the samples.
Spectrum welch(std::span<const double> samples, Hertz rate, std::size_t segment);

/// Power in from <= f < to, in the square of the samples' unit.
double band_power(const Spectrum& spectrum, Hertz from, Hertz to);

} // namespace ecg::dsp
