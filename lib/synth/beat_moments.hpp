// Which beats are the early, late or odd ones.
#pragma once

#include "common/units.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ecg::synth {

/// The moments of one kind of event; each is used up by the first beat that is due after it.
class BeatMoments {
public:
    BeatMoments(std::vector<Seconds> moments, std::optional<int> every)
        : moments_{std::move(moments)}, every_{every} {
        std::sort(moments_.begin(), moments_.end());
    }

    /// Whether the beat of that index, due at that time (s), is one. Asked in order of time.
    bool hit(double due, std::int64_t index) {
        bool found = every_ && (index + 1) % *every_ == 0;
        for (; next_ < moments_.size() && moments_[next_].count() < due; ++next_) {
            found = true;
        }
        return found;
    }

private:
    std::vector<Seconds> moments_;
    std::optional<int> every_;
    std::size_t next_ = 0;
};

} // namespace ecg::synth
