#include "serve/door/door.hpp"

#include "serve/audit/audit_log.hpp"
#include "serve/audit/audit_tally.hpp"
#include "serve/auth/network.hpp"
#include "serve/door/read_body.hpp"
#include "serve/store/role.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t usual_body_limit = std::size_t{64} << 10;

Response unauthorized(TokenFault fault) {
    Response response = answer_of(refusal_of(fault));
    std::erase_if(response.headers,
                  [](const Header& header) { return header.name == "WWW-Authenticate"; });
    response.headers.push_back({"WWW-Authenticate", challenge(fault)});
    return response;
}

Response other_method(const OtherMethods& others, Method method) {
    if (method == Method::options) {
        return {204, {{"Allow", others.allow}}, ""};
    }
    Response response = answer_of({405, "method_not_allowed", "use one of " + others.allow});
    response.headers.push_back({"Allow", others.allow});
    return response;
}

/// In the audit log: "done", or the class of what came instead.
std::string_view result_of(int status) {
    switch (status) {
    case 401:
        return "unauthorized";
    case 403:
        return "forbidden";
    case 404:
        return "not_found";
    case 409:
        return "conflict";
    case 429:
        return "too_many";
    default:
        return status < 400 ? "done" : status < 500 ? "refused" : "failed";
    }
}

Response unkept(std::string route) {
    Response response = answer_of(
        {503, "audit_unavailable", "the audit log cannot be written: nothing is shown", {}, 5});
    response.route = std::move(route);
    return response;
}

} // namespace

/// How many requests are inside.
class Door::Open {
public:
    void enter() {
        const std::lock_guard lock{mutex_};
        ++count_;
    }

    void leave() {
        const std::lock_guard lock{mutex_};
        if (--count_ == 0) {
            empty_.notify_all();
        }
    }

    void wait_until_empty() {
        std::unique_lock lock{mutex_};
        empty_.wait(lock, [this] { return count_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable empty_;
    std::size_t count_ = 0;
};

/// A request from its coming in to its answer.
struct Door::Visit {
    explicit Visit(std::shared_ptr<Open> inside) : open{std::move(inside)} { open->enter(); }

    ~Visit() { open->leave(); }

    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    std::shared_ptr<Open> open;
    Answer answer;
    const Endpoint* endpoint = nullptr;
    std::string key; ///< Idempotency-Key as it came
    Headers rate;    ///< that tell how much may still be asked
    AuditEntry entry;
    std::shared_ptr<Touched> touched;
};

Door::Door(const std::vector<Endpoint>& endpoints, DoorServices services, DoorSettings settings)
    : router_{endpoints}, services_{std::move(services)}, settings_{std::move(settings)},
      open_{std::make_shared<Open>()} {}

Door::~Door() {
    open_->wait_until_empty();
}

std::size_t Door::body_limit(Method method, std::string_view path) const {
    return router_.body_limit(method, path, usual_body_limit);
}

void Door::take(Request request, Answer answer) const {
    auto visit = std::make_shared<Visit>(open_);
    visit->answer = std::move(answer);
    visit->entry.address = request.address;
    visit->entry.request = request.id;
    Call call;
    visit->touched = call.touched;
    call.request = std::move(request);
    if (auto response = keep_out(*visit, call)) {
        leave(visit, std::move(*response));
        return;
    }
    visit->endpoint->run(std::move(call),
                         [this, visit](Response response) { leave(visit, std::move(response)); });
}

std::optional<Response> Door::keep_out(Visit& visit, Call& call) const {
    if (auto response = find_route(visit, call)) {
        return response;
    }
    if (auto response = identify(visit, call)) {
        return response;
    }
    const std::vector<Role>& roles = visit.endpoint->roles;
    if (!roles.empty() && std::find(roles.begin(), roles.end(), call.caller.role) == roles.end()) {
        return answer_of(refusal_of(Verdict::forbidden));
    }
    const auto refusal = read_request(*visit.endpoint, call);
    visit.key = call.key;
    return refusal ? std::optional{answer_of(*refusal)} : std::nullopt;
}

std::optional<Response> Door::find_route(Visit& visit, Call& call) const {
    auto found = router_.find(call.request.method, call.request.path);
    if (auto* route = std::get_if<Route>(&found)) {
        visit.endpoint = route->endpoint;
        call.path = std::move(route->path);
        visit.entry.action = route->endpoint->name;
        visit.entry.what = call.path.empty() ? "" : call.path.begin()->second;
        return std::nullopt;
    }
    if (const auto* others = std::get_if<OtherMethods>(&found)) {
        return other_method(*others, call.request.method);
    }
    return answer_of(not_found());
}

/// Who asks, and whether they may ask once more.
std::optional<Response> Door::identify(Visit& visit, Call& call) const {
    const Request& request = call.request;
    const bool says_who = request.header("Authorization") || request.header("X-API-Key");
    if (visit.endpoint->open && !(visit.endpoint->takes_token && says_who)) {
        return visit.endpoint->audited == Audited::never
                   ? std::nullopt
                   : charge(network_of(request.address), settings_.by_address, visit);
    }
    auto known = authenticate(request, services_.judges, services_.clock());
    if (const auto* fault = std::get_if<TokenFault>(&known)) {
        auto refused = charge(network_of(request.address), settings_.by_address, visit);
        return refused ? std::move(refused) : unauthorized(*fault);
    }
    auto& [actor, family] = std::get<Caller>(known);
    call.caller = std::move(actor);
    call.family = std::move(family);
    visit.entry.who = call.caller.user_id;
    visit.entry.role = name_of(call.caller.role);
    return charge(call.caller.user_id, settings_.by_user, visit);
}

std::optional<Response> Door::charge(std::string_view key, const RateRule& rule,
                                     Visit& visit) const {
    const RateVerdict verdict = services_.limiter.take(key, rule);
    visit.rate = rate_headers(rule, verdict);
    if (verdict.allowed) {
        return std::nullopt;
    }
    return answer_of({429, "too_many_requests", "too many requests: wait before the next"});
}

void Door::leave(const std::shared_ptr<Visit>& visit, Response response) const {
    if (!visit->key.empty()) {
        // Whoever reads this knows that it is the answer to that request, and from this server.
        response.headers.push_back({"Idempotency-Key", visit->key});
    }
    for (Header& header : visit->rate) {
        if (!find_header(response.headers, header.name)) {
            response.headers.push_back(std::move(header));
        }
    }
    if (visit->endpoint != nullptr) {
        response.route = visit->endpoint->name;
    }
    audit_and_send(visit, std::move(response));
}

/// What shows somebody's data goes out when the log has its line.
void Door::audit_and_send(const std::shared_ptr<Visit>& visit, Response response) const {
    if (visit->endpoint == nullptr || visit->endpoint->audited == Audited::never) {
        visit->answer(std::move(response));
        return;
    }
    AuditEntry entry = std::move(visit->entry);
    Touched& touched = *visit->touched;
    entry.whom = std::move(touched.whom);
    if (!touched.who.empty()) {
        entry.who = std::move(touched.who);
    }
    if (!touched.what.empty()) {
        entry.what = std::move(touched.what);
    }
    entry.result = result_of(response.status);
    const bool shows = visit->endpoint->audited == Audited::reads && response.status < 300;
    if (!shows) {
        // Refusals are counted together: whoever knocks all day fills no disk.
        if (visit->endpoint->audited == Audited::samples || response.status >= 400) {
            services_.tally.add(std::move(entry));
        } else {
            services_.audit.write(std::move(entry));
        }
        visit->answer(std::move(response));
        return;
    }
    auto held = std::make_shared<Response>(std::move(response));
    const bool queued = services_.audit.write(std::move(entry), [visit, held](bool kept) {
        visit->answer(kept ? std::move(*held) : unkept(visit->endpoint->name));
    });
    if (!queued) {
        visit->answer(unkept(visit->endpoint->name));
    }
}

} // namespace ecg::serve
