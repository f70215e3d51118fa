#include "analyze/measure/measure_beats.hpp"

#include "analyze/measure/axis.hpp"
#include "analyze/measure/hrv.hpp"
#include "analyze/measure/limb_leads.hpp"
#include "analyze/measure/measure_leads.hpp"
#include "analyze/measure/p_terminal.hpp"
#include "analyze/measure/qtc.hpp"
#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr double soonest_tangent_ms = -80; // from QT
constexpr double latest_tangent_ms = 30;
constexpr double vaguest_qt_ms = 40; // uncertainty: beyond, no end of T was seen

// Correlation of what is wrong with the two ends of an interval, from records of LUDB by networks
// that never saw them (VALIDATION.md shows what share of the errors lies within).
constexpr double p_ends_together = 0.3;
constexpr double pq_ends_together = 0.75;
constexpr double qrs_ends_together = 0.25;
constexpr double qt_ends_together = 0.45;

constexpr double least_area = 0.0005; // mV s: 10 µV over 50 ms, below which no axis is given

/// The part of a wave whose net area gives its axis.
struct Area {
    double from = 0; ///< indices
    double to = 0;
    bool sloping_ground = false; ///< measured from a line between its ends, not from level
};

double net_area(const std::vector<double>& lead, const Area& area, double level, double rate_hz) {
    const double start = area.sloping_ground ? dsp::value_at(lead, area.from) : level;
    const double end = area.sloping_ground ? dsp::value_at(lead, area.to) : level;
    constexpr double steps_per_sample = 2;
    const int steps =
        std::max(2, static_cast<int>(std::ceil((area.to - area.from) * steps_per_sample)));
    double sum = 0;
    for (int k = 0; k <= steps; ++k) { // trapezium
        const double share = static_cast<double>(k) / steps;
        const double v = dsp::value_at(lead, area.from + share * (area.to - area.from)) -
                         (start + share * (end - start));
        sum += k == 0 || k == steps ? v / 2 : v;
    }
    return sum * (area.to - area.from) / steps / rate_hz;
}

std::optional<std::size_t> place_of(const std::vector<LeadSignal>& leads, Lead wanted) {
    for (std::size_t l = 0; l < leads.size(); ++l) {
        if (leads[l].lead == wanted) {
            return l;
        }
    }
    return std::nullopt;
}

std::optional<Degrees> axis_of(const MarkedBeat& marked, const std::vector<LeadSignal>& leads,
                               const Area& area) {
    const auto pair = frontal_pair([&](Lead wanted) -> std::optional<double> {
        const auto l = place_of(leads, wanted);
        if (!l || !marked.beat.usable[*l]) {
            return std::nullopt;
        }
        const auto& lead = marked.beat.leads[*l];
        const double level = LevelReading{marked.beat.rate_hz, marked.beat.recorded_hz}.before(
            lead, *marked.global.qrs.onset);
        return net_area(lead, area, level, marked.beat.rate_hz);
    });
    return pair ? frontal_axis(pair->i, pair->avf, least_area) : std::nullopt;
}

void measure_intervals(Measurements& m, const MarkedBeat& marked) {
    const BeatMarks& marks = marked.global;
    const auto ms = [&](double samples) {
        return Milliseconds{samples * 1000 / marked.beat.rate_hz};
    };
    if (!marks.qrs.whole()) {
        return;
    }
    const auto both = [&](double a, double b, double together) {
        return ms(std::sqrt(a * a + b * b - 2 * together * a * b));
    };
    const MarkSpread& qrs = marks.qrs.spread;
    m.qrs = ms(*marks.qrs.offset - *marks.qrs.onset);
    m.qrs_uncertainty = both(qrs.onset, qrs.offset, qrs_ends_together);
    if (marks.p.whole()) {
        m.p_duration = ms(*marks.p.offset - *marks.p.onset);
        m.p_uncertainty = both(marks.p.spread.onset, marks.p.spread.offset, p_ends_together);
        m.pr = ms(*marks.qrs.onset - *marks.p.onset);
        m.pr_uncertainty = both(marks.p.spread.onset, qrs.onset, pq_ends_together);
    }
    if (!marks.t.offset) {
        return;
    }
    const Milliseconds uncertainty = both(qrs.onset, marks.t.spread.offset, qt_ends_together);
    if (uncertainty.count() <= vaguest_qt_ms) {
        m.qt = ms(*marks.t.offset - *marks.qrs.onset);
        m.qt_uncertainty = uncertainty;
    }
}

void measure_axes(Measurements& m, const MarkedBeat& marked, const std::vector<LeadSignal>& leads) {
    const BeatMarks& marks = marked.global;
    if (!marks.qrs.whole()) {
        return;
    }
    m.qrs_axis = axis_of(marked, leads, {*marks.qrs.onset, *marks.qrs.offset});
    if (marks.p.whole()) {
        m.p_axis = axis_of(marked, leads, {*marks.p.onset, *marks.p.offset, true});
    }
    if (marks.t.peak && marks.t.offset) {
        const double start = marks.t.onset.value_or(2 * *marks.t.peak - *marks.t.offset);
        m.t_axis =
            axis_of(marked, leads, {std::max(start, *marks.qrs.offset), *marks.t.offset, true});
    }
}

/// Over the global P: in V1 alone, readers end a P whose end is negative too early.
void measure_terminal_p(Measurements& m, const MarkedBeat& marked,
                        const std::vector<LeadSignal>& leads) {
    const auto v1 = place_of(leads, Lead::V1);
    if (!v1 || !marked.beat.usable[*v1] || !marked.global.p.whole()) {
        return;
    }
    const WaveMarks& p = marked.global.p;
    const auto part = terminal_part(
        {marked.beat.leads[*v1], *p.onset, *p.offset, marked.beat.noise[*v1], marked.beat.rate_hz});
    if (!part) {
        return;
    }
    m.p_terminal_v1.force_mv_ms = std::abs(part->depth_mv) * part->duration_ms;
    if (part->depth_mv < 0) {
        m.p_terminal_v1.depth = Millivolts{part->depth_mv};
        m.p_terminal_v1.duration = Milliseconds{part->duration_ms};
    }
}

const LeadMeasurements* find(const Measurements& m, Lead wanted) {
    const auto found =
        std::find_if(m.leads.begin(), m.leads.end(),
                     [&](const LeadMeasurements& lead) { return lead_named(lead.lead) == wanted; });
    return found == m.leads.end() ? nullptr : &*found;
}

/// Whether a lead's tangent meets the ground near where T ends over all leads. One that does not
/// is of another wave, or of a T that this lead shows half.
bool tangent_agrees(const Measurements& m, const LeadMeasurements& lead) {
    if (!lead.qt_tangent || !m.qt) {
        return false;
    }
    const double behind = lead.qt_tangent->count() - m.qt->count();
    return behind >= soonest_tangent_ms && behind <= latest_tangent_ms;
}

std::optional<Milliseconds> median_over_leads(const Measurements& m,
                                              std::optional<Milliseconds> LeadMeasurements::*of) {
    std::vector<double> values;
    for (const LeadMeasurements& lead : m.leads) {
        if (lead.*of && tangent_agrees(m, lead)) {
            values.push_back((lead.*of)->count());
        }
    }
    return values.empty() ? std::nullopt
                          : std::optional{Milliseconds{dsp::median(std::move(values))}};
}

/// The lead of the clinic's practice, II or else V5 [postema-2014]; without a tangent that agrees
/// in either the median over those that have one.
void choose_qt_lead(Measurements& m) {
    m.qt_tangent_lead.clear();
    for (const Lead wanted : {Lead::II, Lead::V5}) {
        const LeadMeasurements* lead = find(m, wanted);
        if (lead != nullptr && tangent_agrees(m, *lead)) {
            m.qt_tangent = lead->qt_tangent;
            m.qt_tangent_uncertainty = lead->qt_tangent_uncertainty;
            m.qt_threshold = lead->qt_threshold;
            m.qt_tangent_lead = name_of(wanted);
            return;
        }
    }
    m.qt_tangent = median_over_leads(m, &LeadMeasurements::qt_tangent);
    m.qt_tangent_uncertainty = median_over_leads(m, &LeadMeasurements::qt_tangent_uncertainty);
    m.qt_threshold = median_over_leads(m, &LeadMeasurements::qt_threshold);
    m.qt_tangent_lead = m.qt_tangent ? "median" : "";
}

/// Why there is no QT by tangent, in a beat that has a T.
const char* why_no_tangent(const Measurements& m) {
    const bool tall = std::any_of(m.leads.begin(), m.leads.end(), [](const LeadMeasurements& lead) {
        return lead.t && std::abs(lead.t->value) >= 0.1;
    });
    const bool any = std::any_of(m.leads.begin(), m.leads.end(),
                                 [](const LeadMeasurements& lead) { return lead.qt_tangent; });
    return any    ? "the leads' tangents lie far from the end of T"
           : tall ? "T does not come down to a baseline"
                  : "T is flatter than 0.1 mV in every lead";
}

/// Why the end of P in V1 was not measured, in a beat that has a P.
const char* why_no_terminal_p(const Measurements& m) {
    const LeadMeasurements* v1 = find(m, Lead::V1);
    return v1 == nullptr ? "there is no lead V1"
           : !v1->st_j   ? "lead V1 is not usable"
                         : "P in V1 does not stand out";
}

/// Whether two limb leads were usable, so that there could be an axis.
bool has_frontal_plane(const Measurements& m) {
    return frontal_pair([&](Lead wanted) -> std::optional<double> {
               for (const LeadMeasurements& lead : m.leads) {
                   if (lead_named(lead.lead) == wanted && lead.st_j) {
                       return 0.0;
                   }
               }
               return std::nullopt;
           })
        .has_value();
}

/// Whether any lead says how often it is notched, be it never.
bool any_notches_told(const Measurements& m) {
    return std::any_of(m.leads.begin(), m.leads.end(),
                       [](const LeadMeasurements& lead) { return lead.notches.has_value(); });
}

void explain(Measurements& m, bool absent, const char* key, const char* reason) {
    if (absent) {
        m.absences.push_back({key, reason});
    }
}

} // namespace

void measure_rates(Measurements& m, const Beats& beats) {
    m.beats = static_cast<std::int64_t>(beats.size());
    double sum = 0;
    double shortest = 0;
    double longest = 0;
    double count = 0;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        if (beats[i].after_gap) {
            continue;
        }
        const double rr = (beats[i].time - beats[i - 1].time).count();
        shortest = count == 0 ? rr : std::min(shortest, rr);
        longest = std::max(longest, rr);
        sum += rr;
        ++count;
    }
    if (count > 0) {
        m.rr = Milliseconds{1000 * sum / count};
        m.heart_rate = BeatsPerMinute{60 * count / sum};
        m.slowest = BeatsPerMinute{60 / longest};
        m.fastest = BeatsPerMinute{60 / shortest};
    }
}

void complete(Measurements& m) {
    choose_qt_lead(m);
    m.qtc = m.qt && m.rr ? correct_qt(*m.qt, *m.rr) : CorrectedQt{};
    const char* no_beat =
        m.beats == 0 ? "no QRS complex was found" : "no QRS complex could be delineated";
    m.absences.clear();
    explain(m, !m.heart_rate, "heart_rate_bpm",
            m.beats == 0 ? "no QRS complex was found"
                         : "fewer than two beats without a gap between");
    explain(m, !m.qrs, "qrs_ms", no_beat);
    explain(m, !m.pr, "pr_ms", m.qrs ? "no P wave comes with the QRS complexes" : no_beat);
    explain(m, !m.qt, "qt_ms", m.qrs ? "no end of T stands out" : no_beat);
    explain(m, !m.qt_tangent, "qt_tangent_ms",
            !m.qrs  ? no_beat
            : !m.qt ? "no end of T stands out"
                    : why_no_tangent(m));
    explain(m, m.qt && !m.rr, "qtc_bazett_ms", "no RR interval");
    explain(m, !m.p_terminal_v1.force_mv_ms, "p_terminal_force_mv_ms",
            !m.qrs  ? no_beat
            : !m.pr ? "no P wave comes with the QRS complexes"
                    : why_no_terminal_p(m));
    explain(m, !any_notches_told(m), "qrs_notches_ms",
            m.qrs ? "the sampling rate is below 250 Hz" : no_beat);
    explain(m, !m.qrs_axis, "qrs_axis_deg",
            !m.qrs                 ? no_beat
            : has_frontal_plane(m) ? "equiphasic QRS in the limb leads"
                                   : "two limb leads are needed");
}

void measure_variability(Measurements& m, const Beats& beats, const Rhythm& rhythm) {
    m.hrv = measure_hrv(beats, rhythm);
    for (Absence& absence : explain_hrv(m.hrv)) {
        m.absences.push_back(std::move(absence));
    }
}

Measurements measure_beats(const FilteredRecording& clean, const Beats& beats,
                           const DelineatedBeats& delineated) {
    Measurements m;
    measure_rates(m, beats);
    if (delineated.dominant) {
        measure_intervals(m, *delineated.dominant);
        measure_axes(m, *delineated.dominant, clean.leads);
        m.leads = measure_leads(*delineated.dominant, clean.leads);
        measure_terminal_p(m, *delineated.dominant, clean.leads);
    }
    complete(m);
    return m;
}

std::vector<BeatMeasurements> measure_each_beat(const FilteredRecording& clean,
                                                const DelineatedBeats& delineated) {
    const double rate = clean.rate.hertz();
    const LevelReading reading{rate, clean.recorded.hertz()};
    const auto ii = place_of(clean.leads, Lead::II);
    const auto usable = [&](std::size_t l) { return clean.quality[l].verdict != Verdict::bad; };
    std::vector<BeatMeasurements> all;
    for (const BeatWaves& waves : delineated.waves) {
        BeatMeasurements one;
        const Wave& qrs = waves.global.qrs;
        if (qrs.onset && qrs.offset) {
            const double on = (*qrs.onset - clean.start).count() * rate;
            const double off = (*qrs.offset - clean.start).count() * rate;
            const double st = off + 0.06 * rate;
            if (ii && usable(*ii) && st < static_cast<double>(clean.leads[*ii].samples.size())) {
                const auto& lead = clean.leads[*ii].samples;
                one.st_60_ii = Millivolts{reading.around(lead, st) - reading.before(lead, on)};
            }
            const auto pair = frontal_pair([&](Lead wanted) -> std::optional<double> {
                const auto l = place_of(clean.leads, wanted);
                if (!l || !usable(*l)) {
                    return std::nullopt;
                }
                const auto& lead = clean.leads[*l].samples;
                return net_area(lead, {on, off}, reading.before(lead, on), rate);
            });
            one.qrs_axis = pair ? frontal_axis(pair->i, pair->avf, least_area) : std::nullopt;
        }
        all.push_back(one);
    }
    return all;
}

std::optional<MedianBeat> representative_beat(const FilteredRecording& clean,
                                              const DelineatedBeats& delineated) {
    if (!delineated.dominant || !delineated.dominant->global.qrs.whole()) {
        return std::nullopt;
    }
    const MarkedBeat& marked = *delineated.dominant;
    MedianBeat beat;
    beat.rate_hz = marked.beat.rate_hz;
    beat.beats = static_cast<std::int64_t>(marked.beat.members.size());
    beat.fiducial = std::llround(marked.beat.fiducial);
    for (std::size_t l = 0; l < clean.leads.size(); ++l) {
        std::vector<double> lead = marked.beat.leads[l];
        const double level = LevelReading{marked.beat.rate_hz, marked.beat.recorded_hz}.before(
            lead, *marked.global.qrs.onset);
        for (double& v : lead) {
            v -= level;
        }
        beat.names.push_back(clean.leads[l].name);
        beat.leads.push_back(std::move(lead));
    }
    beat.p_onset = marked.global.p.onset;
    beat.p_offset = marked.global.p.offset;
    beat.qrs_onset = marked.global.qrs.onset;
    beat.qrs_offset = marked.global.qrs.offset;
    beat.t_offset = marked.global.t.offset;
    const auto ms = [&](const std::optional<double>& point,
                        double spread) -> std::optional<Milliseconds> {
        return point ? std::optional{Milliseconds{1000 * spread / beat.rate_hz}} : std::nullopt;
    };
    const BeatMarks& marks = marked.global;
    beat.p_onset_uncertainty = ms(marks.p.onset, marks.p.spread.onset);
    beat.p_offset_uncertainty = ms(marks.p.offset, marks.p.spread.offset);
    beat.qrs_onset_uncertainty = ms(marks.qrs.onset, marks.qrs.spread.onset);
    beat.qrs_offset_uncertainty = ms(marks.qrs.offset, marks.qrs.spread.offset);
    beat.t_offset_uncertainty = ms(marks.t.offset, marks.t.spread.offset);
    return beat;
}

} // namespace ecg::analyze
