#include "serve/auth/access_tokens.hpp"
#include "serve/auth/refresh_tokens.hpp"
#include "serve/clock.hpp"
#include "support/catch.hpp"
#include "transfer/crypto.hpp"

#include <optional>
#include <set>
#include <thread>

using namespace ecg;
using namespace ecg::serve;
using namespace std::chrono_literals;
using transfer::base64url;

namespace {

constexpr Moment now = moment_of(1'800'000'000);

const std::string secret(32, 'k');

KeyRing one_key() {
    return {{{"0123abcd", now - 24h, secret}}};
}

const AccessClaims anna{
    "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", Role::patient, 3, "family", "", {}, {}};

std::optional<TokenFault> fault_of(const AccessTokens& tokens, std::string_view token,
                                   Moment at = now) {
    const auto verified = tokens.verify(token, at);
    const auto* fault = std::get_if<TokenFault>(&verified);
    return fault != nullptr ? std::optional{*fault} : std::nullopt;
}

/// A token of any header and payload, signed as it should be.
std::string signed_token(const std::string& header, const std::string& payload,
                         const std::string& key = secret) {
    const std::string text = base64url(header) + '.' + base64url(payload);
    return text + '.' + base64url(transfer::bytes_of(transfer::Hmac{key}.of(text)));
}

const std::string our_header = R"({"alg":"HS256","kid":"0123abcd","typ":"at+jwt"})";

std::string payload(const std::string& changed = "", const std::string& to = "") {
    std::string text =
        R"({"iss":"ecg-serve","aud":"ecg-api","sub":"u1","role":"patient","ver":0,"sid":"f",)"
        R"("jti":"t1","iat":1800000000,"exp":1800000900})";
    const std::size_t at = changed.empty() ? std::string::npos : text.find(changed);
    REQUIRE((changed.empty() || at != std::string::npos));
    return at == std::string::npos ? text : text.replace(at, changed.size(), to);
}

} // namespace

TEST_CASE("A token says what was put into it, for 15 minutes") {
    const AccessTokens tokens{one_key(), {}};

    const auto verified = tokens.verify(tokens.issue(anna, now), now + 1min);

    const auto* claims = std::get_if<AccessClaims>(&verified);
    REQUIRE(claims != nullptr);
    CHECK(claims->user_id == anna.user_id);
    CHECK(claims->role == Role::patient);
    CHECK(claims->version == 3);
    CHECK(claims->family == "family");
    CHECK(claims->id.size() == 16);
    CHECK(claims->issued_at == now);
    CHECK(claims->expires_at == now + 15min);
}

TEST_CASE("No two tokens have the same id") {
    const AccessTokens tokens{one_key(), {}};
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        seen.insert(std::get<AccessClaims>(tokens.verify(tokens.issue(anna, now), now)).id);
    }

    CHECK(seen.size() == 200);
}

TEST_CASE("A token of the form that is known to be ours is taken") {
    const AccessTokens tokens{one_key(), {}};

    CHECK_FALSE(fault_of(tokens, signed_token(our_header, payload())));
}

TEST_CASE("Another algorithm is refused, whatever key signed it") {
    const AccessTokens tokens{one_key(), {}};
    const std::string none = base64url(R"({"alg":"none","kid":"0123abcd","typ":"at+jwt"})");

    CHECK(fault_of(tokens, none + '.' + base64url(payload()) + '.') == TokenFault::unknown_key);
    for (const char* header :
         {R"({"alg":"none"})", R"({"alg":"nOnE","kid":"0123abcd","typ":"at+jwt"})",
          R"({"alg":"HS512","kid":"0123abcd","typ":"at+jwt"})",
          R"({"alg":"RS256","kid":"0123abcd","typ":"at+jwt"})", R"({"alg":"HS256","typ":"at+jwt"})",
          R"({"alg":"HS256","kid":"ffffffff","typ":"at+jwt"})",
          R"({"alg":"HS256","kid":"0123abcd","typ":"JWT"})",
          R"({"alg":"HS256","kid":"0123abcd","typ":"at+jwt","crit":["exp"]})",
          R"({"alg":"HS256","kid":"0123abcd","typ":"at+jwt","jwk":{"kty":"oct","k":"AA"}})",
          R"({"alg":"HS256","kid":"../../../../dev/null","typ":"at+jwt"})",
          R"({"alg": "HS256","kid":"0123abcd","typ":"at+jwt"})", ""}) {
        CHECK(fault_of(tokens, signed_token(header, payload())) == TokenFault::unknown_key);
    }
}

TEST_CASE("A token that was signed with another key is refused") {
    const AccessTokens tokens{one_key(), {}};

    for (const std::string& key : {std::string(32, 'x'), std::string{}, secret.substr(1)}) {
        CHECK(fault_of(tokens, signed_token(our_header, payload(), key)) ==
              TokenFault::bad_signature);
    }
}

TEST_CASE("A payload that was changed under its old signature is refused") {
    const AccessTokens tokens{one_key(), {}};
    const std::string token = signed_token(our_header, payload());
    const std::string other = signed_token(our_header, payload("\"u1\"", "\"u2\""));

    const std::string forged = other.substr(0, other.rfind('.')) + token.substr(token.rfind('.'));

    CHECK(fault_of(tokens, forged) == TokenFault::bad_signature);
}

TEST_CASE("No letter of a token can be changed, left out or added") {
    const AccessTokens tokens{one_key(), {}};
    const std::string token = tokens.issue(anna, now);
    REQUIRE_FALSE(fault_of(tokens, token));

    for (std::size_t i = 0; i < token.size(); ++i) {
        for (const char c : {'A', '.', '=', '+', '/', '_', ' ', '\0'}) {
            std::string changed = token;
            changed[i] = c;
            CHECK((c == token[i] || fault_of(tokens, changed)));
            CHECK(fault_of(tokens, std::string{token}.insert(i, 1, c)));
        }
        CHECK(fault_of(tokens, std::string{token}.erase(i, 1)));
        CHECK(fault_of(tokens, token.substr(0, i)));
    }
    for (const char* more : {"=", "==", "\n", " ", ".", ".e30", "A", "%"}) {
        CHECK(fault_of(tokens, token + more));
    }
}

TEST_CASE("A signature of other letters that stand for the same bits is refused") {
    const AccessTokens tokens{one_key(), {}};
    std::string token = signed_token(our_header, payload());
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    // The last of 43 letters has two bits to spare.
    token.back() = letters[letters.find(token.back()) ^ 1U];

    CHECK(fault_of(tokens, token) == TokenFault::bad_signature);
}

TEST_CASE("What has not three parts is no token") {
    const AccessTokens tokens{one_key(), {}};
    const std::string token = signed_token(our_header, payload());

    for (const std::string& text :
         {std::string{}, std::string{"."}, std::string{".."}, std::string{"..."},
          token.substr(0, token.rfind('.')), token + '.' + token, std::string(64 << 10, 'A')}) {
        CHECK(fault_of(tokens, text));
    }
    CHECK(fault_of(tokens, token + std::string(64 << 10, 'A')) == TokenFault::malformed);
}

TEST_CASE("A token is refused from 60 seconds behind its end on") {
    const AccessTokens tokens{one_key(), {}};
    const std::string token = tokens.issue(anna, now);

    CHECK_FALSE(fault_of(tokens, token, now + 15min));
    CHECK_FALSE(fault_of(tokens, token, now + 15min + 59s));
    CHECK(fault_of(tokens, token, now + 15min + 60s) == TokenFault::expired);
    CHECK(fault_of(tokens, token, now + 24h) == TokenFault::expired);
}

TEST_CASE("A token of the future is refused, but for 60 seconds") {
    const AccessTokens tokens{one_key(), {}};
    const std::string token = tokens.issue(anna, now);

    CHECK_FALSE(fault_of(tokens, token, now - 60s));
    CHECK(fault_of(tokens, token, now - 61s) == TokenFault::not_yet_valid);
    CHECK(fault_of(tokens, signed_token(our_header, payload("}", R"(,"nbf":1800000061})"))) ==
          TokenFault::not_yet_valid);
    CHECK_FALSE(fault_of(tokens, signed_token(our_header, payload("}", R"(,"nbf":1800000060})"))));
}

TEST_CASE("A token of another issuer or for another audience is refused") {
    const AccessTokens tokens{one_key(), {}};
    const AccessTokens others{one_key(), {"somebody", "ecg-api"}};
    const AccessTokens elsewhere{one_key(), {"ecg-serve", "billing"}};

    CHECK(fault_of(tokens, others.issue(anna, now)) == TokenFault::wrong_issuer);
    CHECK(fault_of(tokens, elsewhere.issue(anna, now)) == TokenFault::wrong_audience);
}

TEST_CASE("Each claim has to be there, and of its type, though the signature be ours") {
    const AccessTokens tokens{one_key(), {}};
    const std::vector<std::pair<std::string, std::string>> changes{
        {R"("sub":"u1",)", ""},
        {R"("sub":"u1")", R"("sub":7)"},
        {R"("sub":"u1")", R"("sub":"")"},
        {R"("role":"patient",)", ""},
        {R"("role":"patient")", R"("role":"root")"},
        {R"("ver":0,)", ""},
        {R"("ver":0)", R"("ver":"0")"},
        {R"("sid":"f",)", ""},
        {R"("jti":"t1",)", ""},
        {R"("jti":"t1")", R"("jti":null)"},
        {R"("iat":1800000000,)", ""},
        {R"("iat":1800000000)", R"("iat":-1)"},
        {R"(,"exp":1800000900)", ""},
        {R"("exp":1800000900)", R"("exp":"1800000900")"},
        {R"("exp":1800000900)", R"("exp":1800000900.5)"},
        {R"("exp":1800000900)", R"("exp":9223372036854775807)"},
        {R"("exp":1800000900)", R"("exp":1e300)"},
        {R"("exp":1800000900)", R"("exp":1800000900,"nbf":"now")"},
    };
    for (const auto& [from, to] : changes) {
        INFO(from << " -> " << to);
        CHECK(fault_of(tokens, signed_token(our_header, payload(from, to))) ==
              TokenFault::bad_claims);
    }
    CHECK(fault_of(tokens, signed_token(our_header, payload(R"("iss":"ecg-serve",)", ""))) ==
          TokenFault::wrong_issuer);
    CHECK(fault_of(tokens, signed_token(our_header,
                                        payload(R"("aud":"ecg-api")", R"("aud":["ecg-api"])"))) ==
          TokenFault::wrong_audience);
    for (const char* text : {"", "{", "[]", "null", "7", "\"text\"", "{}}", "\xff"}) {
        CHECK(fault_of(tokens, signed_token(our_header, text)) == TokenFault::bad_claims);
    }
}

TEST_CASE("A refresh token is no access token") {
    const AccessTokens tokens{one_key(), {}};

    CHECK(fault_of(tokens, begin_refresh("u1", Role::patient, now).token) == TokenFault::malformed);
}

TEST_CASE("The newest key signs, and an older one verifies until its tokens have ended") {
    AccessTokens tokens{one_key(), {}};
    const std::string before = tokens.issue(anna, now);
    KeyRing both = one_key();
    both.keys.insert(both.keys.begin(), {"fedc9876", now + 1min, std::string(32, 'n')});

    tokens.use(both);
    const std::string after = tokens.issue(anna, now + 2min);

    CHECK_FALSE(fault_of(tokens, before, now + 10min));
    CHECK_FALSE(fault_of(tokens, after, now + 10min));
    CHECK(after.substr(0, after.find('.')) != before.substr(0, before.find('.')));
    const AccessTokens old_alone{one_key(), {}};
    CHECK(fault_of(old_alone, after, now + 2min) == TokenFault::unknown_key);
    // Who stole the old key signs nothing that is taken later on.
    const std::string late = signed_token(
        our_header, payload("1800000000,\"exp\":1800000900", "1800002000,\"exp\":1800002900"));
    CHECK(fault_of(tokens, late, moment_of(1'800'002'000)) == TokenFault::unknown_key);
}

TEST_CASE("Tokens are verified in many threads while keys change") {
    AccessTokens tokens{one_key(), {}};
    const std::string token = tokens.issue(anna, now);
    std::vector<int> refused(3);
    std::vector<std::thread> threads;
    for (int& count : refused) {
        threads.emplace_back([&] {
            for (int i = 0; i < 300; ++i) {
                count += fault_of(tokens, token) ? 1 : 0;
            }
        });
    }
    for (int i = 0; i < 100; ++i) {
        tokens.use(one_key());
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(refused == std::vector<int>(3));
}
