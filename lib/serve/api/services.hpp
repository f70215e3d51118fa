// What endpoints work with. All of it outlives them.
#pragma once

#include "serve/api/endpoint.hpp"
#include "serve/clock.hpp"
#include "serve/live/live_feed.hpp"
#include "serve/store/store.hpp"
#include "serve/work/workers.hpp"
#include "transfer/object_store.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ecg::serve {

class AccessTokens;
class ApiKeys;
class CommonPasswords;
class LinkSigner;
class LoginGuard;
class PasswordPool;
class Revocations;

/// For the endpoints of accounts.
struct AccountServices {
    AccessTokens& tokens;
    Revocations& revocations;
    const ApiKeys& api_keys;
    LoginGuard& guard;
    PasswordPool& passwords;
    const CommonPasswords& common;
    LinkSigner& links;
    bool open_registration = true; ///< whether strangers may open an account
};

struct Services {
    Store& store;
    transfer::ObjectStore& objects;
    Workers& readers; ///< for what blocks
    LiveFeed& live;
    Clock clock;
    AccountServices accounts;
    std::string public_url; ///< "https://ecg.example.org" for links; "" = as the client calls us
};

/// Makes of an outcome that was done, or was done before, the answer. Runs on the store's thread:
/// quick.
using Reply = std::function<Response(const Outcome&)>;

/// Queues a change of that call's and answers with what reply makes of its outcome, or with the
/// refusal. digest: of all that makes two requests the same; "" = of the request as it came.
void write_and_answer(const Services& services, const Call& call, Change change, Answer answer,
                      Reply reply, std::string digest = "");

/// Has job done by a worker; its answer, or a refusal where it throws Refused or Error, or nobody
/// has time.
void read_and_answer(const Services& services, Answer answer, std::function<Response()> job);

/// Has job done by a worker. It answers itself, now or later; where it throws Refused or Error, or
/// nobody has time, that is the answer.
void work_and_answer(const Services& services, const std::shared_ptr<Answer>& answer,
                     std::function<void()> job);

/// Thrown by jobs: becomes the answer.
struct Refused {
    Refusal refusal;
};

/// 503: too much is waiting.
Refusal busy();

} // namespace ecg::serve
