#include "analyze/delineate/beat_waves.hpp"

#include "analyze/delineate/curves.hpp"
#include "analyze/delineate/foot.hpp"
#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

// QRS: where the leads move fast, then the foot of the first and last lobe.
constexpr double qrs_reach_before = 160; // ms from the steepest moment to the onset, at most
constexpr double fast = 0.05;            // of the QRS's greatest speed
constexpr double still_ms = 16;          // slow for so long: outside the QRS, not between its lobes
constexpr double ground_reach_ms = 35;   // where to look for level ground beside it
constexpr double ground_ms = 12;
constexpr double foot_reach_ms = 12;       // from where a lobe can be seen back to where it begins
constexpr double visible_at_onset = 0.03;  // of the QRS's height
constexpr double visible_at_offset = 0.05; // more: the ST segment moves, PQ hardly does
constexpr double noise_factor = 3.5;
constexpr double shortest_qrs_ms = 25; // beyond these it was no QRS that was marked
constexpr double longest_qrs_ms = 280;
// The band limit of a sampled wave lets it begin earlier and end later by this share of a
// sample, as measured on synthetic beats from 80 to 1000 Hz.
constexpr double band_limit_widens = 0.25;

// P and T.
constexpr double smallest_wave_mv = 0.03; // facts of IEC 60601-2-51 annex GG
constexpr double t_share = 0.6;           // of the time from J to the next QRS
constexpr double longest_t_ms = 650;
constexpr double after_j_ms = 20;
constexpr double longest_pr_ms = 330;
constexpr double longest_p_ms = 200; // a longer one is the T wave of the beat before
constexpr double shortest_window_ms = 40;
constexpr double second_lobe = 0.3; // of the T peak: a biphasic T ends with its second lobe

double samples(const LeadRows& rows, double ms) {
    return ms * rows.rate_hz / 1000;
}

std::size_t whole(double index, std::size_t length) {
    return static_cast<std::size_t>(std::clamp(index, 0.0, static_cast<double>(length - 1)));
}

std::size_t length_of(const LeadRows& rows) {
    return rows.leads.front().size();
}

/// The last index before `from` behind which values stay under limit for `run` samples.
std::size_t back_to_stillness(const std::vector<double>& values, std::size_t from, std::size_t stop,
                              double limit, std::size_t run) {
    std::size_t still = 0;
    for (std::size_t i = from; i > stop; --i) {
        still = values[i] < limit ? still + 1 : 0;
        if (still == run) {
            return i + run - 1;
        }
    }
    return stop;
}

/// What of the QRS's height is more than ringing: a recording that is sampled slowly rings before
/// and behind steep waves, by some 4 % at 80 Hz.
double above_ringing(double share, const LeadRows& rows) {
    constexpr double ringing_hz = 3.2;
    return rows.recorded_hz >= 250 ? share : std::max(share, ringing_hz / rows.recorded_hz);
}

/// Onset of the QRS, where share of its height can be seen. Absent when nothing in the rows moves.
std::optional<double> qrs_onset(const LeadRows& rows, double share) {
    const std::size_t n = length_of(rows);
    const std::vector<double> speed = speed_of(rows);
    const std::size_t from = whole(rows.fiducial - samples(rows, 100), n);
    const std::size_t to = whole(rows.fiducial + samples(rows, 100), n);
    const auto steepest =
        static_cast<std::size_t>(std::max_element(speed.begin() + static_cast<std::ptrdiff_t>(from),
                                                  speed.begin() + static_cast<std::ptrdiff_t>(to)) -
                                 speed.begin());
    if (speed[steepest] <= 0) {
        return std::nullopt;
    }
    const double limit = std::min(
        0.5 * speed[steepest], std::max(fast * speed[steepest], 2.5 * dsp::quantile(speed, 0.2)));
    const auto run = static_cast<std::size_t>(std::max(2.0, samples(rows, still_ms)));
    const std::size_t rough = back_to_stillness(
        speed, steepest, whole(static_cast<double>(steepest) - samples(rows, qrs_reach_before), n),
        limit, run);
    const auto ground_length = static_cast<std::size_t>(std::max(2.0, samples(rows, ground_ms)));
    const std::size_t ground_from =
        whole(static_cast<double>(rough) - samples(rows, ground_reach_ms), n);
    if (rough < ground_from + ground_length) {
        return std::nullopt;
    }
    const Stretch ground = quietest(speed, {ground_from, rough}, ground_length);
    const Stretch complex{ground.to, whole(static_cast<double>(steepest) + samples(rows, 60), n)};
    const std::vector<double> distance = distance_from(rows, level_of(rows, ground), complex);
    const double height =
        *std::max_element(distance.begin() + static_cast<std::ptrdiff_t>(complex.from),
                          distance.begin() + static_cast<std::ptrdiff_t>(complex.to));
    const double noise =
        rows.noise * std::sqrt(std::min(3.0, static_cast<double>(rows.leads.size())));
    const double visible = std::max(above_ringing(share, rows) * height, noise_factor * noise);
    std::size_t start = ground.to;
    while (start < steepest && distance[start] < visible) {
        ++start;
    }
    return departure(distance, start, visible, samples(rows, foot_reach_ms));
}

/// The same rows, last sample first.
struct Mirror {
    std::vector<std::vector<double>> samples;
    LeadRows rows;
};

Mirror mirrored(const LeadRows& rows) {
    Mirror mirror;
    for (const auto& lead : rows.leads) {
        mirror.samples.emplace_back(lead.rbegin(), lead.rend());
    }
    mirror.rows = rows;
    mirror.rows.leads.assign(mirror.samples.begin(), mirror.samples.end());
    mirror.rows.fiducial = static_cast<double>(length_of(rows) - 1) - rows.fiducial;
    return mirror;
}

/// Its end is the onset of the mirrored beat.
WaveMarks mark_qrs(const LeadRows& rows) {
    const auto onset = qrs_onset(rows, visible_at_onset);
    const Mirror mirror = mirrored(rows);
    const auto mirrored_offset = qrs_onset(mirror.rows, visible_at_offset);
    if (!onset || !mirrored_offset) {
        return {};
    }
    const double widening = band_limit_widens * rows.rate_hz / rows.recorded_hz;
    const double on = *onset + widening;
    const double off = static_cast<double>(length_of(rows) - 1) - *mirrored_offset - widening;
    const bool plausible =
        off - on >= samples(rows, shortest_qrs_ms) && off - on <= samples(rows, longest_qrs_ms);
    return plausible ? WaveMarks{on, rows.fiducial, off} : WaveMarks{};
}

double slow_noise(const LeadRows& rows) {
    return rows.noise * std::min(1.0, std::sqrt(100 / rows.rate_hz)); // what is left below 40 Hz
}

/// The largest local extremum of curve inside where, of either sign or of one (+1, -1).
std::optional<std::size_t> extremum(const std::vector<double>& curve, Stretch where, int sign) {
    std::optional<std::size_t> best;
    for (std::size_t i = where.from + 1; i + 1 < where.to; ++i) {
        const double v = sign == 0 ? std::abs(curve[i]) : sign * curve[i];
        const double s = curve[i] < 0 ? -1 : 1;
        const bool peak = s * curve[i] >= s * curve[i - 1] && s * curve[i] >= s * curve[i + 1];
        if (peak && v > 0 && (!best || v > std::abs(curve[*best]))) {
            best = i;
        }
    }
    return best;
}

Stretch before(const LeadRows& rows, double index, double from_ms, double to_ms) {
    const std::size_t n = length_of(rows);
    const std::size_t to = std::max<std::size_t>(1, whole(index - samples(rows, to_ms), n));
    return {std::min(to - 1, whole(index - samples(rows, from_ms), n)), to};
}

/// End of T, once more against the level that follows it, where there is one before the next P.
double settle_offset(const LeadRows& rows, const std::vector<double>& curve, std::size_t peak,
                     double offset, double qrs_on) {
    const auto from = static_cast<std::size_t>(offset + samples(rows, 6));
    const auto to = static_cast<std::size_t>(offset + samples(rows, 26));
    const double next_p = qrs_on + rows.rr_after - samples(rows, 260);
    if (to >= curve.size() || static_cast<double>(to) > next_p) {
        return offset;
    }
    const double level = dsp::mean(std::span{curve}.subspan(from, to - from));
    if (std::abs(level) > 0.2 * std::abs(curve[peak])) {
        return offset;
    }
    return foot_of(curve, peak, {level, slow_noise(rows), to}).value_or(offset);
}

WaveMarks mark_t(const LeadRows& rows, const WaveMarks& qrs) {
    const std::size_t n = length_of(rows);
    const double span = std::min(t_share * (rows.rr_after - (*qrs.offset - *qrs.onset)),
                                 samples(rows, longest_t_ms));
    const Stretch where{whole(*qrs.offset + samples(rows, after_j_ms), n),
                        whole(*qrs.offset + span, n)};
    if (where.to < where.from + whole(samples(rows, shortest_window_ms), n)) {
        return {};
    }
    const auto level = level_of(rows, before(rows, *qrs.onset, 10, 1));
    const std::vector<double> curve = strongest_curve(rows, level, where);
    const auto peak = extremum(curve, where, 0);
    const double noise = slow_noise(rows);
    if (!peak || std::abs(curve[*peak]) < std::max(smallest_wave_mv, 5 * noise)) {
        return {};
    }
    WaveMarks t;
    t.peak = dsp::parabola_peak(curve, *peak);
    std::size_t last = *peak;
    const auto opposite = extremum(curve, {*peak, where.to}, curve[*peak] > 0 ? -1 : 1);
    if (opposite && std::abs(curve[*opposite]) > second_lobe * std::abs(curve[*peak])) {
        last = *opposite;
    }
    const std::size_t limit = whole(static_cast<double>(where.to) + samples(rows, 60), n);
    t.offset = foot_of(curve, last, {0, noise, limit});
    if (t.offset) {
        t.offset = settle_offset(rows, curve, last, *t.offset, *qrs.onset);
    }
    const double st = curve[where.from];
    t.onset = foot_of(curve, *peak,
                      {std::abs(st) < 0.5 * std::abs(curve[*peak]) ? st : 0, noise, where.from});
    if (t.onset && *t.onset < *qrs.offset) {
        t.onset.reset();
    }
    return t;
}

WaveMarks mark_p(const LeadRows& rows, const WaveMarks& qrs, const WaveMarks& t) {
    const std::size_t n = length_of(rows);
    double left = *qrs.onset - std::min(samples(rows, longest_pr_ms), 0.6 * rows.rr_before);
    if (t.offset) {
        left = std::max(left, *t.offset - rows.rr_before + samples(rows, 2));
    }
    const Stretch where{whole(left, n), whole(*qrs.onset, n)};
    if (where.to < where.from + whole(samples(rows, shortest_window_ms), n)) {
        return {};
    }
    const auto level = level_of(rows, before(rows, *qrs.onset, 8, 1));
    std::vector<double> curve = strongest_curve(rows, level, where);
    const auto ends = static_cast<std::size_t>(std::max(1.0, samples(rows, 8)));
    const double start = dsp::mean(std::span{curve}.subspan(where.from, ends));
    for (std::size_t i = where.from; i < where.to; ++i) { // level ground from T to QRS
        const double rest =
            static_cast<double>(where.to - i) / static_cast<double>(where.to - where.from);
        curve[i] -= start * rest;
    }
    const auto peak = extremum(curve, where, 0);
    const double noise = slow_noise(rows);
    if (!peak || std::abs(curve[*peak]) < std::max(smallest_wave_mv, 5 * noise)) {
        return {};
    }
    WaveMarks p;
    p.onset = foot_of(curve, *peak, {0, noise, where.from});
    p.peak = dsp::parabola_peak(curve, *peak);
    p.offset = foot_of(curve, *peak, {0, noise, where.to - 1});
    const bool plausible = p.whole() && *p.offset - *p.onset <= samples(rows, longest_p_ms);
    return plausible ? p : WaveMarks{};
}

/// A lead's own mark near the global one; the global one where it lies elsewhere.
std::optional<double> near(const std::optional<double>& own, const std::optional<double>& global,
                           double reach) {
    if (!own || !global) {
        return global;
    }
    return std::abs(*own - *global) <= reach ? own : global;
}

WaveMarks near(const WaveMarks& own, const WaveMarks& global, double reach) {
    if (global.empty() || !own.peak) {
        return {};
    }
    return {near(own.onset, global.onset, reach), own.peak, near(own.offset, global.offset, reach)};
}

} // namespace

BeatMarks mark_waves(const LeadRows& rows, const BeatMarks* guide) {
    BeatMarks marks;
    marks.qrs = mark_qrs(rows);
    if (guide != nullptr) {
        if (!marks.qrs.whole() || !guide->qrs.whole()) {
            return {};
        }
        marks.qrs = near(marks.qrs, guide->qrs, samples(rows, 40));
        marks.t = near(mark_t(rows, guide->qrs), guide->t, samples(rows, 80));
        marks.p = near(mark_p(rows, guide->qrs, guide->t), guide->p, samples(rows, 50));
        return marks;
    }
    if (marks.qrs.whole()) {
        marks.t = mark_t(rows, marks.qrs);
        marks.p = mark_p(rows, marks.qrs, marks.t);
    }
    return marks;
}

} // namespace ecg::analyze
