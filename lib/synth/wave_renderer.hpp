// Draws the waves of a plan, block after block.
#pragma once

#include "synth/beat_model.hpp"
#include "synth/block.hpp"
#include "synth/rhythm_plan.hpp"

#include <cstddef>
#include <vector>

namespace ecg::synth {

/// Both arguments must outlive it. Blocks must come in order of time.
class WaveRenderer {
public:
    WaveRenderer(const BeatModel& model, const RhythmPlan& plan, double rate)
        : model_{model}, plan_{plan}, rate_{rate} {}

    /// Adds all waves that reach into block.
    void add(Block& block);

private:
    const BeatModel& model_;
    const RhythmPlan& plan_;
    double rate_;
    std::size_t first_beat_ = 0; ///< those before it have ended
    std::size_t first_p_ = 0;
    std::vector<Lobe> lobes_;
};

} // namespace ecg::synth
