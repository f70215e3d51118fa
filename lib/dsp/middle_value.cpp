#include "dsp/middle_value.hpp"

#include "dsp/any_width.hpp"

#include <algorithm>

namespace ecg::dsp {
namespace {

/// The smallest of the keys that more than rank of them do not exceed. Counts without a branch,
/// many keys at a time, halving the range where it may lie.
ECG_ANY_WIDTH std::int32_t key_of_rank(const std::int32_t* keys, std::int32_t count,
                                       std::int32_t rank) {
    std::int32_t least = keys[0];
    std::int32_t most = keys[0];
    for (std::int32_t i = 0; i < count; ++i) {
        least = std::min(least, keys[i]);
        most = std::max(most, keys[i]);
    }
    std::int64_t low = least;
    std::int64_t high = most;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        const auto limit = static_cast<std::int32_t>(middle);
        std::int32_t below = 0;
        for (std::int32_t i = 0; i < count; ++i) {
            below += keys[i] <= limit ? 1 : 0;
        }
        if (below > rank) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return static_cast<std::int32_t>(low);
}

} // namespace

float MiddleValue::value() const {
    const auto count = static_cast<std::int32_t>(keys_.size());
    const std::int32_t key = key_of_rank(keys_.data(), count, count / 2);
    return std::bit_cast<float>(key ^ ((key >> 31) & 0x7fffffff));
}

} // namespace ecg::dsp
