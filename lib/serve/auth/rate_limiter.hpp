// How many requests a user or an address may send: token buckets.
#pragma once

#include "serve/auth/bounded_table.hpp"
#include "serve/clock.hpp"
#include "serve/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace ecg::serve {

/// burst requests at once, and per_second of them in the long run.
struct RateRule {
    std::string name; ///< "user", in the headers and in the key
    double per_second = 10;
    double burst = 100;
};

struct RateVerdict {
    bool allowed = true;
    std::int64_t remaining = 0;              ///< requests that would be allowed at once
    std::chrono::microseconds until_full{0}; ///< until burst of them would be again
    std::chrono::microseconds retry_after{0};
};

/// Safe to be called from any number of threads. One that several servers share fits behind this.
class RateLimiter {
public:
    RateLimiter() = default;
    virtual ~RateLimiter() = default;
    RateLimiter(const RateLimiter&) = delete;
    RateLimiter& operator=(const RateLimiter&) = delete;

    /// Takes a request of that key (a user id, a network_of()) out of its bucket of that rule.
    virtual RateVerdict take(std::string_view key, const RateRule& rule) = 0;
};

/// In the memory of one server. A flood of keys makes others forgotten, those first that have
/// used the least: it takes no more memory, and frees nobody who is at the limit before all
/// others of the set are.
class MemoryRateLimiter final : public RateLimiter {
public:
    explicit MemoryRateLimiter(Clock clock, std::size_t keys = 65'536);
    RateVerdict take(std::string_view key, const RateRule& rule) override;

private:
    /// A bucket is known by the moment at which it will be full.
    struct Bucket {
        Moment full_at;
    };

    Clock clock_;
    BoundedTable<Bucket> buckets_;
};

/// RateLimit-Policy and RateLimit [draft-ietf-httpapi-ratelimit-headers-10], and Retry-After
/// where the request is refused: 429.
Headers rate_headers(const RateRule& rule, const RateVerdict& verdict);

/// Whole seconds, never less than the span and at least one.
std::string retry_after_seconds(std::chrono::microseconds span);

} // namespace ecg::serve
