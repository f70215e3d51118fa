// What a recorder does to the finished leads: counts, and electrodes that come off.
#pragma once

#include "model/lead.hpp"
#include "synth/settings.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ecg::synth {

/// Rounds to whole counts and clips at the ends of their range.
void quantise(std::span<double> samples, const Quantisation& quantisation);

/// Makes the samples of one lead missing (NaN) where an electrode that it needs is off; first is
/// the index of samples[0] in the recording.
void drop_missing(std::span<double> samples, Lead lead, std::int64_t first,
                  const SynthSettings& settings);

/// The leads that miss samples between first and first + count - 1.
std::vector<std::string> leads_off(std::int64_t first, std::int64_t count,
                                   const SynthSettings& settings);

} // namespace ecg::synth
