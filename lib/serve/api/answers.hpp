// The answers that all endpoints share: how success begins, and what an error looks like.
#pragma once

#include "serve/api/schema.hpp"
#include "serve/auth/access_tokens.hpp"
#include "serve/http/message.hpp"
#include "serve/store/changes.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// What a client is told when something is refused.
struct Refusal {
    int status = 400;
    std::string code;    ///< "invalid_body": for programs
    std::string message; ///< for people
    std::vector<Problem> details{};
    std::optional<int> retry_after_s{};
};

/// {"status":"error","code","message","details"}
Response answer_of(const Refusal& refusal);

/// {"status":"success", … what write adds}. Never kept by anyone between server and client.
Response success(int status, const std::function<void(JsonWriter&)>& write);

/// {"status": "success", …}
Schema success_of(std::vector<Member> members = {});

/// What a client is told of a change that was not made. verdict is neither done nor repeated.
Refusal refusal_of(Verdict verdict);

/// 401: the token has expired, or it is no good for whatever reason.
Refusal refusal_of(TokenFault fault);

/// 400 where a form is wrong, else 422.
Refusal refusal_of(std::vector<Problem> problems);

/// No such thing, or another's: the same words for both.
Refusal not_found();

} // namespace ecg::serve
