// Mains hum: which frequency it has, and its removal.
#pragma once

#include "analyze/filter/filter_recording.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ecg::analyze {

/// Mains as it shows in a recording.
struct PowerlineTone {
    Hertz mains; ///< 50 or 60
    Hertz seen;  ///< where it lies at this rate: mains itself or its alias
};

/// Where mains shows when sampled at rate: 50 Hz at 80 Hz is seen at 30 Hz.
Hertz alias_of(Hertz frequency, Hertz rate);

/// The mains frequency that stands out of its neighbourhood in the leads, if one does.
/// Leads are of the recording's own rate.
std::optional<PowerlineTone> find_powerline(const std::vector<std::span<const double>>& leads,
                                            Hertz rate, Powerline wanted);

/// Why there is no notch at a mains frequency that is wanted or was found, and where it shows
/// instead; empty when the rate holds it, or when nothing was wanted and found.
std::string powerline_note(Powerline wanted, Hertz rate, const std::optional<PowerlineTone>& found);

/// Takes tone and its harmonics out of a lead of the recording's own rate.
void remove_powerline(std::span<double> signal, Hertz rate, const PowerlineTone& tone);

} // namespace ecg::analyze
