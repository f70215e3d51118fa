// Tokens that were ended before their time. A shared one, for several servers, fits behind this.
#pragma once

#include "serve/auth/access_tokens.hpp"
#include "serve/store/records.hpp"

#include <cstdint>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace ecg::serve {

/// Safe to be called from any number of threads. None of these blocks on a disk or a network.
class Revocations {
public:
    Revocations() = default;
    virtual ~Revocations() = default;
    Revocations(const Revocations&) = delete;
    Revocations& operator=(const Revocations&) = delete;

    /// Access tokens of an older version than this are void. A version never goes down.
    virtual void require_version(const std::string& user_id, std::int64_t version) = 0;
    /// Ends the tokens of one login: all whose family that is. Kept until the last of them would
    /// have ended by itself.
    virtual void end_family(const std::string& family, Moment now) = 0;
    /// Ends a single token.
    virtual void end_token(const std::string& id, Moment expires_at) = 0;

    [[nodiscard]] virtual bool is_revoked(const AccessClaims& claims) const = 0;
};

/// In the memory of one server. At its start, and when another program may have changed accounts,
/// it is told the versions and the families that the store knows.
class MemoryRevocations final : public Revocations {
public:
    void require_version(const std::string& user_id, std::int64_t version) override;
    void end_family(const std::string& family, Moment now) override;
    void end_token(const std::string& id, Moment expires_at) override;
    [[nodiscard]] bool is_revoked(const AccessClaims& claims) const override;

    /// Forgets what has ended by itself meanwhile: to be called now and then.
    void forget_expired(Moment now);
    [[nodiscard]] std::size_t size() const; ///< families and tokens that are kept

private:
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, std::int64_t> versions_;
    std::unordered_map<std::string, Moment> families_, tokens_; ///< kept until then
};

} // namespace ecg::serve
