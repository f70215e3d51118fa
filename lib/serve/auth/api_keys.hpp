// Keys of programs that act as a user: X-API-Key.
#pragma once

#include "serve/store/records.hpp"

#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ecg::serve {

/// A key and its digest. The key is shown once, and kept nowhere.
struct NewApiKey {
    std::string key; ///< "ecgk_" and 43 letters
    std::string digest;
};

NewApiKey new_api_key();

/// The keys that are good, in memory. Safe to be used from any number of threads.
class ApiKeys {
public:
    /// Takes the place of all that were known.
    void use(const std::vector<ApiKeyRecord>& keys);

    /// Whom it stands for; absent for an unknown one.
    [[nodiscard]] std::optional<Actor> actor_of(std::string_view key) const;

private:
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Actor> by_digest_;
};

} // namespace ecg::serve
