#include "analyze/detect/detect_beats.hpp"

#include "analyze/detect/activity.hpp"
#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr Seconds refractory{0.18};     // no second QRS so soon: 300 a minute leave 0.2 s
constexpr Seconds t_wave_reach{0.36};   // a T wave comes within this of its QRS [pan-tompkins-1985]
constexpr double t_wave_share = 0.5;    // … and has less than this of its activity
constexpr double threshold_share = 0.4; // of the local QRS level
constexpr double search_back_share = 0.5; // of the threshold, in a gap
constexpr double search_back_gap = 1.6;   // times the usual interval [pan-tompkins-1985]
constexpr Seconds level_block{2};
constexpr int level_reach = 4;         // blocks to each side
constexpr double least_contrast = 2.3; // noise alone reaches about 2.1
constexpr double lead_agrees = 0.3;    // of a lead's own typical QRS

/// The QRS level around each block of two seconds: the median of the maxima of its neighbours.
class LocalLevel {
public:
    explicit LocalLevel(const Activity& a)
        : length_{static_cast<std::size_t>(level_block.count() * a.rate_hz)} {
        std::vector<double> maxima;
        const auto begin = a.combined.begin();
        for (std::size_t i = 0; i < a.combined.size(); i += length_) {
            const auto end = std::min(a.combined.size(), i + length_);
            const bool short_rest = end - i < length_ / 2 && !maxima.empty();
            maxima.push_back(short_rest
                                 ? maxima.back()
                                 : *std::max_element(begin + static_cast<std::ptrdiff_t>(i),
                                                     begin + static_cast<std::ptrdiff_t>(end)));
        }
        const auto count = static_cast<int>(maxima.size());
        for (int b = 0; b < count; ++b) {
            const int from = std::max(0, b - level_reach);
            const int to = std::min(count, b + level_reach + 1);
            levels_.push_back(dsp::median({maxima.begin() + from, maxima.begin() + to}));
        }
    }

    [[nodiscard]] double threshold_at(std::size_t i) const {
        return threshold_share * levels_[std::min(i / length_, levels_.size() - 1)];
    }

private:
    std::size_t length_;
    std::vector<double> levels_;
};

/// Indices of the local maxima that are the largest within the refractory period.
std::vector<std::size_t> candidates(const Activity& a) {
    const auto reach = static_cast<std::size_t>(refractory.count() * a.rate_hz);
    std::vector<std::size_t> peaks;
    for (std::size_t i = 1; i + 1 < a.combined.size(); ++i) {
        if (a.combined[i] < a.combined[i - 1] || a.combined[i] <= a.combined[i + 1]) {
            continue;
        }
        if (peaks.empty() || i - peaks.back() >= reach) {
            peaks.push_back(i);
        } else if (a.combined[i] > a.combined[peaks.back()]) {
            peaks.back() = i;
        }
    }
    return peaks;
}

/// Keeps what stands above the local threshold and is no T wave.
std::vector<std::size_t> accept(const Activity& a, const std::vector<std::size_t>& peaks,
                                const LocalLevel& level) {
    const auto reach = static_cast<std::size_t>(t_wave_reach.count() * a.rate_hz);
    std::vector<std::size_t> beats;
    for (const std::size_t p : peaks) {
        const double height = a.combined[p];
        const bool t_wave = !beats.empty() && p - beats.back() < reach &&
                            height < t_wave_share * a.combined[beats.back()];
        if (height >= level.threshold_at(p) && !t_wave) {
            beats.push_back(p);
        }
    }
    return beats;
}

double usual_interval(const std::vector<std::size_t>& beats) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        intervals.push_back(static_cast<double>(beats[i] - beats[i - 1]));
    }
    return dsp::median(intervals);
}

/// Adds the largest weaker candidate in each gap that is too long for the rhythm.
std::vector<std::size_t> search_back(const Activity& a, const std::vector<std::size_t>& beats,
                                     const std::vector<std::size_t>& peaks,
                                     const LocalLevel& level) {
    if (beats.size() < 3) {
        return beats;
    }
    const double usual = usual_interval(beats);
    const auto apart =
        static_cast<std::size_t>(std::max(t_wave_reach.count() * a.rate_hz, 0.5 * usual));
    std::vector<std::size_t> all{beats.front()};
    for (std::size_t i = 1; i < beats.size(); ++i) {
        if (static_cast<double>(beats[i] - beats[i - 1]) > search_back_gap * usual) {
            std::size_t best = 0;
            for (auto p = std::upper_bound(peaks.begin(), peaks.end(), beats[i - 1] + apart);
                 p != peaks.end() && *p + apart < beats[i]; ++p) {
                best = best == 0 || a.combined[*p] > a.combined[best] ? *p : best;
            }
            if (best > 0 && a.combined[best] > search_back_share * level.threshold_at(best)) {
                all.push_back(best);
            }
        }
        all.push_back(beats[i]);
    }
    return all;
}

/// The sharpest moment within a QRS's reach, between samples.
double fiducial(const Activity& a, std::size_t peak) {
    const auto reach = static_cast<std::size_t>(0.09 * a.rate_hz);
    const std::size_t from = peak > reach ? peak - reach : 0;
    const std::size_t to = std::min(a.sharp.size(), peak + reach + 1);
    const auto best = std::max_element(a.sharp.begin() + static_cast<std::ptrdiff_t>(from),
                                       a.sharp.begin() + static_cast<std::ptrdiff_t>(to));
    return dsp::parabola_peak(a.sharp, static_cast<std::size_t>(best - a.sharp.begin()));
}

double agreement(const Activity& a, std::size_t peak) {
    std::size_t agreeing = 0;
    for (const auto& lead : a.leads) {
        agreeing += lead[peak] > lead_agrees ? 1 : 0;
    }
    return static_cast<double>(agreeing) / static_cast<double>(a.leads.size());
}

/// How many samples from one index to another are missing in most leads.
std::size_t lost_samples(const FilteredRecording& clean, std::size_t from, std::size_t to) {
    std::size_t lost = 0;
    for (std::size_t i = from; i < to; ++i) {
        std::size_t leads = 0;
        for (const auto& missing : clean.missing) {
            leads += missing[i] ? 1 : 0;
        }
        lost += 2 * leads > clean.missing.size() ? 1 : 0;
    }
    return lost;
}

/// Marks beats whose interval to the beat before holds signal that most leads miss.
void mark_gaps(Beats& beats, const FilteredRecording& clean) {
    constexpr Seconds bridgeable{0.04}; // shorter losses hide no QRS
    const bool any = std::any_of(clean.quality.begin(), clean.quality.end(),
                                 [](const LeadQuality& q) { return q.missing_share > 0; });
    for (std::size_t b = 1; any && b < beats.size(); ++b) {
        const auto index = [&](Seconds t) {
            const double i = (t - clean.start).count() * clean.rate.hertz();
            return static_cast<std::size_t>(std::max(0.0, i));
        };
        const std::size_t lost =
            lost_samples(clean, index(beats[b - 1].time), index(beats[b].time));
        beats[b].after_gap = static_cast<double>(lost) > bridgeable.count() * clean.rate.hertz();
    }
}

} // namespace

Beats detect_beats(const FilteredRecording& clean) {
    const Activity activity = qrs_activity(clean);
    if (activity.combined.size() < 3 || activity.contrast < least_contrast) {
        return {};
    }
    const auto peaks = candidates(activity);
    const LocalLevel level{activity};
    const auto found = search_back(activity, accept(activity, peaks, level), peaks, level);
    Beats beats;
    for (const std::size_t peak : found) {
        const Seconds time{clean.start.count() + activity.offset_s +
                           fiducial(activity, peak) / activity.rate_hz};
        if (beats.empty() || time - beats.back().time >= refractory) {
            Beat beat;
            beat.time = time;
            beat.certainty = agreement(activity, peak);
            beats.push_back(beat);
        }
    }
    mark_gaps(beats, clean);
    return beats;
}

} // namespace ecg::analyze
