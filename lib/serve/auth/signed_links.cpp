#include "serve/auth/signed_links.hpp"

#include "common/text.hpp"
#include "serve/clock.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

namespace ecg::serve {
namespace {

constexpr std::size_t longest_query = 256;
constexpr std::array<std::string_view, 4> member_names{"expires=", "kid=", "link=", "signature="};

/// The values of a query of just our form.
using Members = std::array<std::string_view, 4>;

std::optional<Members> read_members(std::string_view query) {
    const std::vector<std::string_view> parts = split(query, '&');
    if (query.size() > longest_query || parts.size() != member_names.size()) {
        return std::nullopt;
    }
    Members members;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].starts_with(member_names[i])) {
            return std::nullopt;
        }
        members[i] = parts[i].substr(member_names[i].size());
    }
    return members;
}

/// All but the signature.
std::string unsigned_query(std::string_view expires, std::string_view key, std::string_view link) {
    std::string query;
    query.append(member_names[0]).append(expires).append("&").append(member_names[1]).append(key);
    return query.append("&").append(member_names[2]).append(link);
}

std::string signature_of(const transfer::Hmac& hmac, std::string_view path,
                         std::string_view query) {
    std::string text{path};
    text.append("?").append(query);
    return transfer::base64url(transfer::bytes_of(hmac.of(text)));
}

constexpr std::array<std::string_view, 4> fault_names{"malformed", "unknown_key", "bad_signature",
                                                      "expired"};

} // namespace

std::string_view name_of(LinkFault fault) {
    return fault_names[static_cast<std::size_t>(fault)];
}

struct LinkSigner::Signer {
    std::string id;
    transfer::Hmac hmac;
};

LinkSigner::LinkSigner(const KeyRing& ring) {
    use(ring);
}

LinkSigner::~LinkSigner() = default;

void LinkSigner::use(const KeyRing& ring) {
    auto signers = std::make_shared<Signers>();
    for (const Key& key : ring.keys) {
        signers->push_back({key.id, transfer::Hmac{key.secret}});
    }
    const std::unique_lock lock{mutex_};
    signers_ = std::move(signers);
}

std::shared_ptr<const LinkSigner::Signers> LinkSigner::signers() const {
    const std::shared_lock lock{mutex_};
    return signers_;
}

SignedLink LinkSigner::sign(std::string_view path, Moment expires_at) const {
    const std::shared_ptr<const Signers> keys = signers();
    const Signer& signer = keys->front();
    SignedLink link{transfer::base64url(transfer::random_bytes(9)), ""};
    link.query = unsigned_query(std::to_string(seconds_of(expires_at)), signer.id, link.id);
    const std::string signature = signature_of(signer.hmac, path, link.query);
    link.query.append("&").append(member_names[3]).append(signature);
    return link;
}

std::variant<std::string, LinkFault> LinkSigner::check(std::string_view path,
                                                       std::string_view query, Moment now) const {
    const std::optional<Members> members = read_members(query);
    if (!members) {
        return LinkFault::malformed;
    }
    const auto& [expires, key, link, signature] = *members;
    const std::shared_ptr<const Signers> keys = signers();
    const auto signer = std::find_if(keys->begin(), keys->end(),
                                     [&id = key](const Signer& one) { return one.id == id; });
    if (signer == keys->end()) {
        return LinkFault::unknown_key;
    }
    const std::string ours = signature_of(signer->hmac, path, unsigned_query(expires, key, link));
    if (!transfer::equal_in_constant_time(ours, signature)) {
        return LinkFault::bad_signature;
    }
    const std::optional<std::int64_t> end = parse_integer(expires);
    if (!end || seconds_of(now) >= *end) {
        return LinkFault::expired;
    }
    return std::string{link};
}

} // namespace ecg::serve
