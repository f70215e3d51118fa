#include "analyze/detect/lead_bands.hpp"

#include "analyze/detect/wide_loops.hpp"
#include "dsp/any_width.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double enough_rate = 120; // Hz: QRS energy lies below 40 Hz
constexpr std::array<double, band_count> widths{0.010, 0.017, 0.050}; // s, of the Gaussians
constexpr double reach = 3.5;                                         // widths to each side
constexpr double length_window = 0.13;                                // s [zong-2003]
constexpr double flat_share = 0.02;                                   // of a QRS
constexpr double block = 2;         // s: holds a QRS at 30 a minute
constexpr std::size_t chunk = 1024; // samples that stay in the nearest cache

struct Wavelet {
    std::vector<float> odd;  ///< taps 1 … reach; the others are their negatives
    std::vector<float> even; ///< taps 0 … reach
};

/// Both of unit energy, the even one without a mean.
Wavelet wavelet(double width, double rate) {
    const double sigma = width * rate;
    const auto half = static_cast<std::size_t>(std::ceil(reach * sigma));
    std::vector<double> odd(half + 1);
    std::vector<double> even(half + 1);
    double sum = 0;
    double gauss_sum = 0;
    for (std::size_t k = 0; k <= half; ++k) {
        const double t = static_cast<double>(k) / sigma;
        const double g = std::exp(-t * t / 2);
        odd[k] = t * g;
        even[k] = (1 - t * t) * g;
        sum += (k == 0 ? 1 : 2) * even[k];
        gauss_sum += (k == 0 ? 1 : 2) * g;
    }
    double odd_energy = 0;
    double even_energy = 0;
    for (std::size_t k = 0; k <= half; ++k) {
        const double t = static_cast<double>(k) / sigma;
        even[k] -= sum / gauss_sum * std::exp(-t * t / 2);
        odd_energy += 2 * odd[k] * odd[k];
        even_energy += (k == 0 ? 1 : 2) * even[k] * even[k];
    }
    Wavelet out;
    for (std::size_t k = 0; k <= half; ++k) {
        out.odd.push_back(static_cast<float>(odd[k] / std::sqrt(odd_energy)));
        out.even.push_back(static_cast<float>(even[k] / std::sqrt(even_energy)));
    }
    return out;
}

/// x has pad held samples before and behind. energy and even are as long as x without them.
ECG_ANY_WIDTH void apply(const Wavelet& w, const std::vector<float>& x, std::size_t pad,
                         std::vector<float>& energy, std::vector<float>& even) {
    const std::size_t n = x.size() - 2 * pad;
    std::array<float, chunk> odd{};
    for (std::size_t from = 0; from < n; from += chunk) {
        const std::size_t count = std::min(chunk, n - from);
        const float* centre = x.data() + pad + from;
        float* e = even.data() + from;
        for (std::size_t i = 0; i < count; ++i) {
            e[i] = w.even[0] * centre[i];
        }
        std::fill_n(odd.begin(), count, 0.0F);
        for (std::size_t k = 1; k < w.even.size(); ++k) {
            const float a = w.odd[k];
            const float b = w.even[k];
            const float* left = centre - k;
            const float* right = centre + k;
            for (std::size_t i = 0; i < count; ++i) {
                odd[i] += a * (right[i] - left[i]);
                e[i] += b * (right[i] + left[i]);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            energy[from + i] = odd[i] * odd[i] + e[i] * e[i];
        }
    }
}

/// Median of the maxima of blocks of two seconds.
double typical_peak(const std::vector<float>& x, double rate) {
    const auto length = std::max<std::size_t>(1, static_cast<std::size_t>(block * rate));
    std::vector<double> maxima;
    for (std::size_t i = 0; i < x.size(); i += length) {
        const std::size_t end = std::min(x.size(), i + length);
        if (end - i < length / 2 && !maxima.empty()) {
            break; // a short rest may hold no QRS
        }
        maxima.push_back(static_cast<double>(largest(x.data() + i, end - i)));
    }
    return dsp::median(maxima);
}

/// Means of blocks of so many samples; returns the largest of them. A fixed size is faster; 0: any.
template <std::size_t fixed>
double block_means(const std::vector<double>& samples, std::size_t any, float* means,
                   std::size_t count) {
    const std::size_t size = fixed > 0 ? fixed : any;
    double most = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double* from = samples.data() + i * size;
        double sum = from[0];
        for (std::size_t k = 1; k < size; ++k) {
            sum += from[k];
        }
        const double mean = sum / static_cast<double>(size);
        means[i] = static_cast<float>(mean);
        most = std::max(most, std::abs(mean));
    }
    return most;
}

struct Reduced {
    std::vector<float> x; ///< with pad held samples at each end
    double scale = 0;     ///< mV that are 1 in x
};

/// Means of blocks, divided by the largest of them.
Reduced reduced(const std::vector<double>& samples, std::size_t size, std::size_t pad) {
    const std::size_t n = samples.size() / size;
    Reduced out{std::vector<float>(n + 2 * pad), 0};
    float* x = out.x.data() + pad;
    static constexpr std::array by_size{block_means<0>, block_means<1>, block_means<2>,
                                        block_means<3>, block_means<4>, block_means<5>,
                                        block_means<6>, block_means<7>, block_means<8>};
    out.scale = by_size[size < by_size.size() ? size : 0](samples, size, x, n);
    const auto share = static_cast<float>(out.scale > 0 ? 1 / out.scale : 0);
    for (std::size_t i = 0; i < n; ++i) {
        x[i] *= share;
    }
    std::fill_n(out.x.begin(), pad, x[0]);
    std::fill_n(x + n, pad, x[n - 1]);
    return out;
}

/// How long the curve is within the window around each sample, less its length when flat. pad is
/// more than half of the window.
ECG_ANY_WIDTH void add_curve_length(std::vector<float>& out, const std::vector<float>& x,
                                    std::size_t pad, std::size_t half, float flat) {
    std::array<float, chunk> steps{};
    const std::size_t most = chunk - 2 * half;
    for (std::size_t from = 0; from < out.size(); from += most) {
        const std::size_t count = std::min(most, out.size() - from);
        const float* centre = x.data() + pad + from - half;
        for (std::size_t i = 0; i < count + 2 * half; ++i) {
            const float d = (centre[i + 1] - centre[i - 1]) / 2;
            steps[i] = std::sqrt(d * d + flat * flat) - flat;
        }
        for (std::size_t k = 0; k <= 2 * half; ++k) {
            for (std::size_t i = 0; i < count; ++i) {
                out[from + i] += steps[i + k];
            }
        }
    }
}

} // namespace

std::size_t detection_block(double rate_hz) {
    return std::max<std::size_t>(1, static_cast<std::size_t>(rate_hz / enough_rate));
}

LeadBands split_lead(const std::vector<double>& samples, double rate_hz) {
    const std::size_t size = detection_block(rate_hz);
    const double rate = rate_hz / static_cast<double>(size);
    LeadBands lead;
    const std::size_t n = samples.size() / size;
    if (n < 3) {
        return lead;
    }
    const auto pad = static_cast<std::size_t>(std::ceil(reach * widths.back() * rate)) + 1;
    const auto [x, scale] = reduced(samples, size, pad);
    std::vector<float> even(n);
    for (std::size_t b = 0; b < band_count; ++b) {
        lead.energy[b].resize(n);
        apply(wavelet(widths[b], rate), x, pad, lead.energy[b], even);
        if (b == 1) {
            lead.shape = even;
        }
    }
    const double height = typical_peak(lead.shape, rate);
    lead.height = height * scale;
    lead.length.resize(n);
    add_curve_length(lead.length, x, pad, static_cast<std::size_t>(length_window / 2 * rate),
                     static_cast<float>(flat_share * height));
    return lead;
}

} // namespace ecg::analyze
