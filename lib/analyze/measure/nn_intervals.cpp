#include "analyze/measure/nn_intervals.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr Milliseconds rounding{1e-6}; // of times in seconds: exactly 20 % is no artefact

Milliseconds median_around(const std::vector<NnInterval>& all, std::size_t i,
                           std::size_t neighbours, std::vector<Milliseconds>& lengths) {
    const std::size_t first = i < neighbours ? 0 : i - neighbours;
    const std::size_t last = std::min(all.size(), i + neighbours + 1);
    lengths.clear();
    for (std::size_t k = first; k < last; ++k) {
        lengths.push_back(all[k].length);
    }
    std::sort(lengths.begin(), lengths.end());
    const std::size_t half = lengths.size() / 2;
    return lengths.size() % 2 == 1 ? lengths[half] : (lengths[half - 1] + lengths[half]) / 2;
}

/// Between two N beats without missing signal, artefacts of up to the longest NN among them.
NnIntervals normal_to_normal(const Beats& beats, const HrvSettings& settings) {
    NnIntervals intervals;
    bool adjoins = false;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        const Beat& a = beats[i - 1];
        const Beat& b = beats[i];
        const Seconds length = b.time - a.time;
        const bool normal = a.label == BeatClass::N && b.label == BeatClass::N;
        const bool kept = normal && !b.after_gap && length < settings.longest_nn;
        if (kept) {
            intervals.kept.push_back({b.time, length, adjoins});
        } else if (b.after_gap) {
            ++intervals.missing;
        } else {
            ++(normal ? intervals.artefacts : intervals.ectopic);
        }
        adjoins = kept;
    }
    return intervals;
}

} // namespace

NnIntervals select_nn(const Beats& beats, const HrvSettings& settings) {
    NnIntervals intervals = normal_to_normal(beats, settings);
    std::vector<NnInterval> candidates;
    candidates.swap(intervals.kept);
    intervals.kept.reserve(candidates.size());
    const auto neighbours = static_cast<std::size_t>(settings.artefact_neighbours);
    std::vector<Milliseconds> lengths;
    bool before_is_kept = false;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Milliseconds usual = median_around(candidates, i, neighbours, lengths);
        NnInterval interval = candidates[i];
        const Milliseconds off = std::chrono::abs(interval.length - usual);
        const bool keep = off <= settings.artefact_share * usual + rounding;
        if (keep) {
            interval.adjoins = interval.adjoins && before_is_kept;
            intervals.kept.push_back(interval);
        } else {
            ++intervals.artefacts;
        }
        before_is_kept = keep;
    }
    return intervals;
}

Seconds total_length(std::span<const NnInterval> intervals) {
    Seconds sum{0};
    for (const NnInterval& interval : intervals) {
        sum += interval.length;
    }
    return sum;
}

Milliseconds mean_length(std::span<const NnInterval> intervals) {
    return total_length(intervals) / static_cast<double>(intervals.size());
}

} // namespace ecg::analyze
