#include "analyze/between/p_waves.hpp"

#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace ecg::analyze {
namespace {

using Leads = std::vector<std::vector<double>>;

constexpr Seconds half_p{0.060};          // half of a P wave's length, and a little
constexpr Seconds apart{0.20};            // P waves of one atrium, at 300 a minute
constexpr double resembles = 0.75;        // own: correlation over all leads together …
constexpr double resembles_alone = 0.85;  // … and in a single one
constexpr double least_share = 0.55;      // own: of the pattern's height
constexpr double most_share = 1.8;        // own
constexpr double least_height = 0.03;     // mV, in one lead at least, over its mean: less is none
constexpr std::size_t fewest = 3;         // waves that make a pattern
constexpr double usual = 0.5;             // own: of the normal beats have the pattern's wave
constexpr std::size_t fewest_unknown = 4; // own: waves alike, where no beat has one
constexpr double alike = 0.7;             // own: correlation of two of them, each with its noise
constexpr double often = 0.3;             // own: of the candidates

/// The stretch around a place, without each lead's mean, one lead behind the other.
std::vector<double> piece_at(const Leads& leads, std::size_t place, std::size_t half) {
    std::vector<double> piece;
    piece.reserve(leads.size() * (2 * half + 1));
    for (const auto& lead : leads) {
        double mean = 0;
        for (std::size_t i = place - half; i <= place + half; ++i) {
            mean += lead[i];
        }
        mean /= static_cast<double>(2 * half + 1);
        for (std::size_t i = place - half; i <= place + half; ++i) {
            piece.push_back(lead[i] - mean);
        }
    }
    return piece;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

/// Looks at places of a signal that a P wave may stand at.
class Searcher {
public:
    Searcher(const SlowSignal& signal, const Beats& beats, const Delineation& waves)
        : leads_{without_beats(signal, beats, waves)},
          half_{static_cast<std::size_t>(half_p.count() * signal.rate_hz)}, signal_{signal},
          energy_(signal.size()) {
        const std::vector<bool> is_free = free_places();
        for (const auto& lead : leads_) {
            add_energy(lead, is_free);
        }
    }

    /// The mean of what stands at places; empty with too few.
    [[nodiscard]] std::vector<double> pattern_of(const std::vector<std::size_t>& places) const {
        std::vector<double> mean(leads_.size() * (2 * half_ + 1));
        std::size_t count = 0;
        for (const std::size_t place : places) {
            if (place >= half_ && place + half_ < signal_.size()) {
                const std::vector<double> piece = piece_at(leads_, place, half_);
                for (std::size_t k = 0; k < mean.size(); ++k) {
                    mean[k] += piece[k];
                }
                ++count;
            }
        }
        if (count < fewest) {
            return {};
        }
        for (double& v : mean) {
            v /= static_cast<double>(count);
        }
        return mean;
    }

    /// Between every two beats the two places that stand out most.
    [[nodiscard]] std::vector<std::size_t> candidates(const Beats& beats) const;

    /// Of candidates those like the one that most others are like; empty when too few are.
    [[nodiscard]] std::vector<std::size_t>
    most_alike(const std::vector<std::size_t>& candidates) const;

    [[nodiscard]] std::vector<Seconds> like(const std::vector<double>& pattern) const;

private:
    [[nodiscard]] std::vector<double> prominence() const;
    [[nodiscard]] std::vector<bool> free_places() const;
    void add_energy(const std::vector<double>& lead, const std::vector<bool>& is_free);

    Leads leads_;
    std::size_t half_;
    const SlowSignal& signal_;
    std::vector<double> energy_; ///< of the piece around each sample; 0 where it touches a QRS
};

std::vector<bool> Searcher::free_places() const {
    std::vector<bool> is_free(signal_.size());
    std::size_t run = 0; // samples on end outside the QRS complexes
    for (std::size_t i = 0; i < signal_.size(); ++i) {
        run = signal_.in_qrs[i] ? 0 : run + 1;
        if (run > 2 * half_) {
            is_free[i - half_] = true;
        }
    }
    return is_free;
}

/// Running sums, so that a piece costs the same however long it is.
void Searcher::add_energy(const std::vector<double>& lead, const std::vector<bool>& is_free) {
    const auto length = static_cast<double>(2 * half_ + 1);
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < lead.size(); ++i) {
        sum += lead[i];
        squares += lead[i] * lead[i];
        if (i > 2 * half_) {
            const double gone = lead[i - 2 * half_ - 1];
            sum -= gone;
            squares -= gone * gone;
        }
        if (i >= 2 * half_ && is_free[i - half_]) {
            energy_[i - half_] += std::max(0.0, squares - sum * sum / length);
        }
    }
}

/// By sample: how far the leads stand off the lines through the ends of the pieces around it, the
/// sum of squares.
std::vector<double> Searcher::prominence() const {
    std::vector<double> sum(signal_.size());
    for (std::size_t i = half_; i + half_ < sum.size(); ++i) {
        for (const auto& lead : leads_) {
            const double off = lead[i] - (lead[i - half_] + lead[i + half_]) / 2;
            sum[i] += energy_[i] > 0 ? off * off : 0;
        }
    }
    return sum;
}

std::vector<std::size_t> Searcher::candidates(const Beats& beats) const {
    std::vector<double> height = prominence();
    std::vector<std::size_t> found;
    for (std::size_t b = 0; b + 1 < beats.size(); ++b) {
        const auto from = static_cast<std::ptrdiff_t>(signal_.sample_at(beats[b].time));
        const auto to = static_cast<std::ptrdiff_t>(signal_.sample_at(beats[b + 1].time));
        for (int turn = 0; turn < 2 && to > from; ++turn) {
            const auto most = std::max_element(height.begin() + from, height.begin() + to);
            if (*most <= 0) {
                break;
            }
            const std::ptrdiff_t place = most - height.begin();
            found.push_back(static_cast<std::size_t>(place));
            const auto half = static_cast<std::ptrdiff_t>(half_);
            std::fill(height.begin() + std::max(from, place - half),
                      height.begin() + std::min(to, place + half + 1), 0.0);
        }
    }
    return found;
}

std::vector<std::size_t> Searcher::most_alike(const std::vector<std::size_t>& candidates) const {
    std::vector<std::vector<double>> pieces;
    for (const std::size_t place : candidates) {
        pieces.push_back(piece_at(leads_, place, half_));
        const double norm = std::sqrt(dot(pieces.back(), pieces.back()));
        for (double& v : pieces.back()) {
            v /= std::max(norm, 1e-9);
        }
    }
    std::vector<std::size_t> best;
    for (const auto& one : pieces) {
        std::vector<std::size_t> own;
        for (std::size_t k = 0; k < pieces.size(); ++k) {
            if (dot(one, pieces[k]) > alike) {
                own.push_back(candidates[k]);
            }
        }
        if (own.size() > best.size()) {
            best = std::move(own);
        }
    }
    const bool enough =
        best.size() >= fewest_unknown &&
        static_cast<double>(best.size()) >= often * static_cast<double>(candidates.size());
    return enough ? best : std::vector<std::size_t>{};
}

std::vector<Seconds> Searcher::like(const std::vector<double>& pattern) const {
    const double energy = dot(pattern, pattern);
    const double least = leads_.size() > 1 ? resembles : resembles_alone;
    const std::size_t length = 2 * half_ + 1;
    std::vector<double> likeness(signal_.size());
    for (std::size_t i = half_; i + half_ < likeness.size(); ++i) {
        if (energy_[i] <= 0) {
            continue;
        }
        double product = 0; // the pattern has no mean in any lead: that of the piece falls out
        for (std::size_t l = 0; l < leads_.size(); ++l) {
            const double* piece = leads_[l].data() + (i - half_);
            for (std::size_t k = 0; k < length; ++k) {
                product += pattern[l * length + k] * piece[k];
            }
        }
        const double share = product / energy;
        const double correlation = product / std::sqrt(energy * energy_[i]);
        if (share > least_share && share < most_share && correlation > least) {
            likeness[i] = correlation;
        }
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < likeness.size(); ++i) {
        if (likeness[i] > 0) {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return likeness[a] > likeness[b]; });
    const auto gap = static_cast<std::size_t>(apart.count() * signal_.rate_hz);
    std::vector<std::size_t> kept;
    for (const std::size_t place : order) {
        const bool is_free = std::none_of(kept.begin(), kept.end(), [&](std::size_t k) {
            return std::max(k, place) - std::min(k, place) < gap;
        });
        if (is_free) {
            kept.push_back(place);
        }
    }
    std::sort(kept.begin(), kept.end());
    std::vector<Seconds> times;
    for (const std::size_t place : kept) {
        times.push_back(signal_.time_of(dsp::parabola_peak(likeness, place)));
    }
    return times;
}

} // namespace

std::vector<Seconds> find_p_waves(const SlowSignal& signal, const Beats& beats,
                                  const Delineation& waves) {
    if (signal.leads.empty() || beats.size() < fewest) {
        return {};
    }
    const Searcher searcher{signal, beats, waves};
    std::vector<std::size_t> places;
    std::size_t normal = 0;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        const Wave& p = waves[b].global.p;
        if (beats[b].label != BeatClass::N) {
            continue;
        }
        ++normal;
        if (p.onset && p.offset) {
            places.push_back(signal.sample_at((*p.onset + *p.offset) / 2));
        }
    }
    const bool known = static_cast<double>(places.size()) >= usual * static_cast<double>(normal);
    std::vector<double> pattern;
    if (known) {
        pattern = searcher.pattern_of(places);
    }
    if (pattern.empty()) {
        pattern = searcher.pattern_of(searcher.most_alike(searcher.candidates(beats)));
    }
    const bool is_wave = std::any_of(pattern.begin(), pattern.end(),
                                     [](double v) { return std::abs(v) >= least_height; });
    return is_wave ? searcher.like(pattern) : std::vector<Seconds>{};
}

} // namespace ecg::analyze
