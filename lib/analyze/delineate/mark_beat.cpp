#include "analyze/delineate/mark_beat.hpp"

#include "analyze/delineate/beat_window.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr std::size_t reach = 14;      // steps of 8 ms around the likeliest place that count
constexpr double step_samples = 2;     // of the window, a step of the network's grid
constexpr double longest_qrs_ms = 300; // wider is no QRS, be it paced or of a dying heart
constexpr double shortest_pr_ms = 40;  // no atrium excites a ventricle sooner
constexpr double seen = 0.5;           // probability from which on a wave is there
constexpr double least_spread_ms = 1;  // half a sample of a 500 Hz recording
constexpr double least_height = 0.01;  // of the QRS, in at least one lead: what is less is no wave
constexpr double noise_factor = 5;     // standard errors of the mean beat …
constexpr double noise_hz = 100;       // … in the bandwidth of P and T

// A peak between two steps of the grid was taught as both of them, which widens the posterior by a
// sixth of a step's square. So are onsets and ends, but of those the network is too sure by as
// much, as records that it never saw show.
constexpr double taught_variance = 1.0 / 6; // steps²

constexpr std::size_t enough_leads = 6;
constexpr double reached = 0.25; // of the leads
constexpr double agree_ms = 4.5; // half a step of the grid, and a little
constexpr double apart_ms = 6;

constexpr float least_probability = 1e-12F; // of a step: where all are tiny, none is zero

/// Steps of the network's grid, [from, to).
struct Steps {
    std::size_t from = 0;
    std::size_t to = 0;
};

struct Place {
    double index = 0; ///< into the mean beat
    double spread = 0;
};

/// Where in the mean beat a place of the grid lies.
double index_of(double step, const AverageBeat& beat) {
    return beat.fiducial + (step * step_samples - window_fiducial) * beat.rate_hz / window_hz;
}

/// The steps of the grid that lie between two indices of the mean beat.
Steps steps_between(double from, double to, const AverageBeat& beat) {
    const double samples = beat.rate_hz / window_hz * step_samples;
    const double origin = index_of(0, beat);
    const double last = std::max(0.0, (to - origin) / samples);
    return {static_cast<std::size_t>(std::max(0.0, std::ceil((from - origin) / samples))),
            static_cast<std::size_t>(last) + 1};
}

/// Mean and standard deviation of the posterior around its greatest value among those steps; of its
/// variance `taught` is not uncertainty.
Place place_of(const Posterior& posterior, const AverageBeat& beat, Steps steps, double taught) {
    const auto begin = posterior.begin() + static_cast<std::ptrdiff_t>(steps.from);
    const auto end = posterior.begin() + static_cast<std::ptrdiff_t>(steps.to);
    const auto mode = static_cast<std::size_t>(std::max_element(begin, end) - posterior.begin());
    const std::size_t from = std::max(steps.from, mode > reach ? mode - reach : 0);
    const std::size_t to = std::min(steps.to, mode + reach + 1);
    double weight = 0;
    double first = 0;
    double second = 0;
    for (std::size_t i = from; i < to; ++i) {
        const double p = std::max(posterior[i], least_probability);
        const double d = static_cast<double>(i) - static_cast<double>(mode);
        weight += p;
        first += p * d;
        second += p * d * d;
    }
    first /= weight;
    second = second / weight - first * first - taught;
    const double samples = beat.rate_hz / window_hz * step_samples;
    return {index_of(static_cast<double>(mode) + first, beat),
            std::max(std::sqrt(std::max(0.0, second)) * samples,
                     least_spread_ms * beat.rate_hz / 1000)};
}

/// Onset and offset where they are believed to be, and the peak between them.
WaveMarks wave_at(const WaveBelief& belief, std::size_t first, const AverageBeat& beat) {
    const Posterior& peaks = belief.place.at(first + 1);
    const Steps all{0, peaks.size()};
    const Place onset = place_of(belief.place.at(first), beat, all, 0);
    const Place offset = place_of(belief.place.at(first + 2), beat, all, 0);
    Steps inner = steps_between(onset.index, offset.index, beat);
    inner.to = std::min(inner.to, peaks.size());
    if (inner.from + 1 >= inner.to) {
        return {};
    }
    const Place peak = place_of(peaks, beat, inner, taught_variance);
    return {onset.index, peak.index, offset.index, {onset.spread, peak.spread, offset.spread}};
}

/// How far a lead goes from the straight line between two indices, mV.
double height_over_chord(const std::vector<double>& lead, double from, double to) {
    const auto first = static_cast<std::size_t>(std::max(0.0, from));
    const auto last = std::min(lead.size() - 1, static_cast<std::size_t>(std::max(0.0, to)));
    double height = 0;
    for (std::size_t i = first; i <= last; ++i) {
        const double share =
            last > first ? static_cast<double>(i - first) / static_cast<double>(last - first) : 0;
        const double chord = lead[first] + share * (lead[last] - lead[first]);
        height = std::max(height, std::abs(lead[i] - chord));
    }
    return height;
}

/// Whether any usable lead shows the wave beyond its noise: the network has learned from hearts
/// that have a T wave, and would see one in silence too.
bool stands_out(const WaveMarks& wave, const WaveMarks& qrs, const AverageBeat& beat) {
    const double factor = noise_factor * std::sqrt(std::min(1.0, noise_hz / beat.rate_hz));
    for (std::size_t l = 0; l < beat.leads.size(); ++l) {
        const double needed =
            std::max(factor * beat.noise[l],
                     least_height * height_over_chord(beat.leads[l], *qrs.onset, *qrs.offset));
        if (beat.usable[l] &&
            height_over_chord(beat.leads[l], *wave.onset, *wave.offset) > needed) {
            return true;
        }
    }
    return false;
}

/// A wave begins before its peak, ends behind it, and inside the beat.
bool in_order(const WaveMarks& wave, const AverageBeat& beat) {
    return wave.whole() && *wave.onset < *wave.peak && *wave.peak < *wave.offset &&
           *wave.onset >= 0 && *wave.offset <= static_cast<double>(beat.length - 1);
}

/// P from the probability least_p on.
BeatMarks marks_of(const WaveBelief& belief, const AverageBeat& beat, double least_p) {
    BeatMarks marks;
    marks.qrs = wave_at(belief, 3, beat);
    if (!in_order(marks.qrs, beat) ||
        *marks.qrs.offset - *marks.qrs.onset > longest_qrs_ms * beat.rate_hz / 1000) {
        return {};
    }
    if (belief.p_present > least_p) {
        const WaveMarks p = wave_at(belief, 0, beat);
        if (in_order(p, beat) && *p.peak < *marks.qrs.onset &&
            *marks.qrs.onset - *p.onset >= shortest_pr_ms * beat.rate_hz / 1000) {
            marks.p = p;
            marks.p.offset = std::min(*p.offset, *marks.qrs.onset);
        }
    }
    if (belief.t_present > seen) {
        const WaveMarks t = wave_at(belief, 6, beat);
        if (in_order(t, beat) && *t.peak > *marks.qrs.offset) {
            marks.t = t;
            marks.t.onset = std::max(*t.onset, *marks.qrs.offset);
        }
    }
    return marks;
}

/// From one mark towards another: all the way when they lie well apart, not at all when they agree
/// as far as the network's grid can tell.
double towards(double mark, double other, double rate_hz) {
    const double apart = std::abs(other - mark) * 1000 / rate_hz;
    return mark + std::clamp((apart - agree_ms) / (apart_ms - agree_ms), 0.0, 1.0) * (other - mark);
}

/// The network was taught global points by records whose leads were read separately: the outermost
/// of twelve readings, which lie the further out the more readings scatter, so that a QRS came out
/// 17 ms wider than carts' and a seventh of normal ECGs had a wide one. The leads' own marks are
/// free of that. Where there are enough, an onset is where a quarter of the leads have begun, an
/// end where a quarter have yet to end.
void take_from_leads(BeatMarks& global, const std::vector<BeatMarks>& leads, double rate_hz) {
    for (WaveMarks BeatMarks::*wave : {&BeatMarks::p, &BeatMarks::qrs, &BeatMarks::t}) {
        std::vector<double> onsets;
        std::vector<double> offsets;
        for (const BeatMarks& lead : leads) {
            if ((lead.*wave).whole()) {
                onsets.push_back(*(lead.*wave).onset);
                offsets.push_back(*(lead.*wave).offset);
            }
        }
        WaveMarks& mark = global.*wave;
        if (!mark.whole() || onsets.size() < enough_leads) {
            continue;
        }
        const double onset =
            towards(*mark.onset, dsp::quantile(std::move(onsets), reached), rate_hz);
        const double offset =
            towards(*mark.offset, dsp::quantile(std::move(offsets), 1 - reached), rate_hz);
        if (onset < *mark.peak && offset > *mark.peak) {
            mark.onset = onset;
            mark.offset = offset;
        }
    }
}

} // namespace

MarksOfBeat mark_beat(const AverageBeat& beat, const Network& network) {
    MarksOfBeat marks;
    marks.leads.resize(beat.leads.size());
    const BeatWindow grid{beat.rate_hz, beat.fiducial, beat.length};
    BeatOnGrid shown{{}, {}, grid.inside(), beat.members.size(), beat.rr_spread};
    std::vector<std::size_t> lead_of;
    for (std::size_t l = 0; l < beat.leads.size(); ++l) {
        if (beat.usable[l]) {
            shown.leads.push_back(grid.of(beat.leads[l]));
            shown.scatter.push_back(beat.scatter[l]);
            lead_of.push_back(l);
        }
    }
    if (lead_of.empty()) {
        return marks;
    }
    const NetworkAnswer answer = network.look_at(shown);
    marks.p_present = answer.global.p_present;
    marks.global = marks_of(answer.global, beat, possible_p);
    for (WaveMarks BeatMarks::*wave : {&BeatMarks::p, &BeatMarks::t}) {
        WaveMarks& mark = marks.global.*wave;
        if (mark.whole() && !stands_out(mark, marks.global.qrs, beat)) {
            mark = {};
        }
    }
    for (std::size_t i = 0; i < lead_of.size(); ++i) {
        BeatMarks& lead = marks.leads[lead_of[i]];
        lead = marks_of(answer.leads[i], beat, std::min(seen, marks.p_present));
        lead.p = marks.global.p.empty() ? WaveMarks{} : lead.p;
        lead.t = marks.global.t.empty() ? WaveMarks{} : lead.t;
    }
    marks.outermost = marks.global;
    take_from_leads(marks.global, marks.leads, beat.rate_hz);
    return marks;
}

} // namespace ecg::analyze
