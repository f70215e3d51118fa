#include "serve/auth/revocations.hpp"

#include "serve/clock.hpp"

#include <algorithm>
#include <mutex>

namespace ecg::serve {

void MemoryRevocations::require_version(const std::string& user_id, std::int64_t version) {
    const std::unique_lock lock{mutex_};
    std::int64_t& required = versions_[user_id];
    required = std::max(required, version);
}

void MemoryRevocations::end_family(const std::string& family, Moment now) {
    const std::unique_lock lock{mutex_};
    // The clock of the server that signed the last one may be ahead.
    families_[family] = now + access_lifetime + 2 * clock_skew;
}

void MemoryRevocations::end_token(const std::string& id, Moment expires_at) {
    const std::unique_lock lock{mutex_};
    tokens_[id] = expires_at + clock_skew;
}

bool MemoryRevocations::is_revoked(const AccessClaims& claims) const {
    const std::shared_lock lock{mutex_};
    const auto version = versions_.find(claims.user_id);
    return (version != versions_.end() && claims.version < version->second) ||
           families_.contains(claims.family) || tokens_.contains(claims.id);
}

void MemoryRevocations::forget_expired(Moment now) {
    const std::unique_lock lock{mutex_};
    const auto is_over = [now](const auto& entry) { return entry.second < now; };
    std::erase_if(families_, is_over);
    std::erase_if(tokens_, is_over);
}

std::size_t MemoryRevocations::size() const {
    const std::shared_lock lock{mutex_};
    return families_.size() + tokens_.size();
}

} // namespace ecg::serve
