// Beats against reference annotations, by the rule of ANSI/AAMI EC57: apart from the analysis.
#pragma once

#include "common/units.hpp"
#include "formats/wfdb/annotations.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::accuracy {

/// A QRS complex and its class: one of N S V F Q.
struct ScoredBeat {
    Seconds time{};
    char label = 'N';
};

/// Time in which the reference marks no beats: ventricular flutter or fibrillation.
struct TimeSpan {
    Seconds from{};
    Seconds to{};
};

struct Reference {
    std::vector<ScoredBeat> beats; ///< in order of time
    std::vector<TimeSpan> flutter;
};

struct ScoreRules {
    Seconds start{300}; ///< beats before it teach the detector and do not count
    Seconds match{0.15};
    std::vector<TimeSpan> counted{}; ///< when not empty, only beats in these count
};

/// Reference class by test class; the sixth of each is "no beat": row 5 holds what was invented,
/// column 5 what was missed.
using ClassCounts = std::array<std::array<std::int64_t, 6>, 6>;

/// What one record gave. Records add up to the gross statistics.
struct BeatScore {
    ClassCounts counts{};
    double offset_sum_ms = 0; ///< test minus reference, over the matches
    double offset_squares_ms = 0;

    BeatScore& operator+=(const BeatScore& other);

    [[nodiscard]] std::int64_t matched() const;
    [[nodiscard]] std::int64_t missed() const;
    [[nodiscard]] std::int64_t invented() const;
};

/// Shares in percent; absent where there is nothing to divide by.
struct Rates {
    std::optional<double> sensitivity;
    std::optional<double> predictivity;
    std::optional<double> f1;
};

/// The AAMI class of an MIT annotation code; absent when it marks no beat.
/// N: N L R B; S: A a J S e j n; V: V E r; F: F; Q: / f Q ?
std::optional<char> aami_class(int code);

/// Beats and spans of flutter. rate is of the annotation file's clock.
Reference reference_of(const std::vector<formats::Annotation>& annotations, Hertz rate);

/// One-to-one matches, the closest pairs first. A pair counts where its reference beat stands;
/// test beats without a partner do not count in flutter or before the start.
BeatScore score_beats(const Reference& reference, const std::vector<ScoredBeat>& test,
                      const ScoreRules& rules = {});

/// Beats of a class that were missed or called another, and others that were given it. An unknown
/// beat may be given any class, a fusion beat V [ec57].
struct ClassErrors {
    std::int64_t missed = 0;
    std::int64_t invented = 0;
};

ClassErrors class_errors(const BeatScore& score, char label);

/// Of QRS detection, whatever the class.
Rates qrs_rates(const BeatScore& score);
/// Of ventricular ectopic beats.
Rates veb_rates(const BeatScore& score);
/// Of supraventricular ectopic beats.
Rates sveb_rates(const BeatScore& score);

/// The average statistics: means over the records that have the figure.
Rates average(const std::vector<Rates>& records);

/// Mean and standard deviation of test minus reference over all matches, ms.
struct Offset {
    double mean_ms{};
    double deviation_ms{};
};

/// Absent without a match.
std::optional<Offset> offset_of(const BeatScore& score);

/// A line of ecg-analyze --output score-beats: {"record", "t": [s …], "cls": "NNV"}.
struct BeatLine {
    std::string record;
    std::vector<ScoredBeat> beats;
};

/// One entry a line. Throws Error{data} "subject:line: why".
std::vector<BeatLine> parse_beat_lines(std::string_view text, const std::string& subject);

} // namespace ecg::accuracy
