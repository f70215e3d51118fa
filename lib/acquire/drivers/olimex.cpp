// Olimex SHIELD-EKG-EMG on an Arduino: frames of 17 bytes, six channels.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/marked_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <array>

namespace ecg::acquire {
namespace {

constexpr std::size_t frame_length = 17; // the last byte is the state of the buttons
constexpr std::size_t channel_count = 6;
constexpr std::size_t counter_at = 3;
constexpr std::size_t data_at = 4;
constexpr std::string_view start_bytes = "\xA5\x5A\x02"; // two marks and the version
constexpr unsigned counter_values = 256;
constexpr double highest_count = 1023;
constexpr unsigned highest_byte = 0x03; // the first of a sample
constexpr double supply_uv = 5e6;

constexpr std::array<OptionKey, 2> option_keys{{
    {"firmware", "vendor", "vendor|fork", "57600 baud and 256 a second, or 115200 and 125"},
    {"amplifier", "2848", "", "gain of the shield, which its trimmer sets"},
}};

class OlimexDecoder final : public MarkedDecoder {
public:
    OlimexDecoder() : MarkedDecoder{frame_length, data_at} {}

protected:
    [[nodiscard]] bool begins(std::string_view start) const override {
        return start_bytes.starts_with(start.substr(0, start_bytes.size()));
    }

    [[nodiscard]] bool has_marks(std::string_view frame) const override {
        for (std::size_t i = 0; i < channel_count; ++i) {
            if (byte_at(frame, data_at + 2 * i) > highest_byte) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool follows(std::string_view head, std::string_view next) const override {
        return soon_after(byte_at(head, counter_at), byte_at(next, counter_at), counter_values);
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
};

class OlimexEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        std::string bytes{start_bytes};
        bytes += static_cast<char>(index % counter_values);
        for (std::size_t i = 0; i < channel_count; ++i) {
            bytes += big_endian(whole(frame.counts[i]), 2);
        }
        return bytes + '\x01'; // no button is pressed
    }
};

Description describe(const DriverOptions& options) {
    const bool is_vendor = options.text("firmware") == "vendor";
    Description device;
    device.model = "Olimex SHIELD-EKG-EMG";
    for (std::size_t i = 0; i < channel_count; ++i) {
        device.channels.push_back({"ch" + std::to_string(i + 1),
                                   supply_uv / (highest_count + 1) / options.number("amplifier"),
                                   512, 0, highest_count});
    }
    device.rate = Hertz{is_vendor ? 256.0 : 125.0};
    device.gain_source = "assumed"; // the trimmer may stand anywhere
    device.counter_modulus = counter_values;
    device.bytes_per_sample = frame_length;
    device.line.baud = is_vendor ? 57600 : 115200;
    device.settle = Milliseconds{2000};
    return device;
}

} // namespace

Driver olimex() {
    return {"olimex",
            "Olimex SHIELD-EKG-EMG, 6 channels",
            option_keys,
            describe,
            make<Decoder, OlimexDecoder>,
            make<Encoder, OlimexEncoder>,
            nullptr,
            nullptr};
}

} // namespace ecg::acquire
