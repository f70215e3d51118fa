#include "dsp/spectrum.hpp"

#include <fftw3.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <mutex>
#include <new>
#include <numbers>
#include <numeric>
#include <type_traits>

namespace ecg::dsp {
namespace {

/// FFTW makes and destroys plans in shared tables; only the transforms themselves are thread-safe.
std::mutex& planner() {
    static std::mutex mutex;
    return mutex;
}

struct FreeBuffer {
    void operator()(void* memory) const noexcept { fftw_free(memory); }
};

template <class T> using Buffer = std::unique_ptr<T, FreeBuffer>;

/// FFTW's own memory is aligned the same way on every run, and so are the results.
template <class T> Buffer<T> make_buffer(std::size_t count) {
    void* memory = fftw_malloc(sizeof(T) * count);
    if (memory == nullptr) {
        throw std::bad_alloc{};
    }
    return Buffer<T>{static_cast<T*>(memory)};
}

struct DestroyPlan {
    void operator()(fftw_plan plan) const noexcept {
        const std::lock_guard lock{planner()};
        fftw_destroy_plan(plan);
    }
};

using Plan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, DestroyPlan>;

std::vector<double> hann_window(std::size_t count) {
    std::vector<double> window(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double phase = 2 * std::numbers::pi * static_cast<double>(i);
        window[i] = 0.5 - 0.5 * std::cos(phase / static_cast<double>(count));
    }
    return window;
}

double mean_of(std::span<const double> samples) {
    return std::accumulate(samples.begin(), samples.end(), 0.0) /
           static_cast<double>(samples.size());
}

/// Sums of squares become a one-sided density: all bins but the first, and but the last of an
/// even count, stand for their negative frequency as well.
void scale_to_density(Spectrum& spectrum, std::size_t segment, double scale) {
    for (std::size_t k = 0; k < spectrum.density.size(); ++k) {
        const bool has_twin = k != 0 && 2 * k != segment;
        spectrum.density[k] *= has_twin ? 2 * scale : scale;
    }
}

} // namespace

struct RealTransform::Planned {
    std::size_t count;
    Buffer<double> time;
    Buffer<std::complex<double>> bins;
    Plan plan;

    explicit Planned(std::size_t n)
        : count{n}, time{make_buffer<double>(n)}, bins{make_buffer<std::complex<double>>(n / 2 +
                                                                                         1)} {
        auto* const out = reinterpret_cast<fftw_complex*>(bins.get()); // as FFTW's manual allows
        const std::lock_guard lock{planner()};
        plan.reset(fftw_plan_dft_r2c_1d(static_cast<int>(n), time.get(), out, FFTW_ESTIMATE));
        if (!plan) {
            throw std::bad_alloc{};
        }
    }
};

/// What transforms that are gone had planned: to plan costs more than many transforms, and every
/// minute of a recording asks for the same sizes.
class RealTransform::Idle {
public:
    static Idle& instance() {
        static Idle idle;
        return idle;
    }

    std::unique_ptr<Planned> take(std::size_t count) {
        const std::lock_guard lock{mutex_};
        const auto it = std::find_if(planned_.begin(), planned_.end(),
                                     [&](const auto& planned) { return planned->count == count; });
        if (it == planned_.end()) {
            return nullptr;
        }
        std::unique_ptr<Planned> found = std::move(*it);
        planned_.erase(it);
        return found;
    }

    void give_back(std::unique_ptr<Planned> planned) {
        std::unique_ptr<Planned> oldest; // ends after the lock: it takes the planner's
        const std::lock_guard lock{mutex_};
        planned_.push_back(std::move(planned));
        if (planned_.size() > most) {
            oldest = std::move(planned_.front());
            planned_.erase(planned_.begin());
        }
    }

private:
    static constexpr std::size_t most = 16;

    std::mutex mutex_;
    std::vector<std::unique_ptr<Planned>> planned_;
};

RealTransform::RealTransform(std::size_t count) {
    assert(count > 0);
    planned_ = Idle::instance().take(count);
    if (!planned_) {
        planned_ = std::make_unique<Planned>(count);
    }
}

RealTransform::~RealTransform() {
    if (planned_) { // not moved from
        Idle::instance().give_back(std::move(planned_));
    }
}

RealTransform::RealTransform(RealTransform&&) noexcept = default;

std::size_t RealTransform::count() const {
    return planned_->count;
}

std::span<const std::complex<double>> RealTransform::forward(std::span<const double> samples) {
    assert(samples.size() == count());
    std::copy(samples.begin(), samples.end(), planned_->time.get());
    fftw_execute(planned_->plan.get());
    return {planned_->bins.get(), count() / 2 + 1};
}

Spectrum welch(std::span<const double> samples, Hertz rate, std::size_t segment) {
    assert(rate.value > 0);
    if (segment < 2 || samples.size() < segment) {
        return {};
    }
    Spectrum spectrum{rate * (1.0 / static_cast<double>(segment)), {}, 0};
    spectrum.density.assign(segment / 2 + 1, 0.0);
    const std::vector<double> window = hann_window(segment);
    RealTransform transform{segment};
    std::vector<double> piece(segment);
    for (std::size_t first = 0; first + segment <= samples.size(); first += (segment + 1) / 2) {
        const auto part = samples.subspan(first, segment);
        const double mean = mean_of(part);
        for (std::size_t i = 0; i < segment; ++i) {
            piece[i] = (part[i] - mean) * window[i];
        }
        const auto bins = transform.forward(piece);
        for (std::size_t k = 0; k < bins.size(); ++k) {
            spectrum.density[k] += std::norm(bins[k]);
        }
        ++spectrum.segments;
    }
    const double energy = std::inner_product(window.begin(), window.end(), window.begin(), 0.0);
    scale_to_density(spectrum, segment,
                     1.0 / (rate.value * energy * static_cast<double>(spectrum.segments)));
    return spectrum;
}

double band_power(const Spectrum& spectrum, Hertz from, Hertz to) {
    double sum = 0;
    for (std::size_t k = 0; k < spectrum.density.size(); ++k) {
        if (spectrum.frequency(k) >= from && spectrum.frequency(k) < to) {
            sum += spectrum.density[k];
        }
    }
    return sum * spectrum.step.value;
}

} // namespace ecg::dsp
