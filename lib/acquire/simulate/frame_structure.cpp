#include "acquire/simulate/frame_structure.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace ecg::acquire {
namespace {

constexpr std::size_t tried_packets = 300; // decoders that learn have learned by then
constexpr std::size_t hit_every = 29;
constexpr std::size_t first_hit = 100;

/// Counts that differ from sample to sample, near the middle of the range.
Frame frame_at(const std::vector<Channel>& channels, std::int64_t index) {
    Frame frame;
    frame.counts.fill(no_value);
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const auto step =
            static_cast<double>((index * 37 + static_cast<std::int64_t>(i) * 11) % 97);
        const double middle = std::floor((channels[i].lowest + channels[i].highest) / 2);
        frame.counts[i] = std::min(middle + step, channels[i].highest);
    }
    return frame;
}

std::vector<std::string> packets_of(const ChosenDriver& device,
                                    const std::vector<Channel>& channels) {
    const auto encoder = device.driver->encoder(device.options);
    std::vector<std::string> packets;
    for (std::int64_t i = 0; packets.size() < tried_packets; ++i) {
        std::string bytes = encoder->encode(frame_at(channels, i), i);
        if (!bytes.empty()) {
            packets.push_back(std::move(bytes));
        }
    }
    return packets;
}

/// The counts of the first channel in all frames that are good.
std::vector<double> decode(const ChosenDriver& device, const std::vector<std::string>& packets) {
    const auto decoder = device.driver->decoder(device.options);
    std::vector<double> counts;
    const auto keep = [&](const Decoded& decoded) {
        for (const Frame& frame : decoded.frames) {
            if (!frame.damaged) {
                counts.push_back(frame.counts[0]);
            }
        }
    };
    for (const std::string& packet : packets) {
        keep(decoder->feed(packet));
    }
    keep(decoder->finish());
    return counts;
}

bool is_hit(std::size_t packet) {
    return packet >= first_hit && packet % hit_every == 0;
}

} // namespace

std::string destroyed(std::string packet, PacketEnd end) {
    char& byte = end == PacketEnd::first_byte ? packet.front() : packet.back();
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 0xFFU);
    return packet;
}

bool is_structure(const ChosenDriver& device, PacketEnd end) {
    const auto channels = device.driver->describe(device.options).channels;
    std::vector<std::string> packets = packets_of(device, channels);
    const std::vector<double> all = decode(device, packets);
    const std::size_t frames = all.size() / packets.size();
    if (frames == 0) {
        return false;
    }
    std::vector<double> wanted;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!is_hit(i / frames)) {
            wanted.push_back(all[i]);
        }
    }
    for (std::size_t i = 0; i < packets.size(); ++i) {
        packets[i] = is_hit(i) ? destroyed(packets[i], end) : packets[i];
    }
    return decode(device, packets) == wanted;
}

} // namespace ecg::acquire
