#include "formats/voltage_unit.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <array>
#include <utility>

namespace ecg::formats {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 15> units{{
    {"mv", 1},
    {"millivolt", 1},
    {"millivolts", 1},
    {"uv", 1e-3},
    {"\xC2\xB5v", 1e-3}, // micro sign
    {"\xCE\xBCv", 1e-3}, // Greek mu
    {"\xB5v", 1e-3},     // micro sign in Latin-1
    {"microvolt", 1e-3},
    {"microvolts", 1e-3},
    {"nv", 1e-6},
    {"nanovolt", 1e-6},
    {"nanovolts", 1e-6},
    {"v", 1e3},
    {"volt", 1e3},
    {"volts", 1e3},
}};

} // namespace

std::optional<double> millivolts_in(std::string_view unit) {
    const std::string plain = to_lower(trim(unit));
    for (const auto& [name, factor] : units) {
        if (plain == name) {
            return factor;
        }
    }
    return std::nullopt;
}

double millivolts_by_setting(const std::string& unit) {
    if (const auto factor = millivolts_in(unit)) {
        return *factor;
    }
    constexpr std::string_view counts = "adc:";
    if (std::string_view{unit}.starts_with(counts)) {
        const auto microvolts = parse_number(std::string_view{unit}.substr(counts.size()));
        if (microvolts && *microvolts > 0) {
            return *microvolts * 1e-3;
        }
    }
    throw Error{ErrorKind::usage, "--unit: \"" + unit + "\" is none of mV, uV, adc:MICROVOLTS"};
}

} // namespace ecg::formats
