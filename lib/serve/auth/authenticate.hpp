// Who sends a request: the bearer of a token that is ours, in time and not revoked, or of a key.
#pragma once

#include "serve/auth/access_tokens.hpp"
#include "serve/auth/revocations.hpp"
#include "serve/http/message.hpp"

#include <string>
#include <variant>

namespace ecg::serve {

class ApiKeys;

/// What decides about those who ask.
struct Judges {
    const AccessTokens& tokens;
    const Revocations& revocations;
    const ApiKeys& api_keys;
};

struct Caller {
    Actor actor;
    std::string family; ///< of the login that the token is of; "" of a key
};

/// Beside a token a key is not looked at. Quick: nothing is read from a disk.
std::variant<Caller, TokenFault> authenticate(const Request& request, const Judges& judges,
                                              Moment now);

/// The WWW-Authenticate header of the 401 [rfc6750 section 3].
std::string challenge(TokenFault fault);

} // namespace ecg::serve
