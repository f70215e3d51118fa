// iBio parameter boards of bedside monitors: packets that begin with the only byte below 80.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

using synth::Electrode;

// Number of the packet, head, data, checksum. All but the first have bit 7 set; what it is in the
// data stands in the head, bit 0 for the first.
constexpr std::size_t data_at = 2;
constexpr unsigned high_bit = 0x80;
constexpr char packet_ecg = '\x05';
constexpr char packet_contacts = '\x06';
constexpr char packet_acknowledged = '\x04';

/// Of each number that the board sends, with all; 0: there is no such packet.
constexpr std::array<std::uint8_t, 0x25> packet_lengths{
    0, 2, 5, 9, 5, 8, 5, 5, 0, 5, 0,  7, 9, 0, 0, 0, // 00 to 0F
    4, 5, 6, 4, 0, 8, 5, 7, 7, 4, 10, 6, 7, 0, 0, 0, // 10 to 1F
    7, 4, 9, 5, 8};

constexpr std::array electrode_of_bit{Electrode::LL, Electrode::LA, Electrode::RA};

// 12 bits around their middle, over perhaps 10 mV
constexpr double highest_count = 4095;

constexpr std::array<OptionKey, 1> option_keys{{
    {"gain", "2.44140625", "", "microvolts a count; the maker documents none"},
}};

unsigned low_bits_sum(std::string_view bytes) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        sum += byte_at(bytes, i) & ~high_bit;
    }
    return sum & ~high_bit & 0xFFU;
}

std::string data_of(std::string_view packet) {
    std::string data;
    for (std::size_t i = data_at; i + 1 < packet.size(); ++i) {
        const unsigned high = byte_at(packet, 1) >> (i - data_at) & 1U;
        data += static_cast<char>((byte_at(packet, i) & ~high_bit) | high << 7U);
    }
    return data;
}

std::string packet_of(char number, std::string_view data) {
    std::string bytes{number, static_cast<char>(high_bit)};
    for (std::size_t i = 0; i < data.size(); ++i) {
        bytes += static_cast<char>(byte_at(data, i) | high_bit);
        bytes[1] = static_cast<char>(byte_at(bytes, 1) | byte_at(data, i) >> 7U << i);
    }
    return bytes + static_cast<char>(low_bits_sum(bytes) | high_bit);
}

class IbioDecoder final : public FramedDecoder {
protected:
    [[nodiscard]] Look look(std::string_view rest, bool) const override {
        const std::size_t number = byte_at(rest, 0);
        const std::size_t length = number < packet_lengths.size() ? packet_lengths[number] : 0;
        if (length == 0) {
            return {Look::Kind::nothing};
        }
        const std::string_view packet = rest.substr(0, length);
        const auto has_high_bit = [](char c) {
            return (static_cast<unsigned char>(c) & high_bit) != 0;
        };
        if (!std::all_of(packet.begin() + 1, packet.end(), has_high_bit)) {
            return {Look::Kind::nothing};
        }
        if (packet.size() < length) {
            return {Look::Kind::unfinished};
        }
        if (low_bits_sum(packet.substr(0, length - 1)) !=
            (byte_at(packet, length - 1) & ~high_bit)) {
            return {Look::Kind::bad_checksum};
        }
        return {Look::Kind::frame, length};
    }

    void take(std::string_view packet, Decoded& decoded) override {
        const std::string data = data_of(packet);
        if (packet[0] == packet_acknowledged) {
            decoded.replies.push_back({ReplyKind::acknowledged, {data[0]}});
        } else if (packet[0] == packet_contacts) {
            for (std::size_t bit = 0; bit < electrode_of_bit.size(); ++bit) {
                electrodes_off_.set(static_cast<std::size_t>(electrode_of_bit[bit]),
                                    (byte_at(data, 0) >> bit & 1U) != 0);
            }
        } else if (packet[0] == packet_ecg) {
            Frame sample;
            sample.counts.fill(no_value);
            sample.counts[0] = static_cast<double>(unsigned_big(data.substr(0, 2)));
            sample.counts[1] = static_cast<double>(unsigned_big(data.substr(2, 2)));
            sample.electrodes_off = electrodes_off_;
            ++counts_.frames;
            decoded.frames.push_back(sample);
        }
    }

    void skipped(std::size_t bytes, Decoded& decoded) override {
        append_damaged(decoded, bytes, packet_lengths[packet_ecg]);
    }

    void end(Decoded&) override { electrodes_off_.reset(); }

private:
    ElectrodeSet electrodes_off_; ///< as last told
};

class IbioEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t) override {
        std::string bytes;
        if (unsigned bits = off_bits(frame); bits != told_off_) {
            bytes = packet_of(packet_contacts, std::string{static_cast<char>(bits), '\0'});
            told_off_ = bits;
        }
        return bytes + packet_of(packet_ecg, big_endian(whole(frame.counts[0]), 2) +
                                                 big_endian(whole(frame.counts[1]), 2) + '\0');
    }

private:
    static unsigned off_bits(const Frame& frame) {
        unsigned bits = 0;
        for (std::size_t bit = 0; bit < electrode_of_bit.size(); ++bit) {
            const bool is_off =
                frame.electrodes_off.test(static_cast<std::size_t>(electrode_of_bit[bit]));
            bits |= (is_off ? 1U : 0U) << bit;
        }
        return bits;
    }

    unsigned told_off_ = 0;
};

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "iBio parameter board";
    for (const char* name : {"I", "II"}) { // as it comes up; the host may choose others
        device.channels.push_back({name, options.number("gain"), 2048, 0, highest_count});
    }
    device.rate = Hertz{250};
    device.gain_source = "assumed";
    device.has_checksum = true;
    device.tells_electrodes = true;
    device.bytes_per_sample = packet_lengths[packet_ecg];
    return device;
}

} // namespace

Driver ibio() {
    return {"ibio",
            "iBio parameter board, 3 or 5 electrodes",
            option_keys,
            describe,
            make<Decoder, IbioDecoder>,
            make<Encoder, IbioEncoder>,
            nullptr,
            nullptr};
}

} // namespace ecg::acquire
