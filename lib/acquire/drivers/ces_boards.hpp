// What each of ProtoCentral's boards sends, and where in it the ECG stands.
#pragma once

#include "acquire/device/driver_options.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace ecg::acquire::ces {

/// How a count stands in its bytes, low byte first.
enum class Form {
    whole,    ///< all of them
    bits_24,  ///< 24 bits with their sign
    right_18, ///< 18 bits with their sign
    left_18,  ///< 18 bits with their sign, times 64
    split_18  ///< the upper 16 bits in the upper two bytes, the lower 2 at the very bottom
};

struct Layout {
    std::string_view name;
    std::string_view words;
    std::string_view model;
    int baud{};
    double hertz{};
    char type{};
    std::size_t length{};                       ///< of the payload
    std::size_t width{};                        ///< of a count
    Form form{};                                ///< unless the option says another
    std::array<std::string_view, 3> channels{}; ///< "" where there are fewer
    std::array<OptionKey, 2> options{};         ///< gain, form
    std::size_t option_count = 1;
    std::string_view gain_source = "assumed";
    std::size_t samples = 1; ///< in one payload, from its first byte on
    char other_type = 0;     ///< of payloads without ECG; 0: none
    std::size_t other_length = 0;
    std::size_t status_at = 0;   ///< of the byte that tells a lead off; 0: none does
    unsigned off_bits = 0;       ///< any of these
    bool takes_commands = false; ///< and is silent unless DTR is up
};

constexpr OptionKey gain_option(std::string_view microvolts) {
    return {"gain", microvolts, "", "microvolts a count"};
}

constexpr OptionKey form_option(std::string_view form) {
    return {"form", form, "right|left|split",
            "how the converter's 18 bits stand in 32: as they are, times 64, or parted as the "
            "Arduino library's single reads leave them"};
}

// 2.42 V over 2^23 - 1 counts and a gain of 6, of which the upper 16 of 24 bits are sent
constexpr std::string_view ads1292r_gain = "12.30876";
// 1 V over 2^17 counts and a gain of 20 or 80, as the boards set their MAX30003 and MAX30001
constexpr std::string_view gain_of_20 = "0.38147";
constexpr std::string_view gain_of_80 = "0.0953674";

inline constexpr Layout healthypi3{
    .name = "healthypi3",
    .words = "ProtoCentral HealthyPi 3",
    .model = "HealthyPi 3",
    .baud = 115200,
    .hertz = 125,
    .type = 2,
    .length = 20,
    .width = 2,
    .form = Form::whole,
    .channels = {"ch1"},
    .options = {gain_option(ads1292r_gain)},
    .status_at = 19,
    .off_bits = 0x01,
};

inline constexpr Layout healthypi4{
    .name = "healthypi4",
    .words = "ProtoCentral HealthyPi 4",
    .model = "HealthyPi 4",
    .baud = 115200,
    .hertz = 125,
    .type = 2,
    .length = 20,
    .width = 2,
    .form = Form::whole,
    .channels = {"ch1"},
    .options = {gain_option(ads1292r_gain)},
    .status_at = 19,
    .off_bits = 0x1F,
};

inline constexpr Layout healthypi5{
    .name = "healthypi5",
    .words = "ProtoCentral HealthyPi 5, a packet a sample",
    .model = "HealthyPi 5",
    .baud = 115200,
    .hertz = 128,
    .type = 2,
    .length = 22,
    .width = 4,
    .form = Form::right_18,
    .channels = {"ch1"},
    .options = {gain_option(gain_of_20), form_option("right")},
    .option_count = 2,
    .gain_source = "documented",
    .takes_commands = true,
};

inline constexpr Layout healthypi5_batch{
    .name = "healthypi5-batch",
    .words = "ProtoCentral HealthyPi 5, eight samples a packet (firmware 1.0 and later)",
    .model = "HealthyPi 5",
    .baud = 115200,
    .hertz = 125,
    .type = 3,
    .length = 50,
    .width = 4,
    .form = Form::right_18,
    .channels = {"ch1"},
    .options = {gain_option(gain_of_20), form_option("right")},
    .option_count = 2,
    .gain_source = "documented",
    .samples = 8,
    .other_type = 4,
    .other_length = 19,
    .takes_commands = true,
};

inline constexpr Layout ads1292r{
    .name = "ads1292r",
    .words = "ProtoCentral ADS1292R breakout",
    .model = "ADS1292R breakout",
    .baud = 57600,
    .hertz = 125,
    .type = 2,
    .length = 9,
    .width = 2,
    .form = Form::whole,
    .channels = {"ch1"},
    .options = {gain_option(ads1292r_gain)},
};

inline constexpr Layout ads1293{
    .name = "ads1293",
    .words = "ProtoCentral ADS1293 breakout, three channels",
    .model = "ADS1293 breakout",
    .baud = 57600,
    .hertz = 100,
    .type = 2,
    .length = 12,
    .width = 4,
    .form = Form::bits_24,
    .channels = {"I", "II", "ch3"}, // the third is V1 or III, by how it is wired
    .options = {gain_option("0.113")},
};

inline constexpr Layout max30003{
    .name = "max30003",
    .words = "ProtoCentral MAX30003 breakout",
    .model = "MAX30003 breakout",
    .baud = 57600,
    .hertz = 128,
    .type = 2,
    .length = 12,
    .width = 4,
    .form = Form::split_18,
    .channels = {"ch1"},
    .options = {gain_option(gain_of_20), form_option("split")},
    .option_count = 2,
    .gain_source = "documented",
};

inline constexpr Layout max30001{
    .name = "max30001",
    .words = "ProtoCentral MAX30001 breakout",
    .model = "MAX30001 breakout",
    .baud = 115200,
    .hertz = 128,
    .type = 2,
    .length = 12,
    .width = 4,
    .form = Form::left_18,
    .channels = {"ch1"},
    .options = {gain_option(gain_of_80), form_option("left")},
    .option_count = 2,
    .gain_source = "documented",
};

} // namespace ecg::acquire::ces
