// Arduino boards with the Chords firmware of Upside Down Labs: frames of 16 bytes, six channels.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/marked_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

constexpr std::size_t frame_length = 16;
constexpr std::size_t channel_count = 6;
constexpr std::size_t counter_at = 2;
constexpr std::size_t data_at = 3;
constexpr std::string_view start_bytes = "\xC7\x7C";
constexpr char end_byte = '\x01';
constexpr unsigned counter_values = 256;

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t longest_line = 24;
constexpr std::size_t shortest_line = 4;
constexpr double supply_uv = 5e6; // the converter's reference

constexpr std::array<OptionKey, 2> option_keys{{
    {"board", "r3", "r3|r4", "UNO R3 (10 bits, 250 a second) or R4 (14 bits, 500 a second)"},
    {"amplifier", "1000", "", "gain of the amplifier before the board's inputs"},
}};

bool is_of_name(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

unsigned bits_of(const DriverOptions& options) {
    return options.text("board") == "r4" ? 14 : 10;
}

class ChordsDecoder final : public MarkedDecoder {
public:
    explicit ChordsDecoder(unsigned bits)
        : MarkedDecoder{frame_length, data_at}, highest_byte_{(1U << (bits - 8)) - 1} {}

protected:
    [[nodiscard]] bool begins(std::string_view start) const override {
        return start_bytes.starts_with(start.substr(0, start_bytes.size()));
    }

    [[nodiscard]] bool has_marks(std::string_view frame) const override {
        for (std::size_t i = 0; i < channel_count; ++i) {
            if (byte_at(frame, data_at + 2 * i) > highest_byte_) {
                return false;
            }
        }
        return frame[frame_length - 1] == end_byte;
    }

    [[nodiscard]] bool follows(std::string_view head, std::string_view next) const override {
        return soon_after(byte_at(head, counter_at), byte_at(next, counter_at), counter_values);
    }

    /// The name of the board, or its state.
    [[nodiscard]] Look look_other(std::string_view rest) const override {
        const std::string_view near = rest.substr(0, longest_line);
        const auto name_end = std::find_if_not(near.begin(), near.end(), is_of_name);
        const auto size = static_cast<std::size_t>(name_end - near.begin());
        if (size == near.size()) {
            return {size < longest_line ? Look::Kind::unfinished : Look::Kind::nothing};
        }
        const std::string_view end = rest.substr(size, line_end.size());
        if (size < shortest_line || !line_end.starts_with(end)) {
            return {Look::Kind::nothing};
        }
        if (end.size() < line_end.size()) {
            return {Look::Kind::unfinished};
        }
        return {Look::Kind::frame, size + line_end.size()};
    }

    void take_other(std::string_view line, Decoded& decoded) override {
        const std::string_view name = line.substr(0, line.size() - line_end.size());
        const bool is_state = name == "START" || name == "STOP";
        decoded.replies.push_back(
            {is_state ? ReplyKind::text : ReplyKind::model, std::string{name}});
    }

    void take_frame(std::string_view frame, Decoded& decoded) override {
        Frame sample;
        sample.counts.fill(no_value);
        sample.counter = byte_at(frame, counter_at);
        for (std::size_t i = 0; i < channel_count; ++i) {
            sample.counts[i] = static_cast<double>(unsigned_big(frame.substr(data_at + 2 * i, 2)));
        }
        ++counts_.frames;
        decoded.frames.push_back(sample);
    }

private:
    unsigned highest_byte_; ///< that the first byte of a sample can be
};

class ChordsEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        std::string bytes{start_bytes};
        bytes += static_cast<char>(index % counter_values);
        for (std::size_t i = 0; i < channel_count; ++i) {
            bytes += big_endian(whole(frame.counts[i]), 2);
        }
        return bytes + end_byte;
    }
};

Description describe(const DriverOptions& options) {
    const double values = 1U << bits_of(options);
    Description device;
    device.model = options.text("board") == "r4" ? "Chords on UNO R4" : "Chords on UNO R3";
    for (std::size_t i = 0; i < channel_count; ++i) {
        device.channels.push_back({"ch" + std::to_string(i + 1),
                                   supply_uv / values / options.number("amplifier"), values / 2, 0,
                                   values - 1});
    }
    device.rate = Hertz{options.text("board") == "r4" ? 500.0 : 250.0};
    device.gain_source = "assumed"; // the amplifier is the user's own
    device.counter_modulus = counter_values;
    device.bytes_per_sample = frame_length;
    device.line.baud = 230400;
    device.settle = Milliseconds{2000};
    return device;
}

/// The board takes all that came within a second for one command, hence the pauses.
Scripts scripts(const DriverOptions&) {
    using namespace std::chrono_literals;
    Scripts scripts;
    scripts.identify = {{"STOP\n", std::nullopt, 0ms, 1200ms},
                        {"WHORU\n", ReplyKind::model, 2000ms, 200ms}};
    scripts.start = {{"START\n", std::nullopt, 0ms, 0ms}};
    scripts.stop = {{"STOP\n", std::nullopt, 0ms, 0ms}};
    return scripts;
}

Requests requests(const DriverOptions& options) {
    const std::string name = options.text("board") == "r4" ? "UNO-R4\r\n" : "UNO-R3\r\n";
    return {{"WHORU\n", "", name, Effect::none},
            {"START\n", "", "", Effect::start},
            {"STOP\n", "", "", Effect::stop}};
}

} // namespace

Driver chords() {
    return {"chords",
            "Arduino UNO with the Chords firmware, 6 channels",
            option_keys,
            describe,
            [](const DriverOptions& options) -> std::unique_ptr<Decoder> {
                return std::make_unique<ChordsDecoder>(bits_of(options));
            },
            make<Encoder, ChordsEncoder>,
            scripts,
            requests};
}

} // namespace ecg::acquire
