// The synthetic heart as the simulated device's converter sees it: one frame a sample.
#pragma once

#include "acquire/device/driver.hpp"
#include "synth/synthesizer.hpp"

#include <optional>
#include <vector>

namespace ecg::acquire {

/// Frames of counts, clipped to each channel's range. A channel plays the lead of its name; "ch1",
/// "ch2" … play I, II, V1 to V6 and these again. Where an electrode is off the count is NaN, and
/// the electrode and the channel are told.
class SignalFrames {
public:
    /// Endless: the signal begins anew at its end. Throws Error{usage} as synth::check_settings.
    SignalFrames(const synth::SynthSettings& signal, std::vector<Channel> channels, bool endless);

    /// Absent when the signal is over.
    std::optional<Frame> next();

private:
    bool fill();
    [[nodiscard]] Frame frame_of(std::size_t at) const;

    synth::SynthSettings signal_;
    std::vector<Channel> channels_;
    std::vector<Lead> leads_; ///< of each channel
    bool endless_;
    synth::Synthesizer synthesizer_;
    Recording piece_;
    std::size_t at_ = 0; ///< in piece_
};

} // namespace ecg::acquire
