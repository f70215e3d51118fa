#include "serve/auth/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::serve {
namespace {

std::int64_t whole_seconds(std::chrono::microseconds span) {
    return (span.count() + 999'999) / 1'000'000;
}

/// "user";q=100;w=60
std::string named(const RateRule& rule, std::string_view one, std::int64_t first,
                  std::string_view other, std::int64_t second) {
    std::string text;
    text.reserve(64);
    text.append("\"").append(rule.name).append("\"").append(one).append(std::to_string(first));
    return text.append(other).append(std::to_string(second));
}

} // namespace

MemoryRateLimiter::MemoryRateLimiter(Clock clock, std::size_t keys)
    : clock_{std::move(clock)}, buckets_{keys} {}

RateVerdict MemoryRateLimiter::take(std::string_view key, const RateRule& rule) {
    const Moment now = clock_();
    const double interval = 1e6 / rule.per_second; // µs a request
    const auto capacity = std::chrono::microseconds{std::llround(interval * rule.burst)};
    const auto cost = std::chrono::microseconds{std::llround(interval)};
    const auto weight = [](const Bucket& bucket) { return bucket.full_at; };
    const auto take_one = [&](Bucket& bucket) {
        const Moment full_at = std::max(bucket.full_at, now);
        RateVerdict verdict;
        verdict.allowed = full_at + cost - now <= capacity;
        if (verdict.allowed) {
            bucket.full_at = full_at + cost;
        } else {
            verdict.retry_after = full_at + cost - now - capacity;
        }
        verdict.until_full = std::max(bucket.full_at, now) - now;
        verdict.remaining = (capacity - verdict.until_full) / cost;
        return verdict;
    };
    std::string name = rule.name;
    name.append(":").append(key);
    return buckets_.with(name, weight, take_one);
}

Headers rate_headers(const RateRule& rule, const RateVerdict& verdict) {
    const auto window = std::max<std::int64_t>(1, std::llround(rule.burst / rule.per_second));
    Headers headers;
    headers.reserve(3);
    headers.push_back(
        {"RateLimit-Policy", named(rule, ";q=", std::llround(rule.burst), ";w=", window)});
    headers.push_back({"RateLimit", named(rule, ";r=", verdict.remaining,
                                          ";t=", whole_seconds(verdict.until_full))});
    if (!verdict.allowed) {
        headers.push_back({"Retry-After", retry_after_seconds(verdict.retry_after)});
    }
    return headers;
}

std::string retry_after_seconds(std::chrono::microseconds span) {
    return std::to_string(std::max<std::int64_t>(1, whole_seconds(span)));
}

} // namespace ecg::serve
