#include "analyze/classify/beat_look.hpp"

#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

/// Sums over leads, each without its mean.
struct Moments {
    double product = 0;
    double a = 0;
    double b = 0;

    void add(const float* x, const float* y, std::size_t count) {
        double sx = 0;
        double sy = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (std::size_t k = 0; k < count; ++k) {
            const auto u = static_cast<double>(x[k]);
            const auto v = static_cast<double>(y[k]);
            sx += u;
            sy += v;
            xx += u * u;
            yy += v * v;
            xy += u * v;
        }
        const auto n = static_cast<double>(count);
        product += xy - sx * sy / n;
        a += xx - sx * sx / n;
        b += yy - sy * sy / n;
    }
};

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
        look.leads[l].resize(whole_look.size());
        for (std::size_t k = 0; k < whole_look.size(); ++k) {
            look.leads[l][k] = static_cast<float>(
                dsp::value_at(clean.leads[l].samples, first + static_cast<double>(k) * step));
        }
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
    Likeness best = likeness(a, b, around_qrs);
    for (const int shift : {-2, -1, 1, 2}) {
        const Likeness other = likeness(a, b, around_qrs, shift);
        if (other.correlation > best.correlation) {
            best = other;
        }
    }
    return best;
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
