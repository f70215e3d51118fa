// Zephyr's BioHarness, a chest strap: packets of 63 samples, about four a second.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <array>

namespace ecg::acquire {
namespace {

// 02, message, length of the payload, payload, CRC of the payload, 03
constexpr char start_byte = '\x02';
constexpr char end_byte = '\x03';
constexpr char acknowledged_byte = '\x06'; // stand in place of the end byte
constexpr char refused_byte = '\x15';
constexpr std::size_t payload_at = 3;
constexpr std::size_t frame_overhead = 5;
constexpr std::size_t longest_payload = 128;

constexpr char message_ecg = '\x22';
constexpr char message_ask_ecg = '\x16';
constexpr char message_ask_summary = '\xBD';

// counter, year (2), month, day, milliseconds of the day (4), then samples of 10 bits, packed
constexpr std::size_t samples_a_packet = 63;
constexpr std::size_t samples_at = 9;
constexpr std::size_t sample_bits = 10;
constexpr std::size_t ecg_payload = samples_at + (samples_a_packet * sample_bits + 7) / 8;
constexpr unsigned packet_counters = 256;
constexpr double highest_count = 1023;

constexpr std::array<OptionKey, 1> option_keys{{
    {"gain", "13.405", "", "microvolts a count; not known from the maker"},
}};

std::string message(char id, std::string_view payload, char end) {
    std::string bytes{start_byte, id, static_cast<char>(payload.size())};
    bytes += payload;
    return bytes + static_cast<char>(crc8_maxim(payload)) + end;
}

/// The number of that bit on, its lowest bit first in the lowest byte.
unsigned sample_at(std::string_view packed, std::size_t first_bit) {
    const auto two = static_cast<unsigned>(unsigned_little(packed.substr(first_bit / 8, 2)));
    return two >> first_bit % 8 & 0x3FFU;
}

class BioharnessDecoder final : public FramedDecoder {
protected:
    [[nodiscard]] Look look(std::string_view rest, bool) const override {
        if (rest[0] != start_byte) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < payload_at) {
            return {Look::Kind::unfinished};
        }
        const std::size_t payload = byte_at(rest, 2);
        if (payload > longest_payload || (rest[1] == message_ecg && payload != ecg_payload)) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < payload + frame_overhead) {
            return {Look::Kind::unfinished};
        }
        const char end = rest[payload + frame_overhead - 1];
        if (end != end_byte && end != acknowledged_byte && end != refused_byte) {
            return {Look::Kind::nothing};
        }
        if (byte_at(rest, payload_at + payload) != crc8_maxim(rest.substr(payload_at, payload))) {
            return {Look::Kind::bad_checksum};
        }
        return {Look::Kind::frame, payload + frame_overhead};
    }

    void take(std::string_view frame, Decoded& decoded) override {
        if (frame.back() == acknowledged_byte) {
            decoded.replies.push_back({ReplyKind::acknowledged, {frame[1]}});
        } else if (frame.back() == end_byte && frame[1] == message_ecg) {
            take_samples(frame.substr(payload_at, ecg_payload), decoded);
        }
    }

private:
    void take_samples(std::string_view payload, Decoded& decoded) {
        const std::string_view packed = payload.substr(samples_at);
        Frame sample;
        sample.counts.fill(no_value);
        for (std::size_t i = 0; i < samples_a_packet; ++i) {
            sample.counter = static_cast<std::int64_t>(byte_at(payload, 0) * samples_a_packet + i);
            sample.counts[0] = sample_at(packed, i * sample_bits);
            ++counts_.frames;
            decoded.frames.push_back(sample);
        }
    }
};

class BioharnessEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        constexpr std::int64_t ms_a_sample = 4;
        constexpr std::int64_t ms_a_day = 86'400'000;
        const auto value = static_cast<unsigned>(whole(frame.counts[0]));
        const std::size_t first_bit = held_ * sample_bits;
        packed_.resize((first_bit + sample_bits + 7) / 8, '\0');
        for (std::size_t i = 0; i < sample_bits; ++i) {
            char& byte = packed_[(first_bit + i) / 8];
            byte = static_cast<char>(static_cast<std::uint8_t>(byte) | (value >> i & 1U)
                                                                           << (first_bit + i) % 8);
        }
        if (++held_ < samples_a_packet) {
            return {};
        }
        const auto packet = index / static_cast<std::int64_t>(samples_a_packet);
        const std::int64_t first = packet * static_cast<std::int64_t>(samples_a_packet);
        std::string payload{static_cast<char>(packet % packet_counters)};
        payload += little_endian(2020, 2) + '\1' + '\1'; // a day like any other
        payload += little_endian(first * ms_a_sample % ms_a_day, 4) + packed_;
        packed_.clear();
        held_ = 0;
        return message(message_ecg, payload, end_byte);
    }

private:
    std::string packed_;
    std::size_t held_ = 0;
};

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "Zephyr BioHarness";
    device.channels = {{"ch1", options.number("gain"), 512, 0, highest_count}};
    device.rate = Hertz{250};
    device.gain_source = "assumed";
    device.counter_modulus = packet_counters * samples_a_packet;
    device.has_checksum = true;
    device.bytes_per_sample = static_cast<double>(ecg_payload + frame_overhead) / samples_a_packet;
    return device;
}

/// Whether it is to send its ECG.
std::string ask_ecg(bool sends) {
    return message(message_ask_ecg, sends ? std::string_view{"\1", 1} : std::string_view{"\0", 1},
                   end_byte);
}

/// For a summary every second.
std::string ask_summary() {
    return message(message_ask_summary, std::string_view{"\1\0", 2}, end_byte);
}

Scripts scripts(const DriverOptions&) {
    using namespace std::chrono_literals;
    Scripts scripts;
    scripts.start = {{ask_ecg(true), ReplyKind::acknowledged, 1000ms, 0ms},
                     {ask_summary(), ReplyKind::acknowledged, 1000ms, 0ms}};
    scripts.stop = {{ask_ecg(false), std::nullopt, 0ms, 0ms}};
    return scripts;
}

Requests requests(const DriverOptions&) {
    return {{ask_ecg(true), "", message(message_ask_ecg, "", acknowledged_byte), Effect::start},
            {ask_ecg(false), "", message(message_ask_ecg, "", acknowledged_byte), Effect::stop},
            {ask_summary(), "", message(message_ask_summary, "", acknowledged_byte), Effect::none}};
}

} // namespace

Driver bioharness() {
    return {"bioharness",
            "Zephyr BioHarness chest strap",
            option_keys,
            describe,
            make<Decoder, BioharnessDecoder>,
            make<Encoder, BioharnessEncoder>,
            scripts,
            requests};
}

} // namespace ecg::acquire
