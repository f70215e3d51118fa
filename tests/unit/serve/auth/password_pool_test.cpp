#include "serve/auth/bcrypt.hpp"
#include "serve/auth/password_pool.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <future>
#include <memory>

using namespace ecg::serve;

namespace {

struct Answer {
    bool right = false;
    std::optional<std::string> fresh;
};

Answer verified(PasswordPool& pool, const std::string& password,
                const std::optional<std::string>& stored) {
    std::promise<Answer> promise;
    const bool taken =
        pool.verify(password, stored, [&](bool right, std::optional<std::string> fresh) {
            promise.set_value({right, std::move(fresh)});
        });
    return taken ? promise.get_future().get() : Answer{};
}

} // namespace

TEST_CASE("The pool hashes a password and verifies it") {
    PasswordPool pool{{2, 8, least_bcrypt_cost}};
    std::promise<std::string> hash;

    REQUIRE(pool.hash("correct horse", [&](std::string text) { hash.set_value(std::move(text)); }));
    const std::string stored = hash.get_future().get();

    CHECK(verified(pool, "correct horse", stored).right);
    CHECK_FALSE(verified(pool, "correct horse", stored).fresh);
    CHECK_FALSE(verified(pool, "wrong", stored).right);
    CHECK_FALSE(verified(pool, "correct horse", std::nullopt).right);
}

TEST_CASE("A right password with an old hash brings a fresh one, a wrong one does not") {
    PasswordPool pool{{1, 8, 5}};
    const std::string old = hash_password("correct horse", 4);

    const Answer right = verified(pool, "correct horse", old);
    const Answer wrong = verified(pool, "wrong", old);

    CHECK(right.right);
    REQUIRE(right.fresh);
    CHECK(right.fresh->starts_with("$2b$05$"));
    CHECK(verify_password("correct horse", right.fresh, 5));
    CHECK_FALSE(wrong.right);
    CHECK_FALSE(wrong.fresh);
}

TEST_CASE("A full queue refuses at once, and everything that was taken is done") {
    constexpr std::size_t queue = 4;
    std::promise<void> open, at_work; // they outlive the pool, whose thread waits for them
    const std::shared_future<void> gate = open.get_future().share();
    std::atomic<int> done = 0;
    int taken = 0;
    {
        PasswordPool pool{{1, queue, least_bcrypt_cost}};
        REQUIRE(pool.hash("first", [&](const std::string&) {
            at_work.set_value();
            gate.wait();
            ++done;
        }));
        at_work.get_future().wait(); // the only thread is busy from here on
        while (pool.verify("x", std::nullopt,
                           [&](bool, const std::optional<std::string>&) { ++done; })) {
            ++taken;
        }
        CHECK(pool.waiting() == queue);
        CHECK_FALSE(pool.hash("y", [](const std::string&) { FAIL("was refused"); }));
        open.set_value();
    }

    CHECK(taken == static_cast<int>(queue));
    CHECK(done == taken + 1);
}

TEST_CASE("Many threads may ask the pool at the same time") {
    PasswordPool pool{{2, 1000, least_bcrypt_cost}};
    const std::string stored = hash_password("correct horse", least_bcrypt_cost);
    std::atomic<int> right = 0;
    std::vector<std::future<void>> askers;
    for (int asker = 0; asker < 4; ++asker) {
        askers.push_back(std::async(std::launch::async, [&] {
            for (int i = 0; i < 5; ++i) {
                right += verified(pool, "correct horse", stored).right ? 1 : 0;
            }
        }));
    }
    for (std::future<void>& asker : askers) {
        asker.get();
    }

    CHECK(right == 20);
}
