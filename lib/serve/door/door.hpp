// The way in: every request passes here, and every answer goes out here.
//
// The route, who asks, how much they may ask, the form of the body; then the endpoint; then the
// audit log.
#pragma once

#include "serve/api/endpoint.hpp"
#include "serve/api/router.hpp"
#include "serve/auth/authenticate.hpp"
#include "serve/auth/rate_limiter.hpp"
#include "serve/clock.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

class AuditLog;
class AuditTally;

struct DoorServices {
    Judges judges;
    RateLimiter& limiter;
    AuditLog& audit;
    AuditTally& tally;
    Clock clock;
};

struct DoorSettings {
    RateRule by_user{"user", 500, 1000};
    /// Of those who are not known: wrong tokens, logins, registrations.
    RateRule by_address{"address", 20, 200};
};

/// Safe to be called from any number of threads.
class Door {
public:
    /// endpoints outlive it.
    Door(const std::vector<Endpoint>& endpoints, DoorServices services, DoorSettings settings);
    /// Waits until all that came in is answered.
    ~Door();
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    /// Answers once: at once, or later from another thread. Does not block.
    void take(Request request, Answer answer) const;

    /// How long a body may be, known before any of it is read.
    [[nodiscard]] std::size_t body_limit(Method method, std::string_view path) const;

private:
    struct Visit;
    class Open;

    [[nodiscard]] std::optional<Response> keep_out(Visit& visit, Call& call) const;
    [[nodiscard]] std::optional<Response> find_route(Visit& visit, Call& call) const;
    [[nodiscard]] std::optional<Response> identify(Visit& visit, Call& call) const;
    [[nodiscard]] std::optional<Response> charge(std::string_view key, const RateRule& rule,
                                                 Visit& visit) const;
    void leave(const std::shared_ptr<Visit>& visit, Response response) const;
    void audit_and_send(const std::shared_ptr<Visit>& visit, Response response) const;

    Router router_;
    DoorServices services_;
    DoorSettings settings_;
    std::shared_ptr<Open> open_;
};

} // namespace ecg::serve
