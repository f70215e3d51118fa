#include "acquire/simulate/packet_source.hpp"

#include <utility>

namespace ecg::acquire {

PacketSource::PacketSource(const ChosenDriver& device, SignalFrames frames,
                           std::vector<std::int64_t> reboots)
    : make_encoder_{[device] { return device.driver->encoder(device.options); }},
      encoder_{make_encoder_()}, frames_{std::move(frames)}, reboots_{std::move(reboots)} {}

bool PacketSource::reboot_is_due() const {
    return next_reboot_ < reboots_.size() && index_ >= reboots_[next_reboot_];
}

std::optional<Packet> PacketSource::next() {
    Packet packet;
    packet.first = index_;
    for (; reboot_is_due(); ++next_reboot_) {
        encoder_ = make_encoder_();
        base_ = index_;
        packet.rebooted = true;
    }
    while (!reboot_is_due()) { // one within a packet ends it
        const auto frame = frames_.next();
        if (!frame) {
            break;
        }
        packet.frames.push_back(*frame);
        packet.bytes = encoder_->encode(*frame, index_ - base_);
        ++index_;
        if (!packet.bytes.empty()) {
            return packet;
        }
    }
    if (packet.frames.empty()) {
        return std::nullopt;
    }
    return packet;
}

} // namespace ecg::acquire
