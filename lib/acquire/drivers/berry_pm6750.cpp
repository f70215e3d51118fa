// Berry's PM6750 parameter module: packets with a checksum, one sample each.
#include "acquire/device/byte_order.hpp"
#include "acquire/device/checksums.hpp"
#include "acquire/device/framed_decoder.hpp"
#include "acquire/drivers/rows.hpp"

#include <array>

namespace ecg::acquire {
namespace {

// 55, AA, length without these two, type, data, checksum
constexpr std::string_view start_bytes = "\x55\xAA";
constexpr std::size_t length_at = 2;
constexpr std::size_t type_at = 3;
constexpr std::size_t data_at = 4;
constexpr std::size_t shortest_length = 4; // one byte of data
constexpr std::size_t longest_length = 32; // versions are the longest

constexpr char type_wave = '\x01';
constexpr char type_status = '\x02';
constexpr char type_software = '\xFC';
constexpr char type_hardware = '\xFD';

constexpr char ask_ecg = '\x01';
constexpr char ask_wave = '\xFB';

constexpr unsigned lead_off_bit = 0x02; // of the status
constexpr std::array gain_words{"x0.25", "x0.5", "x1", "x2"};
constexpr double highest_count = 255;

constexpr std::array<OptionKey, 2> option_keys{{
    {"waves", "1", "1|7", "how many the module sends; in which order they come is not documented"},
    {"gain", "20", "", "microvolts a count; the maker documents none"},
}};

/// Of all behind the two marks.
std::uint8_t checksum_of(std::string_view packet) {
    return static_cast<std::uint8_t>(~sum_of(packet.substr(length_at)));
}

std::string packet_of(char type, std::string_view data) {
    std::string bytes{start_bytes};
    bytes += {static_cast<char>(data.size() + 3), type};
    bytes += data;
    return bytes + static_cast<char>(checksum_of(bytes));
}

class BerryDecoder final : public FramedDecoder {
public:
    explicit BerryDecoder(std::size_t waves) : waves_{waves} {}

    [[nodiscard]] std::vector<std::string> learned() const override {
        return gain_.empty() ? std::vector<std::string>{} : std::vector{"gain " + gain_};
    }

protected:
    [[nodiscard]] Look look(std::string_view rest, bool) const override {
        if (!start_bytes.starts_with(rest.substr(0, start_bytes.size()))) {
            return {Look::Kind::nothing};
        }
        if (rest.size() <= length_at) {
            return {Look::Kind::unfinished};
        }
        const std::size_t length = byte_at(rest, length_at);
        if (length < shortest_length || length > longest_length) {
            return {Look::Kind::nothing};
        }
        const std::size_t all = length + start_bytes.size();
        if (rest.size() < all) {
            return {Look::Kind::unfinished};
        }
        if (byte_at(rest, all - 1) != checksum_of(rest.substr(0, all - 1))) {
            return {Look::Kind::bad_checksum};
        }
        return {Look::Kind::frame, all};
    }

    void take(std::string_view packet, Decoded& decoded) override {
        const std::string_view data = packet.substr(data_at, packet.size() - data_at - 1);
        switch (packet[type_at]) {
        case type_wave:
            take_wave(data, decoded);
            break;
        case type_status:
            is_off_ = (byte_at(data, 0) & lead_off_bit) != 0;
            gain_ = gain_words[byte_at(data, 0) >> 2U & 3U];
            break;
        case type_software:
            decoded.replies.push_back({ReplyKind::firmware, std::string{data}});
            break;
        case type_hardware:
            decoded.replies.push_back({ReplyKind::model, "hardware " + std::string{data}});
            break;
        default: // pressure, oxygen and temperature
            break;
        }
    }

    void skipped(std::size_t bytes, Decoded& decoded) override {
        append_damaged(decoded, bytes, static_cast<double>(data_at + waves_ + 1));
    }

    void end(Decoded&) override { is_off_ = false; }

private:
    void take_wave(std::string_view data, Decoded& decoded) {
        if (data.size() != waves_) {
            ++counts_.rejected;
            return;
        }
        Frame sample;
        sample.counts.fill(no_value);
        for (std::size_t i = 0; i < waves_; ++i) {
            sample.counts[i] = byte_at(data, i);
            sample.channels_off.set(i, is_off_);
        }
        ++counts_.frames;
        decoded.frames.push_back(sample);
    }

    std::size_t waves_;
    std::string gain_;    ///< that it draws with, as last told
    bool is_off_ = false; ///< some electrode, as last told
};

class BerryEncoder final : public Encoder {
public:
    explicit BerryEncoder(std::size_t waves) : waves_{waves} {}

    std::string encode(const Frame& frame, std::int64_t) override {
        std::string bytes;
        if (frame.channels_off.any() != is_off_) {
            is_off_ = !is_off_;
            const unsigned status = 0x08U | (is_off_ ? lead_off_bit : 0U); // a gain of x1
            bytes = packet_of(type_status, std::string{static_cast<char>(status), 0, 0, 0, 0});
        }
        std::string data;
        for (std::size_t i = 0; i < waves_; ++i) {
            data += static_cast<char>(whole(frame.counts[i]));
        }
        return bytes + packet_of(type_wave, data);
    }

private:
    std::size_t waves_;
    bool is_off_ = false;
};

std::size_t waves_of(const DriverOptions& options) {
    return static_cast<std::size_t>(options.number("waves"));
}

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "Berry PM6750";
    for (std::size_t i = 0; i < waves_of(options); ++i) {
        device.channels.push_back(
            {"ch" + std::to_string(i + 1), options.number("gain"), 128, 0, highest_count});
    }
    device.rate = Hertz{250};
    device.gain_source = "assumed";
    device.has_checksum = true;
    device.tells_electrodes = true;
    device.bytes_per_sample = static_cast<double>(data_at + waves_of(options) + 1);
    return device;
}

std::string ask(char what, bool on) {
    return packet_of(what, std::string{static_cast<char>(on ? 1 : 0)});
}

Scripts scripts(const DriverOptions&) {
    using namespace std::chrono_literals;
    Scripts scripts;
    scripts.identify = {{ask(type_software, false), ReplyKind::firmware, 1000ms, 0ms},
                        {ask(type_hardware, false), ReplyKind::model, 1000ms, 0ms}};
    scripts.start = {{ask(ask_ecg, true), std::nullopt, 0ms, 50ms},
                     {ask(ask_wave, true), std::nullopt, 0ms, 0ms}};
    scripts.stop = {{ask(ask_wave, false), std::nullopt, 0ms, 0ms},
                    {ask(ask_ecg, false), std::nullopt, 0ms, 0ms}};
    return scripts;
}

Requests requests(const DriverOptions&) {
    return {{ask(type_software, false), "", packet_of(type_software, "1.0.0"), Effect::none},
            {ask(type_hardware, false), "", packet_of(type_hardware, "1.0"), Effect::none},
            {ask(ask_ecg, true), "", "", Effect::none},
            {ask(ask_wave, true), "", "", Effect::start},
            {ask(ask_wave, false), "", "", Effect::stop},
            {ask(ask_ecg, false), "", "", Effect::none}};
}

} // namespace

Driver berry_pm6750() {
    return {"berry-pm6750",
            "Berry PM6750 parameter module",
            option_keys,
            describe,
            [](const DriverOptions& options) -> std::unique_ptr<Decoder> {
                return std::make_unique<BerryDecoder>(waves_of(options));
            },
            [](const DriverOptions& options) -> std::unique_ptr<Encoder> {
                return std::make_unique<BerryEncoder>(waves_of(options));
            },
            scripts,
            requests};
}

} // namespace ecg::acquire
