#include "analyze/classify/beat_signs.hpp"

#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ecg::analyze {
namespace {

constexpr double most = 1.5;        // of a logarithm
constexpr double usual_spread = 20; // ms, where no dominant beat is there

double bounded_log(double ratio) {
    return std::clamp(std::log(std::max(1e-6, ratio)), -most, most);
}

/// Logarithm of a ratio, 0 where one of both is not known.
double log_ratio(std::optional<double> a, std::optional<double> b) {
    return a && b ? bounded_log(*a / *b) : 0;
}

double amplitude(double energy) {
    return std::sqrt(std::max(1e-8, energy));
}

class Row {
public:
    void set(BeatSign sign, double value) {
        signs_[static_cast<std::size_t>(sign)] = static_cast<float>(value);
    }

    [[nodiscard]] const BeatSigns& signs() const { return signs_; }

private:
    BeatSigns signs_{};
};

void learn_earliness(ShapeBank& bank, const std::vector<std::size_t>& shape_of,
                     const BeatTiming& timing) {
    constexpr double follows = 20;
    for (std::size_t i = 0; i < shape_of.size(); ++i) {
        const auto before = timing.before(i);
        const auto usual = timing.usual(i);
        if (before && usual) {
            BeatShape& shape = bank.shapes()[shape_of[i]];
            shape.timed += 1;
            shape.earliness +=
                (bounded_log(*before / *usual) - shape.earliness) / std::min(follows, shape.timed);
        }
    }
}

void add_timing(Row& row, const BeatTiming& timing, std::size_t i) {
    const auto before = timing.before(i);
    const auto after = timing.after(i);
    const auto before_that = i > 0 ? timing.before(i - 1) : std::nullopt;
    const auto usual = timing.usual(i);
    const double uneven = timing.uneven(i);
    const double uneven_of_all = timing.uneven_of_all(i);
    const auto scaled = [uneven = std::max(uneven, uneven_of_all)](double log) {
        return std::clamp(log / (0.03 + 1.5 * uneven), -8.0, 8.0) / 4;
    };
    const auto both = before && after ? std::optional{(*before + *after) / 2} : std::nullopt;
    row.set(BeatSign::before, log_ratio(before, usual));
    row.set(BeatSign::after, log_ratio(after, usual));
    row.set(BeatSign::step, log_ratio(before, before_that));
    row.set(BeatSign::pause, log_ratio(after, before));
    row.set(BeatSign::both, log_ratio(both, usual));
    row.set(BeatSign::before_of_all, log_ratio(before, timing.usual_of_all(i)));
    row.set(BeatSign::before_upper, log_ratio(before, timing.quantile(i, 20, 0.75)));
    row.set(BeatSign::before_lower, log_ratio(before, timing.quantile(i, 6, 0.25)));
    row.set(BeatSign::before_scaled, scaled(log_ratio(before, usual)));
    row.set(BeatSign::after_scaled, scaled(log_ratio(after, usual)));
    row.set(BeatSign::pause_scaled, scaled(log_ratio(after, before)));
    row.set(BeatSign::uneven, uneven);
    row.set(BeatSign::uneven_of_all, uneven_of_all);
    row.set(BeatSign::before_that, log_ratio(before_that, usual));
}

/// A beat beside the dominant shape.
struct Beside {
    Likeness qrs;
    Likeness p;
    Likeness t;
    double spread_ms = 0;
    double like_last = 0;
    Unrest before{};
    Unrest behind{};
};

std::vector<Beside> beside_of(const std::vector<BeatLook>& looks, const BeatLook& normal) {
    std::vector<Beside> all;
    all.reserve(looks.size());
    for (std::size_t i = 0; i < looks.size(); ++i) {
        all.push_back({qrs_likeness(normal, looks[i]), likeness(looks[i], normal, before_qrs),
                       likeness(looks[i], normal, behind_qrs), slope_spread_ms(looks[i]),
                       i > 0 ? qrs_likeness(looks[i - 1], looks[i]).correlation : 0,
                       unrest(looks[i], before_qrs), unrest(looks[i], behind_qrs)});
    }
    return all;
}

/// How far dominant beats lie from their own mean, in the middle.
struct Usual {
    double qrs_off = 0.02; ///< 1 minus the correlation
    double t_off = 0.1;
    double p_off = 0.3;
    double spread_ms = usual_spread;
    double spread_deviation_ms = 2;
    double steps_before = 1e-4; ///< mV²
    double bends_before = 1e-4;
    double bends_behind = 1e-4;
};

Usual usual_of(const std::vector<Beside>& beats, const BeatTiming& timing) {
    std::vector<double> qrs;
    std::vector<double> t;
    std::vector<double> p;
    std::vector<double> spread;
    std::vector<double> steps_before;
    std::vector<double> bends_before;
    std::vector<double> bends_behind;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        if (timing.is_dominant(i)) {
            qrs.push_back(1 - beats[i].qrs.correlation);
            t.push_back(1 - beats[i].t.correlation);
            p.push_back(1 - beats[i].p.correlation);
            spread.push_back(beats[i].spread_ms);
            steps_before.push_back(beats[i].before.steps);
            bends_before.push_back(beats[i].before.bends);
            bends_behind.push_back(beats[i].behind.bends);
        }
    }
    if (qrs.empty()) {
        return {};
    }
    return {dsp::median(std::move(qrs)),
            dsp::median(std::move(t)),
            dsp::median(std::move(p)),
            dsp::median(spread),
            dsp::robust_deviation(spread),
            dsp::median(std::move(steps_before)),
            dsp::median(std::move(bends_before)),
            dsp::median(std::move(bends_behind))};
}

/// What a beat's look is held against.
struct Frame {
    const std::vector<BeatLook>& looks;
    const BeatShape& normal;
    std::vector<Beside> beside;
    std::vector<double> shape_alike; ///< by shape: correlation with the dominant one
    Usual usual{};
    double all = 1; ///< beats of all shapes
};

void add_qrs(Row& row, const Frame& frame, std::size_t i, const BeatShape& own,
             double shape_alike) {
    const BeatLook& look = frame.looks[i];
    const BeatShape& normal = frame.normal;
    const Likeness& qrs = frame.beside[i].qrs;
    const Likeness begin = likeness(look, normal.mean, first_of_qrs);
    const double spread = frame.beside[i].spread_ms;
    const bool last = i + 1 == frame.looks.size();
    row.set(BeatSign::qrs_alike, qrs.correlation);
    row.set(BeatSign::size, std::log(amplitude(qrs.energy_b) / amplitude(qrs.energy_a)));
    row.set(BeatSign::broader, bounded_log(spread / std::max(1.0, normal.spread_ms)));
    row.set(BeatSign::breadth, spread / 40);
    row.set(BeatSign::usual_breadth, normal.spread_ms / 40);
    row.set(BeatSign::begin_alike, begin.correlation);
    row.set(BeatSign::begin_share, std::clamp(begin.share, -2.0, 3.0));
    row.set(BeatSign::own_alike, qrs_likeness(own.mean, look).correlation);
    row.set(BeatSign::like_last, frame.beside[i].like_last);
    row.set(BeatSign::like_next, last ? 0 : frame.beside[i + 1].like_last);
    row.set(BeatSign::shape_count, std::log(own.count / frame.all));
    row.set(BeatSign::shape_early, own.earliness);
    row.set(BeatSign::shape_broader, bounded_log(own.spread_ms / std::max(1.0, normal.spread_ms)));
    row.set(BeatSign::shape_alike, shape_alike);
    row.set(BeatSign::is_dominant, own.id == normal.id ? 1 : 0);
    row.set(BeatSign::dominant_count, normal.count / frame.all);
    row.set(BeatSign::qrs_unlike,
            std::log((1 - qrs.correlation + 0.005) / (frame.usual.qrs_off + 0.005)));
    row.set(BeatSign::broad_unlike,
            std::clamp((spread - frame.usual.spread_ms) / (frame.usual.spread_deviation_ms + 1),
                       -10.0, 30.0) /
                5);
    row.set(BeatSign::usual_unlike, std::log(frame.usual.qrs_off + 0.005));
}

void add_p_and_t(Row& row, const Frame& frame, std::size_t i) {
    const Likeness& p = frame.beside[i].p;
    const Likeness& t = frame.beside[i].t;
    const double qrs = amplitude(frame.beside[i].qrs.energy_a);
    const double rest = p.energy_a - 2 * p.share * p.energy_b + p.energy_b;
    row.set(BeatSign::p_alike, p.correlation);
    row.set(BeatSign::p_size, bounded_log(amplitude(p.energy_a) / amplitude(p.energy_b)));
    row.set(BeatSign::p_rest, std::min(2.0, amplitude(std::max(0.0, rest)) / qrs));
    row.set(BeatSign::p_usual, 1 - frame.usual.p_off);
    row.set(BeatSign::p_height, std::min(2.0, amplitude(p.energy_b) / qrs));
    row.set(BeatSign::t_alike, t.correlation);
    row.set(BeatSign::t_share, std::clamp(t.share, -2.0, 3.0));
    row.set(BeatSign::t_size, bounded_log(amplitude(t.energy_a) / amplitude(t.energy_b)));
    row.set(BeatSign::t_unlike, std::log((1 - t.correlation + 0.02) / (frame.usual.t_off + 0.02)));
    row.set(BeatSign::p_unlike, std::log((1 - p.correlation + 0.05) / (frame.usual.p_off + 0.05)));
}

/// A beat that begins as usual is not from the ventricles, as broad as it may become, where the
/// rhythm is irregular: there bundle branches are often not ready [gouaux-ashman-1947].
void add_start(Row& row, const Frame& frame, const BeatTiming& timing, std::size_t i) {
    constexpr double irregular = 0.12;
    const Likeness start = start_likeness(frame.looks[i], frame.normal.mean);
    row.set(BeatSign::start_alike, start.correlation);
    const double uneven = std::max(timing.uneven(i), timing.uneven_of_all(i));
    const double alike = std::max(0.0, start.correlation);
    row.set(BeatSign::aberrant, alike * alike * std::min(1.0, uneven / irregular));
}

void add_unrest(Row& row, const Frame& frame, std::size_t i) {
    constexpr double least = 1e-6; // mV²
    const auto over = [](double value, double usual) {
        return std::clamp(0.5 * std::log((value + least) / (usual + least)), -2.0, 3.0);
    };
    const Beside& beside = frame.beside[i];
    row.set(BeatSign::steps_before, over(beside.before.steps, frame.usual.steps_before));
    row.set(BeatSign::bends_before, over(beside.before.bends, frame.usual.bends_before));
    row.set(BeatSign::bends_behind, over(beside.behind.bends, frame.usual.bends_behind));
    const Likeness& t = beside.t;
    const double rest = t.energy_a - 2 * t.share * t.energy_b + t.energy_b;
    row.set(BeatSign::t_rest,
            std::min(2.0, amplitude(std::max(0.0, rest)) / amplitude(beside.qrs.energy_a)));
}

/// The mean of one over the number of beats that have the shape, over the four beats to each side.
double odd_around(const std::vector<BeatShape>& shapes, const std::vector<std::size_t>& shape_of,
                  std::size_t i) {
    constexpr std::size_t reach = 4;
    double sum = 0;
    double count = 0;
    for (std::size_t k = i > reach ? i - reach : 0; k < std::min(shape_of.size(), i + reach + 1);
         ++k) {
        if (k != i) {
            sum += 1 / std::max(1.0, shapes[shape_of[k]].count);
            count += 1;
        }
    }
    return count == 0 ? 0 : sum / count;
}

} // namespace

DescribedBeats describe_beats(const FilteredRecording& clean, const Beats& beats,
                              BeatMemory& memory) {
    DescribedBeats out;
    if (beats.empty()) {
        return out;
    }
    std::vector<BeatLook> looks;
    looks.reserve(beats.size());
    for (const Beat& beat : beats) {
        looks.push_back(look_at(clean, beat.time));
    }
    ShapeBank& bank = memory.bank;
    out.shape_of = bank.sort(looks);
    out.dominant = bank.dominant();
    std::vector<bool> dominant;
    for (const std::size_t s : out.shape_of) {
        dominant.push_back(s == out.dominant);
    }
    const BeatTiming timing{beats, std::move(dominant)};
    learn_earliness(bank, out.shape_of, timing);
    out.in_run = find_runs(timing, memory.pace);
    const BeatShape& normal = bank.shapes()[out.dominant];
    Frame frame{looks, normal, beside_of(looks, normal.mean), {}, {}, 0};
    frame.usual = usual_of(frame.beside, timing);
    for (const BeatShape& shape : bank.shapes()) {
        frame.all += shape.count;
        frame.shape_alike.push_back(qrs_likeness(normal.mean, shape.mean).correlation);
    }
    for (std::size_t i = 0; i < beats.size(); ++i) {
        Row row;
        add_timing(row, timing, i);
        add_qrs(row, frame, i, bank.shapes()[out.shape_of[i]], frame.shape_alike[out.shape_of[i]]);
        add_p_and_t(row, frame, i);
        add_start(row, frame, timing, i);
        add_unrest(row, frame, i);
        row.set(BeatSign::certainty, beats[i].certainty);
        row.set(BeatSign::odd_around, odd_around(bank.shapes(), out.shape_of, i));
        out.signs.push_back(row.signs());
    }
    return out;
}

} // namespace ecg::analyze
