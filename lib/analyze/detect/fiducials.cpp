#include "analyze/detect/fiducials.hpp"

#include "dsp/middle_value.hpp"
#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr double reach = 0.08;         // s to each side of the peak of activity
constexpr double beside = 0.2;         // s to each side that tell a lead's level at a beat
constexpr double near_top = 0.016;     // s
constexpr double centre_width = 0.04;  // s, of the Gaussian around the middle of the complex
constexpr double width = 0.014;        // s, of the Gaussian whose curvature has the exact time
constexpr double opposite = 0.5;       // what a deflection against a lead's usual direction counts
constexpr double clear_lead = 0.03;    // of the best lead's weight: a sixth of its contrast
constexpr double least_share = 0.1;    // of the better deflection's score
constexpr std::array sides{1.0, -1.0}; // up and down

/// The farthest that a lead goes to one side near a beat.
struct Deflection {
    double height = 0;     ///< mV from the level beside the beat; not above 0: there is none
    double score = 0;      ///< the more, the more it is the main one
    std::size_t index = 0; ///< of activity
};

/// A beat as one lead shows it.
struct Complex {
    std::size_t lead = 0; ///< of activity
    std::array<Deflection, 2> deflections;
};

/// Lead II, by which rhythm is read, else the first one; the clearest where that is lost in noise.
class ReferenceLead {
public:
    explicit ReferenceLead(const FilteredRecording& clean, const Activity& a) : a_{a} {
        std::vector<double> usual;
        for (const LeadActivity& lead : a.leads) {
            usual.push_back(dsp::median({lead.weights.begin(), lead.weights.end()}));
        }
        const double least = clear_lead * *std::max_element(usual.begin(), usual.end());
        for (std::size_t l = a.leads.size(); l-- > 0;) {
            const bool is_ii = clean.leads[a.leads[l].index].lead == Lead::II;
            if (usual[l] >= least && (is_ii || !has_ii_)) {
                usual_ = l;
                has_ii_ = is_ii;
            }
        }
    }

    [[nodiscard]] std::size_t at(std::size_t index) const {
        const std::size_t block = index / a_.block;
        const auto best = std::max_element(a_.leads.begin(), a_.leads.end(),
                                           [block](const LeadActivity& x, const LeadActivity& y) {
                                               return x.weights[block] < y.weights[block];
                                           });
        const auto least = clear_lead * static_cast<double>(best->weights[block]);
        return static_cast<double>(a_.leads[usual_].weights[block]) >= least
                   ? usual_
                   : static_cast<std::size_t>(best - a_.leads.begin());
    }

private:
    const Activity& a_;
    std::size_t usual_ = 0;
    bool has_ii_ = false;
};

class ComplexReader {
public:
    ComplexReader(const FilteredRecording& clean, const Activity& activity)
        : clean_{clean}, a_{activity}, size_{activity.total.size()},
          step_{clean.leads.front().samples.size() / std::max<std::size_t>(1, size_)},
          span_{static_cast<std::size_t>(reach * activity.rate_hz)},
          beside_{static_cast<std::size_t>(beside * activity.rate_hz)},
          near_{static_cast<std::size_t>(std::lround(near_top * activity.rate_hz))} {}

    [[nodiscard]] Complex read(std::size_t beat, std::size_t lead) {
        const std::vector<double>& samples = clean_.leads[a_.leads[lead].index].samples;
        const auto at = [&](std::size_t i) { return samples[i * step_ + step_ / 2]; };
        const double level = level_beside(beat, at);
        const auto [from, to] = around(beat, span_);
        const double centre = centre_of(a_.leads[lead].total, from, to);
        Complex out{lead, {}};
        for (std::size_t s = 0; s < sides.size(); ++s) {
            Deflection& top = out.deflections[s];
            top.index = beat;
            for (std::size_t i = from; i < to; ++i) {
                if (const double v = sides[s] * (at(i) - level); v > top.height) {
                    top.height = v;
                    top.index = i;
                }
            }
            const double away = (static_cast<double>(top.index) - centre) / a_.rate_hz;
            // A sharp deflection in the middle of the complex is its main one, a bent ST is not.
            top.score = top.height > 0
                            ? top.height * sharpness(a_.leads[lead].shape, top.index, sides[s]) *
                                  std::exp(-away * away / (2 * centre_width * centre_width))
                            : 0;
        }
        return out;
    }

private:
    using Range = std::pair<std::size_t, std::size_t>; // first, one behind the last

    [[nodiscard]] Range around(std::size_t index, std::size_t span) const {
        return {index > span ? index - span : 0, std::min(size_, index + span + 1)};
    }

    template <class Samples> double level_beside(std::size_t beat, const Samples& at) {
        const auto [from, to] = around(beat, beside_);
        middle_.clear();
        for (std::size_t i = from; i < to; i += 2) {
            middle_.add(static_cast<float>(at(i)));
        }
        return static_cast<double>(middle_.value());
    }

    /// Of the energy of the lead's envelope.
    static double centre_of(const std::vector<float>& envelope, std::size_t from, std::size_t to) {
        double sum = 0;
        double moment = 0;
        for (std::size_t i = from; i < to; ++i) {
            const auto energy = static_cast<double>(envelope[i] * envelope[i]);
            sum += energy;
            moment += energy * static_cast<double>(i - from);
        }
        return static_cast<double>(from) + (sum > 0 ? moment / sum : 0);
    }

    [[nodiscard]] double sharpness(const std::vector<float>& shape, std::size_t index,
                                   double side) const {
        const auto [from, to] = around(index, near_);
        double most = 0;
        for (std::size_t i = from; i < to; ++i) {
            most = std::max(most, side * static_cast<double>(shape[i]));
        }
        return most;
    }

    const FilteredRecording& clean_;
    const Activity& a_;
    std::size_t size_;
    std::size_t step_;
    std::size_t span_;
    std::size_t beside_;
    std::size_t near_;
    dsp::MiddleValue middle_;
};

std::vector<Complex> all_complexes(const FilteredRecording& clean, const Activity& a,
                                   const std::vector<std::size_t>& beats) {
    const ReferenceLead reference{clean, a};
    ComplexReader reader{clean, a};
    std::vector<double> rise(a.leads.size()); // up less down, over all its beats
    std::vector<Complex> out;
    out.reserve(beats.size());
    for (const std::size_t b : beats) {
        out.push_back(reader.read(b, reference.at(b)));
        const auto& [up, down] = out.back().deflections;
        rise[out.back().lead] += up.height - down.height;
    }
    for (Complex& c : out) {
        c.deflections[rise[c.lead] < 0 ? 0 : 1].score *= opposite;
    }
    return out;
}

/// The curvature of x around at, by the second derivative of a Gaussian; positive on a summit.
double curvature(const std::vector<double>& x, const std::vector<double>& taps, std::ptrdiff_t at) {
    const auto half = static_cast<std::ptrdiff_t>(taps.size() / 2);
    const auto last = static_cast<std::ptrdiff_t>(x.size()) - 1;
    double sum = 0;
    if (at >= half && at + half <= last) {
        const double* from = x.data() + (at - half);
        for (std::size_t k = 0; k < taps.size(); ++k) {
            sum += taps[k] * from[k];
        }
        return sum;
    }
    for (std::ptrdiff_t k = -half; k <= half; ++k) {
        sum += taps[static_cast<std::size_t>(k + half)] *
               x[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at + k, 0, last))];
    }
    return sum;
}

std::vector<double> curvature_taps(double rate) {
    const double sigma = width * rate;
    const auto half = static_cast<std::ptrdiff_t>(std::ceil(3 * sigma));
    std::vector<double> taps;
    double sum = 0;
    for (std::ptrdiff_t k = -half; k <= half; ++k) {
        const double t = static_cast<double>(k) / sigma;
        taps.push_back((1 - t * t) * std::exp(-t * t / 2));
        sum += taps.back();
    }
    for (double& tap : taps) {
        tap -= sum / static_cast<double>(taps.size()); // a level has no curvature
    }
    return taps;
}

/// Finds the top of a deflection between the samples.
class FineTime {
public:
    FineTime(const FilteredRecording& clean, const Activity& a)
        : clean_{clean}, a_{a}, rate_{clean.rate.hertz()}, taps_{curvature_taps(rate_)},
          near_{static_cast<std::ptrdiff_t>(std::ceil(1.2 * rate_ / a.rate_hz)) + 1},
          fine_(static_cast<std::size_t>(2 * near_ + 1)) {}

    /// Seconds after the first sample.
    double of(const Deflection& deflection, std::size_t lead, double side) {
        const std::vector<double>& samples = clean_.leads[a_.leads[lead].index].samples;
        const double coarse = a_.offset_s + static_cast<double>(deflection.index) / a_.rate_hz;
        const std::ptrdiff_t first = std::llround(coarse * rate_) - near_;
        for (std::size_t k = 0; k < fine_.size(); ++k) {
            fine_[k] = side * curvature(samples, taps_, first + static_cast<std::ptrdiff_t>(k));
        }
        const auto top = std::max_element(fine_.begin() + 1, fine_.end() - 1) - fine_.begin();
        return (static_cast<double>(first) +
                dsp::parabola_peak(fine_, static_cast<std::size_t>(top))) /
               rate_;
    }

private:
    const FilteredRecording& clean_;
    const Activity& a_;
    double rate_;
    std::vector<double> taps_;
    std::ptrdiff_t near_;
    std::vector<double> fine_;
};

} // namespace

std::vector<Seconds> fiducials(const FilteredRecording& clean, const Activity& a,
                               const std::vector<std::size_t>& beats) {
    FineTime fine{clean, a};
    std::vector<Seconds> times;
    times.reserve(beats.size());
    for (const Complex& c : all_complexes(clean, a, beats)) {
        const double most = std::max(c.deflections[0].score, c.deflections[1].score);
        double sum = 0;
        double moment = 0;
        for (std::size_t s = 0; s < sides.size(); ++s) {
            const Deflection& d = c.deflections[s];
            const double share = most > 0 ? d.score / most : 1;
            if (share >= least_share) {
                const double weight = share * share * share;
                sum += weight;
                moment += weight * fine.of(d, c.lead, sides[s]);
            }
        }
        times.push_back(clean.start + Seconds{moment / sum});
    }
    return times;
}

} // namespace ecg::analyze
