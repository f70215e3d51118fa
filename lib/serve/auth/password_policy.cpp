#include "serve/auth/password_policy.hpp"

#include "common/text.hpp"
#include "common/utf8.hpp"

#include <algorithm>
#include <array>

namespace ecg::serve {
namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// Letters and digits alone, in small letters: "Dev-001" and "dev001" are one word.
std::string bare(std::string_view text) {
    std::string out;
    for (const char c : to_lower(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0) {
            out += c;
        }
    }
    return out;
}

constexpr std::array<std::string_view, 5> reasons{
    "has fewer than 8 characters", "has more than 128 characters", "is no text",
    "is one of those that are guessed first", "is known to others: the serial or the name"};

} // namespace

std::string_view reason(PasswordFault fault) {
    return reasons[static_cast<std::size_t>(fault)];
}

std::optional<PasswordFault> password_fault(std::string_view password,
                                            const std::vector<std::string_view>& known_words,
                                            const CommonPasswords& common) {
    if (!is_utf8(password) || std::any_of(password.begin(), password.end(), is_control)) {
        return PasswordFault::no_text;
    }
    const std::size_t characters = count_characters(password);
    if (characters < shortest_password || characters > longest_password) {
        return characters < shortest_password ? PasswordFault::too_short : PasswordFault::too_long;
    }
    const std::string word = bare(password);
    const bool known = std::any_of(known_words.begin(), known_words.end(), [&](std::string_view w) {
        return password == w || (!word.empty() && word == bare(w));
    });
    if (known) {
        return PasswordFault::known_word;
    }
    return common.contains(password) ? std::optional{PasswordFault::common} : std::nullopt;
}

} // namespace ecg::serve
