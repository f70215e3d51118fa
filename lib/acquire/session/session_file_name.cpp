#include "acquire/session/session_file_name.hpp"

#include "common/error.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace ecg::acquire {
namespace {

constexpr std::string_view time_letters = "YymdjHMSFT";
constexpr std::size_t longest_user = 64; // bytes; file names may have 255
constexpr std::string_view number_mark = "{n}";

[[noreturn]] void refuse(const std::string& pattern, const std::string& why) {
    throw Error{ErrorKind::usage, pattern + ": " + why};
}

std::tm civil(UtcTime time) {
    std::time_t seconds = time.milliseconds / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return parts;
}

std::string time_part(char letter, const std::tm& parts) {
    const std::array<char, 3> format{'%', letter, '\0'};
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format.data(), &parts)};
}

bool is_plain(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool other_script = (static_cast<unsigned char>(c) & 0x80U) != 0;
    return letter || other_script || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool goes_on(char c) { // within a character of UTF-8
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string safe_in_file_name(std::string_view text) {
    std::size_t length = std::min(text.size(), longest_user);
    while (length > 0 && length < text.size() && goes_on(text[length])) {
        --length;
    }
    std::string name{text.substr(0, length)};
    std::replace_if(
        name.begin(), name.end(), [](char c) { return !is_plain(c); }, '_');
    if (name.starts_with('.') || name.starts_with('-')) {
        name.front() = '_';
    }
    return name.empty() ? "unknown" : name;
}

std::string numbered_name(const std::string& path, int number) {
    if (number == 0) {
        return path;
    }
    const auto slash = path.rfind('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    const auto dot = path.rfind('.');
    const bool has_extension = dot != std::string::npos && dot > name;
    const std::size_t at = has_extension ? dot : path.size();
    return path.substr(0, at).append("-").append(std::to_string(number)).append(path, at);
}

std::string session_file_name(const std::string& pattern, std::string_view user, UtcTime time,
                              int number) {
    const std::tm parts = civil(time);
    const bool counts = pattern.find(number_mark) != std::string::npos;
    std::string name;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::string_view rest = std::string_view{pattern}.substr(i);
        if (rest.starts_with("%%")) {
            name += '%';
            ++i;
        } else if (rest.front() == '%') {
            const char letter = rest.size() > 1 ? rest[1] : '\0';
            if (letter == '\0' || time_letters.find(letter) == std::string_view::npos) {
                refuse(pattern, "behind % may stand Y y m d j H M S F T, or % for itself");
            }
            name += time_part(letter, parts);
            ++i;
        } else if (rest.starts_with(number_mark)) {
            name += std::to_string(number + 1);
            i += number_mark.size() - 1;
        } else if (rest.starts_with("{user}")) {
            name += safe_in_file_name(user);
            i += 5;
        } else if (rest.front() == '{') {
            refuse(pattern, "in braces may stand user or n");
        } else {
            name += rest.front();
        }
    }
    if (name.empty() || name.ends_with('/')) {
        refuse(pattern, "is no name of a file");
    }
    return counts ? name : numbered_name(name, number);
}

} // namespace ecg::acquire
