// Passwords that are guessed first: a list, what looks like one of it, and patterns.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace ecg::serve {

/// The built-in list: words between blanks and line ends, in small letters.
extern const std::string_view common_password_words;

/// Safe to be asked from any number of threads.
class CommonPasswords {
public:
    /// Knows the built-in list.
    CommonPasswords();

    /// Adds a list of one password a line; "#!comment" lines are passed over, as John the Ripper
    /// writes them. Throws Error{data}.
    void add_file(const std::string& path);

    /// Whether it is in the list, in whatever case, with digits or signs for letters ("P4ssw0rd"),
    /// or with up to four digits or signs before and behind ("dragonfly!1"); or whether it repeats
    /// up to four letters, counts up or down, or runs along a row of keys.
    [[nodiscard]] bool contains(std::string_view password) const;

private:
    std::unordered_set<std::string> words_;
};

} // namespace ecg::serve
