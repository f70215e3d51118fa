#include "serve/endpoints/login_endpoints.hpp"

#include "serve/auth/access_tokens.hpp"
#include "serve/auth/refresh_tokens.hpp"
#include "serve/auth/revocations.hpp"
#include "serve/endpoints/logins.hpp"
#include "serve/endpoints/register_endpoint.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

using SharedCall = std::shared_ptr<const Call>;

Refusal wrong_login() {
    return {401, "invalid_credentials", "the name or the password is wrong"};
}

Refusal no_refresh() {
    return {401, "invalid_token", "the refresh token is not valid"};
}

/// Someone is called by one name only: what two are called is nobody's.
std::optional<UserRecord> only_one(std::vector<UserRecord> users) {
    return users.size() == 1 ? std::optional{std::move(users.front())} : std::nullopt;
}

/// On a worker's thread.
void find_and_verify(const Services& services, const SharedCall& call,
                     const std::shared_ptr<Answer>& answer) {
    const std::string identifier = call->body.text_at("identifier").value_or("");
    const auto user = only_one(services.store.users_called(identifier));
    if (user) {
        call->touched->whom = user->id;
    }
    verify_slowly(services, call, call->body.text_at("password").value_or(""), user, identifier,
                  answer, [=](bool right, std::optional<std::string> rehash) {
                      if (!right || !user || user->disabled) {
                          (*answer)(answer_of(wrong_login()));
                          return;
                      }
                      log_in(services, call, *user, std::move(rehash), 200,
                             [answer](Response response) { (*answer)(std::move(response)); });
                  });
}

void login(const Services& services, Call moved, Answer moved_answer) {
    auto call = std::make_shared<const Call>(std::move(moved));
    auto answer = std::make_shared<Answer>(std::move(moved_answer));
    work_and_answer(services, answer, [=] { find_and_verify(services, call, answer); });
}

/// A refresh token that came twice: whoever has one of that family loses it.
void refuse_used(const Services& services, const Outcome& outcome) {
    if (outcome.verdict == Verdict::token_used) {
        services.accounts.revocations.end_family(outcome.id, services.clock());
    }
}

Response refreshed(const Services& services, const Outcome& outcome, Role role,
                   const NewRefresh& fresh, Moment now) {
    AccessClaims claims;
    claims.user_id = outcome.user_id;
    claims.role = role;
    claims.version = outcome.token_version.value_or(0);
    claims.family = outcome.id;
    return success(200, [&](JsonWriter& json) {
        json.member("user_id", outcome.user_id);
        write_tokens(json, services.accounts.tokens.issue(claims, now), fresh.token);
    });
}

void refresh(const Services& services, const Call& call, Answer answer) {
    const Moment now = services.clock();
    const auto old = read_refresh(call.body.text_at("refresh_token").value_or(""));
    const auto fresh = old ? next_refresh(*old, now) : std::nullopt;
    if (!fresh) {
        answer(answer_of(no_refresh()));
        return;
    }
    auto shared = std::make_shared<Answer>(std::move(answer));
    Write write{Actor{}, RotateRefresh{old->digest, fresh->record, now}, "", ""};
    const bool queued = services.store.write(
        std::move(write), [=, touched = call.touched, role = old->role](const Outcome& outcome) {
            touched->who = touched->whom = outcome.user_id;
            refuse_used(services, outcome);
            const bool lost = outcome.verdict == Verdict::not_found;
            (*shared)(outcome.verdict == Verdict::done
                          ? refreshed(services, outcome, role, *fresh, now)
                          : answer_of(lost ? no_refresh() : refusal_of(outcome.verdict)));
        });
    if (!queued) {
        (*shared)(answer_of(busy()));
    }
}

void logout(const Services& services, const Call& call, Answer answer) {
    EndFamily end;
    end.user_id = call.caller.user_id;
    end.everywhere = call.body.boolean_at("everywhere").value_or(false);
    end.family = call.family;
    if (const auto token = call.body.text_at("refresh_token")) {
        const auto claims = read_refresh(*token);
        end.digest = claims ? claims->digest : "none";
        end.family = "";
    }
    Revocations& revocations = services.accounts.revocations;
    write_and_answer(services, call, std::move(end), std::move(answer),
                     [&revocations, clock = services.clock](const Outcome& outcome) {
                         if (outcome.token_version) {
                             revocations.require_version(outcome.user_id, *outcome.token_version);
                         }
                         if (!outcome.id.empty()) {
                             revocations.end_family(outcome.id, clock());
                         }
                         return success(
                             200, [](JsonWriter& json) { json.member("message", "Logged out"); });
                     });
}

Schema login_body() {
    return object_of({required("identifier", text_of(1, 1000, "full name or device serial")),
                      required("password", text_of(1, 4096))});
}

} // namespace

std::vector<Endpoint> login_endpoints(const Services& services) {
    std::vector<Member> pair = token_members();
    pair.insert(pair.begin(), required("user_id", text_of(1, 64)));
    std::vector<Endpoint> all;
    all.push_back(register_endpoint(services));
    all.push_back({.method = Method::post,
                   .path = "/api/v1/auth/login",
                   .name = "login",
                   .summary = "Log in with a full name or a device serial, and a password",
                   .open = true,
                   .takes_key = false,
                   .body_kind = BodyKind::json,
                   .body = login_body(),
                   .answers = {{200, "Logged in", login_answer()}},
                   .run = [services](Call call, Answer answer) {
                       login(services, std::move(call), std::move(answer));
                   }});
    all.push_back({.method = Method::post,
                   .path = "/api/v1/auth/refresh",
                   .name = "refresh",
                   .summary = "A new pair of tokens; a refresh token that comes twice ends all "
                              "that came of its login",
                   .open = true,
                   .takes_key = false,
                   .body_kind = BodyKind::json,
                   .body = object_of({required("refresh_token", text_of(1, 4096))}),
                   .answers = {{200, "A new pair", success_of(pair)}},
                   .run = [services](const Call& call, Answer answer) {
                       refresh(services, call, std::move(answer));
                   }});
    all.push_back({.method = Method::post,
                   .path = "/api/v1/auth/logout",
                   .name = "logout",
                   .summary = "End this login, that of a refresh token, or all of the account",
                   .body_kind = BodyKind::json,
                   .body = object_of({optional("refresh_token", text_of(1, 4096)),
                                      optional("everywhere", flag_of())}),
                   .answers = {{200, "Its tokens are void",
                                success_of({required("message", text_of(1, 200))})}},
                   .run = [services](const Call& call, Answer answer) {
                       logout(services, call, std::move(answer));
                   }});
    return all;
}

} // namespace ecg::serve
