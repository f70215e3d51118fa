#include "report/strip_baselines.hpp"

#include "report/trace.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::report {
namespace {

constexpr double heavy_line = 5;
constexpr double above_pulse = 1;
constexpr double dear_cut = 3;    // a millimetre that is cut costs so many that lie over others
constexpr double balance = 0.125; // of room that is left, a millimetre more above than below

/// How far a lead goes from its median, mm; and the height of its pulse.
struct Reach {
    double above = 0;
    double below = 0;
    double pulse = 0;
};

Reach reach_of(const Strip& strip, SampleRate rate) {
    const double centre = centre_of(strip, rate);
    const double gain = strip.scale.mm_per_mv;
    Reach reach{0, 0, gain};
    for (const double sample : strip.signal->samples) {
        if (std::isfinite(sample)) {
            reach.above = std::max(reach.above, (sample - centre) * gain);
            reach.below = std::max(reach.below, (centre - sample) * gain);
        }
    }
    return reach;
}

/// How ill leads at these distances from the grid's top are placed; smaller is better.
double cost_of(const std::vector<double>& places, const std::vector<Reach>& reaches,
               double height) {
    double cost = 0;
    double above = 0; // where the lead before ends
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Reach& reach = reaches[i];
        cost += dear_cut * std::max(0.0, reach.above - places[i]);
        cost += dear_cut * std::max(0.0, places[i] + reach.below - height);
        const double room_above = places[i] - reach.above - above;
        cost += i > 0 ? std::max(0.0, -room_above) : 0;
        above = places[i] + reach.below;
        const double end = i + 1 < places.size() ? places[i + 1] - reaches[i + 1].above : height;
        cost += balance * std::abs(room_above - (end - above));
    }
    return cost;
}

/// All choices of heavy lines that leave room for the pulses, the cheapest of them.
class Chooser {
public:
    Chooser(const std::vector<Reach>& reaches, double height)
        : reaches_{reaches}, height_{height} {}

    std::vector<double> best() {
        place({});
        return best_;
    }

private:
    void place(const std::vector<double>& placed) {
        const std::size_t next = placed.size();
        if (next == reaches_.size()) {
            const double cost = cost_of(placed, reaches_, height_);
            if (best_.empty() || cost < least_) {
                best_ = placed;
                least_ = cost;
            }
            return;
        }
        const double from = (placed.empty() ? 0 : placed.back()) + reaches_[next].pulse;
        for (double line = heavy_line; line < height_; line += heavy_line) {
            if (line >= from + above_pulse) {
                std::vector<double> more = placed;
                more.push_back(line);
                place(more);
            }
        }
    }

    const std::vector<Reach>& reaches_;
    double height_;
    std::vector<double> best_;
    double least_ = 0;
};

} // namespace

std::vector<double> strip_baselines(const Box& grid, const std::vector<Strip>& strips,
                                    SampleRate rate) {
    std::vector<Reach> reaches;
    for (const Strip& strip : strips) {
        reaches.push_back(reach_of(strip, rate));
    }
    std::vector<double> places = Chooser{reaches, grid.height}.best();
    for (std::size_t i = places.size(); i < strips.size(); ++i) { // no line leaves room enough
        places.push_back(grid.height * (static_cast<double>(i) + 0.5) /
                         static_cast<double>(strips.size()));
    }
    for (double& place : places) {
        place += grid.top;
    }
    return places;
}

} // namespace ecg::report
