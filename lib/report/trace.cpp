#include "report/trace.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::report {
namespace {

constexpr double between_cuts = 3; // mm: one mark for a stretch, not one a sample
constexpr double far_off = 1e6;    // mm: beyond any paper, and still safe to calculate with

struct Stretch {
    std::int64_t first, end;
};

/// The samples whose time lies within the strip, both ends included.
Stretch samples_of(const Strip& strip, SampleRate rate) {
    constexpr double slack = 1e-6; // of a sample: 2.5 s at 500 Hz is sample 1250 exactly
    const auto size = static_cast<double>(strip.signal->samples.size());
    const double first = strip.from.count() * rate.hertz();
    const double last = first + strip.width / strip.scale.mm_per_s * rate.hertz();
    return {static_cast<std::int64_t>(std::min(size, std::ceil(first - slack))),
            static_cast<std::int64_t>(std::min(size, std::floor(last + slack) + 1))};
}

/// Draws point by point and keeps within two heights.
class Tracer {
public:
    explicit Tracer(const Placement& placement)
        : highest_{placement.highest}, lowest_{placement.lowest} {}

    void add(Point next) {
        out_.has_samples = true;
        if (!pen_down_) {
            begin(next);
        } else {
            follow(last_, next);
        }
        last_ = next;
        pen_down_ = true;
    }

    void lift() {
        end_line();
        pen_down_ = false;
    }

    Trace take() {
        lift();
        return std::move(out_);
    }

private:
    [[nodiscard]] bool within(Point p) const { return p.y >= highest_ && p.y <= lowest_; }

    [[nodiscard]] double edge_beyond(Point p) const { return p.y < highest_ ? highest_ : lowest_; }

    void begin(Point p) {
        if (within(p)) {
            line_.push_back(p);
        } else {
            mark({p.x, edge_beyond(p)});
        }
    }

    void follow(Point from, Point to) {
        if (within(from) && within(to)) {
            line_.push_back(to);
        } else if (within(from)) {
            line_.push_back(crossing(from, to, edge_beyond(to)));
            mark(line_.back());
            end_line();
        } else if (within(to)) {
            line_ = {crossing(from, to, edge_beyond(from)), to};
        } else if (edge_beyond(from) != edge_beyond(to)) {
            line_ = {crossing(from, to, edge_beyond(from)), crossing(from, to, edge_beyond(to))};
            mark(line_.back());
            end_line();
        }
    }

    static Point crossing(Point from, Point to, double y) {
        return {from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y), y};
    }

    void mark(Point p) {
        const bool near = std::any_of(out_.cuts.rbegin(), out_.cuts.rend(), [&](const Cut& other) {
            return other.at.y == p.y && p.x - other.at.x < between_cuts;
        });
        if (!near) {
            out_.cuts.push_back({p, p.y == highest_});
        }
    }

    void end_line() {
        if (!line_.empty()) {
            out_.lines.push_back(std::move(line_));
            line_.clear();
        }
    }

    double highest_;
    double lowest_;
    std::vector<Point> line_;
    Point last_;
    bool pen_down_ = false;
    Trace out_;
};

} // namespace

double centre_of(const Strip& strip, SampleRate rate) {
    const Stretch stretch = samples_of(strip, rate);
    std::vector<double> present;
    for (std::int64_t i = stretch.first; i < stretch.end; ++i) {
        const double sample = strip.signal->samples[static_cast<std::size_t>(i)];
        if (std::isfinite(sample)) {
            present.push_back(sample);
        }
    }
    if (present.empty()) {
        return 0;
    }
    const auto middle = present.begin() + static_cast<std::ptrdiff_t>(present.size() / 2);
    std::nth_element(present.begin(), middle, present.end());
    return *middle;
}

Trace trace_of(const Strip& strip, SampleRate rate, const Placement& placement) {
    const Stretch stretch = samples_of(strip, rate);
    const double mm_per_mv = strip.inverted ? -strip.scale.mm_per_mv : strip.scale.mm_per_mv;
    Tracer tracer{placement};
    for (std::int64_t i = stretch.first; i < stretch.end; ++i) {
        const double sample = strip.signal->samples[static_cast<std::size_t>(i)];
        if (!std::isfinite(sample)) {
            tracer.lift();
            continue;
        }
        const Seconds after = rate.time_of(static_cast<double>(i)) - strip.from;
        const double height = (sample - placement.centre_mv) * mm_per_mv;
        tracer.add({strip.left + after.count() * strip.scale.mm_per_s,
                    placement.baseline - std::clamp(height, -far_off, far_off)});
    }
    return tracer.take();
}

} // namespace ecg::report
