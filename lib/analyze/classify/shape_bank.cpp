#include "analyze/classify/shape_bank.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ecg::analyze {
namespace {

constexpr double alike = 0.88;    // correlation
constexpr double fading = 0.7;    // of a count, from minute to minute
constexpr double forgotten = 0.2; // beats
constexpr double follows = 40;    // beats, of which a mean is the running one
constexpr double frequent = 0.3;  // of the commonest shape: a candidate for the dominant one
constexpr double wider = 1.2;     // times the dominant shape's spread
constexpr double early = -0.12;   // a shape that as a rule comes so early is not the dominant one

} // namespace

std::vector<std::size_t> ShapeBank::sort(const std::vector<BeatLook>& looks) {
    forget();
    std::vector<std::size_t> shape_of;
    shape_of.reserve(looks.size());
    for (const BeatLook& look : looks) {
        shape_of.push_back(join(look));
    }
    for (BeatShape& shape : shapes_) {
        shape.spread_ms = slope_spread_ms(shape.mean);
    }
    return shape_of;
}

void ShapeBank::forget() {
    for (BeatShape& shape : shapes_) {
        shape.count *= fading;
        shape.timed *= fading;
        shape.judged *= fading;
    }
    std::erase_if(shapes_, [](const BeatShape& shape) { return shape.count < forgotten; });
}

std::size_t ShapeBank::join(const BeatLook& look) {
    std::size_t best = shapes_.size();
    double closest = alike;
    for (std::size_t s = 0; s < shapes_.size(); ++s) {
        const double c = qrs_likeness(shapes_[s].mean, look).correlation;
        if (c > closest) {
            closest = c;
            best = s;
        }
    }
    if (best == shapes_.size()) {
        BeatShape shape;
        shape.id = next_id_++;
        shape.mean = look;
        shapes_.push_back(std::move(shape));
    }
    BeatShape& shape = shapes_[best];
    shape.count += 1;
    const auto share = static_cast<float>(1 / std::min(follows, std::max(1.0, shape.count)));
    for (std::size_t l = 0; l < look.leads.size(); ++l) {
        if (shape.mean.leads[l].empty()) {
            shape.mean.leads[l] = look.leads[l];
            continue;
        }
        for (std::size_t k = 0; k < look.leads[l].size(); ++k) {
            shape.mean.leads[l][k] += (look.leads[l][k] - shape.mean.leads[l][k]) * share;
        }
    }
    return best;
}

std::size_t ShapeBank::dominant() const {
    double commonest = 0;
    for (const BeatShape& shape : shapes_) {
        commonest = std::max(commonest, shape.count);
    }
    std::optional<std::size_t> best;
    for (std::size_t s = 0; s < shapes_.size(); ++s) {
        const BeatShape& shape = shapes_[s];
        if (shape.count < frequent * commonest || (shape.timed > 3 && shape.earliness < early)) {
            continue;
        }
        if (!best || shape.spread_ms * wider < shapes_[*best].spread_ms ||
            (shape.count > shapes_[*best].count &&
             shape.spread_ms < wider * shapes_[*best].spread_ms)) {
            best = s;
        }
    }
    if (!best) {
        for (std::size_t s = 0; s < shapes_.size(); ++s) {
            if (!best || shapes_[s].count > shapes_[*best].count) {
                best = s;
            }
        }
    }
    return best.value_or(0);
}

} // namespace ecg::analyze
