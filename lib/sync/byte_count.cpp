#include "sync/byte_count.hpp"

#include "common/text.hpp"

#include <cmath>

namespace ecg::sync {
namespace {

constexpr std::string_view units = "kmgt";
constexpr double step = 1024, most = 1e18;

} // namespace

std::optional<std::uint64_t> parse_byte_count(std::string_view text) {
    const std::string lower = to_lower(trim(text));
    std::string_view digits = lower;
    if (digits.ends_with('b')) {
        digits.remove_suffix(1);
    }
    double unit = 1;
    if (const auto at = digits.empty() ? units.npos : units.find(digits.back()); at != units.npos) {
        unit = std::pow(step, static_cast<double>(at + 1));
        digits.remove_suffix(1);
    }
    const auto number = parse_number(trim(digits));
    if (!number || *number < 0 || *number * unit > most) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(std::llround(*number * unit));
}

std::string byte_count_text(std::uint64_t bytes) {
    if (bytes < static_cast<std::uint64_t>(step)) {
        return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
    }
    double number = static_cast<double>(bytes) / step;
    std::size_t unit = 0;
    while (number >= step && unit + 1 < units.size()) {
        number /= step;
        ++unit;
    }
    std::string text = format_number(number, 1);
    text += ' ';
    text += unit == 0 ? 'k' : static_cast<char>(units[unit] - 'a' + 'A');
    return text;
}

} // namespace ecg::sync
