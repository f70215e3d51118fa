#include "analyze/measure/nn_intervals.hpp"

#include <algorithm>
#include <array>
#include <string_view>

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

// The sinus node does not time these beats [task-force-1996].
constexpr std::array<std::string_view, 3> not_sinus{"AFIB", "AFLT", "VF"};

/// The stretches in which atria or ventricles fibrillate or flutter, asked in order of time.
class Fibrillation {
public:
    explicit Fibrillation(const Rhythm& rhythm) {
        for (const Episode& episode : rhythm.episodes) {
            if (std::find(not_sinus.begin(), not_sinus.end(), episode.code) != not_sinus.end()) {
                episodes_.push_back(episode);
            }
        }
        std::sort(episodes_.begin(), episodes_.end(),
                  [](const Episode& a, const Episode& b) { return a.onset < b.onset; });
    }

    /// Whether the interval lies within one.
    bool holds(Seconds from, Seconds to) {
        while (next_ < episodes_.size() && episodes_[next_].offset < to) {
            ++next_;
        }
        return next_ < episodes_.size() && episodes_[next_].onset <= from;
    }

private:
    std::vector<Episode> episodes_;
    std::size_t next_ = 0;
};

void leave_out(NnIntervals& intervals, std::int64_t beat, LeftOut cause) {
    ++(cause == LeftOut::ectopic        ? intervals.ectopic
       : cause == LeftOut::missing      ? intervals.missing
       : cause == LeftOut::fibrillating ? intervals.fibrillating
                                        : intervals.artefacts);
    intervals.left_out_list.push_back({beat, cause});
}

/// Between two N beats without missing signal, artefacts of up to the longest NN among them.
NnIntervals normal_to_normal(const Beats& beats, const Rhythm& rhythm,
                             const HrvSettings& settings) {
    NnIntervals intervals;
    Fibrillation fibrillation{rhythm};
    bool adjoins = false;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        const Beat& a = beats[i - 1];
        const Beat& b = beats[i];
        const Seconds length = b.time - a.time;
        const auto number = static_cast<std::int64_t>(i);
        const bool normal = a.label == BeatClass::N && b.label == BeatClass::N;
        const bool fibrillates = fibrillation.holds(a.time, b.time);
        const bool kept = normal && !b.after_gap && !fibrillates && length < settings.longest_nn;
        if (kept) {
            intervals.kept.push_back({b.time, length, adjoins, number});
        } else if (b.after_gap) {
            leave_out(intervals, number, LeftOut::missing);
        } else if (fibrillates) {
            leave_out(intervals, number, LeftOut::fibrillating);
        } else {
            leave_out(intervals, number, normal ? LeftOut::artefact : LeftOut::ectopic);
        }
        adjoins = kept;
    }
    return intervals;
}

} // namespace

NnIntervals select_nn(const Beats& beats, const Rhythm& rhythm, const HrvSettings& settings) {
    NnIntervals intervals = normal_to_normal(beats, rhythm, settings);
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
            leave_out(intervals, interval.beat, LeftOut::artefact);
        }
        before_is_kept = keep;
    }
    std::sort(intervals.left_out_list.begin(), intervals.left_out_list.end(),
              [](const LeftOutInterval& a, const LeftOutInterval& b) { return a.beat < b.beat; });
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
