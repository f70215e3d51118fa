// Access tokens: JWT signed with HMAC-SHA-256, made and verified with our own keys alone.
#pragma once

#include "serve/auth/key_ring.hpp"
#include "serve/store/records.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <variant>

namespace ecg::serve {

inline constexpr std::chrono::minutes access_lifetime{15};
/// How far the clocks of two servers may be apart.
inline constexpr std::chrono::seconds clock_skew{60};

/// What a token says of its bearer.
struct AccessClaims {
    std::string user_id; ///< sub
    Role role = Role::patient;
    std::int64_t version = 0; ///< of the account's tokens: an older one is void
    std::string family;       ///< sid, of the refresh tokens of the same login
    std::string id;           ///< jti
    Moment issued_at, expires_at;
};

/// Why a token is no good. The bearer learns of expired alone; the log of each.
enum class TokenFault {
    missing,
    malformed,
    unknown_key, ///< or a header that is none of ours: another algorithm, type, critical members
    bad_signature,
    bad_claims, ///< one is missing or of the wrong type
    wrong_issuer,
    wrong_audience,
    expired,
    not_yet_valid,
    revoked,
};

/// "bad_signature", for logs and metrics.
std::string_view name_of(TokenFault fault);

/// Safe to be used from any number of threads.
class AccessTokens {
public:
    struct Names {
        std::string issuer = "ecg-serve";
        std::string audience = "ecg-api";
    };

    AccessTokens(const KeyRing& ring, Names names);
    ~AccessTokens();
    AccessTokens(const AccessTokens&) = delete;
    AccessTokens& operator=(const AccessTokens&) = delete;

    /// Signs from now on with the newest key of ring. What an older one signed is valid until its
    /// time is up, and none that was signed later.
    void use(const KeyRing& ring);

    /// A token of a new id that is valid for access_lifetime from now on; id, issued_at and
    /// expires_at of claims are not looked at.
    [[nodiscard]] std::string issue(const AccessClaims& claims, Moment now) const;

    /// Says nothing of revocations.
    [[nodiscard]] std::variant<AccessClaims, TokenFault> verify(std::string_view token,
                                                                Moment now) const;

private:
    struct Signer;
    using Signers = std::vector<Signer>;

    [[nodiscard]] std::shared_ptr<const Signers> signers() const;

    Names names_;
    mutable std::shared_mutex mutex_;
    std::shared_ptr<const Signers> signers_;
};

} // namespace ecg::serve
