#include "analyze/filter/filter_recording.hpp"

#include "analyze/filter/baseline.hpp"
#include "analyze/filter/powerline.hpp"
#include "analyze/filter/signal_quality.hpp"
#include "analyze/filter/usual_scale.hpp"
#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace ecg::analyze {
namespace {

constexpr double slow_rate = 250;      // Hz: below, waves are measured on an up-sampled copy
constexpr double upsampled_rate = 480; // Hz at least: 80 Hz becomes 480, 125 becomes 500
constexpr Hertz high_pass{0.5};        // zero phase, so 0.67 Hz would be allowed [aha-2007-i]

std::size_t upsampling_of(SampleRate rate) {
    return rate.hertz() >= slow_rate
               ? 1
               : static_cast<std::size_t>(std::ceil(upsampled_rate / rate.hertz()));
}

/// Straight lines across missing samples, level beyond the first and last that are there.
std::vector<double> bridge_missing(const std::vector<double>& samples) {
    std::vector<double> bridged = samples;
    const std::size_t n = samples.size();
    for (std::size_t i = 0; i < n;) {
        if (!std::isnan(samples[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < n && std::isnan(samples[end])) {
            ++end;
        }
        const double left = i > 0 ? samples[i - 1] : (end < n ? samples[end] : 0);
        const double right = end < n ? samples[end] : left;
        const auto steps = static_cast<double>(end - i + 1);
        for (std::size_t k = i; k < end; ++k) {
            bridged[k] = left + (right - left) * static_cast<double>(k - i + 1) / steps;
        }
        i = end;
    }
    return bridged;
}

std::vector<bool> missing_at(const std::vector<double>& samples, std::size_t factor) {
    std::vector<bool> missing(samples.size() * factor);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::isnan(samples[i])) {
            std::fill_n(missing.begin() + static_cast<std::ptrdiff_t>(i * factor), factor, true);
        }
    }
    return missing;
}

} // namespace

FilteredRecording filter_recording(const Recording& recording, const FilterSettings& settings) {
    const std::size_t factor = upsampling_of(recording.rate);
    const Hertz recorded{recording.rate.hertz()};
    const Hertz rate{recorded.value * static_cast<double>(factor)};
    FilteredRecording clean;
    clean.rate = SampleRate{rate};
    clean.recorded = recording.rate;
    clean.first_sample = recording.first_sample;
    clean.start = recording.rate.time_of(static_cast<double>(recording.first_sample));

    std::vector<std::span<const double>> bridged;
    for (const LeadSignal& lead : recording.leads) {
        clean.leads.push_back({lead.name, lead.lead, bridge_missing(lead.samples)});
        clean.missing.push_back(missing_at(lead.samples, factor));
        bridged.emplace_back(clean.leads.back().samples);
    }
    const auto tone = find_powerline(bridged, recorded, settings.powerline);
    for (LeadSignal& lead : clean.leads) {
        if (tone) { // before resampling, which would fold a tone near Nyquist to both its sides
            remove_powerline(lead.samples, recorded, *tone);
        }
        if (factor > 1) {
            lead.samples = dsp::upsample(lead.samples, factor);
        }
        remove_baseline(lead.samples, rate, high_pass);
    }
    const std::vector<double> heights = heights_of(clean.leads);
    clean.quality = judge_leads(recording, clean.leads, clean.rate, heights);
    clean.scale = usual_scale(heights);
    if (clean.scale != 1) {
        for (LeadSignal& lead : clean.leads) {
            std::for_each(lead.samples.begin(), lead.samples.end(),
                          [&](double& v) { v *= clean.scale; });
        }
    }
    clean.filters.high_pass = high_pass;
    clean.filters.powerline_note = powerline_note(settings.powerline, recorded, tone);
    if (tone) {
        clean.filters.powerline = tone->mains;
        if (tone->seen != tone->mains) {
            clean.filters.powerline_alias = tone->seen;
        }
    }
    return clean;
}

} // namespace ecg::analyze
