// Heal Force's PC-80B, a handheld ECG of one lead: packets of 25 samples, six a second.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

// A5, type, length of the payload, payload, CRC of all before
constexpr char start_byte = '\xA5';
constexpr std::size_t payload_at = 3;
constexpr std::size_t frame_overhead = 4;

constexpr std::uint8_t type_device = 0x11; // versions of its parts
constexpr std::uint8_t type_time = 0x33;   // of its clock
constexpr std::uint8_t type_ready = 0x55;  // model and serial number; waits for an answer
constexpr std::uint8_t type_continuous = 0xAA;
constexpr std::uint8_t type_fast = 0xDD; // of 30 s and their judgement
constexpr std::uint8_t type_heartbeat = 0xFF;

// counter, samples, heart rate, low byte of a volume, flags
constexpr std::size_t samples_a_packet = 25;
constexpr std::size_t continuous_payload = 1 + 2 * samples_a_packet + 3;
constexpr std::size_t flags_at = payload_at + continuous_payload - 1;
constexpr unsigned lead_off_bit = 0x80;
constexpr unsigned packet_counters = 256;
constexpr unsigned answered_every = 64; // packets

constexpr double highest_count = 4095;
constexpr double counts_per_mv = 330; // seen, not documented

std::string packet(std::uint8_t type, std::string_view payload) {
    std::string bytes{start_byte, static_cast<char>(type), static_cast<char>(payload.size())};
    bytes += payload;
    return bytes + static_cast<char>(crc8_maxim(bytes));
}

bool has_length_of_type(std::uint8_t type, std::size_t payload) {
    switch (type) {
    case type_continuous:
        return payload == continuous_payload || payload == 1; // the last one holds no samples
    case type_device:
    case type_time:
    case type_ready:
    case type_heartbeat:
        return payload >= 1 && payload <= 32;
    case type_fast:
        return payload >= 6;
    default:
        return false;
    }
}

class Pc80bDecoder final : public FramedDecoder {
protected:
    [[nodiscard]] Look look(std::string_view rest, bool) const override {
        if (rest[0] != start_byte) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < payload_at) {
            return {Look::Kind::unfinished};
        }
        const std::size_t payload = byte_at(rest, 2);
        if (!has_length_of_type(byte_at(rest, 1), payload)) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < payload + frame_overhead) {
            return {Look::Kind::unfinished};
        }
        if (byte_at(rest, payload_at + payload) !=
            crc8_maxim(rest.substr(0, payload_at + payload))) {
            return {Look::Kind::bad_checksum};
        }
        return {Look::Kind::frame, payload + frame_overhead};
    }

    void take(std::string_view frame, Decoded& decoded) override {
        const std::string_view payload = frame.substr(payload_at, frame.size() - frame_overhead);
        switch (byte_at(frame, 1)) {
        case type_ready:
            take_ready(payload, decoded);
            break;
        case type_continuous:
            if (payload.size() == continuous_payload) {
                take_samples(frame, decoded);
            }
            if (payload.size() == 1 || byte_at(payload, 0) % answered_every == 0) {
                decoded.answer += packet(type_continuous, std::string{payload[0], '\0'});
            }
            break;
        case type_fast:
            ++counts_.rejected; // what its counter counts is not known
            break;
        default:
            break;
        }
    }

private:
    static void take_ready(std::string_view payload, Decoded& decoded) {
        const unsigned model = byte_at(payload, 0);
        decoded.replies.push_back({ReplyKind::model, model == 10 ? "PC-80A" : "PC-80B"});
        std::string serial;
        for (std::size_t i = 2; i < payload.size(); ++i) {
            constexpr std::string_view digits = "0123456789abcdef";
            serial += {digits[byte_at(payload, i) / 16], digits[byte_at(payload, i) % 16]};
        }
        decoded.replies.push_back({ReplyKind::serial, std::move(serial)});
        const bool is_continuous = payload.size() > 1 && (byte_at(payload, 1) & 1U) != 0;
        decoded.answer += packet(type_ready, is_continuous ? std::string_view{"\1", 1}
                                                           : std::string_view{"\0", 1});
    }

    void take_samples(std::string_view frame, Decoded& decoded) {
        Frame sample;
        sample.counts.fill(no_value);
        sample.channels_off.set(0, (byte_at(frame, flags_at) & lead_off_bit) != 0);
        for (std::size_t i = 0; i < samples_a_packet; ++i) {
            sample.counter =
                static_cast<std::int64_t>(byte_at(frame, payload_at) * samples_a_packet + i);
            sample.counts[0] =
                static_cast<double>(unsigned_little(frame.substr(payload_at + 1 + 2 * i, 2)));
            ++counts_.frames;
            decoded.frames.push_back(sample);
        }
    }
};

class Pc80bEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        samples_ += little_endian(whole(frame.counts[0]), 2);
        is_off_ = is_off_ || frame.channels_off.test(0);
        if (samples_.size() < 2 * samples_a_packet) {
            return {};
        }
        const auto whole_packets = static_cast<std::uint64_t>(index) / samples_a_packet;
        std::string payload{static_cast<char>(whole_packets % packet_counters)};
        payload += samples_;
        payload += {'\0', '\0', static_cast<char>(is_off_ ? lead_off_bit : 0)};
        samples_.clear();
        is_off_ = false;
        return packet(type_continuous, payload);
    }

    [[nodiscard]] std::string banner() const override {
        return packet(type_ready, "\x0B\x01SIM001");
    }

private:
    std::string samples_;
    bool is_off_ = false;
};

Description describe(const DriverOptions&) {
    Description device;
    device.model = "Heal Force PC-80B";
    // from hand to hand; with its cable the user says which lead it is
    device.channels = {{"I", 1000 / counts_per_mv, 2048, 0, highest_count}};
    device.rate = Hertz{150};
    device.gain_source = "assumed";
    device.counter_modulus = packet_counters * samples_a_packet;
    device.has_checksum = true;
    device.tells_electrodes = true;
    device.bytes_per_sample =
        static_cast<double>(continuous_payload + frame_overhead) / samples_a_packet;
    return device;
}

/// It begins by itself, when its button is pressed; what it waits for, the decoder answers.
Scripts scripts(const DriverOptions&) {
    Scripts scripts;
    scripts.keep_alive = packet(type_heartbeat, std::string_view{"\0", 1});
    scripts.keep_alive_every = Milliseconds{10000};
    return scripts;
}

Requests requests(const DriverOptions&) {
    const std::string any_answer("\xFF\xFF\xFF\0\0", 5);
    const std::string any_packet("\xFF\xFF\xFF\0\0\0", 6);
    return {{packet(type_ready, "\1"), any_answer, "", Effect::none},
            {packet(type_continuous, std::string_view{"\0\0", 2}), any_packet, "", Effect::none},
            {packet(type_heartbeat, std::string_view{"\0", 1}), "", packet(type_heartbeat, "\3"),
             Effect::none}};
}

} // namespace

Driver pc80b() {
    return {"pc80b",
            "Heal Force PC-80B handheld, continuous mode",
            {},
            describe,
            make<Decoder, Pc80bDecoder>,
            make<Encoder, Pc80bEncoder>,
            scripts,
            requests};
}

} // namespace ecg::acquire
