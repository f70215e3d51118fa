#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "support/catch.hpp"
#include "support/published_rsa_key.hpp"
#include "transfer/crypto.hpp"
#include "transfer/rsa_key.hpp"
#include "transfer/sign/google_jwt.hpp"

using namespace ecg;
using namespace ecg::transfer;

namespace {

const GoogleAccount account{.email = "uploads@clinic.example",
                            .key_id = "k1",
                            .private_key = std::string{test::published_rsa_key},
                            .token_url = "https://oauth2.googleapis.com/token"};

} // namespace

TEST_CASE("A token is asked for with what Google documents, signed by the account's key") {
    const std::string jwt =
        google_jwt(account, "https://www.googleapis.com/auth/devstorage.read_write",
                   *parse_utc("2025-01-08T12:00:00.900Z"));

    const std::size_t first = jwt.find('.');
    const std::size_t second = jwt.rfind('.');
    CHECK(from_base64url(jwt.substr(0, first)) == R"({"alg":"RS256","typ":"JWT","kid":"k1"})");
    CHECK(from_base64url(jwt.substr(first + 1, second - first - 1)) ==
          R"({"iss":"uploads@clinic.example",)"
          R"("scope":"https://www.googleapis.com/auth/devstorage.read_write",)"
          R"("aud":"https://oauth2.googleapis.com/token","iat":1736337600,"exp":1736341200})");
    CHECK(from_base64url(jwt.substr(second + 1)) ==
          RsaKey{test::published_rsa_key, ""}.sign_sha256(jwt.substr(0, second)));
}

TEST_CASE("The request for a token is a form") {
    CHECK(google_token_request("a.b-c_d.e") ==
          "assertion=a.b-c_d.e&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
}

TEST_CASE("A service account's key file says whose key it is") {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("type", "service_account")
        .member("private_key_id", "k1")
        .member("private_key", account.private_key)
        .member("client_email", account.email)
        .member("token_uri", account.token_url)
        .end_object();

    const GoogleAccount read = parse_google_account(json, "key.json");

    CHECK(read.email == account.email);
    CHECK(read.key_id == "k1");
    CHECK(read.private_key == account.private_key);
    CHECK(read.token_url == account.token_url);
}

TEST_CASE("What is no key file of a service account is refused by the member that is missing") {
    CHECK_THROWS_WITH(parse_google_account(R"({"client_email":"a"})", "key.json"),
                      "key.json: no \"private_key\"; it must be the JSON key of a service account");
    CHECK_THROWS_AS(parse_google_account("private", "key.json"), Error);
    GoogleAccount wrong = account;
    wrong.private_key = "secret";
    CHECK_THROWS_WITH(
        google_jwt(wrong, "s", {}),
        "private key of uploads@clinic.example: no RSA key in PEM without a passphrase");
}
