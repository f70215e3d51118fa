// What the delineation network looks at: a beat on a fixed grid around its fiducial.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ecg::analyze {

/// The network's grid: 320 samples at 250 Hz, the QRS fiducial at index 125.
inline constexpr double window_hz = 250;
inline constexpr std::size_t window_samples = 320;
inline constexpr double window_fiducial = 125;

/// Brings beats of one rate, length and fiducial onto the network's grid.
class BeatWindow {
public:
    /// fiducial is an index, may be fractional; length counts the samples of each beat.
    BeatWindow(double rate_hz, double fiducial, std::size_t length);

    /// One lead of a beat on the grid; 0 where the beat has no sample.
    [[nodiscard]] std::vector<float> of(std::span<const double> lead) const;

    /// Which samples of the grid the beat has.
    [[nodiscard]] const std::vector<bool>& inside() const { return inside_; }

private:
    struct Taps {
        std::size_t first = 0;   ///< sample of the beat
        std::size_t weights = 0; ///< index into weights_
        std::size_t count = 0;
    };

    void add_triangle(double index, double half_width, std::size_t length);
    void add_cubic(double index, std::size_t length);

    std::vector<Taps> taps_; ///< by sample of the grid
    std::vector<double> weights_;
    std::vector<bool> inside_;
};

} // namespace ecg::analyze
