#include "formats/sample_unit.hpp"

#include "common/text.hpp"

#include <string>

namespace ecg::formats {

std::optional<double> millivolts_per(std::string_view unit) {
    const std::string plain = to_lower(trim(unit));
    if (plain == "mv") {
        return 1;
    }
    if (plain == "uv" || plain == "\u00b5v" || plain == "\u03bcv") { // micro sign, Greek mu
        return 1e-3;
    }
    if (plain == "v") {
        return 1e3;
    }
    if (plain.starts_with("adc:")) {
        const auto microvolts = parse_number(std::string_view{plain}.substr(4));
        if (microvolts && *microvolts > 1e-9 && *microvolts < 1e9) {
            return *microvolts / 1e3;
        }
    }
    return std::nullopt;
}

} // namespace ecg::formats
