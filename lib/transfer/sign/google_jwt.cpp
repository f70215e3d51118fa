#include "transfer/sign/google_jwt.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "transfer/crypto.hpp"
#include "transfer/rsa_key.hpp"
#include "transfer/sign/percent_encoding.hpp"

namespace ecg::transfer {
namespace {

constexpr std::int64_t seconds_valid = 3600; // Google refuses more

std::string member(const JsonValue& account, std::string_view name, const std::string& subject) {
    const std::optional<std::string> text = account.text_at(name);
    if (!text || text->empty()) {
        throw Error{ErrorKind::data, subject + ": no \"" + std::string{name} +
                                         "\"; it must be the JSON key of a service account"};
    }
    return *text;
}

std::string header_of(const GoogleAccount& account) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("alg", "RS256")
        .member("typ", "JWT")
        .text_unless_empty("kid", account.key_id)
        .end_object();
    return json;
}

std::string claims_of(const GoogleAccount& account, std::string_view scope, UtcTime now) {
    const std::int64_t issued = now.milliseconds / 1000;
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("iss", account.email)
        .member("scope", scope)
        .member("aud", account.token_url)
        .member("iat", issued)
        .member("exp", issued + seconds_valid)
        .end_object();
    return json;
}

} // namespace

GoogleAccount parse_google_account(std::string_view json, const std::string& subject) {
    JsonReader reader;
    const JsonValue account = reader.parse(json, subject);
    return {member(account, "client_email", subject),
            account.text_at("private_key_id").value_or(""), member(account, "private_key", subject),
            member(account, "token_uri", subject)};
}

std::string google_jwt(const GoogleAccount& account, std::string_view scope, UtcTime now) {
    std::string jwt = base64url(header_of(account));
    jwt += '.' + base64url(claims_of(account, scope, now));
    const RsaKey key{account.private_key, "private key of " + account.email};
    return jwt + '.' + base64url(key.sign_sha256(jwt));
}

std::string google_token_request(std::string_view jwt) {
    return sorted_query({{"assertion", std::string{jwt}},
                         {"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}});
}

} // namespace ecg::transfer
