#include "serve/endpoints/account_endpoints.hpp"

#include "serve/api/extra_keys.hpp"
#include "serve/api/listing.hpp"
#include "serve/api/may_read.hpp"
#include "serve/api/record_json.hpp"
#include "serve/auth/revocations.hpp"
#include "serve/endpoints/password_endpoint.hpp"
#include "serve/store/limits.hpp"
#include "serve/store/role.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

Response user_answer(const UserRecord& user) {
    return success(200, [&](JsonWriter& json) {
        json.key("user");
        write_user(json, user);
    });
}

void read_account(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        return user_answer(
            user_for(services, *shared, shared->path.at("user_id"), Action::read_account));
    });
}

void list_users(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        const bool all =
            access_to(Action::list_accounts, shared->caller.role, Whose::own) == Access::allowed;
        const Page page = page_of(*shared);
        return list_answer<UserRecord>(
            "users", page, all ? services.store.users(page) : services.store.patients(page),
            write_user);
    });
}

ChangeUser change_of(const Call& call) {
    const JsonValue& body = call.body;
    ChangeUser change;
    change.user_id = call.path.at("user_id");
    change.full_name = body.text_at("full_name");
    change.age = body.integer_at("age");
    change.gender = body.text_at("gender");
    change.phone = body.text_at("phone");
    change.address = body.text_at("address");
    change.disabled = body.boolean_at("disabled");
    if (const auto role = body.text_at("role")) {
        change.role = role_named(*role);
    }
    ExtraKeys extra;
    extra.add_unknown(body, {"full_name", "age", "gender", "phone", "address", "disabled", "role"});
    if (const std::string kept = extra.json(); !kept.empty()) {
        change.extra = kept;
    }
    return change;
}

/// Held against the table of access first: what the store refuses is told as a missing thing.
void change_account(const Services& services, Call moved, Answer moved_answer) {
    auto call = std::make_shared<const Call>(std::move(moved));
    auto answer = std::make_shared<Answer>(std::move(moved_answer));
    work_and_answer(services, answer, [=] {
        ChangeUser change = change_of(*call);
        if (change.role || change.disabled) {
            user_for(services, *call, change.user_id, Action::change_role);
        }
        user_for(services, *call, change.user_id, Action::change_account);
        Revocations& revocations = services.accounts.revocations;
        write_and_answer(
            services, *call, std::move(change),
            [answer](Response response) { (*answer)(std::move(response)); },
            [&revocations](const Outcome& outcome) {
                if (outcome.token_version) {
                    revocations.require_version(outcome.user_id, *outcome.token_version);
                }
                return success(200,
                               [&](JsonWriter& json) { json.member("user_id", outcome.user_id); });
            });
    });
}

void add_device(const Services& services, Call moved, Answer moved_answer) {
    auto call = std::make_shared<const Call>(std::move(moved));
    auto answer = std::make_shared<Answer>(std::move(moved_answer));
    work_and_answer(services, answer, [=] {
        AddDevice add;
        add.user_id = call->path.at("user_id");
        add.serial = call->body.text_at("device_serial").value_or("");
        add.at = services.clock();
        add.description = object_json(call->body, "device_info");
        user_for(services, *call, add.user_id, Action::add_device);
        const std::string serial = add.serial;
        write_and_answer(
            services, *call, std::move(add),
            [answer](Response response) { (*answer)(std::move(response)); },
            [serial](const Outcome&) {
                return success(201,
                               [&](JsonWriter& json) { json.member("device_serial", serial); });
            });
    });
}

Schema change_body() {
    return object_of({optional("full_name", text_of(1, longest_full_name)),
                      optional("age", integer_of(0, 150)), optional("gender", text_of(0, 50)),
                      optional("phone", text_of(0, 50)), optional("address", text_of(0, 1000)),
                      optional("role", choice_of({"patient", "device", "clinician", "admin"},
                                                 "only an admin changes it")),
                      optional("disabled", flag_of("only an admin changes it"))},
                     "what is there is changed; further keys take the place of those kept before");
}

Endpoint read_endpoint(const Services& services) {
    return {.path = "/api/v1/users/{user_id}",
            .name = "read_account",
            .summary = "An account",
            .audited = Audited::reads,
            .answers = {{200, "The account", success_of({required("user", user_schema())})}},
            .run = [services](Call call, Answer answer) {
                read_account(services, std::move(call), std::move(answer));
            }};
}

Endpoint list_endpoint(const Services& services) {
    return {.path = "/api/v1/users",
            .name = "list_users",
            .summary = "Patients and devices; to an admin all accounts",
            .roles = roles_with(Action::list_patients),
            .audited = Audited::reads,
            .query = page_parameters(),
            .answers = {list_form("users", user_schema())},
            .run = [services](Call call, Answer answer) {
                list_users(services, std::move(call), std::move(answer));
            }};
}

Endpoint change_endpoint(const Services& services) {
    return {.method = Method::patch,
            .path = "/api/v1/users/{user_id}",
            .name = "change_account",
            .summary = "Change what an account says; another role and disabling void its tokens",
            .body_kind = BodyKind::json,
            .body = change_body(),
            .answers = {{200, "It is changed", success_of({required("user_id", text_of(1, 64))})}},
            .run = [services](Call call, Answer answer) {
                change_account(services, std::move(call), std::move(answer));
            }};
}

Endpoint device_endpoint(const Services& services) {
    return {.method = Method::post,
            .path = "/api/v1/users/{user_id}/devices",
            .name = "add_device",
            .summary = "A further device becomes that account's",
            .roles = roles_with(Action::add_device),
            .body_kind = BodyKind::json,
            .body = object_of({required("device_serial", text_of(1, longest_serial)),
                               optional("device_info", object_of({}, "any keys"))}),
            .answers = {{201, "It is",
                         success_of({required("device_serial", text_of(1, longest_serial))})}},
            .run = [services](Call call, Answer answer) {
                add_device(services, std::move(call), std::move(answer));
            }};
}

} // namespace

std::vector<Endpoint> account_endpoints(const Services& services) {
    return {read_endpoint(services), list_endpoint(services), change_endpoint(services),
            password_endpoint(services), device_endpoint(services)};
}

} // namespace ecg::serve
