// A simulated device without a clock, its host, and its truth read back.
#pragma once

#include "acquire/simulate/frame_structure.hpp"
#include "acquire/simulate/simulate.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::test {

/// A host that takes all, and writes what its script says when so many bytes came.
/// Throws when the device waits in vain.
class ScriptedEnd final : public acquire::DeviceEnd {
public:
    struct Say {
        std::size_t after = 0; ///< bytes received
        std::string bytes;
    };

    explicit ScriptedEnd(std::deque<Say> script) : script_{std::move(script)} {}

    std::string read(acquire::MonotonicTime deadline, bool for_room) override;
    std::size_t write(std::string_view bytes) override;

    [[nodiscard]] bool has_listener() const override { return plugged; }

    bool is_drained() override { return true; }

    void unplug() override { plugged = false; }

    void plug() override;

    std::string when_plugged; ///< what it writes then
    std::string received;
    std::vector<std::size_t> writes;
    bool plugged = true;

private:
    std::deque<Say> script_;
    int reads_since_write_ = 0;
};

struct PlayedEvent {
    std::string what;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// Counts of all channels; where the device had none, -1.
using Counts = std::vector<double>;

struct Played {
    std::vector<Counts> taken; ///< as the truth has them
    std::set<std::int64_t> lost;
    std::vector<PlayedEvent> events;
    std::vector<Counts> got; ///< as the decoder found them, without damaged frames
    std::vector<std::int64_t> counters;

    /// What was taken and not lost.
    [[nodiscard]] std::vector<Counts> through() const;
};

/// Where got is not as wanted, in words; "" when it is.
std::string difference(const std::vector<Counts>& got, const std::vector<Counts>& wanted);

/// Without a clock, streaming unasked, at the device's own rate where a heart can have it.
acquire::SimulateSettings device_settings(const std::string& driver, const std::string& faults,
                                          Seconds duration);

/// Decodes what the host received. The decoder starts anew where the device was unplugged.
Played play(const acquire::SimulateSettings& settings, ScriptedEnd& end);
Played play(const acquire::SimulateSettings& settings);

/// The samples, losses and events of a truth.
void read_truth(std::string_view truth, Played& played);

/// What the device's decoder makes of bytes.
void decode_all(const acquire::ChosenDriver& device, std::string_view bytes, Played& played);

} // namespace ecg::test
