#include "serve/auth/access_tokens.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "serve/clock.hpp"
#include "serve/store/role.hpp"
#include "transfer/crypto.hpp"

#include <array>
#include <mutex>
#include <optional>

namespace ecg::serve {
namespace {

constexpr std::size_t longest_token = 2048;
constexpr std::int64_t latest_second = 253'402'300'799; // of the year 9999

std::string header_of(const std::string& key_id) {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("alg", "HS256")
        .member("kid", key_id)
        .member("typ", "at+jwt")
        .end_object();
    return transfer::base64url(json);
}

/// A token cut at its dots.
struct Parts {
    std::string_view header, payload, signature;
    std::string_view is_signed; ///< header and payload with the dot between them
};

std::optional<Parts> cut(std::string_view token) {
    const std::size_t first = token.find('.');
    const std::size_t second = first == token.npos ? first : token.find('.', first + 1);
    if (token.size() > longest_token || second == token.npos ||
        token.find('.', second + 1) != token.npos) {
        return std::nullopt;
    }
    return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
                 token.substr(second + 1), token.substr(0, second)};
}

std::optional<Moment> time_at(const JsonValue& claims, std::string_view name) {
    const std::optional<std::int64_t> seconds = claims.integer_at(name);
    return seconds && *seconds >= 0 && *seconds <= latest_second
               ? std::optional{moment_of(*seconds)}
               : std::nullopt;
}

std::optional<AccessClaims> read_claims(const JsonValue& json) {
    AccessClaims claims;
    const std::optional<std::string> role = json.text_at("role");
    const std::optional<Role> known_role = role ? role_named(*role) : std::nullopt;
    const std::optional<std::int64_t> version = json.integer_at("ver");
    const std::optional<Moment> issued = time_at(json, "iat"), expires = time_at(json, "exp");
    std::optional<std::string> user = json.text_at("sub"), family = json.text_at("sid"),
                               id = json.text_at("jti");
    if (!known_role || !version || !issued || !expires || !user || !family || !id ||
        user->empty() || id->empty()) {
        return std::nullopt;
    }
    return AccessClaims{*std::move(user), *known_role, *version, *std::move(family),
                        *std::move(id),   *issued,     *expires};
}

/// Of a payload whose signature is ours.
std::variant<AccessClaims, TokenFault> judge(const JsonValue& json,
                                             const AccessTokens::Names& names, Moment now) {
    std::optional<AccessClaims> claims = read_claims(json);
    if (!claims) {
        return TokenFault::bad_claims;
    }
    if (json.text_at("iss") != names.issuer) {
        return TokenFault::wrong_issuer;
    }
    if (json.text_at("aud") != names.audience) {
        return TokenFault::wrong_audience;
    }
    if (now >= claims->expires_at + clock_skew) {
        return TokenFault::expired;
    }
    const bool has_start = json.find("nbf").has_value();
    const std::optional<Moment> start = time_at(json, "nbf");
    if (has_start && !start) {
        return TokenFault::bad_claims;
    }
    if (claims->issued_at > now + clock_skew || (start && *start > now + clock_skew)) {
        return TokenFault::not_yet_valid;
    }
    return *std::move(claims);
}

constexpr std::array<std::string_view, 10> fault_names{
    "missing",      "malformed",      "unknown_key", "bad_signature", "bad_claims",
    "wrong_issuer", "wrong_audience", "expired",     "not_yet_valid", "revoked"};

} // namespace

std::string_view name_of(TokenFault fault) {
    return fault_names[static_cast<std::size_t>(fault)];
}

struct AccessTokens::Signer {
    std::string header; ///< in base64url: what a token of this key begins with, byte for byte
    transfer::Hmac hmac;
    std::optional<Moment> last_use; ///< nothing that it signed is valid any more
};

AccessTokens::AccessTokens(const KeyRing& ring, Names names) : names_{std::move(names)} {
    use(ring);
}

AccessTokens::~AccessTokens() = default;

void AccessTokens::use(const KeyRing& ring) {
    auto signers = std::make_shared<Signers>();
    std::optional<Moment> succeeded;
    for (const Key& key : ring.keys) {
        std::optional<Moment> last_use;
        if (succeeded) {
            last_use = *succeeded + access_lifetime + clock_skew;
        }
        signers->push_back({header_of(key.id), transfer::Hmac{key.secret}, last_use});
        succeeded = key.made;
    }
    const std::unique_lock lock{mutex_};
    signers_ = std::move(signers);
}

std::shared_ptr<const AccessTokens::Signers> AccessTokens::signers() const {
    const std::shared_lock lock{mutex_};
    return signers_;
}

std::string AccessTokens::issue(const AccessClaims& claims, Moment now) const {
    std::string json;
    JsonWriter{json}
        .begin_object()
        .member("iss", names_.issuer)
        .member("aud", names_.audience)
        .member("sub", claims.user_id)
        .member("role", std::string{name_of(claims.role)})
        .member("ver", claims.version)
        .member("sid", claims.family)
        .member("jti", transfer::base64url(transfer::random_bytes(12)))
        .member("iat", seconds_of(now))
        .member("exp", seconds_of(now + access_lifetime))
        .end_object();
    const std::shared_ptr<const Signers> keys = signers();
    const Signer& signer = keys->front();
    std::string token = signer.header + '.' + transfer::base64url(json);
    token += '.' + transfer::base64url(transfer::bytes_of(signer.hmac.of(token)));
    return token;
}

std::variant<AccessClaims, TokenFault> AccessTokens::verify(std::string_view token,
                                                            Moment now) const {
    const std::optional<Parts> parts = cut(token);
    if (!parts) {
        return TokenFault::malformed;
    }
    const std::shared_ptr<const Signers> keys = signers();
    const Signer* signer = nullptr;
    for (const Signer& one : *keys) {
        signer = one.header == parts->header ? &one : signer;
    }
    if (signer == nullptr || (signer->last_use && now > *signer->last_use)) {
        return TokenFault::unknown_key;
    }
    // Compared as text: each signature has one only, so nothing but our own letters will do.
    const transfer::Digest seal = signer->hmac.of(parts->is_signed);
    if (!transfer::equal_in_constant_time(transfer::base64url(transfer::bytes_of(seal)),
                                          parts->signature)) {
        return TokenFault::bad_signature;
    }
    const std::optional<std::string> payload = transfer::from_base64url(parts->payload);
    if (!payload) {
        return TokenFault::malformed;
    }
    thread_local JsonReader reader;
    try {
        return judge(reader.parse(*payload, "token"), names_, now);
    } catch (
        const Error&) { // signed with our key and yet no JSON: a request, not the server, fails
        return TokenFault::bad_claims;
    }
}

} // namespace ecg::serve
