// How much of a spell's own waves there is at a time.
#pragma once

#include "synth/exact_math.hpp"
#include "synth/rhythm_plan.hpp"

#include <algorithm>

namespace ecg::synth {

/// 1 within the spell, 0 outside of it, with soft edges of a fifth of a second inside; always 1
/// without a spell.
class SpellWindow {
public:
    explicit SpellWindow(const SynthSettings& settings)
        : open_{!settings.spell}, span_{spell_of(settings)} {}

    [[nodiscard]] double at(double t) const {
        if (open_) {
            return 1;
        }
        const double inside = std::min({(t - span_.begin) / edge, (span_.end - t) / edge, 1.0});
        const double s = sin_turns(0.25 * std::max(inside, 0.0));
        return s * s;
    }

private:
    static constexpr double edge = 0.2; // s

    bool open_;
    PlannedSpan span_;
};

} // namespace ecg::synth
