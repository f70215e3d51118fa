// Which passwords are taken: long enough, text, and not what is guessed first.
#pragma once

#include "serve/auth/common_passwords.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace ecg::serve {

inline constexpr std::size_t shortest_password = 8, longest_password = 128; ///< characters

enum class PasswordFault { too_short, too_long, no_text, common, known_word };

/// "has fewer than 8 characters", to be said of the field.
std::string_view reason(PasswordFault fault);

/// Absent for a password that is taken. known_words are what others know of the account: the
/// device serial, the name. Neither may be the password.
std::optional<PasswordFault> password_fault(std::string_view password,
                                            const std::vector<std::string_view>& known_words,
                                            const CommonPasswords& common);

} // namespace ecg::serve
