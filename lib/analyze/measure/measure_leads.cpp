#include "analyze/measure/measure_leads.hpp"

#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double smallest_wave_mv = 0.03; // [iec-60601-2-51 annex GG]
constexpr double smallest_wave_ms = 6;

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

/// A run of one sign within the QRS.
struct Deflection {
    double peak_mv = 0;
    double from = 0; ///< indices
    double to = 0;
};

/// The deflections of a lead within its QRS that are tall and long enough to be waves.
std::vector<Deflection> deflections(const std::vector<double>& lead, double level,
                                    const WaveMarks& qrs, double rate_hz) {
    const auto from = static_cast<std::size_t>(std::max(0.0, *qrs.onset));
    const auto to = std::min(lead.size(), static_cast<std::size_t>(std::ceil(*qrs.offset)) + 1);
    std::vector<Deflection> all;
    Deflection run{0, *qrs.onset, *qrs.onset};
    const auto close = [&](double end) {
        run.to = end;
        if (std::abs(run.peak_mv) >= smallest_wave_mv &&
            run.to - run.from >= smallest_wave_ms * rate_hz / 1000) {
            all.push_back(run);
        }
    };
    double before = 0;
    for (std::size_t k = from; k < to; ++k) {
        const double v = lead[k] - level;
        if (v * before < 0) {
            const double cross = static_cast<double>(k) - v / (v - before);
            close(cross);
            run = {0, cross, cross};
        }
        if (std::abs(v) > std::abs(run.peak_mv)) {
            run.peak_mv = v;
        }
        before = v != 0 ? v : before;
    }
    close(*qrs.offset);
    return all;
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

LeadMeasurements measure_lead(const std::vector<double>& lead, const BeatMarks& own,
                              const BeatMarks& global, const LevelReading& reading) {
    LeadMeasurements m;
    const double level = reading.before(lead, *global.qrs.onset);
    const double ms = reading.rate_hz / 1000;
    if (own.qrs.whole()) {
        name_deflections(m, deflections(lead, level, own.qrs, reading.rate_hz), reading.rate_hz);
    }
    const double j = *global.qrs.offset;
    m.st_j = Millivolts{reading.behind(lead, j) - level};
    if (inside(lead, j + 80 * ms)) {
        m.st_60 = Millivolts{reading.around(lead, j + 60 * ms) - level};
        m.st_80 = Millivolts{reading.around(lead, j + 80 * ms) - level};
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
            m = measure_lead(marked.beat.leads[l], marked.leads[l], marked.global,
                             {marked.beat.rate_hz, marked.beat.recorded_hz});
        }
        m.lead = leads[l].name;
        all.push_back(std::move(m));
    }
    return all;
}

} // namespace ecg::analyze
