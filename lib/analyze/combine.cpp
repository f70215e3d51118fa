#include "analyze/combine.hpp"

#include "analyze/detect/beat_sqi.hpp"
#include "analyze/filter/electrodes.hpp"
#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/interpret.hpp"
#include "analyze/measure/measure_beats.hpp"
#include "analyze/rhythm/doubt.hpp"
#include "analyze/rhythm/name_rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace ecg::analyze {
namespace {

struct Weighted {
    double value;
    double weight;
};

/// The value at which half of the weight is reached.
std::optional<double> weighted_median(std::vector<Weighted> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    std::stable_sort(values.begin(), values.end(),
                     [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
    double total = 0;
    for (const Weighted& v : values) {
        total += v.weight;
    }
    double sum = 0;
    for (const Weighted& v : values) {
        sum += v.weight;
        if (2 * sum >= total) {
            return v.value;
        }
    }
    return values.back().value;
}

double number_of(Milliseconds v) {
    return v.count();
}

double number_of(double v) {
    return v;
}

template <class Unit> double number_of(Quantity<Unit> v) {
    return v.value;
}

/// Writes the median over the pieces of one field into out; get gives the field of a piece.
template <class Pieces, class Value, class Get>
void set_median(std::optional<Value>& out, const Pieces& pieces, const Get& get) {
    std::vector<Weighted> values;
    for (const auto& piece : pieces) {
        if (const std::optional<Value>& v = get(piece.measurements)) {
            values.push_back({number_of(*v), piece.weight});
        }
    }
    const auto median = weighted_median(std::move(values));
    out = median ? std::optional{Value{*median}} : std::nullopt;
}

/// Mean direction: angles near ±180 degrees have no useful median.
template <class Pieces, class Get>
void set_direction(std::optional<Degrees>& out, const Pieces& pieces, const Get& get) {
    constexpr double degree = std::numbers::pi / 180;
    double x = 0;
    double y = 0;
    for (const auto& piece : pieces) {
        if (const std::optional<Degrees>& v = get(piece.measurements)) {
            x += piece.weight * std::cos(v->value * degree);
            y += piece.weight * std::sin(v->value * degree);
        }
    }
    out = x != 0 || y != 0 ? std::optional{Degrees{std::atan2(y, x) / degree}} : std::nullopt;
}

template <class Pieces>
LeadMeasurements median_lead(const Pieces& pieces, std::size_t lead, const std::string& name) {
    LeadMeasurements out;
    out.lead = name;
    const auto set = [&](auto member) {
        using Field = std::remove_reference_t<decltype(out.*member)>;
        static const Field absent;
        set_median(out.*member, pieces, [&](const Measurements& m) -> const Field& {
            return lead < m.leads.size() ? m.leads[lead].*member : absent;
        });
    };
    for (const auto member :
         {&LeadMeasurements::p, &LeadMeasurements::q, &LeadMeasurements::r, &LeadMeasurements::s,
          &LeadMeasurements::r2, &LeadMeasurements::t, &LeadMeasurements::st_j,
          &LeadMeasurements::st_60, &LeadMeasurements::st_80, &LeadMeasurements::st_uncertainty}) {
        set(member);
    }
    for (const auto member : {&LeadMeasurements::p_duration, &LeadMeasurements::q_duration,
                              &LeadMeasurements::r_duration, &LeadMeasurements::s_duration,
                              &LeadMeasurements::t_duration, &LeadMeasurements::qt_tangent,
                              &LeadMeasurements::qt_tangent_uncertainty,
                              &LeadMeasurements::qt_threshold, &LeadMeasurements::r_peak_time}) {
        set(member);
    }
    double most = 0;
    for (const auto& piece : pieces) { // a list has no median: the piece with the most beats
        const Measurements& m = piece.measurements;
        if (lead < m.leads.size() && m.leads[lead].notches && piece.weight > most) {
            out.notches = m.leads[lead].notches;
            most = piece.weight;
        }
    }
    return out;
}

/// Of the pieces that have the index.
template <class Pieces>
std::optional<double> mean_beat_sqi(const Pieces& pieces, std::size_t lead) {
    double sum = 0;
    double count = 0;
    for (const auto& piece : pieces) {
        const auto& index = piece.quality[lead].beat_sqi;
        sum += index.value_or(0);
        count += index ? 1 : 0;
    }
    return count > 0 ? std::optional{sum / count} : std::nullopt;
}

template <class Pieces>
std::optional<double> median_baseline_sqi(const Pieces& pieces, std::size_t lead) {
    std::vector<Weighted> values;
    for (const auto& piece : pieces) {
        if (const auto& index = piece.quality[lead].baseline_sqi) {
            values.push_back({*index, 1});
        }
    }
    return weighted_median(std::move(values));
}

/// Bad when bad for half of the time; otherwise the reasons of the pieces together.
template <class Pieces> LeadQuality overall(const Pieces& pieces, std::size_t lead) {
    LeadQuality out;
    std::map<std::string, std::size_t> reasons;
    std::size_t bad = 0;
    std::size_t off = 0;
    double noise = 0;
    std::size_t with_noise = 0;
    for (const auto& piece : pieces) {
        const LeadQuality& q = piece.quality[lead];
        out.lead = q.lead;
        out.missing_share += q.missing_share / static_cast<double>(pieces.size());
        out.repeated_share += q.repeated_share / static_cast<double>(pieces.size());
        bad += q.verdict == Verdict::bad ? 1 : 0;
        off += q.off ? 1 : 0;
        if (q.verdict != Verdict::good) {
            out.verdict = Verdict::fair;
        }
        for (const std::string& reason : q.reasons) {
            ++reasons[reason.substr(0, reason.find_first_of("0123456789"))];
        }
        if (q.noise) {
            noise += q.noise->value;
            ++with_noise;
        }
    }
    if (2 * bad >= pieces.size()) {
        out.verdict = Verdict::bad;
    }
    out.off = 2 * off >= pieces.size();
    out.baseline_sqi = median_baseline_sqi(pieces, lead);
    out.beat_sqi = mean_beat_sqi(pieces, lead);
    for (const auto& [reason, count] : reasons) {
        out.reasons.push_back(std::string{reason.substr(0, reason.find_last_not_of(' ') + 1)} +
                              " in " + std::to_string(count) + " of " +
                              std::to_string(pieces.size()) + " minutes");
    }
    if (with_noise > 0) {
        out.noise = Millivolts{noise / static_cast<double>(with_noise)};
    }
    return out;
}

/// What two pieces share at their border is told once.
void join(std::vector<Stretch>& all, const std::vector<Stretch>& more) {
    constexpr Seconds touching{0.1}; // of two looks at one wave
    for (const Stretch& next : more) {
        if (!all.empty() && next.from <= all.back().to + touching) {
            all.back().to = std::max(all.back().to, next.to);
        } else {
            all.push_back(next);
        }
    }
}

void join(BetweenBeats& all, const BetweenBeats& more) {
    constexpr Seconds same_p{0.15};
    for (const Seconds p : more.p_waves) {
        if (all.p_waves.empty() || p > all.p_waves.back() + same_p) {
            all.p_waves.push_back(p);
        }
    }
    all.flutter.insert(all.flutter.end(), more.flutter.begin(), more.flutter.end());
    join(all.fibrillation, more.fibrillation);
    join(all.silence, more.silence);
    all.over.to = more.over.to;
    all.leads = std::min(all.leads, more.leads);
}

} // namespace

void Combiner::add(const Analysis& piece) {
    if (pieces_.empty()) {
        first_ = piece;
        all_.filters = piece.filters;
        all_.between = piece.between;
    } else {
        join(all_.between, piece.between);
    }
    all_.beats.insert(all_.beats.end(), piece.beats.begin(), piece.beats.end());
    all_.waves.insert(all_.waves.end(), piece.waves.begin(), piece.waves.end());
    all_.beat_measurements.insert(all_.beat_measurements.end(), piece.beat_measurements.begin(),
                                  piece.beat_measurements.end());
    all_.samples += piece.samples;
    if (piece.filters.powerline) {
        all_.filters = piece.filters;
    }
    const bool more = !all_.median_beat ||
                      (piece.median_beat && piece.median_beat->beats > all_.median_beat->beats);
    if (more) {
        all_.median_beat = piece.median_beat;
    }
    pieces_.push_back({piece.measurements, piece.quality, static_cast<double>(piece.beats.size())});
    for (LeadQuality& lead : pieces_.back().quality) {
        lead.beat_sqi_course = {}; // the lines have it; of a day it would be long
    }
    pieces_.back().measurements.absences.clear(); // the whole has its own
}

Analysis Combiner::result() && {
    if (pieces_.size() <= 1) {
        return std::move(first_);
    }
    Analysis whole = std::move(all_);
    whole.info = first_.info;
    whole.rate_hz = first_.rate_hz;
    Measurements& m = whole.measurements;
    measure_rates(m, whole.beats);
    for (const auto member :
         {&Measurements::p_duration, &Measurements::pr, &Measurements::qrs, &Measurements::qt,
          &Measurements::p_uncertainty, &Measurements::pr_uncertainty,
          &Measurements::qrs_uncertainty, &Measurements::qt_uncertainty}) {
        set_median(
            m.*member, pieces_, [&](const Measurements& p) -> const auto& { return p.*member; });
    }
    for (const auto member :
         {&Measurements::p_axis, &Measurements::qrs_axis, &Measurements::t_axis}) {
        set_direction(
            m.*member, pieces_, [&](const Measurements& p) -> const auto& { return p.*member; });
    }
    const auto terminal = [](const Measurements& p) -> const TerminalP& { return p.p_terminal_v1; };
    set_median(
        m.p_terminal_v1.depth,
        pieces_, [&](const Measurements& p) -> const auto& { return terminal(p).depth; });
    set_median(
        m.p_terminal_v1.duration,
        pieces_, [&](const Measurements& p) -> const auto& { return terminal(p).duration; });
    set_median(
        m.p_terminal_v1.force_mv_ms,
        pieces_, [&](const Measurements& p) -> const auto& { return terminal(p).force_mv_ms; });
    for (std::size_t lead = 0; lead < first_.quality.size(); ++lead) {
        m.leads.push_back(median_lead(pieces_, lead, first_.quality[lead].lead));
        whole.quality.push_back(overall(pieces_, lead));
    }
    complete(m);
    whole.rhythm = name_rhythm(whole.beats, whole.waves, m, whole.between);
    doubt_fibrillation(whole.rhythm, whole.quality);
    measure_variability(m, whole.beats, whole.rhythm);
    if (const auto absence = missing_beat_sqi(whole.quality)) {
        m.absences.push_back(*absence);
    }
    whole.electrodes = judge_electrodes(whole.quality);
    const std::int64_t averaged = whole.median_beat ? whole.median_beat->beats : 0;
    whole.findings = interpret({m, whole.rhythm, whole.quality, whole.info.patient, whole.rate_hz,
                                whole.electrodes, averaged, whole.filters.low_pass});
    whole.criteria = std::string{criteria::version};
    return whole;
}

} // namespace ecg::analyze
