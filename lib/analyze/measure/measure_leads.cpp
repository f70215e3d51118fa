#include "analyze/measure/measure_leads.hpp"

#include "analyze/measure/end_of_t.hpp"
#include "analyze/measure/qrs_shape.hpp"
#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double notches_from_hz = 250; // slower recordings hide or invent them
constexpr double rest_ms = 24;          // the stretch before P that is the ground of T …
constexpr double rest_before_p_ms = 8;  // … and what lies between, for P has soft feet
constexpr double t_is_over_ms = 60;     // behind its end as delineated: what slopes there is not T
constexpr std::size_t enough_to_differ = 3; // beats whose scatter tells the noise of their mean
constexpr double least_gap_ms = 8; // between the J point and the stretch where T is looked for

/// A period at the Nyquist frequency, seconds; nothing where the rate is high enough not to ring.
double slowest_ringing(double recorded_hz) {
    return recorded_hz < 250 ? 2 / recorded_hz : 0;
}

double mean_between(const std::vector<double>& lead, double from, double to) {
    const auto steps = static_cast<int>(std::floor(to - from));
    double sum = 0;
    for (int k = 0; k <= steps; ++k) {
        sum += dsp::value_at(lead, from + k);
    }
    return sum / (steps + 1);
}

Milliseconds duration_of(const Deflection& d, double rate_hz) {
    return Milliseconds{(d.to - d.from) * 1000 / rate_hz};
}

void name_deflections(LeadMeasurements& m, const std::vector<Deflection>& all, double rate_hz) {
    const auto r =
        std::find_if(all.begin(), all.end(), [](const Deflection& d) { return d.peak_mv > 0; });
    for (auto d = all.begin(); d != all.end(); ++d) {
        const Millivolts peak{d->peak_mv};
        if (d->peak_mv < 0 && d < r && !m.q) { // with no R at all this is QS
            m.q = peak;
            m.q_duration = duration_of(*d, rate_hz);
        } else if (d == r) {
            m.r = peak;
            m.r_duration = duration_of(*d, rate_hz);
        } else if (d->peak_mv < 0 && d > r && !m.s) {
            m.s = peak;
            m.s_duration = duration_of(*d, rate_hz);
        } else if (d->peak_mv > 0 && d > r && !m.r2) {
            m.r2 = peak;
        }
    }
}

/// Height of the P wave over the line from its onset to its end.
std::optional<Millivolts> p_height(const std::vector<double>& lead, const WaveMarks& p) {
    if (!p.whole()) {
        return std::nullopt;
    }
    const double start = dsp::value_at(lead, *p.onset);
    const double end = dsp::value_at(lead, *p.offset);
    const double share = (*p.peak - *p.onset) / (*p.offset - *p.onset);
    return Millivolts{dsp::value_at(lead, *p.peak) - (start + share * (end - start))};
}

/// Whether index, and what is read around it, lies inside the beat.
bool inside(const std::vector<double>& lead, double index) {
    return index >= 0 && index <= static_cast<double>(lead.size() - 1);
}

/// The mean beat with what all its leads have in common.
struct Beat {
    const MarkedBeat& marked;
    LevelReading reading;

    [[nodiscard]] Milliseconds since_onset(double index) const {
        return Milliseconds{(index - *marked.global.qrs.onset) * 1000 / reading.rate_hz};
    }

    /// Where the next beat begins, by its P or else its QRS.
    [[nodiscard]] double next_wave() const {
        const BeatMarks& global = marked.global;
        return marked.beat.rr_after * reading.rate_hz +
               (global.p.onset ? *global.p.onset : *global.qrs.onset);
    }
};

/// What T comes down to: the stretch before P, where the heart rests, unless P rides on T; else the
/// one before the QRS.
double ground(const Beat& beat, std::size_t l) {
    const std::vector<double>& lead = beat.marked.beat.leads[l];
    const BeatMarks& global = beat.marked.global;
    const double ms = beat.reading.rate_hz / 1000;
    if (global.p.onset && global.t.offset) {
        const double to = *global.p.onset - rest_before_p_ms * ms;
        const double from = to - rest_ms * ms;
        const double t_end_before = *global.t.offset - beat.marked.beat.rr_after * 1000 * ms;
        if (from >= std::max(0.0, t_end_before)) {
            return mean_between(lead, from, to);
        }
    }
    return beat.reading.before(lead, *global.qrs.onset);
}

void measure_qt(LeadMeasurements& m, const Beat& beat, std::size_t l) {
    const BeatMarks& own = beat.marked.leads[l];
    if (!own.t.whole()) {
        return;
    }
    const double rate = beat.reading.rate_hz;
    const double behind_j = *beat.marked.global.qrs.offset + least_gap_ms * rate / 1000;
    const double over = std::min(beat.next_wave(), *own.t.offset + t_is_over_ms * rate / 1000);
    const auto end =
        end_of_t(beat.marked.beat.leads[l],
                 {std::max(*own.t.onset, behind_j), *own.t.offset, over, ground(beat, l),
                  beat.marked.beat.noise[l], rate, beat.reading.recorded_hz});
    if (end.tangent) {
        m.qt_tangent = beat.since_onset(*end.tangent);
        m.qt_tangent_uncertainty = Milliseconds{
            std::hypot(end.tangent_uncertainty, beat.marked.global.qrs.spread.onset) * 1000 / rate};
    }
    if (end.threshold) {
        m.qt_threshold = beat.since_onset(*end.threshold);
    }
}

void measure_qrs(LeadMeasurements& m, const Beat& beat, std::size_t l, double level) {
    const WaveMarks& own = beat.marked.leads[l].qrs;
    if (!own.whole()) {
        return;
    }
    const QrsOfLead qrs{
        beat.marked.beat.leads[l], level, *own.onset, *own.offset, beat.marked.beat.noise[l],
        beat.reading.rate_hz};
    name_deflections(m, deflections(qrs), qrs.rate_hz);
    if (const auto peak = last_r_peak(qrs)) {
        m.r_peak_time = beat.since_onset(*peak);
    }
    if (beat.reading.recorded_hz >= notches_from_hz) {
        m.notches.emplace();
        for (const double notch : notches(qrs)) {
            m.notches->push_back(beat.since_onset(notch));
        }
    }
}

LeadMeasurements measure_lead(const Beat& beat, std::size_t l) {
    LeadMeasurements m;
    const std::vector<double>& lead = beat.marked.beat.leads[l];
    const BeatMarks& own = beat.marked.leads[l];
    const LevelReading& reading = beat.reading;
    const double level = reading.before(lead, *beat.marked.global.qrs.onset);
    const double ms = reading.rate_hz / 1000;
    measure_qrs(m, beat, l, level);
    const double j = *beat.marked.global.qrs.offset;
    m.st_j = Millivolts{reading.behind(lead, j) - level};
    if (inside(lead, j + 80 * ms)) {
        m.st_60 = Millivolts{reading.around(lead, j + 60 * ms) - level};
        m.st_80 = Millivolts{reading.around(lead, j + 80 * ms) - level};
    }
    if (beat.marked.beat.members.size() >= enough_to_differ) { // in level and ST
        m.st_uncertainty = Millivolts{std::sqrt(2.0) * beat.marked.beat.noise[l]};
    }
    m.p = p_height(lead, own.p);
    if (own.p.onset && own.p.offset) {
        m.p_duration = Milliseconds{(*own.p.offset - *own.p.onset) / ms};
    }
    if (own.t.onset && own.t.offset) {
        m.t_duration = Milliseconds{(*own.t.offset - *own.t.onset) / ms};
    }
    if (own.t.peak && inside(lead, *own.t.peak)) {
        m.t = Millivolts{dsp::value_at(lead, *own.t.peak) - level};
    }
    measure_qt(m, beat, l);
    return m;
}

} // namespace

double LevelReading::before(const std::vector<double>& lead, double index) const {
    const double length = std::max(0.008, slowest_ringing(recorded_hz)) * rate_hz;
    return mean_between(lead, index - length, index);
}

double LevelReading::behind(const std::vector<double>& lead, double index) const {
    const double length = slowest_ringing(recorded_hz) * rate_hz;
    const double first = mean_between(lead, index, index + length);
    if (length == 0) {
        return first;
    }
    // At a fast heart T begins here and rises as v + c t²: two means give v.
    const double second = mean_between(lead, index + length, index + 2 * length);
    return (7 * first - second) / 6;
}

double LevelReading::around(const std::vector<double>& lead, double index) const {
    const double length = slowest_ringing(recorded_hz) * rate_hz;
    const auto mean_at = [&](double centre) {
        return mean_between(lead, centre - length / 2, centre + length / 2);
    };
    const double here = mean_at(index);
    if (length == 0) {
        return here;
    }
    // A curved stretch has another mean than middle; the neighbours tell how curved it is.
    return here - (mean_at(index - length) - 2 * here + mean_at(index + length)) / 24;
}

std::vector<LeadMeasurements> measure_leads(const MarkedBeat& marked,
                                            const std::vector<LeadSignal>& leads) {
    std::vector<LeadMeasurements> all;
    for (std::size_t l = 0; l < leads.size(); ++l) {
        LeadMeasurements m;
        if (marked.beat.usable[l] && marked.global.qrs.whole() && l < marked.leads.size()) {
            m = measure_lead({marked, {marked.beat.rate_hz, marked.beat.recorded_hz}}, l);
        }
        m.lead = leads[l].name;
        all.push_back(std::move(m));
    }
    return all;
}

} // namespace ecg::analyze
