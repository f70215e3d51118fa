#include "analyze/delineate/average_beat.hpp"

#include "analyze/delineate/beat_window.hpp"
#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ecg::analyze {
namespace {

constexpr double share_before = 0.65; // of the interval between beats
constexpr double share_after = 0.95;
constexpr std::size_t enough_for_scatter = 32; // beats; their deviation is then known to 13 %
constexpr std::size_t enough_points = 4;       // every fourth sample tells how far beats lie apart
constexpr double odd_beat = 3;                 // times the usual distance from the mean: left out

using Aligned = std::vector<std::vector<double>>; // by lead

/// Seconds from one beat to the next.
struct Intervals {
    double before = 1;
    double after = 1;
    double spread = 0; ///< half the interquartile range of those before, as a share of before
};

/// The usual intervals around those beats: in bigeminy they differ. A second where there is no
/// other beat.
Intervals usual_intervals(const Beats& beats, const std::vector<std::size_t>& indices) {
    std::vector<double> before;
    std::vector<double> after;
    for (const std::size_t i : indices) {
        if (i > 0 && !beats[i].after_gap) {
            before.push_back((beats[i].time - beats[i - 1].time).count());
        }
        if (i + 1 < beats.size() && !beats[i + 1].after_gap) {
            after.push_back((beats[i + 1].time - beats[i].time).count());
        }
    }
    Intervals usual;
    if (!before.empty() || !after.empty()) {
        usual.before = dsp::median(before.empty() ? after : before);
        usual.after = dsp::median(after.empty() ? before : after);
    }
    if (before.size() > 2) {
        usual.spread =
            (dsp::quantile(before, 0.75) - dsp::quantile(before, 0.25)) / 2 / usual.before;
    }
    return usual;
}

std::vector<double> mean_lead(const std::vector<Aligned>& beats,
                              const std::vector<std::size_t>& used, std::size_t lead) {
    std::vector<double> sum(beats[used.front()][lead].size());
    for (const std::size_t b : used) {
        for (std::size_t k = 0; k < sum.size(); ++k) {
            sum[k] += beats[b][lead][k];
        }
    }
    for (double& v : sum) {
        v /= static_cast<double>(used.size());
    }
    return sum;
}

Aligned mean_of(const std::vector<Aligned>& beats, const std::vector<std::size_t>& used) {
    Aligned mean;
    for (std::size_t lead = 0; lead < beats.front().size(); ++lead) {
        mean.push_back(mean_lead(beats, used, lead));
    }
    return mean;
}

/// Beats whose distance from the mean is not far beyond the usual one.
std::vector<std::size_t> without_odd_ones(const std::vector<Aligned>& beats,
                                          const std::vector<std::vector<double>>& mean,
                                          const std::vector<bool>& usable) {
    std::vector<double> distance(beats.size());
    for (std::size_t b = 0; b < beats.size(); ++b) {
        for (std::size_t l = 0; l < mean.size(); ++l) {
            for (std::size_t k = 0; usable[l] && k < mean[l].size(); k += enough_points) {
                const double d = beats[b][l][k] - mean[l][k];
                distance[b] += d * d;
            }
        }
    }
    const double usual = dsp::median(distance);
    std::vector<std::size_t> kept;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        if (distance[b] <= odd_beat * odd_beat * usual) {
            kept.push_back(b);
        }
    }
    return kept;
}

/// rms of the mean's own noise: from the scatter of three beats or more, else from how rough the
/// only beat is.
double noise_of_mean(const std::vector<Aligned>& beats, const std::vector<std::size_t>& used,
                     const std::vector<double>& mean, std::size_t lead) {
    if (used.size() < 3) {
        std::vector<double> bends;
        for (std::size_t k = 1; k + 1 < mean.size(); ++k) {
            bends.push_back(mean[k - 1] - 2 * mean[k] + mean[k + 1]);
        }
        return bends.empty() ? 0 : dsp::robust_deviation(std::move(bends)) / std::sqrt(6.0);
    }
    std::vector<double> variance;
    for (std::size_t k = 0; k < mean.size(); k += enough_points) {
        double sum = 0;
        for (const std::size_t b : used) {
            const double d = beats[b][lead][k] - mean[k];
            sum += d * d;
        }
        variance.push_back(sum / static_cast<double>(used.size() - 1));
    }
    return std::sqrt(dsp::median(std::move(variance)) / static_cast<double>(used.size()));
}

/// Standard error of the mean of one lead on the window's grid.
std::vector<float> scatter_of(const std::vector<Aligned>& beats,
                              const std::vector<std::size_t>& used, const std::vector<double>& mean,
                              std::size_t lead, const BeatWindow& grid) {
    std::vector<double> squares(window_samples);
    const std::vector<float> middle = grid.of(mean);
    const std::size_t stride = (used.size() + enough_for_scatter - 1) / enough_for_scatter;
    std::size_t looked_at = 0;
    for (std::size_t i = 0; used.size() > 1 && i < used.size(); i += stride, ++looked_at) {
        const std::vector<float> own = grid.of(beats[used[i]][lead]);
        for (std::size_t k = 0; k < window_samples; ++k) {
            const double d = own[k] - middle[k];
            squares[k] += d * d;
        }
    }
    std::vector<float> scatter(window_samples);
    const double divisor = static_cast<double>(looked_at - 1) * static_cast<double>(used.size());
    for (std::size_t k = 0; k < window_samples && looked_at > 1; ++k) {
        scatter[k] = static_cast<float>(std::sqrt(squares[k] / divisor));
    }
    return scatter;
}

struct Window {
    double before; ///< samples
    std::size_t length;
};

Window window_for(const Intervals& rr, double rate) {
    const double before =
        std::floor(std::min(most_before.count(), share_before * rr.before) * rate);
    const double after = std::floor(std::min(most_after.count(), share_after * rr.after) * rate);
    return {before, static_cast<std::size_t>(before + after) + 1};
}

/// The beats whose window lies inside the recording; those that an end cuts when there is no
/// other.
std::vector<std::size_t> members_of(const FilteredRecording& clean, const Beats& beats,
                                    const std::vector<std::size_t>& indices, const Window& window) {
    const auto samples = static_cast<double>(clean.leads.front().samples.size());
    std::vector<std::size_t> whole;
    std::vector<std::size_t> cut;
    for (const std::size_t b : indices) {
        const double start =
            (beats[b].time - clean.start).count() * clean.rate.hertz() - window.before;
        const bool inside = start >= 0 && start + static_cast<double>(window.length) <= samples;
        (inside ? whole : cut).push_back(b);
    }
    return whole.empty() ? cut : whole;
}

Aligned align(const FilteredRecording& clean, Seconds time, const Window& window) {
    const double place = (time - clean.start).count() * clean.rate.hertz();
    Aligned beat;
    for (const LeadSignal& lead : clean.leads) {
        beat.push_back(dsp::values_from(lead.samples, place - window.before, window.length));
    }
    return beat;
}

} // namespace

std::optional<AverageBeat> average_beat(const FilteredRecording& clean, const Beats& beats,
                                        const std::vector<std::size_t>& indices) {
    const double rate = clean.rate.hertz();
    const Intervals rr = usual_intervals(beats, indices);
    const Window window = window_for(rr, rate);
    const std::vector<std::size_t> members = members_of(clean, beats, indices, window);
    if (members.empty()) {
        return std::nullopt;
    }
    AverageBeat average;
    average.rate_hz = rate;
    average.recorded_hz = clean.recorded.hertz();
    average.fiducial = window.before;
    average.rr_spread = rr.spread;
    average.rr_after = rr.after;
    average.length = window.length;
    for (const LeadQuality& q : clean.quality) {
        average.usable.push_back(q.verdict != Verdict::bad);
    }
    std::vector<Aligned> all;
    all.reserve(members.size());
    for (const std::size_t b : members) {
        all.push_back(align(clean, beats[b].time, window));
    }
    std::vector<std::size_t> used(all.size());
    std::iota(used.begin(), used.end(), std::size_t{0});
    average.leads = mean_of(all, used);
    if (used.size() >= 3) {
        used = without_odd_ones(all, average.leads, average.usable);
        if (used.size() < all.size()) {
            average.leads = mean_of(all, used);
        }
    }
    const BeatWindow grid{rate, window.before, window.length};
    for (std::size_t l = 0; l < clean.leads.size(); ++l) {
        average.noise.push_back(noise_of_mean(all, used, average.leads[l], l));
        average.scatter.push_back(scatter_of(all, used, average.leads[l], l, grid));
    }
    average.members.reserve(used.size());
    for (const std::size_t i : used) {
        average.members.push_back(members[i]);
    }
    return average;
}

} // namespace ecg::analyze
