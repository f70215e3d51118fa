#include "serve/auth/rate_limiter.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <random>
#include <thread>

using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

const RateRule ten{"user", 10, 20}; // 20 at once, 10 a second

struct Limited {
    Moment now = moment_of(1'800'000'000);
    MemoryRateLimiter limiter;

    explicit Limited(std::size_t keys = 65'536) : limiter{[this] { return now; }, keys} {}

    int allowed(int requests, std::string_view key, const RateRule& rule = ten) {
        int count = 0;
        for (int i = 0; i < requests; ++i) {
            count += limiter.take(key, rule).allowed ? 1 : 0;
        }
        return count;
    }
};

} // namespace

TEST_CASE("A burst is allowed, and what goes beyond it is not") {
    Limited limited;

    CHECK(limited.allowed(100, "u1") == 20);
}

TEST_CASE("Requests come back at the rate of the rule, up to a burst") {
    Limited limited;
    limited.allowed(100, "u1");

    limited.now = limited.now + 500ms;
    CHECK(limited.allowed(100, "u1") == 5);
    limited.now = limited.now + 1h;
    CHECK(limited.allowed(100, "u1") == 20);
}

TEST_CASE("One user's flood does not touch another's requests, nor another rule's") {
    Limited limited;
    limited.allowed(1001, "u1");

    CHECK(limited.allowed(20, "u2") == 20);
    CHECK(limited.allowed(5, "u1", {"address", 1, 5}) == 5);
    CHECK(limited.allowed(20, "u1 ") == 20);
}

TEST_CASE("Who waits as long as it was told is allowed") {
    Limited limited;
    limited.allowed(20, "u1");
    const RateVerdict refused = limited.limiter.take("u1", ten);
    REQUIRE_FALSE(refused.allowed);
    CHECK(refused.retry_after == 100ms);

    limited.now = limited.now + refused.retry_after - 1us;
    CHECK_FALSE(limited.limiter.take("u1", ten).allowed);
    limited.now = limited.now + 1us;
    CHECK(limited.limiter.take("u1", ten).allowed);
}

TEST_CASE("In the long run no more are allowed than the rule says, however they come") {
    Limited limited;
    std::mt19937 random{3}; // NOLINT(cert-msc51-cpp): the same times on every run
    int count = 0;
    const Moment start = limited.now;
    while (limited.now < start + 100s) {
        limited.now = limited.now + std::chrono::microseconds{random() % 60'000};
        count += limited.allowed(1, "u1");
    }

    CHECK(count <= 20 + 1000);
    CHECK(count >= 1000);
}

TEST_CASE("What remains counts down") {
    Limited limited;

    CHECK(limited.limiter.take("u1", ten).remaining == 19);
    CHECK(limited.limiter.take("u1", ten).remaining == 18);
    limited.allowed(18, "u1");
    const RateVerdict refused = limited.limiter.take("u1", ten);
    CHECK(refused.remaining == 0);
    CHECK(refused.until_full == 2s);
}

TEST_CASE("The headers say the rule, what remains and when to come again") {
    Limited limited;
    const Headers first = rate_headers(ten, limited.limiter.take("u1", ten));
    limited.allowed(19, "u1");
    const Headers refused = rate_headers(ten, limited.limiter.take("u1", ten));

    CHECK(find_header(first, "RateLimit-Policy") == "\"user\";q=20;w=2");
    CHECK(find_header(first, "RateLimit") == "\"user\";r=19;t=1");
    CHECK_FALSE(find_header(first, "Retry-After"));
    CHECK(find_header(refused, "RateLimit") == "\"user\";r=0;t=2");
    CHECK(find_header(refused, "Retry-After") == "1");
    CHECK(retry_after_seconds(29'000'001us) == "30");
    CHECK(retry_after_seconds(0us) == "1");
}

TEST_CASE("A flood of users frees nobody who is at the limit") {
    Limited limited{256};
    limited.allowed(20, "u1");

    for (int i = 0; i < 20'000; ++i) {
        limited.allowed(1, "flood" + std::to_string(i));
    }

    CHECK_FALSE(limited.limiter.take("u1", ten).allowed);
}

TEST_CASE("Many threads are allowed no more than one") {
    Limited limited;
    std::atomic<int> allowed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] { allowed += limited.allowed(100, "u1"); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(allowed == 20);
}
