#include "analyze/detect/templates.hpp"

#include "dsp/any_width.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace ecg::analyze {
namespace {

constexpr double half_width = 0.1;    // s: a QRS and no more
constexpr std::size_t most_shift = 2; // samples
constexpr float alike = 0.7F;         // correlation
constexpr std::size_t enough = 3;     // beats make a shape

/// In four sums, so that they need not wait for each other.
float dot(std::span<const float> a, std::span<const float> b) {
    std::array<float, 4> sums{};
    std::size_t i = 0;
    for (; i + 4 <= a.size(); i += 4) {
        for (std::size_t k = 0; k < 4; ++k) {
            sums[k] += a[i + k] * b[i + k];
        }
    }
    float rest = 0;
    for (; i < a.size(); ++i) {
        rest += a[i] * b[i];
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest;
}

constexpr std::size_t shifts = 2 * most_shift + 1;
constexpr std::size_t shift_lanes = 8; // as many as fit a register; what is behind shifts is idle
using Shifts = std::array<float, shift_lanes>;
/// The shifts, calculated with at once.
using Lanes = float __attribute__((vector_size(sizeof(Shifts)), aligned(sizeof(float)), may_alias));

/// Adds the products of what is seen with two shapes and with itself, for each shift.
ECG_ANY_WIDTH void add_products(std::array<Shifts, 3>& sums, const float* seen, std::size_t count,
                                const std::array<const float*, 2>& shapes) {
    auto* sum = reinterpret_cast<Lanes*>(sums.data());
    for (std::size_t i = 0; i < count; ++i) {
        const Lanes x = *reinterpret_cast<const Lanes*>(seen + i);
        sum[0] += x * (shapes[0] != nullptr ? shapes[0][i] : 0);
        sum[1] += x * (shapes[1] != nullptr ? shapes[1][i] : 0);
        sum[2] += x * x;
    }
}

void normalise(std::vector<float>& x) {
    const float norm = std::sqrt(dot(x, x));
    for (float& v : x) {
        v = norm > 0 ? v / norm : 0;
    }
}

} // namespace

/// All leads' samples around index, weighted, of unit length.
Templates::Shape Templates::cut(std::size_t index) const {
    Shape out;
    out.reserve(activity_.leads.size() * (2 * half_ + 1));
    const std::size_t n = activity_.total.size();
    const std::size_t block = std::min(index, n - 1) / activity_.block;
    for (std::size_t l = 0; l < activity_.leads.size(); ++l) {
        const float w = std::sqrt(activity_.leads[l].weights[block]);
        const std::vector<float>& lead = activity_.leads[l].shape;
        for (std::size_t k = index; k < index + 2 * half_ + 1; ++k) { // index - half_ + …
            const std::size_t i = k < half_ ? 0 : std::min(k - half_, n - 1);
            out.push_back(w * lead[i]);
        }
    }
    normalise(out);
    return out;
}

Templates::Shape Templates::mean_of(const std::vector<Shape>& shapes) const {
    Shape sum(shapes.empty() ? 0 : shapes.front().size());
    for (const Shape& s : shapes) {
        for (std::size_t i = 0; i < s.size(); ++i) {
            sum[i] += s[i];
        }
    }
    normalise(sum);
    return sum;
}

Templates::Templates(const Activity& activity, const std::vector<std::size_t>& beats)
    : activity_{activity}, half_{static_cast<std::size_t>(half_width * activity.rate_hz)} {
    std::vector<Shape> rest;
    rest.reserve(beats.size());
    for (const std::size_t b : beats) {
        rest.push_back(cut(b));
    }
    for (Shape& known : known_) {
        if (rest.size() < enough) {
            return;
        }
        known = mean_of(rest);
        for (int round = 0; round < 2; ++round) {
            std::vector<Shape> members;
            std::copy_if(rest.begin(), rest.end(), std::back_inserter(members),
                         [&](const Shape& s) { return dot(s, known) > alike; });
            if (members.size() < enough) {
                break;
            }
            known = mean_of(members);
        }
        std::erase_if(rest, [&](const Shape& s) { return dot(s, known) > alike; });
    }
}

std::array<float, 2> Templates::match(std::size_t index) {
    const std::size_t n = activity_.total.size();
    const std::size_t wide = 2 * half_ + 1;
    const std::size_t block = index / activity_.block;
    const std::size_t before = half_ + most_shift;
    std::array<Shifts, 3> sums{};
    scratch_.resize(wide + shift_lanes - 1);
    for (std::size_t l = 0; l < activity_.leads.size(); ++l) {
        const float w = std::sqrt(activity_.leads[l].weights[block]);
        const std::vector<float>& lead = activity_.leads[l].shape;
        for (std::size_t k = 0; k < wide + shifts - 1; ++k) {
            const std::size_t i = index + k < before ? 0 : std::min(index + k - before, n - 1);
            scratch_[k] = w * lead[i];
        }
        add_products(sums, scratch_.data(), wide,
                     {known_[0].empty() ? nullptr : known_[0].data() + l * wide,
                      known_[1].empty() ? nullptr : known_[1].data() + l * wide});
    }
    std::array<float, 2> best{};
    for (std::size_t k = 0; k < known_.size(); ++k) {
        for (std::size_t shift = 0; shift < shifts; ++shift) {
            if (sums[2][shift] > 0) {
                best[k] = std::max(best[k], sums[k][shift] / std::sqrt(sums[2][shift]));
            }
        }
    }
    return best;
}

} // namespace ecg::analyze
