#include "serve/endpoints/password_endpoint.hpp"

#include "serve/api/may_read.hpp"
#include "serve/auth/password_pool.hpp"
#include "serve/auth/revocations.hpp"
#include "serve/endpoints/logins.hpp"
#include "serve/endpoints/register_endpoint.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

using SharedCall = std::shared_ptr<const Call>;
using SharedAnswer = std::shared_ptr<Answer>;

Refusal wrong_password() {
    return {403, "invalid_credentials", "current_password is wrong"};
}

void set_password(const Services& services, const SharedCall& call, const SharedAnswer& answer,
                  const std::string& user_id, std::string hash) {
    if (hash.empty()) {
        (*answer)(answer_of(busy()));
        return;
    }
    // Without the key: what would be kept with it is made of the passwords, and quick to guess.
    Write write{call->caller, SetPassword{user_id, std::move(hash)}, "", ""};
    Revocations& revocations = services.accounts.revocations;
    const bool queued =
        services.store.write(std::move(write), [answer, &revocations](const Outcome& outcome) {
            if (outcome.verdict != Verdict::done) {
                (*answer)(answer_of(refusal_of(outcome.verdict)));
                return;
            }
            revocations.require_version(outcome.user_id, outcome.token_version.value_or(0));
            (*answer)(success(200, [](JsonWriter& json) {
                json.member("message", "The password is changed; all tokens are void: log in");
            }));
        });
    if (!queued) {
        (*answer)(answer_of(busy()));
    }
}

void hash_and_set(const Services& services, const SharedCall& call, const SharedAnswer& answer,
                  const UserRecord& user) {
    const std::string password = call->body.text_at("new_password").value_or("");
    if (const auto refusal = refused_password(services, "new_password", password, user.full_name,
                                              user.device_serial)) {
        (*answer)(answer_of(*refusal));
        return;
    }
    const bool queued =
        services.accounts.passwords.hash(password, [=, id = user.id](std::string hash) {
            set_password(services, call, answer, id, std::move(hash));
        });
    if (!queued) {
        (*answer)(answer_of(busy()));
    }
}

/// On a worker's thread. An admin sets another's password without knowing the old one.
void change(const Services& services, const SharedCall& call, const SharedAnswer& answer) {
    const UserRecord user =
        user_for(services, *call, call->path.at("user_id"), Action::change_password);
    if (user.id != call->caller.user_id) {
        hash_and_set(services, call, answer, user);
        return;
    }
    verify_slowly(services, call, call->body.text_at("current_password").value_or(""), user,
                  user.id, answer, [=](bool right, const std::optional<std::string>&) {
                      if (right) {
                          hash_and_set(services, call, answer, user);
                      } else {
                          (*answer)(answer_of(wrong_password()));
                      }
                  });
}

} // namespace

Endpoint password_endpoint(const Services& services) {
    return {.method = Method::post,
            .path = "/api/v1/users/{user_id}/password",
            .name = "change_password",
            .summary = "A new password, which voids all tokens of the account",
            .takes_key = false,
            .body_kind = BodyKind::json,
            .body =
                object_of({optional("current_password", text_of(0, 4096, "of one's own account")),
                           required("new_password", text_of(1, 4096))}),
            .answers = {{200, "It is changed", success_of({required("message", text_of(1, 200))})}},
            .run = [services](Call moved, Answer moved_answer) {
                auto call = std::make_shared<const Call>(std::move(moved));
                auto answer = std::make_shared<Answer>(std::move(moved_answer));
                work_and_answer(services, answer, [=] { change(services, call, answer); });
            }};
}

} // namespace ecg::serve
