#include "serve/auth/login_guard.hpp"

#include "common/text.hpp"
#include "serve/auth/network.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::serve {
namespace {

constexpr std::size_t pair = 0, account_alone = 1, address_alone = 2;

double left_of(double count, std::chrono::microseconds passed, const GuardRule& rule) {
    const double forgotten =
        static_cast<double>(passed.count()) /
        static_cast<double>(std::chrono::microseconds{rule.forgotten_each}.count());
    return std::max(0.0, count - forgotten);
}

/// Rounded: the tenth try counts as such though a little of the first is forgotten by then.
bool is_reached(double count, const GuardRule& rule) {
    return std::round(count) >= rule.free;
}

std::chrono::microseconds wait_after(double count, const GuardRule& rule) {
    // Beyond 2^20 the longest wait is reached, whatever the rule.
    const double doubled = std::exp2(std::min(20.0, std::round(count - rule.free)));
    const auto wait = std::chrono::microseconds{std::llround(
        doubled * static_cast<double>(std::chrono::microseconds{rule.first_wait}.count()))};
    return std::min<std::chrono::microseconds>(wait, rule.longest_wait);
}

} // namespace

LoginGuard::LoginGuard(Clock clock, const Settings& settings)
    : clock_{std::move(clock)}, watches_{
                                    {{settings.pair, BoundedTable<Tries>{settings.entries}},
                                     {settings.account, BoundedTable<Tries>{settings.entries}},
                                     {settings.address, BoundedTable<Tries>{settings.entries}}}} {}

LoginGuard::Keys LoginGuard::keys_of(std::string_view account, std::string_view address) {
    const std::string name = to_lower(trim(account));
    const std::string network = network_of(address);
    return {network + ' ' + name, name, network};
}

std::optional<std::chrono::microseconds> LoginGuard::admit(std::string_view account,
                                                           std::string_view address) {
    const Keys keys = keys_of(account, address);
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        if (const auto wait = charge(watches_[i], keys[i])) {
            for (std::size_t before = 0; before < i; ++before) {
                take_back(watches_[before], keys[before], false);
            }
            return wait;
        }
    }
    return std::nullopt;
}

void LoginGuard::succeeded(std::string_view account, std::string_view address) {
    const Keys keys = keys_of(account, address);
    take_back(watches_[pair], keys[pair], true);
    // Of all the others only this one: else whoever has an account here frees the address, and
    // its owner those who attack it from elsewhere.
    take_back(watches_[account_alone], keys[account_alone], false);
    take_back(watches_[address_alone], keys[address_alone], false);
}

void LoginGuard::withdraw(std::string_view account, std::string_view address) {
    const Keys keys = keys_of(account, address);
    for (std::size_t i = 0; i < watches_.size(); ++i) {
        take_back(watches_[i], keys[i], false);
    }
}

std::optional<std::chrono::microseconds> LoginGuard::charge(Watch& watch, const std::string& key) {
    using Wait = std::optional<std::chrono::microseconds>;
    const Moment now = clock_();
    const GuardRule& rule = watch.rule;
    const auto weight = [&](const Tries& tries) {
        return left_of(tries.count, now - tries.at, rule);
    };
    return watch.tries.with(key, weight, [&](Tries& tries) -> Wait {
        if (now < tries.blocked_until) {
            return tries.blocked_until - now;
        }
        tries.count = left_of(tries.count, now - tries.at, rule) + 1;
        tries.at = now;
        if (is_reached(tries.count, rule)) {
            tries.blocked_until = now + wait_after(tries.count, rule);
        }
        return std::nullopt;
    });
}

void LoginGuard::take_back(Watch& watch, const std::string& key, bool all) {
    const Moment now = clock_();
    const GuardRule& rule = watch.rule;
    const auto weight = [&](const Tries& tries) {
        return left_of(tries.count, now - tries.at, rule);
    };
    watch.tries.with(key, weight, [&](Tries& tries) {
        const double left = left_of(tries.count, now - tries.at, rule) - 1;
        tries.count = all ? 0 : std::max(0.0, left);
        tries.at = now;
        if (!is_reached(tries.count, rule)) {
            tries.blocked_until = Moment{};
        }
    });
}

} // namespace ecg::serve
