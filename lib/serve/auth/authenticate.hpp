// Who sends a request: the bearer of a token that is ours, in time and not revoked.
#pragma once

#include "serve/auth/access_tokens.hpp"
#include "serve/auth/revocations.hpp"
#include "serve/http/message.hpp"

#include <string>
#include <variant>

namespace ecg::serve {

std::variant<AccessClaims, TokenFault> authenticate(const Request& request,
                                                    const AccessTokens& tokens,
                                                    const Revocations& revocations, Moment now);

Actor actor_of(const AccessClaims& claims);

/// The WWW-Authenticate header of the 401 [rfc6750 section 3].
std::string challenge(TokenFault fault);

} // namespace ecg::serve
