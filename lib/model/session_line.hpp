// What flows between the tools: a piece of a recording, and what was learned of it.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// The roadmap's metrics of one line; absent is written as null.
struct Metrics {
    std::optional<double> heart_rate;  ///< bpm
    std::optional<double> pr_interval; ///< ms, as the next
    std::optional<double> qrs_duration;
    std::optional<double> qrs_axis;     ///< degrees
    std::optional<double> st_segment;   ///< mV at J+60 ms, lead II
    std::optional<double> qt_interval;  ///< ms, as the rest
    std::optional<double> qtc_interval; ///< Bazett
    std::optional<double> hrv;          ///< SDNN
    std::optional<double> rr_interval;

    friend bool operator==(const Metrics&, const Metrics&) = default;
};

/// Stands on the last line of a session that was ended in order.
struct SessionEnd {
    std::string reason; ///< "finished", "stopped" …
    std::int64_t samples = 0;
    std::int64_t gaps = 0;

    friend bool operator==(const SessionEnd&, const SessionEnd&) = default;
};

/// Beats and waves of one line, as its "analysis" holds them.
struct LineAnalysis {
    Beats beats;
    std::vector<Waves> waves; ///< global, one a beat
    CorrectedQt qtc;
    std::vector<LeadQuality> quality;
};

struct SessionLine {
    std::int64_t sequence = 0;
    Recording recording;
    std::optional<Metrics> metrics;
    std::vector<std::string> arrhythmias;
    std::optional<LineAnalysis> analysis; ///< of this line
    std::shared_ptr<Analysis> summary;    ///< of the whole session, on its last line
    std::optional<SessionEnd> end;
};

} // namespace ecg
