// Passwords as bcrypt hashes; the door to libxcrypt. Slow on purpose: for PasswordPool's threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

inline constexpr int least_bcrypt_cost = 4, usual_bcrypt_cost = 12, most_bcrypt_cost = 16;

/// A hash with a new salt, "$2b$12$…". bcrypt sees 72 bytes: a longer password is hashed to
/// "$bcrypt-sha256$v=2,t=2b,r=12$…", as Python's passlib does, bcrypt of its HMAC-SHA-256. It must
/// not contain a NUL. cost is the binary logarithm of the rounds.
std::string hash_password(std::string_view password, int cost);

/// Whether stored is a hash of password: $2a$, $2b$, $2y$ or $bcrypt-sha256$. It takes the time of
/// cost whatever stored is: absent (nobody is called so), no hash at all, or one of less cost. One
/// of more cost than most_bcrypt_cost is none.
bool verify_password(std::string_view password, const std::optional<std::string>& stored, int cost);

/// Whether stored is of another form or of less cost than hash_password would make.
bool is_outdated(std::string_view stored, int cost);

} // namespace ecg::serve
