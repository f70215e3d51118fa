#include "accuracy/noise_stress.hpp"

#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::accuracy {
namespace {

constexpr Seconds quiet_start{300};
constexpr Seconds stretch{120};
constexpr Seconds qrs_reach{0.05};

double qrs_height(const LeadSignal& lead, const Reference& reference, SampleRate rate) {
    std::vector<double> heights;
    const auto n = static_cast<std::int64_t>(lead.samples.size());
    for (const ScoredBeat& beat : reference.beats) {
        const std::int64_t from = rate.samples_in(beat.time - qrs_reach);
        const std::int64_t to = rate.samples_in(beat.time + qrs_reach);
        if (beat.label != 'N' || from < 0 || to >= n) {
            continue;
        }
        const auto [low, high] =
            std::minmax_element(lead.samples.begin() + from, lead.samples.begin() + to + 1);
        heights.push_back(*high - *low);
    }
    std::sort(heights.begin(), heights.end());
    const std::size_t cut = heights.size() / 20;
    return heights.empty() ? 0 : dsp::mean({heights.data() + cut, heights.size() - 2 * cut});
}

double mean_square(const std::vector<double>& x) {
    const double mean = dsp::mean(x);
    double sum = 0;
    for (const double v : x) {
        sum += (v - mean) * (v - mean);
    }
    return sum / static_cast<double>(x.size());
}

} // namespace

std::vector<TimeSpan> noisy_spans(Seconds duration) {
    std::vector<TimeSpan> spans;
    for (Seconds from = quiet_start; from < duration; from += 2 * stretch) {
        spans.push_back({from, std::min(from + stretch, duration)});
    }
    return spans;
}

Recording with_noise(const Recording& recording, const Reference& reference, const Recording& noise,
                     double snr_db) {
    Recording out = recording;
    for (std::size_t l = 0; l < out.leads.size(); ++l) {
        const std::vector<double>& added = noise.leads[l].samples;
        const double height = qrs_height(recording.leads[l], reference, recording.rate);
        const double gain =
            std::sqrt(height * height / 8 / mean_square(added) / std::pow(10, snr_db / 10));
        std::vector<double>& samples = out.leads[l].samples;
        for (const TimeSpan& span : noisy_spans(recording.duration())) {
            const auto to = std::min<std::size_t>(
                samples.size(), static_cast<std::size_t>(recording.rate.samples_in(span.to)));
            for (auto i = static_cast<std::size_t>(recording.rate.samples_in(span.from)); i < to;
                 ++i) {
                samples[i] += gain * added[i % added.size()];
            }
        }
    }
    return out;
}

} // namespace ecg::accuracy
