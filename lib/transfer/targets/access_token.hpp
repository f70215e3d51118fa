// A token that lasts some while, and is asked for again when it has ended.
#pragma once

#include "transfer/server_clock.hpp"
#include "transfer/targets/target_answer.hpp"

#include <functional>
#include <string>

namespace ecg::transfer {

/// Where a token comes from: a POST of a form, whose answer is JSON [rfc6749 section 5.1].
struct TokenRequest {
    std::string url;
    std::string form;
};

class AccessToken {
public:
    /// request makes one from the time of who gives tokens. Without it, the token given is the
    /// only one there is.
    AccessToken(std::string target, std::string token,
                std::function<TokenRequest(UtcTime now)> request = {},
                std::function<UtcTime()> now = now_utc);

    /// "Bearer …". Asks for a token where there is none; throws TargetError when it is refused.
    std::string bearer(HttpClient& client);
    /// The target refuses it. False when there is no way to another.
    bool expire();

private:
    HttpOutcome ask(HttpClient& client);

    std::string target_;
    std::string token_;
    std::function<TokenRequest(UtcTime)> request_;
    std::function<UtcTime()> now_;
    ServerClock clock_;
};

} // namespace ecg::transfer
