// Shimmer3 ECG by Bluetooth: packets of 18 bytes with the time of the device's clock, which tells
// what was lost. It must be set up for ECG; its two converters are asked for 24 bits.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/marked_decoder.hpp"
#include "acquire/drivers/rows.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace ecg::acquire {
namespace {

// 00, time (3, low byte first), then of each converter its status and two values (3 each, high
// byte first). What the bits of the status mean is not known for sure, so contacts are not told.
constexpr std::size_t packet_length = 18;
constexpr std::size_t head_length = 4;
constexpr char packet_byte = '\0';
// LL-RA, LA-RA, and the chest electrode; the value between them, at 12, is respiration
constexpr std::array<std::size_t, 3> value_at{5, 8, 15};
constexpr std::array channel_names{"II", "I", "ch3"};

constexpr std::int64_t ticks_a_second = 32768;
constexpr std::int64_t tick_values = 1 << 24;
constexpr std::int64_t tick_tolerance = 2;
constexpr std::int64_t longest_loss = 8; // packets, up to which the time alone tells a packet

constexpr double reference_volts = 2.42;
constexpr double full_scale = 8388607;

constexpr char acknowledged_byte = '\xFF';
constexpr char inquiry_byte = '\x02';
constexpr char firmware_byte = '\x2F';
constexpr std::size_t inquiry_length = 9; // and one byte a channel
constexpr std::size_t firmware_length = 7;
constexpr std::uint8_t last_channel = 0x28;

constexpr std::array<OptionKey, 2> option_keys{{
    {"rate", "512", "1024|512|256|128", "samples a second"},
    {"gain", "6", "1|2|3|4|6|8|12", "of the converters, as the device was set up"},
}};

std::int64_t ticks_a_packet(const DriverOptions& options) {
    return ticks_a_second / std::llround(options.number("rate"));
}

std::int64_t ticks_of(std::string_view packet) {
    return unsigned_little(packet.substr(1, head_length - 1));
}

class Shimmer3Decoder final : public MarkedDecoder {
public:
    explicit Shimmer3Decoder(std::int64_t ticks)
        : MarkedDecoder{packet_length, head_length}, ticks_a_packet_{ticks} {}

protected:
    [[nodiscard]] bool begins(std::string_view start) const override {
        return start[0] == packet_byte;
    }

    [[nodiscard]] bool has_marks(std::string_view) const override { return true; }

    [[nodiscard]] bool follows(std::string_view head, std::string_view next) const override {
        return comes_after(ticks_of(head), ticks_of(next));
    }

    /// Answers come where a packet has just ended, those of more than a byte before the first.
    [[nodiscard]] Look look_other(std::string_view rest) const override {
        if (since_frame() > 0) {
            return {Look::Kind::nothing};
        }
        if (rest[0] == acknowledged_byte) {
            return {Look::Kind::frame, 1};
        }
        if (has_begun() || (rest[0] != inquiry_byte && rest[0] != firmware_byte)) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < inquiry_length && rest[0] == inquiry_byte) {
            return {Look::Kind::unfinished};
        }
        const std::size_t length = rest[0] == firmware_byte
                                       ? firmware_length
                                       : inquiry_length + byte_at(rest, inquiry_length - 2);
        if (length > inquiry_length + last_channel) {
            return {Look::Kind::nothing};
        }
        return {rest.size() < length ? Look::Kind::unfinished : Look::Kind::frame, length};
    }

    void take_other(std::string_view answer, Decoded& decoded) override {
        if (answer[0] == acknowledged_byte) {
            decoded.replies.push_back({ReplyKind::acknowledged, ""}); // of the last command
        } else if (answer[0] == firmware_byte) {
            decoded.replies.push_back(
                {ReplyKind::firmware, std::to_string(unsigned_little(answer.substr(3, 2))) + "." +
                                          std::to_string(byte_at(answer, 5)) + "." +
                                          std::to_string(byte_at(answer, 6))});
        } else {
            decoded.replies.push_back({ReplyKind::text, words_of_inquiry(answer)});
        }
    }

    void take_frame(std::string_view packet, Decoded& decoded) override {
        Frame sample;
        sample.counts.fill(no_value);
        sample.ticks = ticks_of(packet);
        for (std::size_t i = 0; i < value_at.size(); ++i) {
            sample.counts[i] = static_cast<double>(signed_big(packet.substr(value_at[i], 3)));
        }
        ++counts_.frames;
        decoded.frames.push_back(sample);
    }

private:
    /// Whether a packet of that time comes after one of the other, with not too many lost between.
    [[nodiscard]] bool comes_after(std::int64_t ticks, std::int64_t next) const {
        const std::int64_t passed = (next - ticks + tick_values) % tick_values;
        const std::int64_t packets = (passed + ticks_a_packet_ / 2) / ticks_a_packet_;
        return packets >= 1 && packets <= longest_loss &&
               std::abs(passed - packets * ticks_a_packet_) <= tick_tolerance;
    }

    static std::string words_of_inquiry(std::string_view answer) {
        const double rate =
            ticks_a_second / static_cast<double>(unsigned_little(answer.substr(1, 2)));
        std::string words = "rate ";
        append_number(words, std::min(rate, static_cast<double>(ticks_a_second)), 1);
        words += ", channels";
        for (std::size_t i = inquiry_length; i < answer.size(); ++i) {
            words.append(" ").append(std::to_string(byte_at(answer, i)));
        }
        return words;
    }

    std::int64_t ticks_a_packet_;
};

class Shimmer3Encoder final : public Encoder {
public:
    explicit Shimmer3Encoder(std::int64_t ticks) : ticks_a_packet_{ticks} {}

    std::string encode(const Frame& frame, std::int64_t index) override {
        std::string bytes{packet_byte};
        bytes += little_endian(index * ticks_a_packet_ % tick_values, 3);
        bytes.resize(packet_length, '\0');
        for (std::size_t i = 0; i < value_at.size(); ++i) {
            bytes.replace(value_at[i], 3, big_endian(whole(frame.counts[i]), 3));
        }
        return bytes;
    }

private:
    std::int64_t ticks_a_packet_;
};

Description describe(const DriverOptions& options) {
    const double uv_per_count = reference_volts * 1e6 / full_scale / options.number("gain");
    Description device;
    device.model = "Shimmer3 ECG";
    for (const char* name : channel_names) {
        device.channels.push_back({name, uv_per_count, 0, -full_scale - 1, full_scale});
    }
    device.rate = Hertz{options.number("rate")};
    device.gain_source = "assumed"; // the device is not asked for its gain
    device.tick_rate = Hertz{static_cast<double>(ticks_a_second)};
    device.tick_modulus = tick_values;
    device.bytes_per_sample = packet_length;
    return device;
}

const std::string ask_inquiry{'\x01'};
const std::string ask_firmware{'\x2E'};
const std::string ask_converters{'\x08', '\x18', '\0', '\0'}; // both, at 24 bits
const std::string ask_start{'\x07'};
const std::string ask_stop{'\x20'};

std::string ask_rate(const DriverOptions& options) {
    return std::string{'\x05'} + little_endian(ticks_a_packet(options), 2);
}

Scripts scripts(const DriverOptions& options) {
    using namespace std::chrono_literals;
    Scripts scripts;
    scripts.identify = {{ask_stop, ReplyKind::acknowledged, 1000ms, 0ms},
                        {ask_firmware, ReplyKind::firmware, 1000ms, 0ms}};
    scripts.start = {{ask_converters, ReplyKind::acknowledged, 1000ms, 0ms},
                     {ask_rate(options), ReplyKind::acknowledged, 1000ms, 0ms},
                     {ask_inquiry, ReplyKind::text, 1000ms, 0ms},
                     {ask_start, ReplyKind::acknowledged, 1000ms, 0ms}};
    scripts.stop = {{ask_stop, ReplyKind::acknowledged, 500ms, 0ms}};
    return scripts;
}

Requests requests(const DriverOptions& options) {
    const std::string acknowledged{acknowledged_byte};
    const std::string channels{'\x06', '\x01', '\x1D', '\x1E', '\x1F', '\x20', '\x21', '\x22'};
    return {{ask_inquiry, "",
             acknowledged + inquiry_byte + little_endian(ticks_a_packet(options), 2) +
                 std::string(4, '\0') + channels,
             Effect::none},
            {ask_firmware, "",
             acknowledged + firmware_byte + std::string{'\x03', '\0', '\0', '\0', '\x0B', '\0'},
             Effect::none},
            {ask_converters, "", acknowledged, Effect::none},
            {ask_rate(options), "", acknowledged, Effect::none},
            {ask_start, "", acknowledged, Effect::start},
            {ask_stop, "", acknowledged, Effect::stop}};
}

} // namespace

Driver shimmer3() {
    return {"shimmer3",
            "Shimmer3 ECG unit, by Bluetooth",
            option_keys,
            describe,
            [](const DriverOptions& options) -> std::unique_ptr<Decoder> {
                return std::make_unique<Shimmer3Decoder>(ticks_a_packet(options));
            },
            [](const DriverOptions& options) -> std::unique_ptr<Encoder> {
                return std::make_unique<Shimmer3Encoder>(ticks_a_packet(options));
            },
            scripts,
            requests};
}

} // namespace ecg::acquire
