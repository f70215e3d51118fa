// Sends items over all sessions for a while and notes every answer.
#pragma once

#include "load/sessions.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace ecg::load {

struct Drive {
    Place place;
    std::chrono::duration<double> duration{10};
    /// Each session sends metrics every 2 s and a waveform every 5 s, late or not; else five
    /// metrics and two waveforms in turn, each as soon as the one before is answered.
    bool recording = false;
    bool keys = false;                 ///< with Idempotency-Key
    bool retry = false;                ///< what was not answered, or with "later", is sent again
    bool reports = false;              ///< every fiftieth item is a report; not with recording
    std::chrono::seconds patience{60}; ///< with a server that is away
};

struct Answers {
    std::array<std::vector<float>, kinds> milliseconds; ///< from when it was due
    std::int64_t resent = 0;                            ///< with retry
    std::int64_t unanswered = 0;                        ///< without: the connection ended first
    std::int64_t errors = 0;                            ///< answers that are no success
    std::string example;                                ///< of the first
    double seconds = 0;

    [[nodiscard]] std::int64_t count() const;
};

/// Throws Error{unavailable} when the server is away for longer than patience.
Answers drive(const Drive& how, const Items& items, std::vector<Session>& sessions);

} // namespace ecg::load
