// Synthetic 12-lead ECG whose every onset, peak and offset is known exactly.
#pragma once

#include "model/recording.hpp"
#include "synth/settings.hpp"
#include "synth/truth.hpp"

#include <cstdint>
#include <memory>

namespace ecg::synth {

/// Makes the signal piece by piece, the same bytes for one seed on every platform and for any
/// size of the pieces. III, aVR, aVL and aVF follow from I and II exactly before quantisation.
class Synthesizer {
public:
    /// Throws Error{usage} as check_settings does.
    explicit Synthesizer(const SynthSettings& settings);
    ~Synthesizer();
    Synthesizer(const Synthesizer&) = delete;
    Synthesizer& operator=(const Synthesizer&) = delete;
    Synthesizer(Synthesizer&&) noexcept;
    Synthesizer& operator=(Synthesizer&&) noexcept;

    /// The next count samples, fewer at the end, none after it.
    Recording next(std::int64_t count);

    /// Of the whole recording, whatever was read of it.
    [[nodiscard]] const Truth& truth() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// All of it in memory.
struct Synthetic {
    Recording recording;
    Truth truth;
};

Synthetic synthesize(const SynthSettings& settings);

} // namespace ecg::synth
