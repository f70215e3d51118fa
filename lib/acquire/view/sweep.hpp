// Time on a screen as monitors have it: it runs from left to right and, behind a moving gap, over
// what was there.
#pragma once

#include "acquire/view/signal_window.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ecg::acquire {

/// How the signal lies on a row of dots.
struct Sweep {
    int dots = 0;             ///< across
    double samples_per_dot{}; ///< may be less than one
    std::int64_t end = 0;     ///< behind the last sample to be shown; may lie behind the window's
};

Sweep sweep_of(const SignalWindow& window, std::int64_t end, int dots, Seconds across);

/// What a dot's width of time holds.
struct DotColumn {
    enum class Kind { blank, signal, lost, no_contact };

    Kind kind = Kind::blank;
    float low = 0, high = 0;   ///< in mV, of a signal
    float first = 0, last = 0; ///< of its samples
};

/// From left to right. A column is lost or without contact when more than half of its samples are.
std::vector<DotColumn> columns_of(const SignalWindow& window, std::size_t lead, const Sweep& sweep);

/// The middle of what is to be seen of a lead: its median, but the one that is held while that lies
/// nearer than patience, so that the trace keeps still. Absent without any sample.
std::optional<double> centre_of(const SignalWindow& window, std::size_t lead, const Sweep& sweep,
                                std::optional<double> held, double patience);

} // namespace ecg::acquire
