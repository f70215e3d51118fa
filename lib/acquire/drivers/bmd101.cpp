// NeuroSky's BMD101 chip: ThinkGear packets, AA AA, a length, rows of values, a checksum.
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <algorithm>
#include <array>

namespace ecg::acquire {
namespace {

constexpr char sync_byte = '\xAA';
constexpr char extended_code = '\x55';
constexpr std::size_t longest_payload = 169;
constexpr std::size_t header_length = 3; // two sync bytes, the length
constexpr unsigned code_quality = 0x02;  // 0: no contact, 200: good
constexpr unsigned code_raw = 0x80;
constexpr unsigned first_long_code = 0x80; // from here on a row has a length of its own
constexpr char good_quality = '\xC8';

constexpr std::array<OptionKey, 1> option_keys{{
    {"gain", "0.143", "", "microvolts a count; the maker's documents that are public give none"},
}};

/// One row of a payload.
struct Row {
    unsigned code = 0; ///< with its number of extension codes in front: 0x0180 is 55 80
    std::string_view value;
};

/// The rows of a payload; absent when they do not fill it.
std::optional<std::vector<Row>> rows_of(std::string_view payload) {
    std::vector<Row> rows;
    while (!payload.empty()) {
        const std::size_t extensions =
            std::min(payload.find_first_not_of(extended_code), payload.size());
        payload.remove_prefix(extensions);
        if (payload.size() < 2) {
            return std::nullopt;
        }
        Row row{static_cast<unsigned>(256 * extensions) + byte_at(payload, 0), {}};
        const bool is_long = byte_at(payload, 0) >= first_long_code;
        const std::size_t length = is_long ? byte_at(payload, 1) : 1U;
        payload.remove_prefix(is_long ? 2 : 1);
        if (payload.size() < length || (row.code == code_raw && length != 2)) {
            return std::nullopt;
        }
        row.value = payload.substr(0, length);
        rows.push_back(row);
        payload.remove_prefix(length);
    }
    return rows;
}

class Bmd101Decoder final : public FramedDecoder {
protected:
    [[nodiscard]] Look look(std::string_view rest, bool) const override {
        if (rest[0] != sync_byte || (rest.size() > 1 && rest[1] != sync_byte)) {
            return {Look::Kind::nothing};
        }
        if (rest.size() < header_length) {
            return {Look::Kind::unfinished};
        }
        const std::size_t payload = byte_at(rest, 2);
        if (payload == 0 || payload > longest_payload) {
            return {Look::Kind::nothing};
        }
        const std::size_t length = header_length + payload + 1;
        if (rest.size() < length) {
            return {Look::Kind::unfinished};
        }
        const std::string_view rows = rest.substr(header_length, payload);
        if (!rows_of(rows)) {
            return {Look::Kind::nothing};
        }
        if (byte_at(rest, length - 1) != static_cast<std::uint8_t>(~sum_of(rows))) {
            return {Look::Kind::bad_checksum};
        }
        return {Look::Kind::frame, length};
    }

    void take(std::string_view frame, Decoded& decoded) override {
        const auto rows = rows_of(frame.substr(header_length, frame.size() - header_length - 1));
        for (const Row& row : *rows) {
            if (row.code == code_quality) {
                has_contact_ = row.value[0] != 0;
            } else if (row.code == code_raw) {
                Frame sample;
                sample.counts.fill(no_value);
                sample.counts[0] =
                    static_cast<std::int16_t>(256 * byte_at(row.value, 0) + byte_at(row.value, 1));
                sample.channels_off.set(0, !has_contact_);
                ++counts_.frames;
                decoded.frames.push_back(sample);
            }
        }
    }

    void skipped(std::size_t bytes, Decoded& decoded) override {
        append_damaged(decoded, bytes, frame_length);
    }

    void end(Decoded&) override { has_contact_ = true; }

private:
    static constexpr double frame_length = 8;

    bool has_contact_ = true; ///< until the chip says otherwise, once a second
};

class Bmd101Encoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t index) override {
        const double count = frame.counts[0];
        const auto value = static_cast<std::uint16_t>(
            static_cast<std::int16_t>(count >= lowest && count <= highest ? count : 0));
        std::string rows{'\x80', '\x02', static_cast<char>(value / 256),
                         static_cast<char>(value % 256)};
        const bool is_off = frame.channels_off.any() || frame.electrodes_off.any();
        const bool is_news = index % rate == 0 || is_off != was_off_;
        was_off_ = is_off;
        if (is_news) {
            rows = std::string{'\x02', is_off ? '\0' : good_quality} + rows;
        }
        return packet(rows);
    }

    static constexpr std::int64_t rate = 512;
    static constexpr double lowest = -32768;
    static constexpr double highest = 32767;

private:
    static std::string packet(const std::string& payload) {
        std::string bytes{sync_byte, sync_byte, static_cast<char>(payload.size())};
        bytes += payload;
        return bytes + static_cast<char>(~sum_of(payload));
    }

    bool was_off_ = false;
};

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "BMD101";
    device.channels = {
        {"ch1", options.number("gain"), 0, Bmd101Encoder::lowest, Bmd101Encoder::highest}};
    device.rate = Hertz{static_cast<double>(Bmd101Encoder::rate)};
    device.gain_source = "assumed";
    device.has_checksum = true;
    device.tells_electrodes = true;
    device.bytes_per_sample = 8;
    device.line.baud = 57600;
    return device;
}

} // namespace

Driver bmd101() {
    return {"bmd101",
            "boards with NeuroSky's BMD101 (ThinkGear packets)",
            option_keys,
            describe,
            make<Decoder, Bmd101Decoder>,
            make<Encoder, Bmd101Encoder>,
            nullptr,
            nullptr};
}

} // namespace ecg::acquire
