#include "analyze/classify/beat_look.hpp"

#include "dsp/resample.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr std::size_t start_points = 5; // 40 ms
constexpr std::size_t lanes = 4; // sums side by side: one alone waits for each of its additions

/// Sums over leads, each without its mean.
struct Moments {
    double product = 0;
    double a = 0;
    double b = 0;

    void add(const float* x, const float* y, std::size_t count) {
        std::array<float, lanes> sx{};
        std::array<float, lanes> sy{};
        std::array<float, lanes> xx{};
        std::array<float, lanes> yy{};
        std::array<float, lanes> xy{};
        const auto take = [&](std::size_t k, std::size_t lane) {
            sx[lane] += x[k];
            sy[lane] += y[k];
            xx[lane] += x[k] * x[k];
            yy[lane] += y[k] * y[k];
            xy[lane] += x[k] * y[k];
        };
        const std::size_t whole = count / lanes;
        for (std::size_t group = 0; group < whole; ++group) {
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                take(group * lanes + lane, lane);
            }
        }
        for (std::size_t k = whole * lanes; k < count; ++k) {
            take(k, 0);
        }
        const auto sum = [](const std::array<float, lanes>& v) {
            return static_cast<double>((v[0] + v[1]) + (v[2] + v[3]));
        };
        const auto n = static_cast<double>(count);
        product += sum(xy) - sum(sx) * sum(sy) / n;
        a += sum(xx) - sum(sx) * sum(sx) / n;
        b += sum(yy) - sum(sy) * sum(sy) / n;
    }
};

/// A lead every step samples from index first on; the ends are held.
std::vector<float> sampled(const std::vector<double>& lead, double first, double step) {
    std::vector<float> out(whole_look.size());
    const double last = first + static_cast<double>(out.size()) * step;
    const bool inside = first >= 1 && last + 3 < static_cast<double>(lead.size());
    for (std::size_t k = 0; k < out.size(); ++k) {
        const double at = first + static_cast<double>(k) * step;
        if (!inside) {
            out[k] = static_cast<float>(dsp::value_at(lead, at));
            continue;
        }
        const auto i = static_cast<std::size_t>(at);
        const double t = at - static_cast<double>(i);
        const double* x = lead.data() + i - 1; // the cubic of dsp::value_at, without its ends
        out[k] = static_cast<float>(x[1] + 0.5 * t *
                                               (x[2] - x[0] +
                                                t * (2 * x[0] - 5 * x[1] + 4 * x[2] - x[3] +
                                                     t * (3 * (x[1] - x[2]) + x[3] - x[0]))));
    }
    return out;
}

/// Where a share of the squared slopes around the QRS has come, all leads together.
std::size_t onset_of(const BeatLook& look) {
    constexpr double share = 0.03;
    std::array<double, around_qrs.to> slopes{};
    double whole = 0;
    for (const std::vector<float>& lead : look.leads) {
        for (std::size_t k = around_qrs.from + 1; k < around_qrs.to && !lead.empty(); ++k) {
            const auto slope = static_cast<double>(lead[k] - lead[k - 1]);
            slopes[k] += slope * slope;
            whole += slope * slope;
        }
    }
    double sum = 0;
    for (std::size_t k = around_qrs.from + 1; k < around_qrs.to; ++k) {
        sum += slopes[k];
        if (sum > share * whole) {
            return k - 1;
        }
    }
    return around_qrs.from;
}

} // namespace

BeatLook look_at(const FilteredRecording& clean, Seconds time) {
    const double rate = clean.rate.hertz();
    const double step = look_step.count() * rate;
    const double first =
        (time - clean.start).count() * rate - static_cast<double>(look_fiducial) * step;
    BeatLook look;
    look.leads.resize(clean.leads.size());
    for (std::size_t l = 0; l < clean.leads.size(); ++l) {
        if (clean.quality[l].verdict == Verdict::bad) {
            continue;
        }
        look.leads[l] = sampled(clean.leads[l].samples, first, step);
    }
    return look;
}

Likeness likeness(const BeatLook& a, const BeatLook& b, LookPart part, int shift) {
    Moments all;
    std::size_t leads = 0;
    for (std::size_t l = 0; l < std::min(a.leads.size(), b.leads.size()); ++l) {
        if (!a.leads[l].empty() && !b.leads[l].empty()) {
            all.add(a.leads[l].data() + part.from, b.leads[l].data() + part.from + shift,
                    part.size());
            ++leads;
        }
    }
    if (leads == 0) {
        return {};
    }
    const auto points = static_cast<double>(leads * part.size());
    Likeness out{0, 0, all.a / points, all.b / points};
    if (all.a > 0 && all.b > 0) {
        out.correlation = all.product / std::sqrt(all.a * all.b);
        out.share = all.product / all.b;
    }
    return out;
}

Likeness qrs_likeness(const BeatLook& a, const BeatLook& b) {
    const auto better = [](const Likeness& x, const Likeness& y) {
        return y.correlation > x.correlation ? y : x;
    };
    const Likeness here = likeness(a, b, around_qrs);
    const Likeness sooner = likeness(a, b, around_qrs, -1);
    const Likeness later = likeness(a, b, around_qrs, 1);
    if (here.correlation >= std::max(sooner.correlation, later.correlation)) {
        return here;
    }
    return sooner.correlation > later.correlation ? better(sooner, likeness(a, b, around_qrs, -2))
                                                  : better(later, likeness(a, b, around_qrs, 2));
}

Likeness start_likeness(const BeatLook& a, const BeatLook& b) {
    const std::size_t from_a = onset_of(a);
    const std::size_t from_b = onset_of(b);
    double product = 0;
    double energy_a = 0;
    double energy_b = 0;
    for (std::size_t l = 0; l < std::min(a.leads.size(), b.leads.size()); ++l) {
        if (a.leads[l].empty() || b.leads[l].empty()) {
            continue;
        }
        for (std::size_t k = 1; k <= start_points; ++k) {
            const double x = a.leads[l][from_a + k] - a.leads[l][from_a];
            const double y = b.leads[l][from_b + k] - b.leads[l][from_b];
            product += x * y;
            energy_a += x * x;
            energy_b += y * y;
        }
    }
    Likeness out{0, 0, energy_a, energy_b};
    if (energy_a > 0 && energy_b > 0) {
        out.correlation = product / std::sqrt(energy_a * energy_b);
        out.share = product / energy_b;
    }
    return out;
}

Unrest unrest(const BeatLook& look, LookPart part) {
    Unrest sum;
    double points = 0;
    for (const std::vector<float>& lead : look.leads) {
        for (std::size_t k = part.from + 1; k + 1 < part.to && !lead.empty(); ++k) {
            const auto before = static_cast<double>(lead[k] - lead[k - 1]);
            const auto behind = static_cast<double>(lead[k + 1] - lead[k]);
            sum.steps += before * before;
            sum.bends += (behind - before) * (behind - before);
            points += 1;
        }
    }
    return points == 0 ? sum : Unrest{sum.steps / points, sum.bends / points};
}

double slope_spread_ms(const BeatLook& look) {
    double weight = 0;
    double first = 0;
    double second = 0;
    for (const std::vector<float>& lead : look.leads) {
        for (std::size_t i = around_qrs.from + 1; i < around_qrs.to && !lead.empty(); ++i) {
            const auto slope = static_cast<double>(lead[i] - lead[i - 1]);
            const double t = 1000 * look_step.count() * static_cast<double>(i);
            weight += slope * slope;
            first += slope * slope * t;
            second += slope * slope * t * t;
        }
    }
    if (weight == 0) {
        return 0;
    }
    const double centre = first / weight;
    return std::sqrt(std::max(0.0, second / weight - centre * centre));
}

} // namespace ecg::analyze
