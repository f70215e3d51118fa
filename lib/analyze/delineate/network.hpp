// The small network that finds onset, peak and end of each wave in an average beat.
#pragma once

#include "analyze/delineate/network_input.hpp"
#include "dsp/convolution.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ecg::analyze {

/// P onset, peak, offset; QRS onset, peak, offset; T onset, peak, offset.
inline constexpr std::size_t fiducial_count = 9;

/// How probable it is that a fiducial lies at each place of the grid; sums to 1.
using Posterior = std::vector<float>;

/// What the network says of one lead, or of all together.
struct WaveBelief {
    std::array<Posterior, fiducial_count> place; ///< 160 steps of 8 ms over the beat window
    double p_present = 0;                        ///< 0 to 1
    double t_present = 0;
};

struct NetworkAnswer {
    std::vector<WaveBelief> leads;
    WaveBelief global; ///< earliest onset and latest end over the leads
};

/// Weights as scripts/train-delineator writes them.
class Network {
public:
    /// Throws Error{data} "subject: why" when the bytes are no such weights.
    Network(std::span<const std::byte> bytes, const std::string& subject);
    Network(const Network&) = delete; // its kernels look into its own numbers
    Network& operator=(const Network&) = delete;
    Network(Network&&) = default;
    Network& operator=(Network&&) = default;
    ~Network() = default;

    /// The order of the leads, their sign and one scale for all do not matter.
    [[nodiscard]] NetworkAnswer look_at(const BeatOnGrid& beat) const;

private:
    enum Layer : std::size_t;
    [[nodiscard]] bool fits() const;
    [[nodiscard]] dsp::Feature layer(Layer which, const dsp::Feature& in,
                                     std::size_t stride = 1) const;
    [[nodiscard]] dsp::Feature down(Layer first, const dsp::Feature& in) const;
    void share(Layer which, dsp::Feature& feature) const;

    std::vector<dsp::Kernel> kernels_;
    std::vector<float> numbers_;
};

/// Weights from a file. Throws Error{data} "path: why".
std::shared_ptr<const Network> read_network(const std::string& path);

/// The network that comes with the library.
const Network& delineation_network();

} // namespace ecg::analyze
