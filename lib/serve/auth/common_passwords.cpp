#include "serve/auth/common_passwords.hpp"

#include "common/files.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>

namespace ecg::serve {
namespace {

constexpr std::size_t most_added = 4;     // digits or signs around a word
constexpr std::size_t longest_repeat = 4; // letters that are repeated

/// Runs of keys on a keyboard; they are taken in either direction.
constexpr std::array<std::string_view, 8> key_rows{
    "qwertyuiop[]",         "asdfghjkl;'",  "zxcvbnm,./",   "01234567890-=",
    "1qaz2wsx3edc4rfv5tgb", "q1w2e3r4t5y6", "1q2w3e4r5t6y", "qazwsxedcrfv"};

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// What stands between the first letter and the last; all of it when more than a little is cut.
std::string_view without_additions(std::string_view word) {
    const auto first = std::find_if(word.begin(), word.end(), is_letter);
    const auto last = std::find_if(word.rbegin(), word.rend(), is_letter).base();
    if (first >= last) {
        return word;
    }
    const std::string_view core = word.substr(static_cast<std::size_t>(first - word.begin()),
                                              static_cast<std::size_t>(last - first));
    return word.size() - core.size() <= most_added ? core : word;
}

/// Signs that people take for letters become those.
std::string spelled(std::string_view word) {
    constexpr std::string_view signs = "0134578@$!", letters = "oleastbasi";
    std::string text{word};
    for (char& c : text) {
        const std::size_t at = signs.find(c);
        c = at == std::string_view::npos ? c : letters[at];
    }
    return text;
}

bool repeats(std::string_view word) {
    for (std::size_t size = 1; size <= std::min(longest_repeat, word.size() / 2); ++size) {
        if (word.substr(size) == word.substr(0, word.size() - size)) {
            return true;
        }
    }
    return false;
}

bool counts(std::string_view word) {
    const auto runs = [&](int step) {
        return std::adjacent_find(word.begin(), word.end(),
                                  [step](char a, char b) { return b - a != step; }) == word.end();
    };
    return runs(1) || runs(-1);
}

bool runs_along_keys(const std::string& word) {
    const std::string back{word.rbegin(), word.rend()};
    return std::any_of(key_rows.begin(), key_rows.end(), [&](std::string_view row) {
        return row.find(word) != row.npos || row.find(back) != row.npos;
    });
}

} // namespace

CommonPasswords::CommonPasswords() {
    std::size_t at = 0;
    constexpr std::string_view blanks = " \n";
    const std::string_view words = common_password_words;
    while ((at = words.find_first_not_of(blanks, at)) != words.npos) {
        const std::size_t end = std::min(words.find_first_of(blanks, at), words.size());
        words_.emplace(words.substr(at, end - at));
        at = end;
    }
}

void CommonPasswords::add_file(const std::string& path) {
    LineReader lines{InputFile{path}};
    while (const auto line = lines.next()) {
        if (!line->starts_with("#!comment") && !trim(*line).empty()) {
            words_.insert(to_lower(trim(*line)));
        }
    }
}

bool CommonPasswords::contains(std::string_view password) const {
    const std::string word = to_lower(password);
    const std::string core{without_additions(word)};
    return words_.contains(word) || words_.contains(core) || words_.contains(spelled(word)) ||
           words_.contains(spelled(core)) || repeats(word) || counts(word) || runs_along_keys(word);
}

} // namespace ecg::serve
