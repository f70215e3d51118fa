// Slows down those who try passwords: by account, by address, and by both together.
#pragma once

#include "serve/auth/bounded_table.hpp"
#include "serve/clock.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

/// From free wrong tries on, each further one has to wait twice as long as that before it. One
/// try is forgotten every forgotten_each.
struct GuardRule {
    double free = 10;
    std::chrono::seconds first_wait{30}, longest_wait{900};
    std::chrono::seconds forgotten_each{900};
};

/// What it answers depends on tries alone, and so reveals nothing about which accounts exist.
/// Safe to be called from any number of threads; its memory does not grow.
class LoginGuard {
public:
    struct Settings {
        GuardRule pair{10, std::chrono::seconds{30}, std::chrono::minutes{15},
                       std::chrono::minutes{15}};
        /// From all addresses: an account under a widespread attack opens seldom, but it opens.
        GuardRule account{100, std::chrono::seconds{30}, std::chrono::minutes{15},
                          std::chrono::minutes{15}};
        /// A hospital has one address and many who mistype.
        GuardRule address{50, std::chrono::seconds{30}, std::chrono::minutes{15},
                          std::chrono::minutes{1}};
        std::size_t entries = 65'536; ///< of each of the three
    };

    LoginGuard(Clock clock, const Settings& settings);

    /// Before the password is looked at: absent when it may be tried, else how long to wait (429).
    /// The try counts as a wrong one from now on, so that many at once are many. account is what
    /// was typed, and should be its user's id where there is one: that has one name only.
    std::optional<std::chrono::microseconds> admit(std::string_view account,
                                                   std::string_view address);
    /// The password was right: that try is taken back, and those of this account from this address
    /// are forgotten.
    void succeeded(std::string_view account, std::string_view address);
    /// Nothing was tried, for the server was busy: that try is taken back.
    void withdraw(std::string_view account, std::string_view address);

private:
    struct Tries {
        double count = 0;
        Moment at;            ///< of the last change of count
        Moment blocked_until; ///< no more before then
    };

    /// One of the three: a table, its rule and what a try is entered under.
    struct Watch {
        GuardRule rule;
        BoundedTable<Tries> tries;
    };

    using Keys = std::array<std::string, 3>;

    static Keys keys_of(std::string_view account, std::string_view address);
    std::optional<std::chrono::microseconds> charge(Watch& watch, const std::string& key);
    void take_back(Watch& watch, const std::string& key, bool all);

    Clock clock_;
    std::array<Watch, 3> watches_;
};

} // namespace ecg::serve
