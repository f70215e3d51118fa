#include "analyze/detect/activity.hpp"

#include "dsp/filters.hpp"
#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double enough_rate = 200; // Hz: QRS energy lies below 40 Hz
constexpr Hertz band_low{6};        // spares P and T, keeps broad ventricular beats
constexpr Hertz band_high{25};
constexpr Seconds smoothing{0.06}; // two boxcars of it: one hump for one QRS
constexpr Seconds block{2};        // holds a QRS at 30 a minute

/// Running mean over an odd window around each sample; the ends have shorter windows.
std::vector<double> running_mean(const std::vector<double>& x, std::size_t half) {
    std::vector<double> out(x.size());
    double sum = 0;
    std::size_t left = 0;
    std::size_t right = 0; // the window is [left, right)
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (; right < std::min(x.size(), i + half + 1); ++right) {
            sum += x[right];
        }
        for (; left + half < i; ++left) {
            sum -= x[left];
        }
        out[i] = sum / static_cast<double>(right - left);
    }
    return out;
}

/// Median of the maxima of blocks that hold at least one QRS each.
double typical_peak(const std::vector<double>& envelope, double rate) {
    const auto length = std::max<std::size_t>(1, static_cast<std::size_t>(block.count() * rate));
    std::vector<double> maxima;
    for (std::size_t i = 0; i < envelope.size(); i += length) {
        const auto end = std::min(envelope.size(), i + length);
        if (end - i < length / 2 && !maxima.empty()) {
            break; // a short rest may hold no QRS
        }
        maxima.push_back(*std::max_element(envelope.begin() + static_cast<std::ptrdiff_t>(i),
                                           envelope.begin() + static_cast<std::ptrdiff_t>(end)));
    }
    return dsp::median(maxima);
}

struct LeadActivity {
    std::vector<double> band;
    std::vector<double> envelope;
    double peak = 0;
    double contrast = 0;
};

LeadActivity lead_activity(const std::vector<double>& samples, std::size_t factor, double rate) {
    LeadActivity lead;
    lead.band = dsp::block_means(samples, factor);
    const auto pad = static_cast<std::size_t>(rate / 2);
    dsp::filter_zero_phase(dsp::butterworth_high_pass(2, band_low, Hertz{rate}), lead.band, pad);
    dsp::filter_zero_phase(dsp::butterworth_low_pass(2, band_high, Hertz{rate}), lead.band, pad);
    lead.envelope.resize(lead.band.size());
    std::transform(lead.band.begin(), lead.band.end(), lead.envelope.begin(),
                   [](double v) { return std::abs(v); });
    const auto half = static_cast<std::size_t>(smoothing.count() * rate / 2);
    lead.envelope = running_mean(running_mean(lead.envelope, half), half);
    lead.peak = typical_peak(lead.envelope, rate);
    const double quiet = dsp::median(lead.envelope);
    lead.contrast = quiet > 0 ? lead.peak / quiet : 0;
    return lead;
}

/// A lead counts the more, the further its QRS complexes stand out.
double weight_of(const LeadActivity& lead) {
    return lead.peak > 0 ? std::clamp((lead.contrast - 1.5) / 3, 0.02, 1.0) : 0;
}

} // namespace

Activity qrs_activity(const FilteredRecording& clean) {
    const auto factor =
        std::max<std::size_t>(1, static_cast<std::size_t>(clean.rate.hertz() / enough_rate));
    Activity activity;
    activity.rate_hz = clean.rate.hertz() / static_cast<double>(factor);
    activity.offset_s = (static_cast<double>(factor) - 1) / 2 / clean.rate.hertz();
    double weights = 0;
    for (std::size_t i = 0; i < clean.leads.size(); ++i) {
        if (clean.quality[i].verdict == Verdict::bad) {
            continue;
        }
        LeadActivity lead = lead_activity(clean.leads[i].samples, factor, activity.rate_hz);
        const double weight = weight_of(lead);
        if (weight == 0) {
            continue;
        }
        activity.combined.resize(lead.envelope.size());
        activity.sharp.resize(lead.envelope.size());
        for (std::size_t k = 0; k < lead.envelope.size(); ++k) {
            const double sharp = lead.band[k] / lead.peak;
            lead.envelope[k] /= lead.peak;
            activity.combined[k] += weight * lead.envelope[k];
            activity.sharp[k] += weight * sharp * sharp;
        }
        weights += weight;
        activity.contrast = std::max(activity.contrast, lead.contrast);
        activity.leads.push_back(std::move(lead.envelope));
    }
    for (double& v : activity.combined) {
        v /= weights;
    }
    return activity;
}

} // namespace ecg::analyze
