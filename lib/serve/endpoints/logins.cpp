#include "serve/endpoints/logins.hpp"

#include "common/text.hpp"
#include "serve/api/record_json.hpp"
#include "serve/auth/access_tokens.hpp"
#include "serve/auth/login_guard.hpp"
#include "serve/auth/password_pool.hpp"
#include "serve/auth/rate_limiter.hpp"
#include "serve/auth/refresh_tokens.hpp"

#include <utility>

namespace ecg::serve {
namespace {

Refusal too_many_tries(std::chrono::microseconds wait) {
    const auto seconds = parse_integer(retry_after_seconds(wait)).value_or(1);
    return {429,
            "too_many_tries",
            "too many wrong passwords: wait before the next",
            {},
            static_cast<int>(seconds)};
}

std::string access_token(const Services& services, const UserRecord& user, const Outcome& login,
                         Moment now) {
    AccessClaims claims;
    claims.user_id = user.id;
    claims.role = user.role;
    claims.version = login.token_version.value_or(user.token_version);
    claims.family = login.id;
    return services.accounts.tokens.issue(claims, now);
}

} // namespace

void write_tokens(JsonWriter& json, const std::string& access, const std::string& refresh) {
    json.member("token", access).member("refresh_token", refresh);
    json.member("token_type", "Bearer");
    json.member("expires_in", std::chrono::seconds{access_lifetime}.count());
}

std::vector<Member> token_members() {
    return {required("token", text_of(1, 4096, "of access; goes into Authorization: Bearer")),
            required("refresh_token", text_of(1, 4096, "good once, for the next pair")),
            required("token_type", choice_of({"Bearer"})),
            required("expires_in", integer_of(1, 86'400, "seconds"))};
}

void log_in(const Services& services, std::shared_ptr<const Call> call, UserRecord user,
            std::optional<std::string> rehash, int status, Answer answer) {
    const Moment now = services.clock();
    NewRefresh fresh = begin_refresh(user.id, user.role, now);
    NoteLogin note{user.id, now, fresh.record, std::move(rehash), user.token_version};
    Call as_user;
    as_user.caller = {user.id, user.role};
    as_user.touched = call->touched;
    as_user.touched->who = as_user.touched->whom = user.id;
    write_and_answer(services, as_user, std::move(note), std::move(answer),
                     [services, user, status, now, fresh](const Outcome& outcome) {
                         return success(status, [&](JsonWriter& json) {
                             json.member("user_id", user.id);
                             write_tokens(json, access_token(services, user, outcome, now),
                                          fresh.token);
                             json.key("user_profile");
                             write_user(json, user);
                         });
                     });
}

void verify_slowly(const Services& services, std::shared_ptr<const Call> call, std::string password,
                   std::optional<UserRecord> user, std::string account,
                   std::shared_ptr<Answer> answer,
                   std::function<void(bool right, std::optional<std::string> rehash)> done) {
    const std::string name = user ? user->id : std::move(account);
    const std::string address = call->request.address;
    LoginGuard& guard = services.accounts.guard;
    if (const auto wait = guard.admit(name, address)) {
        (*answer)(answer_of(too_many_tries(*wait)));
        return;
    }
    auto stored = user ? std::optional{user->password_hash} : std::nullopt;
    const bool queued =
        services.accounts.passwords.verify(std::move(password), std::move(stored),
                                           [&guard, name, address, done = std::move(done)](
                                               bool right, std::optional<std::string> rehash) {
                                               if (right) {
                                                   guard.succeeded(name, address);
                                               }
                                               done(right, std::move(rehash));
                                           });
    if (!queued) {
        guard.withdraw(name, address);
        (*answer)(answer_of(busy()));
    }
}

} // namespace ecg::serve
