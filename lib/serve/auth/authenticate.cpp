#include "serve/auth/authenticate.hpp"

#include "common/text.hpp"
#include "serve/auth/api_keys.hpp"

#include <algorithm>
#include <optional>

namespace ecg::serve {
namespace {

constexpr std::string_view scheme = "bearer ";

Caller caller_of(const AccessClaims& claims) {
    return {{claims.user_id, claims.role}, claims.family};
}

/// Who has two Authorization headers hopes that two programs read different ones.
std::variant<std::string_view, TokenFault> bearer_token(const Headers& headers) {
    std::optional<std::string_view> found;
    for (const Header& header : headers) {
        if (equal_but_for_case(header.name, "authorization")) {
            if (found) {
                return TokenFault::malformed;
            }
            found = header.value;
        }
    }
    if (!found) {
        return TokenFault::missing;
    }
    if (!equal_but_for_case(found->substr(0, scheme.size()), scheme)) {
        return TokenFault::malformed;
    }
    found->remove_prefix(scheme.size());
    return *found;
}

std::variant<Caller, TokenFault> by_token(const Request& request, const Judges& judges,
                                          Moment now) {
    const auto bearer = bearer_token(request.headers);
    if (const auto* fault = std::get_if<TokenFault>(&bearer)) {
        return *fault;
    }
    const auto verified = judges.tokens.verify(std::get<std::string_view>(bearer), now);
    if (const auto* fault = std::get_if<TokenFault>(&verified)) {
        return *fault;
    }
    const auto& claims = std::get<AccessClaims>(verified);
    if (judges.revocations.is_revoked(claims)) {
        return TokenFault::revoked;
    }
    return caller_of(claims);
}

} // namespace

std::variant<Caller, TokenFault> authenticate(const Request& request, const Judges& judges,
                                              Moment now) {
    const auto key = request.header("X-API-Key");
    if (!key || request.header("Authorization")) {
        return by_token(request, judges, now);
    }
    if (const auto actor = judges.api_keys.actor_of(*key)) {
        return Caller{*actor, ""};
    }
    return TokenFault::malformed;
}

std::string challenge(TokenFault fault) {
    const std::string realm = "Bearer realm=\"ecg\"";
    switch (fault) {
    case TokenFault::missing:
        return realm;
    case TokenFault::expired:
        return realm + R"(, error="invalid_token", error_description="The token has expired")";
    default:
        return realm + R"(, error="invalid_token")";
    }
}

} // namespace ecg::serve
