#include "analyze/detect/templates.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double half_width = 0.1; // s: a QRS and no more
constexpr int most_shift = 2;      // samples
constexpr float alike = 0.7F;      // correlation
constexpr std::size_t enough = 3;  // beats make a shape

float dot(const std::vector<float>& a, const std::vector<float>& b) {
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
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

std::array<float, 2> Templates::match(std::size_t index) const {
    std::array<float, 2> best{};
    for (int shift = -most_shift; shift <= most_shift; ++shift) {
        if (shift < 0 && index < static_cast<std::size_t>(-shift)) {
            continue;
        }
        const Shape one = cut(static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + shift));
        for (std::size_t k = 0; k < known_.size(); ++k) {
            if (!known_[k].empty()) {
                best[k] = std::max(best[k], dot(one, known_[k]));
            }
        }
    }
    return best;
}

} // namespace ecg::analyze
