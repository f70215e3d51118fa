#include "report/lead_table_words.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace ecg::report {

std::string fixed_words(double value, int decimals) {
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), std::abs(value),
                                   std::chars_format::fixed, decimals);
    if (end.ec != std::errc{}) { // longer than any room on paper
        return std::string{dash};
    }
    std::string words{digits.data(), end.ptr};
    const bool zero = words.find_first_not_of("0.") == std::string::npos;
    return value < 0 && !zero ? "\u2212" + words : words;
}

std::string millivolt_words(const std::optional<Millivolts>& value, int decimals) {
    return value ? fixed_words(value->value, decimals) : std::string{dash};
}

std::string spread_words(const std::optional<Millivolts>& value) {
    constexpr Millivolts least{0.0005}; // prints as 0.001
    return value && *value < least ? "< 0.001" : millivolt_words(value, 3);
}

std::string millisecond_words(const std::optional<Milliseconds>& value) {
    return value ? fixed_words(value->count(), 0) : std::string{dash};
}

std::string notch_words(const LeadMeasurements& lead) {
    return lead.notches ? std::to_string(lead.notches->size()) : std::string{dash};
}

std::string verdict_words(Verdict verdict) {
    switch (verdict) {
    case Verdict::good:
        return "good";
    case Verdict::fair:
        return "fair";
    case Verdict::bad:
        break;
    }
    return "bad";
}

bool is_measured(const LeadMeasurements& lead) {
    return lead.st_j.has_value();
}

} // namespace ecg::report
