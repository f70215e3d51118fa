// What the simulated device sends at once, and the samples in it.
#pragma once

#include "acquire/device/driver.hpp"
#include "acquire/drivers/registry.hpp"
#include "acquire/simulate/signal_frames.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

struct Packet {
    std::int64_t first = 0; ///< of its samples, since the device began
    std::vector<Frame> frames;
    std::string bytes;     ///< "" when the device rebooted or ended before it was full
    bool rebooted = false; ///< right before it
};

/// Samples in the device's protocol, in order.
class PacketSource {
public:
    /// The device reboots right before each sample of reboots (ascending), and counts from 0 again.
    PacketSource(const ChosenDriver& device, SignalFrames frames,
                 std::vector<std::int64_t> reboots);

    /// Absent when the signal is over.
    std::optional<Packet> next();

    /// What it says when it is switched on; may be "".
    [[nodiscard]] std::string banner() const { return encoder_->banner(); }

private:
    [[nodiscard]] bool reboot_is_due() const;

    std::function<std::unique_ptr<Encoder>()> make_encoder_;
    std::unique_ptr<Encoder> encoder_;
    SignalFrames frames_;
    std::vector<std::int64_t> reboots_;
    std::size_t next_reboot_ = 0;
    std::int64_t index_ = 0; ///< of the next sample
    std::int64_t base_ = 0;  ///< where the device counts from
};

} // namespace ecg::acquire
