// What adds itself to the signal: noises, faults and atrial activity.
#pragma once

#include "synth/block.hpp"

#include <memory>

namespace ecg::synth {

/// Must be given all blocks, in order of time and without a gap.
class SignalSource {
public:
    SignalSource() = default;
    SignalSource(const SignalSource&) = delete;
    SignalSource& operator=(const SignalSource&) = delete;
    SignalSource(SignalSource&&) = delete;
    SignalSource& operator=(SignalSource&&) = delete;
    virtual ~SignalSource() = default;

    virtual void add(Block& block) = 0;
};

using SourcePointer = std::unique_ptr<SignalSource>;

} // namespace ecg::synth
