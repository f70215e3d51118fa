#include "acquire/device/table_line.hpp"

#include "acquire/device/named_columns.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <limits>

namespace ecg::acquire {
namespace {

constexpr std::size_t longest_name = 32;
constexpr std::size_t most_fields = 64;

bool has(std::string_view text, char c) {
    return text.find(c) != std::string_view::npos;
}

std::vector<std::string_view> fields_of(std::string_view line) {
    const char separator = has(line, ';') ? ';' : ',';
    if (!has(line, separator)) {
        return split_blanks(line);
    }
    auto fields = split(line, separator);
    std::transform(fields.begin(), fields.end(), fields.begin(), trim);
    if (fields.back().empty()) {
        fields.pop_back();
    }
    return fields;
}

std::optional<double> value_of(std::string_view field) {
    if (field.empty() || to_lower(field) == "nan") {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return parse_number(field);
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Without quotes and what stands in brackets behind it: "I (mV)" is "I".
std::string_view bare_name(std::string_view field) {
    field = trim(field.substr(0, field.find_first_of("([")));
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
        field = trim(field.substr(1, field.size() - 2));
    }
    return field;
}

bool is_name(std::string_view name) {
    const auto is_of_a_name = [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == ' ';
    };
    return !name.empty() && name.size() <= longest_name && (is_letter(name[0]) || name[0] == '_') &&
           std::all_of(name.begin(), name.end(), is_of_a_name) &&
           (!has(name, ' ') || is_like_a_lead(name));
}

bool begins_as_a_number(std::string_view field) {
    if (!field.empty() && (field[0] == '-' || field[0] == '+' || field[0] == '.')) {
        field.remove_prefix(1);
    }
    return !field.empty() && (is_digit(field[0]) || field[0] == '.');
}

/// "I: 0.12" as "I:0.12", so that a blank only parts one pair from the next.
std::string without_blanks_at_colons(std::string_view line) {
    std::string tight;
    for (const char c : line) {
        const bool is_blank = c == ' ' || c == '\t';
        if (is_blank && tight.ends_with(':')) {
            continue;
        }
        if (c == ':') {
            tight.resize(trim(tight).size());
        }
        tight += c;
    }
    return tight;
}

std::optional<TableLine> pairs_of(std::string_view line) {
    const std::string tight = without_blanks_at_colons(line);
    TableLine read;
    for (const std::string_view field : fields_of(tight)) {
        const std::size_t colon = field.find(':');
        const std::string_view name = bare_name(field.substr(0, colon));
        if (colon == std::string_view::npos || !is_name(name) ||
            field.size() == colon + 1) { // a number cut off is no missing one
            return std::nullopt;
        }
        const auto value = value_of(field.substr(colon + 1));
        if (!value || std::count(read.names.begin(), read.names.end(), name) > 0 ||
            read.names.size() == most_fields) {
            return std::nullopt;
        }
        read.names.emplace_back(name);
        read.values.push_back(*value);
    }
    return read;
}

} // namespace

std::optional<TableLine> table_line(std::string_view line) {
    if (has(line, ':')) {
        return pairs_of(line);
    }
    TableLine read;
    for (const std::string_view field : fields_of(line)) {
        const auto value = value_of(field);
        if (!value || read.values.size() == most_fields) {
            return std::nullopt;
        }
        read.values.push_back(*value);
    }
    if (read.values.empty()) {
        return std::nullopt;
    }
    return read;
}

std::optional<std::vector<std::string>> header_line(std::string_view line) {
    const bool is_listed = has(line, ',') || has(line, ';') || has(line, '\t');
    std::vector<std::string> names;
    for (const std::string_view field : fields_of(line)) {
        const std::string_view name = bare_name(field);
        if (!is_name(name) || (!is_listed && !is_like_a_lead(name)) ||
            std::count(names.begin(), names.end(), name) > 0 || names.size() == most_fields) {
            return std::nullopt;
        }
        names.emplace_back(name);
    }
    if (names.empty()) {
        return std::nullopt;
    }
    return names;
}

bool is_mostly_numbers(std::string_view line) {
    const auto fields = fields_of(line);
    const auto numbers = std::count_if(fields.begin(), fields.end(), begins_as_a_number);
    return 2 * static_cast<std::size_t>(numbers) > fields.size();
}

} // namespace ecg::acquire
