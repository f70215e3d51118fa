// How much QRS-like activity there is at each moment, over all usable leads.
#pragma once

#include "analyze/detect/lead_bands.hpp"

#include <array>
#include <vector>

namespace ecg::analyze {

/// One usable lead; all signals relative to its own typical QRS.
struct LeadActivity {
    std::size_t index = 0;                             ///< in the recording
    std::array<std::vector<float>, band_count> energy; ///< squared envelopes by band, to be fused
    std::vector<float> total;   ///< envelope of the first two bands: a typical QRS peaks near 1
    std::vector<float> length;  ///< curve length, to be fused
    std::vector<float> shape;   ///< for templates
    std::vector<float> weights; ///< by block: its share in the fused signals
    std::vector<std::size_t> own_beats; ///< of the second detector, in this lead alone
    bool usable = false;                ///< not flat
    double height = 0;                  ///< of a typical QRS in the second band, mV
};

/// Detection signals at a reduced rate, fused from the usable leads by how well QRS complexes
/// stand out of each at that time.
struct Activity {
    double rate_hz = 0;
    double offset_s = 0;   ///< of index 0 after the start: half a decimation block
    std::size_t block = 1; ///< samples that share weights
    std::vector<LeadActivity> leads;
    std::array<std::vector<float>, band_count> bands; ///< envelopes
    std::vector<float> total;                         ///< what a QRS peaks in
    std::vector<double> levels;                       ///< by block: of a typical QRS around it
    std::vector<float> length;                        ///< curve length
};

/// `total` is empty when no lead is usable. Of several leads, length and the slow band are fused by
/// weigh_leads alone.
Activity qrs_activity(const FilteredRecording& clean);

/// Fuses again, now that it is known where the beats are (indices, in order): a lead counts by
/// how far they stand out of what is between them nearby.
void weigh_leads(Activity& activity, const std::vector<std::size_t>& beats);

/// The median of the values' maxima over blocks, for the level of a typical QRS around each.
std::vector<double> local_levels(const std::vector<float>& values, std::size_t block);

} // namespace ecg::analyze
