#include "analyze/classify/shapes.hpp"

#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double step_s = 0.008;
constexpr int steps_before = 15; // 120 ms before the fiducial …
constexpr int steps_after = 20;  // … to 160 ms behind it
constexpr int points = steps_before + steps_after + 1;
constexpr double alike =
    0.85; // correlation; a ventricular beat stays below 0.8 (facts of EC57 classifiers)

/// The usable leads around time, one after the other, each without its mean.
std::vector<double> look_at(const FilteredRecording& clean, Seconds time) {
    std::vector<double> look;
    const double fiducial = (time - clean.start).count() * clean.rate.hertz();
    for (std::size_t i = 0; i < clean.leads.size(); ++i) {
        if (clean.quality[i].verdict == Verdict::bad) {
            continue;
        }
        const std::size_t first = look.size();
        double sum = 0;
        for (int k = -steps_before; k <= steps_after; ++k) {
            look.push_back(
                dsp::value_at(clean.leads[i].samples, fiducial + k * step_s * clean.rate.hertz()));
            sum += look.back();
        }
        for (std::size_t k = first; k < look.size(); ++k) {
            look[k] -= sum / points;
        }
    }
    return look;
}

/// Second moment of the squared slopes around their centre.
double spread_of(const std::vector<double>& look) {
    double weight = 0;
    double first = 0;
    double second = 0;
    for (std::size_t i = 1; i < look.size(); ++i) {
        if (i % points == 0) {
            continue; // from one lead to the next
        }
        const double slope = look[i] - look[i - 1];
        const double t = 1000 * step_s * static_cast<double>(i % points);
        weight += slope * slope;
        first += slope * slope * t;
        second += slope * slope * t * t;
    }
    if (weight == 0) {
        return 0;
    }
    const double centre = first / weight;
    return std::sqrt(std::max(0.0, second / weight - centre * centre));
}

std::size_t best_shape(const std::vector<Shape>& shapes, const std::vector<double>& look) {
    std::size_t best = shapes.size();
    double closest = alike;
    for (std::size_t s = 0; s < shapes.size(); ++s) {
        const double c = dsp::correlation(shapes[s].mean, look);
        if (c > closest) {
            closest = c;
            best = s;
        }
    }
    return best;
}

} // namespace

SortedBeats sort_by_shape(const FilteredRecording& clean, const Beats& beats) {
    SortedBeats sorted;
    for (const Beat& beat : beats) {
        const std::vector<double> look = look_at(clean, beat.time);
        const std::size_t s = best_shape(sorted.shapes, look);
        if (s == sorted.shapes.size()) {
            sorted.shapes.push_back({look, 0, 0});
        }
        Shape& shape = sorted.shapes[s];
        ++shape.count;
        for (std::size_t k = 0; k < look.size(); ++k) {
            shape.mean[k] += (look[k] - shape.mean[k]) / static_cast<double>(shape.count);
        }
        sorted.shape_of.push_back(s);
    }
    for (Shape& shape : sorted.shapes) {
        shape.spread_ms = spread_of(shape.mean);
    }
    return sorted;
}

} // namespace ecg::analyze
