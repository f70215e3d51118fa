// A server's time, told by the Date header of its answers: who signs with a wrong clock is refused.
#pragma once

#include "common/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::transfer {

/// "Sun, 06 Nov 1994 08:49:37 GMT" [rfc9110 section 5.6.7].
std::string format_http_date(UtcTime time);
/// Of this form only, the one that servers must send. Absent for anything else.
std::optional<UtcTime> parse_http_date(std::string_view text);

/// How far a server's clock is ahead of this computer's.
class ServerClock {
public:
    /// From an answer to a request that left at sent and was answered at received, by this
    /// computer's clock. A date that cannot be read changes nothing.
    void learn(std::string_view date, UtcTime sent, UtcTime received);

    /// The server's time when this computer's clock shows local. The same, until something was
    /// learned, and while both agree as well as a date in whole seconds can tell.
    [[nodiscard]] UtcTime at(UtcTime local) const;

    [[nodiscard]] std::chrono::milliseconds ahead() const { return ahead_; }

private:
    std::chrono::milliseconds ahead_{};
};

} // namespace ecg::transfer
