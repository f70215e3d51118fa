// A recording becomes an analysis: the whole pipeline.
#pragma once

#include "analyze/filter/filter_recording.hpp"
#include "model/analysis.hpp"
#include "model/recording.hpp"

#include <memory>

namespace ecg::analyze {

class Network;
struct OddsNetwork;
struct ClassNetworks;
struct RecordingMemory;

struct AnalyzeSettings {
    FilterSettings filter;
    bool lead_waves = true; ///< keep the waves of every lead and beat, not the global ones alone
    std::shared_ptr<const Network> delineator{};    ///< null: the one that comes with the library
    std::shared_ptr<const OddsNetwork> detector{};  ///< the same
    std::shared_ptr<const ClassNetworks> classes{}; ///< the same
};

/// All eight steps on a recording in memory. Works on any content: what cannot be measured is
/// absent. Times are seconds since sample 0 of the session.
Analysis analyze(const Recording& recording, const AnalyzeSettings& settings);

/// The time from which on, and before which, beats are wanted.
struct Span {
    Seconds from;
    Seconds to;
};

/// The same for a piece of a longer recording: the signal outside span only helps to see what
/// is inside. The memory goes from piece to piece of a recording, in order.
Analysis analyze_span(const Recording& recording, const AnalyzeSettings& settings, Span span,
                      RecordingMemory& memory);

} // namespace ecg::analyze
