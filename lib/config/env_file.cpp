#include "common/error.hpp"
#include "common/files.hpp"
#include "common/text.hpp"
#include "config/files.hpp"

#include <algorithm>

namespace ecg::config {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

/// Without its quotes, or without a comment behind it.
std::string_view bare_value(std::string_view text) {
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) {
        const auto end = text.find(text.front(), 1);
        if (end != std::string_view::npos) {
            return text.substr(1, end - 1);
        }
    }
    return trim(text.substr(0, text.find(" #")));
}

} // namespace

PlacedValues read_env_file(const std::string& path) {
    PlacedValues values;
    LineReader lines{InputFile{path}};
    while (const auto line = lines.next()) {
        std::string_view text = trim(*line);
        if (text.empty() || text.front() == '#') {
            continue;
        }
        if (text.starts_with("export ")) {
            text = trim(text.substr(7));
        }
        const auto equals = text.find('=');
        const std::string_view name = trim(text.substr(0, equals));
        if (equals == std::string_view::npos || !is_name(name)) {
            throw Error{ErrorKind::usage, lines.where() + ": not of the form NAME=value"};
        }
        values[std::string{name}] = {std::string{bare_value(trim(text.substr(equals + 1)))},
                                     lines.line_number()};
    }
    return values;
}

} // namespace ecg::config
