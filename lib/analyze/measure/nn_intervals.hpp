// Which of the RR intervals are normal-to-normal, and how many are not.
#pragma once

#include "model/beats.hpp"
#include "model/hrv.hpp"
#include "model/rhythm.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace ecg::analyze {

/// One interval between two normal beats.
struct NnInterval {
    Seconds end{}; ///< time of the second beat
    Milliseconds length{};
    bool adjoins = false;  ///< the interval before it in the list ends where this one begins
    std::int64_t beat = 0; ///< number of the second beat
};

struct NnIntervals {
    std::vector<NnInterval> kept;
    std::int64_t ectopic = 0;      ///< left out: one of the two beats is not N
    std::int64_t missing = 0;      ///< left out: signal is missing between them
    std::int64_t fibrillating = 0; ///< left out: atria or ventricles fibrillate or flutter
    std::int64_t artefacts = 0;    ///< left out: too long, or off the intervals around it

    std::vector<LeftOutInterval> left_out_list{}; ///< all of them, by number

    [[nodiscard]] std::int64_t left_out() const {
        return ectopic + missing + fibrillating + artefacts;
    }
};

/// The RR intervals between two N beats with no missing signal between them, outside fibrillation
/// and flutter, below the longest NN, without those that differ too much from the median of the
/// ones around them.
NnIntervals select_nn(const Beats& beats, const Rhythm& rhythm, const HrvSettings& settings);

/// All lengths together.
Seconds total_length(std::span<const NnInterval> intervals);

/// Mean length; intervals must not be empty.
Milliseconds mean_length(std::span<const NnInterval> intervals);

} // namespace ecg::analyze
