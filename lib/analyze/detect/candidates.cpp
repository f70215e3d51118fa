#include "analyze/detect/candidates.hpp"

#include "analyze/detect/quick_log.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace ecg::analyze {
namespace {

constexpr double apart = 0.12;             // s between two candidates
constexpr double unlikely_interval = 0.27; // s: shorter ones ask for better evidence …
constexpr double interval_penalty = 60;    // … of so much log odds a second
constexpr double least_share = 0.06;       // of the local level
constexpr double t_wave_reach = 0.4;       // s after its QRS [pan-tompkins-1985]
constexpr float t_wave_slope = 0.5F;       // of what is fast in its QRS
constexpr float t_wave_share = 0.5;        // of its QRS's height
constexpr float threshold_share = 0.4F;    // of the local QRS level

/// From nearly none to 1: peaks as tall as each other may be beats at 300 a minute.
double unlikeness(float height, float other) {
    constexpr float plain_unlike = 0.12F; // logarithm of the ratio
    const float difference = std::abs(quick_log(height) - quick_log(other));
    return static_cast<double>(std::clamp(difference / plain_unlike, 0.15F, 1.0F));
}

} // namespace

float most_near(const std::vector<float>& values, std::size_t index, std::size_t reach) {
    const std::size_t from = index > reach ? index - reach : 0;
    const std::size_t to = std::min(values.size(), index + reach + 1);
    float most = values[from];
    for (std::size_t i = from + 1; i < to; ++i) {
        most = values[i] > most ? values[i] : most;
    }
    return most;
}

std::vector<std::size_t> find_candidates(const Activity& a) {
    const auto reach = static_cast<std::size_t>(apart * a.rate_hz);
    std::vector<std::size_t> peaks;
    const std::vector<float>& x = a.total;
    for (std::size_t i = 1; i + 1 < x.size(); ++i) {
        const std::size_t block = i / a.block;
        const auto least = static_cast<float>(least_share * a.levels[block]);
        const std::size_t end = std::min((block + 1) * a.block, x.size() - 1);
        while (i < end && x[i] < least) { // most samples, and foreseen
            ++i;
        }
        if (i == end) {
            --i; // look at it with its own block's level
            continue;
        }
        if (x[i] < x[i - 1] || x[i] <= x[i + 1]) {
            continue;
        }
        if (peaks.empty() || i - peaks.back() >= reach) {
            peaks.push_back(i);
        } else if (a.total[i] > a.total[peaks.back()]) {
            peaks.back() = i;
        }
    }
    return peaks;
}

std::vector<float> first_odds(const Activity& a, const std::vector<std::size_t>& candidates) {
    const auto t_reach = static_cast<std::size_t>(t_wave_reach * a.rate_hz);
    const auto near = static_cast<std::size_t>(0.025 * a.rate_hz);
    std::vector<float> odds;
    std::optional<std::size_t> last;
    float last_narrow = 0;
    for (const std::size_t c : candidates) {
        const float threshold = threshold_share * static_cast<float>(a.levels[c / a.block]);
        float o = 3 * log_share(quick_log(a.total[c]), quick_log(threshold));
        const float narrow = most_near(a.bands[0], c, near);
        if (last && c - *last < t_reach &&
            (a.total[c] < t_wave_share * a.total[*last] || narrow < t_wave_slope * last_narrow)) {
            o = std::min(o, -2.0F);
        }
        if (o > 0) {
            last = c;
            last_narrow = narrow;
        }
        odds.push_back(o);
    }
    return odds;
}

std::vector<std::size_t> choose_beats(const Activity& a, const std::vector<std::size_t>& candidates,
                                      const std::vector<float>& odds) {
    const auto reach = static_cast<std::size_t>(std::ceil(refractory.count() * a.rate_hz));
    const auto free = static_cast<std::size_t>(std::ceil(unlikely_interval * a.rate_hz));
    const std::size_t n = candidates.size();
    constexpr auto none = std::numeric_limits<std::size_t>::max();
    std::vector<double> ending(n);            // the best sum that ends with i …
    std::vector<std::size_t> before(n, none); // … and the beat before it
    std::vector<std::size_t> best(n, none);   // of the first i + 1, where the best sum ends
    std::size_t far = 0;                      // candidates before it are at least `free` ahead of i
    for (std::size_t i = 0; i < n; ++i) {
        while (candidates[far] + free <= candidates[i]) {
            ++far;
        }
        double sum = 0;
        if (far > 0 && best[far - 1] != none) {
            before[i] = best[far - 1];
            sum = ending[before[i]];
        }
        for (std::size_t j = far; j < i && candidates[j] + reach <= candidates[i]; ++j) {
            const double missing = static_cast<double>(candidates[j] + free - candidates[i]);
            const double joined =
                ending[j] - interval_penalty * missing / a.rate_hz *
                                unlikeness(a.total[candidates[j]], a.total[candidates[i]]);
            if (joined > sum) {
                sum = joined;
                before[i] = j;
            }
        }
        ending[i] = sum + static_cast<double>(odds[i]);
        const double so_far = i > 0 && best[i - 1] != none ? ending[best[i - 1]] : 0;
        best[i] = ending[i] > so_far ? i : (i > 0 ? best[i - 1] : none);
    }
    std::vector<std::size_t> chosen;
    for (std::size_t i = n == 0 ? none : best[n - 1]; i != none; i = before[i]) {
        chosen.push_back(i);
    }
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

Activity weighed_activity(const FilteredRecording& clean) {
    Activity activity = qrs_activity(clean);
    if (activity.leads.size() > 1) {
        const auto candidates = find_candidates(activity);
        std::vector<std::size_t> likely;
        for (const std::size_t c :
             choose_beats(activity, candidates, first_odds(activity, candidates))) {
            likely.push_back(candidates[c]);
        }
        weigh_leads(activity, likely);
    }
    return activity;
}

} // namespace ecg::analyze
