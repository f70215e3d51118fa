// Deckmount's twelve-lead recorder, text firmware: eight counts a line.
#include "acquire/device/text_decoder.hpp"
#include "acquire/drivers/rows.hpp"
#include "common/text.hpp"

#include <array>

namespace ecg::acquire {
namespace {

constexpr std::array channel_names{"I", "V4", "V5", "II", "V3", "V6", "V1", "V2"}; // on the wire
constexpr double highest_count = 4095;

constexpr std::array<OptionKey, 1> option_keys{{
    {"gain", "0.78125", "", "microvolts a count; the maker documents none"},
}};

class DeckmountTextDecoder final : public TextDecoder {
protected:
    void take_line(std::string_view line, Decoded& decoded) override {
        const auto words = split_blanks(line);
        Frame frame;
        frame.counts.fill(no_value);
        if (words.size() != channel_names.size()) {
            take_other(line, decoded);
            return;
        }
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto count = parse_integer(words[i]);
            if (!count || *count < 0 || static_cast<double>(*count) > highest_count) {
                take_other(line, decoded);
                return;
            }
            frame.counts[i] = static_cast<double>(*count);
        }
        ++counts_.frames;
        decoded.frames.push_back(frame);
    }
};

class DeckmountTextEncoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t) override {
        std::string line;
        for (std::size_t i = 0; i < channel_names.size(); ++i) {
            line += i > 0 ? "\t" : "";
            append_number(line, frame.counts[i] >= 0 ? frame.counts[i] : 0, 0);
        }
        return line + "\r\n";
    }
};

Description describe(const DriverOptions& options) {
    Description device;
    device.model = "Deckmount 12-lead, text";
    for (const char* name : channel_names) {
        device.channels.push_back({name, options.number("gain"), 2048, 0, highest_count});
    }
    device.gain_source = "assumed";
    device.bytes_per_sample = 41; // 255 to 280 lines a second were seen, 80 never
    return device;
}

Scripts scripts(const DriverOptions&) {
    using namespace std::chrono_literals;
    return {
        {}, {{"1\r\n", std::nullopt, 0ms, 500ms}}, {{"0\r\n", std::nullopt, 0ms, 0ms}}, "", 0ms};
}

Requests requests(const DriverOptions&) {
    return {{"1\r\n", "", "", Effect::start}, {"0\r\n", "", "", Effect::stop}};
}

} // namespace

Driver deckmount_text() {
    return {"deckmount-text",
            "Deckmount 12-lead recorder, text firmware",
            option_keys,
            describe,
            make<Decoder, DeckmountTextDecoder>,
            make<Encoder, DeckmountTextEncoder>,
            scripts,
            requests};
}

} // namespace ecg::acquire
