// The middle of a few hundred values, found without sorting them.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace ecg::dsp {

/// Takes values one after the other; holds on to its memory from one list to the next.
class MiddleValue {
public:
    void clear() { keys_.clear(); }

    void add(float value) {
        // The bits of positive numbers grow with them; those of negative ones are turned round.
        const auto bits = std::bit_cast<std::int32_t>(value);
        keys_.push_back(bits ^ ((bits >> 31) & 0x7fffffff));
    }

    /// The middle value of those added, the larger one of two. There must be one.
    [[nodiscard]] float value() const;

private:
    std::vector<std::int32_t> keys_; ///< integers in the order of the values
};

} // namespace ecg::dsp
