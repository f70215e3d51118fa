#include "serve/auth/refresh_tokens.hpp"

#include "serve/auth/access_tokens.hpp"
#include "serve/clock.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view prefix = "ecgr_"; // so that scanners for leaked secrets find one
constexpr std::size_t random_size = 32;      // 256 bits
constexpr std::size_t login_size = 5;        // seconds since 1970, up to the year 36812
constexpr std::size_t token_size = 1 + login_size + random_size;

std::string digest_of(std::string_view token) {
    return transfer::hex(transfer::bytes_of(transfer::sha256(token)));
}

/// The role and the time of the login stand in the token, before its random bytes: so the limits
/// are known without a look at the store, and nobody can change them unseen.
NewRefresh make_refresh(Role role, Moment login, Moment now) {
    std::string bytes{static_cast<char>(role)};
    for (std::size_t i = login_size; i-- > 0;) {
        bytes += static_cast<char>(seconds_of(login) >> (8 * i) & 255);
    }
    bytes += transfer::random_bytes(random_size);
    const RefreshLimits limits = refresh_limits(role);
    NewRefresh fresh;
    fresh.token = std::string{prefix} + transfer::base64url(bytes);
    fresh.record.digest = digest_of(fresh.token);
    fresh.record.issued_at = now;
    fresh.record.expires_at = std::min(now + limits.idle, login + limits.absolute);
    return fresh;
}

} // namespace

RefreshLimits refresh_limits(Role role) {
    switch (role) {
    case Role::patient:
        return {14 * 24h, 90 * 24h};
    case Role::device:
        return {90 * 24h, 365 * 24h};
    case Role::clinician:
    case Role::admin:
        break;
    }
    return {access_lifetime + 15min, 12h};
}

NewRefresh begin_refresh(const std::string& user_id, Role role, Moment now) {
    NewRefresh fresh = make_refresh(role, moment_of(seconds_of(now)), now);
    fresh.record.user_id = user_id;
    fresh.record.family = transfer::base64url(transfer::random_bytes(12));
    return fresh;
}

std::optional<RefreshClaims> read_refresh(std::string_view token) {
    if (!token.starts_with(prefix)) {
        return std::nullopt;
    }
    const std::optional<std::string> bytes = transfer::from_base64url(token.substr(prefix.size()));
    if (!bytes || bytes->size() != token_size ||
        static_cast<unsigned char>(bytes->front()) > static_cast<unsigned char>(Role::admin)) {
        return std::nullopt;
    }
    std::int64_t login = 0;
    for (std::size_t i = 0; i < login_size; ++i) {
        login = login << 8 | static_cast<unsigned char>((*bytes)[1 + i]);
    }
    return RefreshClaims{static_cast<Role>(bytes->front()), moment_of(login), digest_of(token)};
}

std::optional<NewRefresh> next_refresh(const RefreshClaims& old, Moment now) {
    NewRefresh fresh = make_refresh(old.role, old.login, now);
    return fresh.record.expires_at > now ? std::optional{std::move(fresh)} : std::nullopt;
}

} // namespace ecg::serve
