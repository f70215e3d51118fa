#include "serve/auth/api_keys.hpp"
#include "serve/auth/authenticate.hpp"
#include "serve/clock.hpp"
#include "support/catch.hpp"

#include <optional>

using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

constexpr Moment now = moment_of(1'800'000'000);

const AccessTokens& tokens() {
    static const AccessTokens made{KeyRing{{{"0123abcd", now - 24h, std::string(32, 'k')}}}, {}};
    return made;
}

const ApiKeys no_keys;

const AccessClaims anna{"u1", Role::device, 3, "family", "", {}, {}};

std::optional<TokenFault> fault_of(const Headers& headers, const Revocations& revocations) {
    Request request;
    request.headers = headers;
    const auto found = authenticate(request, {tokens(), revocations, no_keys}, now);
    const auto* fault = std::get_if<TokenFault>(&found);
    return fault != nullptr ? std::optional{*fault} : std::nullopt;
}

AccessClaims claims_of(const std::string& token) {
    return std::get<AccessClaims>(tokens().verify(token, now));
}

} // namespace

TEST_CASE("The bearer of a good token is who it says") {
    const MemoryRevocations none;
    Request request;
    request.headers = {{"authorization", "bearer " + tokens().issue(anna, now)}};

    const auto found = authenticate(request, {tokens(), none, no_keys}, now);

    REQUIRE(std::holds_alternative<Caller>(found));
    const Caller& caller = std::get<Caller>(found);
    CHECK(caller.actor.user_id == "u1");
    CHECK(caller.actor.role == Role::device);
    CHECK(caller.family == "family");
}

TEST_CASE(
    "The bearer of a key is the account that it stands for; beside a token it counts nothing") {
    const MemoryRevocations none;
    const NewApiKey key = new_api_key();
    ApiKeys keys;
    keys.use({{key.digest, "ward", Role::clinician, "label", now}});
    Request request;
    request.headers = {{"x-api-key", key.key}};

    const auto found = authenticate(request, {tokens(), none, keys}, now);
    request.headers.push_back({"Authorization", "Bearer x"});
    const auto beside = authenticate(request, {tokens(), none, keys}, now);

    REQUIRE(std::holds_alternative<Caller>(found));
    CHECK(std::get<Caller>(found).actor.user_id == "ward");
    CHECK(std::get<Caller>(found).actor.role == Role::clinician);
    CHECK(std::holds_alternative<TokenFault>(beside));
    keys.use({});
    CHECK(std::holds_alternative<TokenFault>(authenticate(request, {tokens(), none, keys}, now)));
}

TEST_CASE("Without a bearer's token nobody is known") {
    const MemoryRevocations none;
    const std::string token = tokens().issue(anna, now);

    CHECK(fault_of({}, none) == TokenFault::missing);
    CHECK(fault_of({{"X-API-Key", token}}, none) == TokenFault::malformed);
    for (const std::string& value :
         {std::string{"Basic dTpw"}, token, std::string{"Bearer"}, "Bearer" + token, std::string{},
          std::string{"Bearer "}, "Bearer  " + token, "Bearer " + token + ' ',
          "Bearer " + token + ", Bearer " + token}) {
        INFO(value);
        CHECK(fault_of({{"Authorization", value}}, none));
    }
    CHECK(fault_of({{"Authorization", "Bearer " + token}, {"authorization", "Bearer " + token}},
                   none) == TokenFault::malformed);
}

TEST_CASE("After logout the tokens of that login are void, and no others") {
    MemoryRevocations revocations;
    AccessClaims elsewhere = anna;
    elsewhere.family = "other";
    const Headers here{{"Authorization", "Bearer " + tokens().issue(anna, now)}};
    const Headers there{{"Authorization", "Bearer " + tokens().issue(elsewhere, now)}};

    revocations.end_family("family", now);

    CHECK(fault_of(here, revocations) == TokenFault::revoked);
    CHECK_FALSE(fault_of(there, revocations));
}

TEST_CASE("After a change of password all older tokens of that account are void") {
    MemoryRevocations revocations;
    const Headers old{{"Authorization", "Bearer " + tokens().issue(anna, now)}};
    AccessClaims newer = anna;
    newer.version = 4;

    revocations.require_version("u1", 4);
    revocations.require_version("u2", 9);

    CHECK(fault_of(old, revocations) == TokenFault::revoked);
    CHECK_FALSE(fault_of({{"Authorization", "Bearer " + tokens().issue(newer, now)}}, revocations));
    revocations.require_version("u1", 1); // told late by the store
    CHECK(fault_of(old, revocations) == TokenFault::revoked);
}

TEST_CASE("A single token is ended until its time is up") {
    MemoryRevocations revocations;
    const AccessClaims one = claims_of(tokens().issue(anna, now));
    const AccessClaims other = claims_of(tokens().issue(anna, now));

    revocations.end_token(one.id, one.expires_at);

    CHECK(revocations.is_revoked(one));
    CHECK_FALSE(revocations.is_revoked(other));
}

TEST_CASE("Revocations are kept as long as a token could live, and then forgotten") {
    MemoryRevocations revocations;
    const std::string token = tokens().issue(anna, now);
    revocations.end_family("family", now);
    for (auto later = 0min; later <= 16min; later += 1min) {
        revocations.forget_expired(now + later);
        const bool lives =
            std::holds_alternative<AccessClaims>(tokens().verify(token, now + later));
        CHECK((!lives || revocations.is_revoked(claims_of(token))));
    }

    revocations.forget_expired(now + 1h);

    CHECK(revocations.size() == 0);
}

TEST_CASE("A challenge tells of expiry, for the client then refreshes, and of nothing else") {
    CHECK(challenge(TokenFault::missing) == "Bearer realm=\"ecg\"");
    CHECK(challenge(TokenFault::expired).find("expired") != std::string::npos);
    CHECK(challenge(TokenFault::bad_signature) == challenge(TokenFault::unknown_key));
    CHECK(challenge(TokenFault::revoked) == challenge(TokenFault::wrong_audience));
}
