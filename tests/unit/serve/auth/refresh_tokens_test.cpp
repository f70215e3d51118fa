#include "serve/auth/refresh_tokens.hpp"
#include "serve/clock.hpp"
#include "support/catch.hpp"
#include "transfer/crypto.hpp"

#include <set>

using namespace ecg;
using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

constexpr Moment now = moment_of(1'800'000'000);

} // namespace

TEST_CASE("A refresh token has 256 random bits, and the store gets its digest alone") {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const NewRefresh fresh = begin_refresh("u1", Role::patient, now);
        CHECK(fresh.record.digest ==
              transfer::hex(transfer::bytes_of(transfer::sha256(fresh.token))));
        CHECK(fresh.record.digest.find(fresh.token) == std::string::npos);
        const auto bytes = transfer::from_base64url(fresh.token.substr(5));
        REQUIRE(bytes);
        seen.insert(bytes->substr(bytes->size() - 32));
        seen.insert(fresh.record.family);
    }

    CHECK(seen.size() == 400);
}

TEST_CASE("A refresh token tells its digest, its role and when its login was") {
    for (const Role role : {Role::patient, Role::device, Role::clinician, Role::admin}) {
        const NewRefresh fresh = begin_refresh("u1", role, now + 5us);

        const auto claims = read_refresh(fresh.token);

        REQUIRE(claims);
        CHECK(claims->role == role);
        CHECK(claims->login == now);
        CHECK(claims->digest == fresh.record.digest);
        CHECK(fresh.record.user_id == "u1");
    }
}

TEST_CASE("A refresh token ends unused after its idle time, which is as its role") {
    const auto idle = [](Role role) {
        return begin_refresh("u1", role, now).record.expires_at - now;
    };

    CHECK(idle(Role::clinician) == 30min);
    CHECK(idle(Role::admin) == 30min);
    CHECK(idle(Role::patient) == 14 * 24h);
    CHECK(idle(Role::device) == 90 * 24h);
}

TEST_CASE("However often it is refreshed, a login ends") {
    const NewRefresh first = begin_refresh("u1", Role::clinician, now);
    std::string token = first.token;
    Moment at = now;
    Moment last_end = first.record.expires_at;
    int rounds = 0;
    for (;; ++rounds) {
        at = at + 10min;
        const auto claims = read_refresh(token);
        REQUIRE(claims);
        const auto next = next_refresh(*claims, at);
        if (!next) {
            break;
        }
        CHECK(next->record.expires_at <= now + 12h);
        CHECK(next->record.digest != claims->digest);
        token = next->token;
        last_end = next->record.expires_at;
    }

    CHECK(rounds == 71);
    CHECK(last_end == now + 12h);
}

TEST_CASE("A changed refresh token is another, which the store does not know") {
    const NewRefresh fresh = begin_refresh("u1", Role::clinician, now);
    for (std::size_t i = 5; i < fresh.token.size(); ++i) {
        std::string changed = fresh.token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        const auto claims = read_refresh(changed);
        CHECK((!claims || claims->digest != fresh.record.digest));
    }
}

TEST_CASE("What is no refresh token of ours is told apart") {
    const std::string token = begin_refresh("u1", Role::patient, now).token;

    for (const std::string& text :
         {std::string{}, std::string{"ecgr_"}, token.substr(5), token + 'A', token + '=',
          token.substr(0, 20), std::string{"eyJhbGciOiJIUzI1NiJ9.e30.AAAA"},
          "ecgr_" + transfer::base64url(std::string(38, '\x09'))}) {
        CHECK_FALSE(read_refresh(text));
    }
}
