// OpenBCI's Cyton: frames of 33 bytes with eight channels of 24 bits, 250 a second. With a Daisy
// module, every other frame has its eight channels, and a pair of them makes a sample.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/marked_decoder.hpp"
#include "acquire/drivers/rows.hpp"
#include "common/text.hpp"

#include <algorithm>

namespace ecg::acquire {
namespace {

constexpr std::size_t frame_length = 33;
constexpr std::size_t channels_of_board = 8;
constexpr std::size_t data_at = 2;
constexpr std::size_t bytes_of_channel = 3;
constexpr char start_byte = '\xA0';
constexpr char end_byte = '\xC0';       // with the accelerometer behind the channels
constexpr std::uint8_t last_end = 0xC6; // up to here: other auxiliary values and time stamps
constexpr unsigned counter_values = 256;

constexpr std::string_view prompt = "$$$"; // ends every answer
constexpr std::size_t longest_answer = 1024;

// reference voltage of the ADS1299 over its range, at the gain that 'd' sets
constexpr double reference_volts = 4.5;
constexpr double full_scale = 8388607;
constexpr double default_gain = 24;
constexpr double uv_per_count = reference_volts * 1e6 / full_scale / default_gain;

bool is_text(char c) {
    return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t';
}

/// The words after label, up to the end of the line.
std::string after(std::string_view text, std::string_view label) {
    const std::size_t at = text.find(label);
    if (at == std::string_view::npos) {
        return {};
    }
    const std::string_view line = text.substr(at + label.size());
    return std::string{trim(line.substr(0, line.find_first_of("\r\n")))};
}

class CytonFrames : public MarkedDecoder {
protected:
    CytonFrames() : MarkedDecoder{frame_length, data_at} {}

    [[nodiscard]] bool begins(std::string_view start) const final { return start[0] == start_byte; }

    [[nodiscard]] bool has_marks(std::string_view frame) const final {
        const std::uint8_t end = byte_at(frame, frame_length - 1);
        return end >= static_cast<std::uint8_t>(end_byte) && end <= last_end;
    }

    [[nodiscard]] bool follows(std::string_view head, std::string_view next) const final {
        return soon_after(byte_at(head, 1), byte_at(next, 1), counter_values);
    }

    [[nodiscard]] Look look_other(std::string_view rest) const final {
        const std::string_view near = rest.substr(0, longest_answer);
        const auto text_end = std::find_if_not(near.begin(), near.end(), is_text);
        const std::string_view text =
            near.substr(0, static_cast<std::size_t>(text_end - near.begin()));
        if (const std::size_t end = text.find(prompt); end != std::string_view::npos) {
            return {Look::Kind::frame, end + prompt.size()};
        }
        const bool goes_on = text.size() == rest.size() && text.size() < longest_answer;
        return {goes_on ? Look::Kind::unfinished : Look::Kind::nothing};
    }

    void take_other(std::string_view answer, Decoded& decoded) final {
        const std::string_view text = trim(answer.substr(0, answer.size() - prompt.size()));
        if (!text.starts_with("OpenBCI")) {
            decoded.replies.push_back({ReplyKind::text, std::string{text}});
            return;
        }
        decoded.replies.push_back(
            {ReplyKind::model, std::string{text.substr(0, text.find_first_of("\r\n"))}});
        if (std::string firmware = after(text, "Firmware:"); !firmware.empty()) {
            decoded.replies.push_back({ReplyKind::firmware, std::move(firmware)});
        }
    }

    static void read_channels(std::string_view frame, Frame& sample, std::size_t first) {
        for (std::size_t i = 0; i < channels_of_board; ++i) {
            const std::size_t at = data_at + bytes_of_channel * i;
            sample.counts[first + i] =
                static_cast<double>(signed_big(frame.substr(at, bytes_of_channel)));
        }
    }
};

class CytonDecoder final : public CytonFrames {
protected:
    void take_frame(std::string_view frame, Decoded& decoded) override {
        Frame sample;
        sample.counts.fill(no_value);
        sample.counter = byte_at(frame, 1);
        read_channels(frame, sample, 0);
        ++counts_.frames;
        decoded.frames.push_back(sample);
    }
};

/// The board's own frame has an odd counter, and the one of the Daisy that follows the next even
/// one. Half a sample, whose other half was lost, is not taken.
class DaisyDecoder final : public CytonFrames {
protected:
    void take_frame(std::string_view frame, Decoded& decoded) override {
        const unsigned counter = byte_at(frame, 1);
        if (counter % 2 == 1) {
            counts_.rejected += first_ ? 1 : 0;
            first_ = Frame{};
            first_->counts.fill(no_value);
            first_->counter = counter / 2;
            read_channels(frame, *first_, 0);
        } else if (first_ &&
                   first_->counter == (counter + counter_values - 1) % counter_values / 2) {
            read_channels(frame, *first_, channels_of_board);
            ++counts_.frames;
            decoded.frames.push_back(*first_);
            first_.reset();
        } else {
            ++counts_.rejected;
        }
    }

    void end(Decoded& decoded) override {
        MarkedDecoder::end(decoded);
        counts_.rejected += first_ ? 1 : 0;
        first_.reset();
    }

private:
    std::optional<Frame> first_; ///< waits for the Daisy's half
};

std::string encode_frame(const Frame& frame, std::size_t first, std::int64_t counter) {
    std::string bytes{start_byte};
    bytes += static_cast<char>(counter % counter_values);
    for (std::size_t i = 0; i < channels_of_board; ++i) {
        bytes += big_endian(whole(frame.counts[first + i]), bytes_of_channel);
    }
    bytes.resize(frame_length - 1, '\0'); // an accelerometer at rest nowhere
    return bytes + end_byte;
}

class CytonEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        return encode_frame(frame, 0, index);
    }
};

class DaisyEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        return encode_frame(frame, 0, 2 * index + 1) +
               encode_frame(frame, channels_of_board, 2 * index + 2);
    }
};

Description describe_board(std::string model, std::size_t channels, double rate) {
    Description device;
    device.model = std::move(model);
    for (std::size_t i = 0; i < channels; ++i) {
        device.channels.push_back(
            {"ch" + std::to_string(i + 1), uv_per_count, 0, -full_scale - 1, full_scale});
    }
    device.rate = Hertz{rate};
    device.gain_source = "documented";
    device.counter_modulus = counter_values;
    device.bytes_per_sample = frame_length;
    return device;
}

Description describe(const DriverOptions&) {
    return describe_board("OpenBCI Cyton", channels_of_board, 250);
}

Description describe_daisy(const DriverOptions&) {
    Description device = describe_board("OpenBCI Cyton with Daisy", 2 * channels_of_board, 125);
    device.counter_modulus = counter_values / 2;
    device.bytes_per_sample = 2.0 * frame_length;
    return device;
}

using namespace std::chrono_literals;

Scripts scripts(const DriverOptions&) {
    Scripts scripts;
    scripts.identify = {{"s", std::nullopt, 0ms, 300ms}, // it may still stream from before
                        {"v", ReplyKind::model, 4000ms, 0ms}};
    scripts.start = {{"d", ReplyKind::text, 1000ms, 0ms}, // all channels to a gain of 24
                     {"b", std::nullopt, 0ms, 0ms}};
    scripts.stop = {{"s", std::nullopt, 0ms, 0ms}};
    return scripts;
}

Scripts scripts_daisy(const DriverOptions& options) {
    Scripts all = scripts(options);
    all.start.insert(all.start.begin(), {"C", ReplyKind::text, 1000ms, 0ms}); // 16 channels
    return all;
}

Requests requests(const DriverOptions&) {
    return {{"v", "",
             "OpenBCI V3 8-16 channel\r\nOn Board ADS1299 Device ID: 0x3E\r\n"
             "LIS3DH Device ID: 0x33\r\nFirmware: v3.1.2\r\n$$$",
             Effect::stop},
            {"d", "", "updating channel settings to default$$$", Effect::none},
            {"C", "", "16$$$", Effect::none},
            {"b", "", "", Effect::start},
            {"s", "", "", Effect::stop}};
}

} // namespace

Driver cyton() {
    return {"cyton",
            "OpenBCI Cyton, 8 channels, by its dongle",
            {},
            describe,
            make<Decoder, CytonDecoder>,
            make<Encoder, CytonEncoder>,
            scripts,
            requests};
}

Driver cyton_daisy() {
    return {"cyton-daisy",
            "OpenBCI Cyton with Daisy, 16 channels, by its dongle",
            {},
            describe_daisy,
            make<Decoder, DaisyDecoder>,
            make<Encoder, DaisyEncoder>,
            scripts_daisy,
            requests};
}

} // namespace ecg::acquire
