#include "analyze/between/slow_signal.hpp"

#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

namespace ecg::analyze {
namespace {

constexpr double wanted_hz = 62.5; // P waves and flutter have nothing above 20 Hz
constexpr std::size_t most_leads = 6;
constexpr std::array atrial_leads{Lead::II, Lead::III, Lead::aVF, Lead::V1, Lead::V2, Lead::I};
constexpr Seconds before_qrs{0.015}; // of the filters and of the sample that straddles the mark
constexpr Seconds behind_qrs{0.030};
constexpr Seconds usual_onset{0.050}; // before the fiducial, where nothing was marked
constexpr Seconds usual_j{0.060};
constexpr Seconds usual_t_end{0.36};
constexpr std::size_t fewest_members = 3;

/// Indices of the usable leads, the first most_leads of them.
std::vector<std::size_t> chosen_leads(const FilteredRecording& clean) {
    std::vector<std::size_t> chosen;
    const auto add = [&](std::size_t l) {
        if (chosen.size() < most_leads && clean.quality[l].verdict != Verdict::bad &&
            std::find(chosen.begin(), chosen.end(), l) == chosen.end()) {
            chosen.push_back(l);
        }
    };
    for (const Lead wanted : atrial_leads) {
        for (std::size_t l = 0; l < clean.leads.size(); ++l) {
            if (clean.leads[l].lead == wanted) {
                add(l);
            }
        }
    }
    for (std::size_t l = 0; l < clean.leads.size(); ++l) {
        add(l);
    }
    return chosen;
}

void mark(SlowSignal& signal, Seconds from, Seconds to) {
    if (to < signal.start) {
        return;
    }
    const std::size_t last = signal.sample_at(to);
    for (std::size_t i = signal.sample_at(from); i <= last; ++i) {
        signal.in_qrs[i] = true;
    }
}

constexpr double soon = 0.7; // own: of the usual interval

/// By beat: whether the next follows so soon that it may cut T.
std::vector<bool> followed_soon(const Beats& beats) {
    std::vector<double> intervals;
    for (std::size_t b = 1; b < beats.size(); ++b) {
        intervals.push_back((beats[b].time - beats[b - 1].time).count());
    }
    std::vector<bool> all(beats.size());
    const double usual = intervals.empty() ? 0 : dsp::median(intervals);
    for (std::size_t b = 0; b < intervals.size(); ++b) {
        all[b] = intervals[b] < soon * usual;
    }
    return all;
}

/// Beats whose QRS and T look alike.
using AlikeKey = std::tuple<int, BeatClass, bool>;

/// How far the beats of one shape reach around their fiducials, in samples.
struct Reach {
    std::ptrdiff_t before = 0;
    std::ptrdiff_t behind = 0;
};

Reach reach_of(const SlowSignal& signal, const Beats& beats, const Delineation& waves,
               const std::vector<std::size_t>& members) {
    Seconds onset = usual_onset;
    Seconds end = usual_t_end;
    for (const std::size_t b : members) {
        const Waves& global = waves[b].global;
        if (global.qrs.onset && global.t.offset) {
            onset = beats[b].time - *global.qrs.onset;
            end = *global.t.offset - beats[b].time;
            break;
        }
    }
    const auto samples = [&](Seconds s) {
        return static_cast<std::ptrdiff_t>(std::ceil(s.count() * signal.rate_hz));
    };
    return {samples(onset + before_qrs), samples(end)};
}

/// The mean of a lead around places (fractional samples) within reach, less the line through its
/// ends.
std::vector<double> mean_of(const std::vector<double>& lead, const std::vector<double>& places,
                            Reach reach) {
    const auto length = static_cast<std::size_t>(reach.before + reach.behind + 1);
    std::vector<double> mean(length);
    for (const double place : places) {
        const std::vector<double> own =
            dsp::values_from(lead, place - static_cast<double>(reach.before), length);
        for (std::size_t k = 0; k < length; ++k) {
            mean[k] += own[k];
        }
    }
    const double first = mean.front();
    const double last = mean.back();
    for (std::size_t k = 0; k < length; ++k) {
        const double share = static_cast<double>(k) / static_cast<double>(length - 1);
        mean[k] = (mean[k] - first - share * (last - first)) / static_cast<double>(places.size());
    }
    return mean;
}

/// Takes the mean out where it begins at index first, fractional.
void subtract(std::vector<double>& lead, const std::vector<double>& mean, double first) {
    const double begin = std::max(0.0, std::ceil(first));
    const double end = std::min(first + static_cast<double>(mean.size() - 1),
                                static_cast<double>(lead.size()) - 1);
    if (end < begin) {
        return;
    }
    const auto count = static_cast<std::size_t>(end - begin) + 1;
    const std::vector<double> own = dsp::values_from(mean, begin - first, count);
    for (std::size_t k = 0; k < count; ++k) {
        lead[static_cast<std::size_t>(begin) + k] -= own[k];
    }
}

} // namespace

std::size_t SlowSignal::sample_at(Seconds time) const {
    const double index = std::round((time - start).count() * rate_hz);
    return static_cast<std::size_t>(std::clamp(index, 0.0, static_cast<double>(size() - 1)));
}

SlowSignal slow_signal(const FilteredRecording& clean) {
    SlowSignal signal;
    const double rate = clean.rate.hertz();
    const auto block = static_cast<std::size_t>(std::max(1.0, std::round(rate / wanted_hz)));
    signal.rate_hz = rate / static_cast<double>(block);
    signal.start = clean.start + clean.rate.time_of(0.5 * static_cast<double>(block - 1));
    for (const std::size_t l : chosen_leads(clean)) {
        signal.lead_of.push_back(l);
        signal.leads.push_back(dsp::block_means(clean.leads[l].samples, block));
    }
    signal.in_qrs.resize(signal.leads.empty() ? 0 : signal.leads.front().size());
    return signal;
}

void mark_qrs(SlowSignal& signal, const Beats& beats, const Delineation& waves) {
    for (std::size_t b = 0; b < beats.size() && signal.size() > 0; ++b) {
        const Wave& qrs = waves[b].global.qrs;
        mark(signal, qrs.onset.value_or(beats[b].time - usual_onset) - before_qrs,
             qrs.offset.value_or(beats[b].time + usual_j) + behind_qrs);
    }
}

std::vector<std::vector<double>> without_beats(const SlowSignal& signal, const Beats& beats,
                                               const Delineation& waves) {
    std::vector<std::vector<double>> rest = signal.leads;
    const std::vector<bool> soon_followed = followed_soon(beats);
    std::map<AlikeKey, std::vector<std::size_t>> groups;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        groups[{beats[b].shape, beats[b].label, soon_followed[b]}].push_back(b);
    }
    for (const auto& [key, members] : groups) {
        const Reach reach = reach_of(signal, beats, waves, members);
        std::vector<double> all;
        std::vector<double> whole;
        for (const std::size_t b : members) {
            const double place = (beats[b].time - signal.start).count() * signal.rate_hz;
            all.push_back(place);
            if (place >= static_cast<double>(reach.before) &&
                place + static_cast<double>(reach.behind) < static_cast<double>(signal.size())) {
                whole.push_back(place);
            }
        }
        if (whole.size() < fewest_members || reach.before + reach.behind < 2) {
            continue;
        }
        for (std::size_t l = 0; l < rest.size(); ++l) {
            const std::vector<double> mean = mean_of(signal.leads[l], whole, reach);
            for (const double place : all) {
                subtract(rest[l], mean, place - static_cast<double>(reach.before));
            }
        }
    }
    return rest;
}

} // namespace ecg::analyze
