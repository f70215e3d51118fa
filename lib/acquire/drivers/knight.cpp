// NeuroPawn's Knight board: frames of 21 bytes with eight channels and their contacts, 125 a
// second.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/marked_decoder.hpp"
#include "acquire/drivers/rows.hpp"

namespace ecg::acquire {
namespace {

constexpr std::size_t frame_length = 21;
constexpr std::size_t channel_count = 8;
constexpr std::size_t data_at = 2;
constexpr std::size_t positive_off_at = 18; // one bit a channel, set where the contact is lost
constexpr std::size_t negative_off_at = 19;
constexpr char start_byte = '\xA0';
constexpr char end_byte = '\xC0';
constexpr unsigned counter_values = 256;

constexpr double full_scale = 32767;
constexpr double uv_per_count = 4e6 / full_scale / 12; // 4 V over the range at a gain of 12

class KnightDecoder final : public MarkedDecoder {
public:
    KnightDecoder() : MarkedDecoder{frame_length, data_at} {}

protected:
    [[nodiscard]] bool begins(std::string_view start) const override {
        return start[0] == start_byte;
    }

    [[nodiscard]] bool has_marks(std::string_view frame) const override {
        return frame[frame_length - 1] == end_byte;
    }

    [[nodiscard]] bool follows(std::string_view head, std::string_view next) const override {
        return soon_after(byte_at(head, 1), byte_at(next, 1), counter_values);
    }

    void take_frame(std::string_view frame, Decoded& decoded) override {
        Frame sample;
        sample.counts.fill(no_value);
        sample.counter = byte_at(frame, 1);
        for (std::size_t i = 0; i < channel_count; ++i) {
            sample.counts[i] = static_cast<double>(signed_big(frame.substr(data_at + 2 * i, 2)));
        }
        sample.channels_off = static_cast<unsigned>(byte_at(frame, positive_off_at)) |
                              byte_at(frame, negative_off_at);
        ++counts_.frames;
        decoded.frames.push_back(sample);
    }
};

class KnightEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        std::string bytes{start_byte};
        bytes += static_cast<char>(index % counter_values);
        for (std::size_t i = 0; i < channel_count; ++i) {
            bytes += big_endian(whole(frame.counts[i]), 2);
        }
        bytes += static_cast<char>(frame.channels_off.to_ulong());
        bytes += '\0';
        return bytes + end_byte;
    }
};

Description describe(const DriverOptions&) {
    Description device;
    device.model = "NeuroPawn Knight";
    for (std::size_t i = 0; i < channel_count; ++i) {
        device.channels.push_back(
            {"ch" + std::to_string(i + 1), uv_per_count, 0, -full_scale - 1, full_scale});
    }
    device.rate = Hertz{125};
    device.gain_source = "documented";
    device.counter_modulus = counter_values;
    device.tells_electrodes = true;
    device.bytes_per_sample = frame_length;
    device.settle = Milliseconds{2000};
    return device;
}

} // namespace

Driver knight() {
    return {"knight",
            "NeuroPawn Knight, 8 channels",
            {},
            describe,
            make<Decoder, KnightDecoder>,
            make<Encoder, KnightEncoder>,
            nullptr,
            nullptr};
}

} // namespace ecg::acquire
