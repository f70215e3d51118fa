#include "common/json_member.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ecg {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    const std::size_t next = text.find_first_not_of(blanks, at);
    return next == text.npos ? text.size() : next;
}

/// Behind the text whose opening quote stands at `at`.
std::size_t skip_text(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        at += text[at] == '\\' ? 1 : 0;
    }
    return at + 1;
}

/// The next byte of an array or object that means something to skip_value(). Most are digits.
std::size_t skip_plain(std::string_view text, std::size_t at) {
    static constexpr auto is_plain = [] {
        std::array<bool, 256> plain{};
        plain.fill(true);
        for (const char c : {'"', '{', '}', '[', ']'}) {
            plain[static_cast<unsigned char>(c)] = false;
        }
        return plain;
    }();
    while (at < text.size() && is_plain[static_cast<unsigned char>(text[at])]) {
        ++at;
    }
    return at;
}

/// Behind the value that begins at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = skip_text(text, at);
            if (depth == 0) {
                return at;
            }
            continue;
        }
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0) {
                return at; // the end of the object that a number is the last of
            }
            if (--depth == 0) {
                return at + 1;
            }
        } else if (depth == 0 && (c == ',' || blanks.find(c) != blanks.npos)) {
            return at;
        }
        at = depth > 0 ? skip_plain(text, at + 1) : at + 1;
    }
    return at;
}

/// Calls with(name, place) for each member, until it returns false.
template <class With> void each_member(std::string_view text, With with) {
    std::size_t at = skip_blanks(text, 0) + 1; // behind the brace
    for (;;) {
        at = skip_blanks(text, at);
        if (at >= text.size() || text[at] != '"') {
            return;
        }
        const std::size_t key = at + 1;
        at = skip_text(text, at);
        const std::string_view name = text.substr(key, at - 1 - key);
        const std::size_t value = skip_blanks(text, skip_blanks(text, at) + 1); // behind the colon
        at = skip_value(text, value);
        if (!with(name, JsonPlace{value, at - value})) {
            return;
        }
        at = skip_blanks(text, at);
        at += at < text.size() && text[at] == ',' ? 1 : 0;
    }
}

} // namespace

std::optional<JsonPlace> place_of_member(std::string_view text, std::string_view name) {
    std::optional<JsonPlace> found;
    each_member(text, [&](std::string_view one, const JsonPlace& place) {
        if (one == name) {
            found = place;
        }
        return !found;
    });
    return found;
}

JsonMembers::JsonMembers(std::string_view text) : text_{text} {
    each_member(text, [this](std::string_view name, const JsonPlace& place) {
        members_.push_back({name, place});
        return true;
    });
}

std::optional<JsonPlace> JsonMembers::find(std::string_view name) const {
    const auto found = std::find_if(members_.begin(), members_.end(),
                                    [name](const Member& member) { return member.name == name; });
    return found == members_.end() ? std::nullopt : std::optional{found->place};
}

std::string_view JsonMembers::text(std::string_view name) const {
    const auto place = find(name);
    return place ? text_.substr(place->first, place->count) : std::string_view{};
}

bool is_cut_object(std::string_view text) {
    if (!text.starts_with('{')) {
        return false;
    }
    std::int64_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            const std::size_t behind = skip_text(text, i);
            if (behind > text.size()) {
                return true;
            }
            i = behind - 1;
        } else if (text[i] == '{' || text[i] == '}') {
            depth += text[i] == '{' ? 1 : -1;
        }
    }
    return depth > 0;
}

} // namespace ecg
