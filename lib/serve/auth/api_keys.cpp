#include "serve/auth/api_keys.hpp"

#include "transfer/crypto.hpp"

#include <mutex>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::string_view prefix = "ecgk_"; // so that a key is known as one wherever it turns up
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t longest_key = 128;

std::string digest_of(std::string_view key) {
    return transfer::hex(transfer::bytes_of(transfer::sha256(key)));
}

} // namespace

NewApiKey new_api_key() {
    std::string key{prefix};
    key.append(transfer::base64url(transfer::random_bytes(secret_bytes)));
    std::string digest = digest_of(key);
    return {std::move(key), std::move(digest)};
}

void ApiKeys::use(const std::vector<ApiKeyRecord>& keys) {
    std::unordered_map<std::string, Actor> fresh;
    for (const ApiKeyRecord& key : keys) {
        fresh.emplace(key.digest, Actor{key.user_id, key.role});
    }
    const std::unique_lock lock{mutex_};
    by_digest_ = std::move(fresh);
}

std::optional<Actor> ApiKeys::actor_of(std::string_view key) const {
    if (!key.starts_with(prefix) || key.size() > longest_key) {
        return std::nullopt;
    }
    const std::string digest = digest_of(key);
    const std::shared_lock lock{mutex_};
    const auto found = by_digest_.find(digest);
    return found != by_digest_.end() ? std::optional{found->second} : std::nullopt;
}

} // namespace ecg::serve
