#include "heart_rate.hpp"

#include "analyze/detect/detect_beats.hpp"
#include "analyze/filter/filter_recording.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ecg {
namespace {

constexpr Seconds measured_over{10};
constexpr Seconds shortest{5};
constexpr std::size_t most_leads = 3; // more cost more and tell the rate no better
constexpr std::size_t fewest_intervals = 3;
constexpr double longest_pause = 2.5; // of the usual interval, up to now

// QRS complexes stand out differently in these, and seldom in none.
constexpr std::array preferred{"II", "V5", "V2", "I", "V1"};

std::vector<std::size_t> leads_to_look_at(const acquire::SignalWindow& window) {
    const auto rank = [&](std::size_t lead) {
        return std::find(preferred.begin(), preferred.end(), window.name(lead)) - preferred.begin();
    };
    std::vector<std::size_t> leads;
    for (std::size_t lead = 0; lead < window.lead_count(); ++lead) {
        if (!window.is_off(lead)) {
            leads.push_back(lead);
        }
    }
    std::stable_sort(leads.begin(), leads.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    leads.resize(std::min(leads.size(), most_leads));
    return leads;
}

std::vector<double> intervals_between(const Beats& beats) {
    std::vector<double> seconds;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        if (!beats[i].after_gap) {
            seconds.push_back(Seconds{beats[i].time - beats[i - 1].time}.count());
        }
    }
    return seconds;
}

} // namespace

std::optional<BeatsPerMinute> heart_rate_of(const acquire::SignalWindow& window) {
    const Recording recent = window.last(measured_over, leads_to_look_at(window));
    if (recent.duration() < shortest) {
        return std::nullopt;
    }
    const Beats beats = analyze::detect_beats(analyze::filter_recording(recent, {})).beats;
    std::vector<double> intervals = intervals_between(beats);
    if (intervals.size() < fewest_intervals) {
        return std::nullopt;
    }
    const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
    std::nth_element(intervals.begin(), middle, intervals.end());
    const Seconds now = window.rate().time_of(static_cast<double>(window.end()));
    if (Seconds{now - beats.back().time}.count() > longest_pause * *middle) {
        return std::nullopt;
    }
    return BeatsPerMinute{60 / *middle};
}

} // namespace ecg
