#include "serve/auth/login_guard.hpp"
#include "serve/auth/network.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <thread>
#include <vector>

using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

struct Guarded {
    Moment now = moment_of(1'800'000'000);
    LoginGuard guard;

    explicit Guarded(const LoginGuard::Settings& settings = {})
        : guard{[this] { return now; }, settings} {}

    bool admits(std::string_view account, std::string_view address) {
        return !guard.admit(account, address);
    }

    int admitted(int tries, const std::string& account, const std::string& address) {
        int count = 0;
        for (int i = 0; i < tries; ++i) {
            count += admits(account, address) ? 1 : 0;
        }
        return count;
    }
};

} // namespace

TEST_CASE("After ten wrong passwords the right one has to wait too") {
    Guarded login;

    CHECK(login.admitted(10, "anna", "192.0.2.7") == 10);

    const auto wait = login.guard.admit("anna", "192.0.2.7");
    REQUIRE(wait);
    CHECK(*wait == 30s);
    login.now = login.now + 29s;
    CHECK(login.guard.admit("anna", "192.0.2.7") == std::optional<std::chrono::microseconds>{1s});
    login.now = login.now + 1s;
    CHECK(login.admits("anna", "192.0.2.7"));
}

TEST_CASE("Ten wrong passwords are ten, also of who types slowly") {
    Guarded login;

    for (int i = 0; i < 10; ++i) {
        CHECK(login.admits("anna", "192.0.2.7"));
        login.now = login.now + 3s;
    }

    CHECK_FALSE(login.admits("anna", "192.0.2.7"));
}

TEST_CASE("Each further wrong password waits twice as long, up to a quarter of an hour") {
    Guarded login;
    login.admitted(10, "anna", "192.0.2.7");
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 8; ++i) {
        const auto wait = login.guard.admit("anna", "192.0.2.7");
        REQUIRE(wait);
        waits.push_back(wait->count() / 1'000'000);
        login.now = login.now + *wait;
        REQUIRE(login.admits("anna", "192.0.2.7"));
    }

    CHECK(waits[0] == 30);
    CHECK(waits[1] == 60);
    CHECK(waits[2] == 120);
    CHECK(waits.back() == 900);
    for (const std::int64_t wait : waits) {
        CHECK(wait <= 900);
    }
}

TEST_CASE("An account that does not exist is guarded like one that does") {
    Guarded real, unknown;
    for (int i = 0; i < 30; ++i) {
        const auto a = real.guard.admit("anna", "192.0.2.7");
        const auto b = unknown.guard.admit("no-such-user", "192.0.2.7");
        CHECK(a == b);
        real.now = unknown.now = real.now + 7s;
    }
}

TEST_CASE("A right password makes the wrong ones before it forgotten") {
    Guarded login;
    for (int round = 0; round < 5; ++round) {
        CHECK(login.admitted(9, "anna", "192.0.2.7") == 9);
        REQUIRE(login.admits("anna", "192.0.2.7"));
        login.guard.succeeded("anna", "192.0.2.7");
    }
}

TEST_CASE("Right passwords alone never lock, not even those of many from one address") {
    Guarded login;
    for (int i = 0; i < 500; ++i) {
        const std::string account = "user" + std::to_string(i % 7);
        REQUIRE(login.admits(account, "192.0.2.7"));
        login.guard.succeeded(account, "192.0.2.7");
    }
}

TEST_CASE("Who locks an account from afar does not lock out its owner") {
    Guarded login;

    login.admitted(60, "anna", "192.0.2.7");

    CHECK(login.admits("anna", "198.51.100.1"));
}

TEST_CASE("An address that tries many accounts is slowed down, others are not") {
    Guarded login;
    int admitted = 0;
    for (int i = 0; i < 1000; ++i) {
        admitted += login.admits("user" + std::to_string(i), "192.0.2.7") ? 1 : 0;
    }

    CHECK(admitted == 50);
    CHECK(login.admits("user1", "198.51.100.1"));
}

TEST_CASE("A success of one's own account does not free an address") {
    Guarded login;
    int wrong = 0;
    for (int i = 0; i < 200; ++i) {
        wrong += login.admits("victim" + std::to_string(i), "192.0.2.7") ? 1 : 0;
        if (login.admits("mallory", "192.0.2.7")) {
            login.guard.succeeded("mallory", "192.0.2.7");
        }
    }

    CHECK(wrong <= 50);
}

TEST_CASE("An account that is tried from everywhere is slowed down") {
    Guarded login;
    int admitted = 0;
    for (int i = 0; i < 1000; ++i) {
        admitted +=
            login.admits("anna", "10.0." + std::to_string(i / 250) + '.' + std::to_string(i % 250))
                ? 1
                : 0;
    }

    CHECK(admitted == 100);
}

TEST_CASE("Tries at the same moment count before any of them is answered") {
    Guarded login;
    std::atomic<int> admitted = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 50; ++k) {
                admitted += login.admits("anna", "192.0.2.7") ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(admitted == 10);
}

TEST_CASE("A try that a busy server turned away does not count") {
    Guarded login;
    for (int i = 0; i < 100; ++i) {
        REQUIRE(login.admits("anna", "192.0.2.7"));
        login.guard.withdraw("anna", "192.0.2.7");
    }
}

TEST_CASE("Wrong passwords are forgotten in time") {
    Guarded login;
    login.admitted(9, "anna", "192.0.2.7");
    login.now = login.now + 3h;

    CHECK(login.admitted(20, "anna", "192.0.2.7") == 10);
}

TEST_CASE("Names differ by more than their case and the blanks around them") {
    Guarded login;

    CHECK(login.admitted(5, "Anna", "192.0.2.7") + login.admitted(5, " anna ", "192.0.2.7") == 10);
    CHECK_FALSE(login.admits("ANNA", "192.0.2.7"));
}

TEST_CASE("A flood of names and addresses frees nobody who is locked") {
    LoginGuard::Settings small;
    small.entries = 256;
    Guarded login{small};
    login.admitted(10, "anna", "192.0.2.7");
    REQUIRE_FALSE(login.admits("anna", "192.0.2.7"));

    for (int i = 0; i < 20'000; ++i) {
        login.admits("user" + std::to_string(i), "10." + std::to_string(i >> 16) + '.' +
                                                     std::to_string(i >> 8 & 255) + '.' +
                                                     std::to_string(i & 255));
    }

    CHECK_FALSE(login.admits("anna", "192.0.2.7"));
}

TEST_CASE("An address is itself, and of IPv6 the network that one household has") {
    CHECK(network_of("192.0.2.7") == "192.0.2.7");
    CHECK(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(network_of("2001:DB8:1:2::ffff") == "2001:db8:1:2::/64");
    CHECK(network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1"));
    CHECK(network_of("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(network_of("fe80::1%eth0") == "fe80::/64");
    CHECK(network_of("somewhere") == "somewhere");
    CHECK(network_of("") == "");
}
