#include "analyze/filter/signal_quality.hpp"

#include "analyze/filter/baseline_sqi.hpp"
#include "analyze/filter/repeated_samples.hpp"
#include "common/text.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ecg::analyze {
namespace {

constexpr double mostly_missing = 0.5;
constexpr double somewhat_missing = 0.05;
constexpr double somewhat_repeated = 0.05;
constexpr double drifting = 0.1;            // less than this share of the power is ECG
constexpr double flat_beside_others = 0.01; // of the median lead's height
constexpr double held_share = 0.9;     // of the samples that repeat the one before: a held value
constexpr double fair_noise_mv = 0.05; // rms above 40 Hz outside the QRS
constexpr double bad_noise_mv = 0.2;
constexpr std::size_t enough = 2'000; // samples, evenly spread, tell a quantile

double missing_share(const std::vector<double>& samples) {
    const auto missing =
        std::count_if(samples.begin(), samples.end(), [](double v) { return std::isnan(v); });
    return samples.empty() ? 1 : static_cast<double>(missing) / static_cast<double>(samples.size());
}

bool is_held(const std::vector<double>& samples) {
    std::int64_t held = 0;
    std::int64_t pairs = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        held += samples[i] == samples[i - 1] ? 1 : 0; // never of a missing sample, a NaN
        pairs += std::isunordered(samples[i], samples[i - 1]) ? 0 : 1;
    }
    return pairs == 0 || static_cast<double>(held) > held_share * static_cast<double>(pairs);
}

/// Height between the 0.5 and 99.5 percent quantiles of some of the samples.
double height(const std::vector<double>& samples) {
    const std::size_t stride = samples.size() / enough + 1;
    std::vector<double> some;
    for (std::size_t i = 0; i < samples.size(); i += stride) {
        some.push_back(samples[i]);
    }
    return some.empty() ? 0 : dsp::quantile(some, 0.995) - dsp::quantile(some, 0.005);
}

/// rms of what is faster than about 40 Hz, as the quiet half of the signal shows it. Nothing
/// below 200 Hz, where there is no such band.
std::optional<Millivolts> fast_noise(const std::vector<double>& x, SampleRate recorded,
                                     SampleRate rate) {
    if (recorded.hertz() < 200) {
        return std::nullopt;
    }
    const auto lag = static_cast<std::size_t>(std::max(1.0, rate.hertz() / 500));
    if (x.size() < 8 * lag) {
        return std::nullopt;
    }
    const std::size_t stride = x.size() / enough + 1;
    std::vector<double> bends;
    bends.reserve(x.size() / stride + 1);
    for (std::size_t i = lag; i + lag < x.size(); i += stride) {
        bends.push_back(x[i - lag] - 2 * x[i] + x[i + lag]);
    }
    return Millivolts{dsp::robust_deviation(std::move(bends)) /
                      std::sqrt(6.0)}; // white noise: 1+4+1
}

void worsen(LeadQuality& quality, Verdict verdict, std::string reason) {
    quality.verdict = std::max(quality.verdict, verdict);
    quality.reasons.push_back(std::move(reason));
}

void judge(LeadQuality& q, const LeadSignal& raw, double tall, double median_tall) {
    if (q.missing_share > mostly_missing || q.missing_share == 1) {
        worsen(q, Verdict::bad,
               "missing samples " + format_number(100 * q.missing_share, 0) + " %");
        q.off = true;
        return;
    }
    if (q.missing_share > somewhat_missing) {
        worsen(q, Verdict::fair,
               "missing samples " + format_number(100 * q.missing_share, 0) + " %");
    }
    if (tall == 0 || tall < flat_beside_others * median_tall || is_held(raw.samples)) {
        worsen(q, Verdict::bad, "flat");
        q.off = true;
        return;
    }
    if (q.repeated_share > somewhat_repeated) {
        worsen(q, Verdict::fair,
               "repeated samples " + format_number(100 * q.repeated_share, 0) + " %");
    }
    if (q.baseline_sqi && *q.baseline_sqi < drifting) {
        worsen(q, Verdict::fair, "drift: baseline index " + format_number(*q.baseline_sqi, 2));
    }
    if (tall < smallest_height.value || tall > largest_height.value) {
        worsen(q, Verdict::fair, "height " + format_number(tall, 3) + " mV: is the unit right");
    }
    if (q.noise && q.noise->value > fair_noise_mv && q.noise->value > 0.02 * tall) {
        const bool hopeless = q.noise->value > bad_noise_mv && q.noise->value > 0.2 * tall;
        worsen(q, hopeless ? Verdict::bad : Verdict::fair,
               "muscle noise " + format_number(1000 * q.noise->value, 0) + " uV");
    }
}

} // namespace

std::vector<double> heights_of(const std::vector<LeadSignal>& filtered) {
    std::vector<double> heights;
    heights.reserve(filtered.size());
    for (const LeadSignal& lead : filtered) {
        heights.push_back(height(lead.samples));
    }
    return heights;
}

std::vector<LeadQuality> judge_leads(const Recording& recording,
                                     const std::vector<LeadSignal>& filtered, SampleRate rate,
                                     const std::vector<double>& heights) {
    const double median_tall = heights.empty() ? 0 : dsp::median(heights);
    const auto baselines = baseline_sqi(recording);
    std::vector<LeadQuality> verdicts;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        LeadQuality q;
        q.lead = recording.leads[i].name;
        q.missing_share = missing_share(recording.leads[i].samples);
        q.noise = fast_noise(filtered[i].samples, recording.rate, rate);
        const Hertz recorded{recording.rate.hertz()};
        q.repeated_share = repeated_share(recording.leads[i].samples, recorded, heights[i]);
        q.baseline_sqi = baselines[i];
        judge(q, recording.leads[i], heights[i], median_tall);
        verdicts.push_back(std::move(q));
    }
    return verdicts;
}

} // namespace ecg::analyze
