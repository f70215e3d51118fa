// What an answer of the backend means for what was sent.
#pragma once

#include "sync/target.hpp"
#include "transfer/http_client.hpp"

#include <functional>
#include <string>

namespace ecg {
class JsonValue;
}

namespace ecg::sync {

/// What must stand in an answer before anything counts as stored.
struct Expected {
    int status = 200;
    std::string key; ///< its Idempotency-Key, "" = none was sent
    /// Looks at an answer of success; what is missing in it, "" = nothing.
    std::function<std::string(const JsonValue&)> look;
};

/// Stored only for a whole answer of that status in JSON, that says success and names the key: a
/// portal, a proxy or half an answer never is.
Delivered meaning_of(const transfer::HttpOutcome& outcome, const Expected& expected);

} // namespace ecg::sync
