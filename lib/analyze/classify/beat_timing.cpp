#include "analyze/classify/beat_timing.hpp"

#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr std::size_t neighbours = 10;     // intervals to each side that tell what is usual
constexpr std::size_t longest_pattern = 4; // beats: quadrigeminy
constexpr double starts = 0.82;            // of the interval before, and the next …
constexpr double goes_on = 0.85;           // … without a pause
constexpr double ends = 0.9;
constexpr double shorter = 0.86;
constexpr double slowest_run = 0.6; // s
constexpr double too_uneven = 0.08;
constexpr int longest_run = 300;       // beats: then it is the rhythm
constexpr std::size_t remembered = 12; // intervals

} // namespace

BeatTiming::BeatTiming(const Beats& beats, std::vector<bool> dominant)
    : dominant_{std::move(dominant)}, rr_(beats.size()) {
    for (std::size_t i = 1; i < beats.size(); ++i) {
        if (!beats[i].after_gap) {
            rr_[i] = (beats[i].time - beats[i - 1].time).count();
        }
    }
    for (std::size_t i = 0; i < beats.size(); ++i) {
        usual_.push_back(find_usual(i));
    }
    for (std::size_t i = 0; i < beats.size(); ++i) {
        uneven_.push_back(find_uneven(i));
    }
}

std::optional<double> BeatTiming::before(std::size_t i) const {
    return i < rr_.size() ? rr_[i] : std::nullopt;
}

std::vector<double> BeatTiming::around(std::size_t i, std::size_t reach, bool dominant) const {
    std::vector<double> found;
    const std::size_t from = i > reach ? i - reach : 1;
    for (std::size_t k = from; k < std::min(rr_.size(), i + reach + 1); ++k) {
        if (rr_[k] && (!dominant || (dominant_[k] && dominant_[k - 1]))) {
            found.push_back(*rr_[k]);
        }
    }
    return found;
}

std::optional<double> BeatTiming::find_usual(std::size_t i) const {
    auto found = around(i, neighbours, true);
    return found.size() < 3 ? usual_of_all(i) : std::optional{dsp::median(std::move(found))};
}

std::optional<double> BeatTiming::usual_of_all(std::size_t i) const {
    auto found = around(i, neighbours, false);
    return found.empty() ? std::nullopt : std::optional{dsp::median(std::move(found))};
}

std::optional<double> BeatTiming::quantile(std::size_t i, std::size_t reach, double share) const {
    auto found = around(i, reach, false);
    return found.empty() ? std::nullopt : std::optional{dsp::quantile(std::move(found), share)};
}

double BeatTiming::find_uneven(std::size_t i) const {
    std::vector<double> steps;
    const std::size_t from = i > neighbours ? i - neighbours : 1;
    for (std::size_t k = from; k + 1 < std::min(rr_.size(), i + neighbours + 1); ++k) {
        if (rr_[k] && rr_[k + 1] && dominant_[k] && dominant_[k - 1] && dominant_[k + 1]) {
            steps.push_back(std::abs(*rr_[k + 1] - *rr_[k]));
        }
    }
    const auto middle = usual(i);
    return steps.size() < 3 || !middle ? 0 : std::min(1.0, dsp::median(std::move(steps)) / *middle);
}

double BeatTiming::uneven_of_all(std::size_t i) const {
    const auto middle = usual_of_all(i);
    const std::size_t from = i > neighbours ? i - neighbours : 1;
    const std::size_t to = std::min(rr_.size(), i + neighbours + 1);
    std::optional<double> least;
    for (std::size_t lag = 1; lag <= longest_pattern; ++lag) {
        std::vector<double> steps;
        for (std::size_t k = from; k + lag < to; ++k) {
            if (rr_[k] && rr_[k + lag]) {
                steps.push_back(std::abs(*rr_[k + lag] - *rr_[k]));
            }
        }
        if (steps.size() >= 3) {
            const double step = dsp::median(std::move(steps));
            least = std::min(least.value_or(step), step);
        }
    }
    return least && middle ? std::min(1.0, *least / *middle) : 0;
}

std::vector<bool> find_runs(const BeatTiming& timing, Pace& pace) {
    std::vector<bool> runs(timing.size());
    for (std::size_t i = 1; i < timing.size(); ++i) {
        const auto rr = timing.before(i);
        const auto next = timing.after(i);
        if (!rr || !timing.is_dominant(i) || !timing.is_dominant(i - 1)) {
            continue;
        }
        if (pace.last.size() < 4) {
            pace.last.push_back(*rr);
            continue;
        }
        const double base = dsp::median(pace.last);
        if (!pace.running && *rr < starts * base && next && *next < goes_on * base) {
            pace.running = true;
            pace.run_beats = 0;
        } else if (pace.running && *rr > ends * base) {
            pace.running = false;
        }
        if (!pace.running) {
            pace.last.push_back(*rr);
            if (pace.last.size() > remembered) {
                pace.last.erase(pace.last.begin());
            }
            continue;
        }
        runs[i] = *rr < shorter * base && *rr < slowest_run && timing.uneven(i) < too_uneven;
        if (++pace.run_beats > longest_run) {
            pace = {};
        }
    }
    return runs;
}

} // namespace ecg::analyze
