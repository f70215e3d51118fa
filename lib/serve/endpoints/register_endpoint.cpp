#include "serve/endpoints/register_endpoint.hpp"

#include "serve/api/extra_keys.hpp"
#include "serve/api/record_json.hpp"
#include "serve/auth/password_policy.hpp"
#include "serve/auth/password_pool.hpp"
#include "serve/endpoints/logins.hpp"
#include "serve/ids.hpp"
#include "serve/store/limits.hpp"
#include "serve/store/role.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

using SharedCall = std::shared_ptr<const Call>;
using SharedAnswer = std::shared_ptr<Answer>;

Refusal closed() {
    return {403, "registration_closed", "accounts are opened by the operator of this server"};
}

Refusal taken() {
    return {409, "conflict", "the device serial has an account"};
}

UserRecord user_of(const Call& call, Moment now) {
    const JsonValue& body = call.body;
    UserRecord user;
    user.id = new_user_id();
    user.role = role_named(body.text_at("role").value_or("patient")).value_or(Role::patient);
    user.full_name = body.text_at("full_name").value_or("");
    user.age = body.integer_at("age");
    user.gender = body.text_at("gender").value_or("");
    user.phone = body.text_at("phone").value_or("");
    user.address = body.text_at("address").value_or("");
    user.device_serial = body.text_at("device_serial").value_or("");
    user.created_at = now;
    ExtraKeys extra;
    extra.add_unknown(body, {"role", "full_name", "age", "gender", "phone", "address", "password",
                             "device_serial"});
    user.extra = extra.json();
    return user;
}

/// A client whose answer was lost sends its registration again: with the right password that is a
/// login. Only with a key, and within the guard's limits: else it would be a way to try passwords.
void log_in_again(const Services& services, const SharedCall& call, const SharedAnswer& answer) {
    const auto users =
        services.store.users_called(call->body.text_at("device_serial").value_or(""));
    const bool same = users.size() == 1 &&
                      users[0].full_name == call->body.text_at("full_name").value_or("") &&
                      !users[0].disabled;
    if (!same) {
        (*answer)(answer_of(taken()));
        return;
    }
    verify_slowly(services, call, call->body.text_at("password").value_or(""), users[0],
                  users[0].id, answer, [=, user = users[0]](bool right, auto rehash) {
                      if (!right) {
                          (*answer)(answer_of(taken()));
                          return;
                      }
                      log_in(services, call, user, std::move(rehash), 201,
                             [answer](Response response) { (*answer)(std::move(response)); });
                  });
}

void added(const Services& services, const SharedCall& call, const SharedAnswer& answer,
           const UserRecord& user, const Outcome& outcome) {
    if (outcome.verdict == Verdict::done) {
        log_in(services, call, user, std::nullopt, 201,
               [answer](Response response) { (*answer)(std::move(response)); });
    } else if (outcome.verdict == Verdict::conflict && !call->key.empty()) {
        work_and_answer(services, answer, [=] { log_in_again(services, call, answer); });
    } else {
        (*answer)(answer_of(outcome.verdict == Verdict::conflict ? taken()
                                                                 : refusal_of(outcome.verdict)));
    }
}

/// On a thread of the password pool. The key stays out of the store: what would have to be kept
/// with it is made of the password, and quick to guess.
void add_user(const Services& services, const SharedCall& call, const SharedAnswer& answer,
              UserRecord user, std::string hash) {
    if (hash.empty()) {
        (*answer)(answer_of(busy()));
        return;
    }
    user.password_hash = std::move(hash);
    Write write{{user.id, user.role}, AddUser{user}, "", ""};
    const bool queued = services.store.write(std::move(write), [=](const Outcome& outcome) {
        added(services, call, answer, user, outcome);
    });
    if (!queued) {
        (*answer)(answer_of(busy()));
    }
}

void register_user(const Services& services, Call moved, Answer moved_answer) {
    auto call = std::make_shared<const Call>(std::move(moved));
    auto answer = std::make_shared<Answer>(std::move(moved_answer));
    UserRecord user = user_of(*call, services.clock());
    const std::string password = call->body.text_at("password").value_or("");
    if (!services.accounts.open_registration) {
        (*answer)(answer_of(closed()));
        return;
    }
    if (const auto refusal =
            refused_password(services, "password", password, user.full_name, user.device_serial)) {
        (*answer)(answer_of(*refusal));
        return;
    }
    const bool queued = services.accounts.passwords.hash(password, [=](std::string hash) {
        add_user(services, call, answer, user, std::move(hash));
    });
    if (!queued) {
        (*answer)(answer_of(busy()));
    }
}

Schema register_body() {
    return object_of({required("full_name", text_of(1, longest_full_name)),
                      optional("age", integer_of(0, 150)), optional("gender", text_of(0, 50)),
                      optional("phone", text_of(0, 50)), optional("address", text_of(0, 1000)),
                      required("password", text_of(1, 4096,
                                                   "8 to 128 characters, and none that is guessed "
                                                   "first")),
                      required("device_serial", text_of(1, longest_serial)),
                      optional("role", choice_of({"patient", "device"}, "absent: patient"))},
                     "further keys are kept");
}

} // namespace

std::optional<Refusal> refused_password(const Services& services, std::string_view field,
                                        std::string_view password, std::string_view full_name,
                                        std::string_view device_serial) {
    const auto fault =
        password_fault(password, {full_name, device_serial}, services.accounts.common);
    if (!fault) {
        return std::nullopt;
    }
    return refusal_of({{std::string{field}, std::string{reason(*fault)}, true}});
}

Schema login_answer() {
    std::vector<Member> members = token_members();
    members.insert(members.begin(), required("user_id", text_of(1, 64)));
    members.push_back(required("user_profile", user_schema()));
    return success_of(std::move(members));
}

Endpoint register_endpoint(const Services& services) {
    return {.method = Method::post,
            .path = "/api/v1/auth/register",
            .name = "register",
            .summary = "Open an account for a patient or a device",
            .open = true,
            .body_kind = BodyKind::json,
            .body = register_body(),
            .answers = {{201, "It is open, and logged in", login_answer()}},
            .run = [services](Call call, Answer answer) {
                register_user(services, std::move(call), std::move(answer));
            }};
}

} // namespace ecg::serve
