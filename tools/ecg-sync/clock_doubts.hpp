// Whether the clock of this machine can be right, by what servers say and by the age of the
// program.
#pragma once

#include "common/time.hpp"
#include "transfer/http_client.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace ecg {

/// What the servers' clocks show, while a command talks to them. Any thread may call.
class ServerClocks {
public:
    /// To be told of each answer of a target.
    std::function<void(const transfer::HttpOutcome&)> listener(const std::string& target);

    /// How far the target's clock is ahead of ours; absent when it has not told.
    [[nodiscard]] std::optional<std::chrono::milliseconds> ahead(const std::string& target) const;

    /// clock_doubt() of the target of which ours differs most, or of this moment.
    [[nodiscard]] std::string doubt() const;

private:
    mutable std::mutex one_at_a_time_;
    std::map<std::string, std::chrono::milliseconds> ahead_; ///< by target
};

/// Of this process, which is one command.
ServerClocks& server_clocks();

/// "the clock of this machine is 2 h 3 min behind that of backend: set it, …"; "" when both agree
/// within five minutes.
std::string clock_doubt(const std::string& target, std::chrono::milliseconds ahead);

/// "the clock of this machine shows 2001-03-01, …" when that is before any such program was made;
/// else "".
std::string clock_doubt(UtcTime now);

} // namespace ecg
