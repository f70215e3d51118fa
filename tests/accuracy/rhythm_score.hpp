// Rhythm episodes against the rhythm marks of annotators, by time and by episode.
#pragma once

#include "accuracy/beat_score.hpp"
#include "model/rhythm.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// A stretch of one rhythm, by the annotator's mark "(AFIB" or by our code "AFIB".
struct RhythmSpan {
    std::string name;
    TimeSpan span;
};

/// One kind of rhythm: by which marks and codes it goes, and the marks of what counts neither for
/// nor against it.
struct RhythmKind {
    std::string name;
    std::vector<std::string> marks;
    std::vector<std::string> codes;
    std::vector<std::string> excused{};
};

/// The kinds that the sets of PhysioNet mark. Flutter counts neither for nor against fibrillation
/// [ec57].
const std::vector<RhythmKind>& rhythm_kinds();

/// From each mark to the next, the last to the end. rate is of the annotation file's clock.
std::vector<RhythmSpan> marked_rhythms(const std::vector<formats::Annotation>& annotations,
                                       Hertz rate, Seconds end);

std::vector<RhythmSpan> found_rhythms(const Rhythm& rhythm);

/// What one record gave for one kind; records add up.
struct RhythmScore {
    Seconds both{0}, missed{0}, invented{0};
    std::int64_t marked_episodes = 0; ///< neighbours of one kind are one episode
    std::int64_t marked_hit = 0;      ///< of those, with any of the found inside
    std::int64_t found_episodes = 0;  ///< without those that lie in what is excused
    std::int64_t found_true = 0;      ///< of those, with any of the marked inside

    RhythmScore& operator+=(const RhythmScore& other);

    /// Shares in percent; absent where there is nothing to divide by.
    [[nodiscard]] std::optional<double> time_sensitivity() const;
    [[nodiscard]] std::optional<double> time_predictivity() const;
    [[nodiscard]] std::optional<double> episode_sensitivity() const;
    [[nodiscard]] std::optional<double> episode_predictivity() const;
};

RhythmScore score_rhythm(const RhythmKind& kind, const std::vector<RhythmSpan>& marked,
                         const std::vector<RhythmSpan>& found);

} // namespace ecg::accuracy
