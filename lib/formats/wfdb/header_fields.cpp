#include "formats/wfdb/header_fields.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <array>

namespace ecg::formats {
namespace {

constexpr std::string_view blanks = " \t\r";

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

std::optional<int> small_number(std::string_view text, int low, int high) {
    const auto value = parse_integer(text);
    if (!value || *value < low || *value > high) {
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::optional<int> parse_month(std::string_view text) {
    const std::string name = to_lower(text.substr(0, 3));
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (months[i] == name) {
            return static_cast<int>(i) + 1;
        }
    }
    return small_number(text, 1, 12);
}

} // namespace

std::optional<std::string_view> HeaderFields::next() {
    const auto start = rest_.find_first_not_of(blanks);
    if (start == std::string_view::npos) {
        rest_ = {};
        return std::nullopt;
    }
    rest_.remove_prefix(start);
    const std::string_view field = rest_.substr(0, rest_.find_first_of(blanks));
    rest_.remove_prefix(field.size());
    return field;
}

std::string_view HeaderFields::rest() const {
    return trim(rest_);
}

std::optional<std::int64_t> HeaderFields::next_integer(const std::string& what) {
    const auto field = next();
    if (!field) {
        return std::nullopt;
    }
    const auto value = parse_integer(*field);
    if (!value) {
        fail(what + " is not a whole number");
    }
    return value;
}

void HeaderFields::fail(const std::string& why) const {
    throw Error{ErrorKind::data, where_ + ": " + why};
}

std::optional<HeaderDate> parse_header_date(std::string_view text) {
    const char separator = text.find('/') != std::string_view::npos ? '/' : '-';
    const auto parts = split(text, separator);
    if (parts.size() != 3) {
        return std::nullopt;
    }
    const auto day = small_number(parts[0], 1, 31);
    const auto month = parse_month(parts[1]);
    const auto year = small_number(parts[2], 1, 9999);
    if (!day || !month || !year) {
        return std::nullopt;
    }
    return HeaderDate{*day, *month, *year};
}

std::optional<double> parse_header_time(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() != 3) {
        return std::nullopt;
    }
    const auto hour = small_number(parts[0], 0, 23);
    const auto minute = small_number(parts[1], 0, 59);
    const auto second = parse_number(parts[2]);
    if (!hour || !minute || !second || *second < 0 || *second >= 60) {
        return std::nullopt;
    }
    return *hour * 3600.0 + *minute * 60.0 + *second;
}

} // namespace ecg::formats
