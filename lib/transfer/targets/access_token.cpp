#include "transfer/targets/access_token.hpp"

#include <array>
#include <utility>

namespace ecg::transfer {
namespace {

constexpr std::array<KnownTrouble, 4> known_troubles{{{"invalid_grant", Obstacle::login},
                                                      {"invalid_client", Obstacle::login},
                                                      {"unauthorized_client", Obstacle::login},
                                                      {"invalid_scope", Obstacle::login}}};

} // namespace

AccessToken::AccessToken(std::string target, std::string token,
                         std::function<TokenRequest(UtcTime)> request, std::function<UtcTime()> now)
    : target_{std::move(target)}, token_{std::move(token)}, request_{std::move(request)},
      now_{std::move(now)} {}

HttpOutcome AccessToken::ask(HttpClient& client) {
    const UtcTime sent = now_();
    const TokenRequest asked = request_(clock_.at(sent));
    HttpRequest request;
    request.method = "POST";
    request.url = asked.url;
    request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    request.body = asked.form;
    HttpOutcome outcome = client.send(request);
    if (!outcome.fault) {
        clock_.learn(outcome.answer.header("Date").value_or(""), sent, now_());
    }
    require_no_page(target_ + ", its login", outcome);
    return outcome;
}

std::string AccessToken::bearer(HttpClient& client) {
    if (token_.empty() && request_) {
        const auto ahead = clock_.ahead();
        HttpOutcome outcome = ask(client);
        if (!outcome.fault && outcome.answer.status == 400 && clock_.ahead() != ahead) {
            outcome = ask(client); // now with the right time
        }
        token_ = json_text(outcome.answer.body, {"access_token"});
        if (outcome.fault || outcome.answer.status != 200 || token_.empty()) {
            token_.clear();
            fail_at_target(target_ + ", its login", outcome,
                           json_text(outcome.answer.body, {"error"}), known_troubles);
        }
    }
    return "Bearer " + token_;
}

bool AccessToken::expire() {
    token_.clear();
    return static_cast<bool>(request_);
}

} // namespace ecg::transfer
