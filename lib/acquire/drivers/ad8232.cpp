// The AD8232 heart monitor on an Arduino, with its maker's sketch: a count a line, or "!" while a
// lead is off.
#include "acquire/device/text_decoder.hpp"
#include "acquire/drivers/rows.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::acquire {
namespace {

constexpr std::string_view lead_off = "!";
constexpr double amplification = 1100;

constexpr std::array<OptionKey, 2> option_keys{{
    {"bits", "10", "", "of the converter: 10 on an Arduino Uno, 12 on an ESP32"},
    {"volts", "5", "", "what the highest count stands for: 5 on an Arduino Uno, else mostly 3.3"},
}};

double highest_count(const DriverOptions& options) {
    return std::exp2(std::clamp(std::round(options.number("bits")), 8.0, 24.0)) - 1;
}

class Ad8232Decoder final : public TextDecoder {
public:
    explicit Ad8232Decoder(const DriverOptions& options)
        : highest_{highest_count(options)}, longest_count_{format_number(highest_, 0).size()} {}

protected:
    void take_line(std::string_view line, Decoded& decoded) override {
        Frame frame;
        frame.counts.fill(no_value);
        const auto count = parse_integer(line);
        if (count && *count >= 0 && static_cast<double>(*count) <= highest_) {
            frame.counts[0] = static_cast<double>(*count);
        } else if (line == lead_off) {
            frame.channels_off.set(0);
        } else if (line.size() <= longest_count_ ||
                   std::all_of(line.begin(), line.end(), is_of_a_sample)) {
            take_broken(decoded); // the sketch says nothing else that is so short
            return;
        } else {
            take_other(line, decoded);
            return;
        }
        ++counts_.frames;
        decoded.frames.push_back(frame);
    }

private:
    static bool is_of_a_sample(char c) { return (c >= '0' && c <= '9') || c == lead_off[0]; }

    double highest_;
    std::size_t longest_count_; ///< characters
};

class Ad8232Encoder final : public Encoder {
public:
    std::string encode(const Frame& frame, std::int64_t) override {
        if (frame.channels_off.test(0) || frame.electrodes_off.any()) {
            return std::string{lead_off} + "\r\n";
        }
        return format_number(frame.counts[0] >= 0 ? frame.counts[0] : 0, 0) + "\r\n";
    }
};

Description describe(const DriverOptions& options) {
    const double highest = highest_count(options);
    const double microvolts = 1e6 * options.number("volts") / (highest + 1) / amplification;
    Description device;
    device.model = "AD8232 heart monitor";
    device.channels = {{"ch1", microvolts, (highest + 1) / 2, 0, highest}};
    device.gain_source = "assumed";
    device.tells_electrodes = true;
    device.bytes_per_sample = 5;
    device.line.baud = 9600; // which alone paces it, at 160 to 240 lines a second
    return device;
}

} // namespace

Driver ad8232() {
    return {"ad8232",
            "SparkFun AD8232 heart monitor on an Arduino, with the example sketch",
            option_keys,
            describe,
            make<Decoder, Ad8232Decoder>,
            make<Encoder, Ad8232Encoder>,
            nullptr,
            nullptr};
}

} // namespace ecg::acquire
