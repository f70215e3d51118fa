#include "analyze/detect/activity.hpp"

#include "analyze/detect/length_beats.hpp"
#include "analyze/detect/wide_loops.hpp"
#include "dsp/middle_value.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace ecg::analyze {
namespace {

constexpr double level_block = 2;    // s: holds a QRS at 30 a minute
constexpr int level_reach = 4;       // blocks to each side
constexpr double least_level = 0.15; // of the piece's usual level
constexpr int quiet_reach = 1;
constexpr double least_weight = 0.1;       // of a contrast …
constexpr double most_weight = 30;         // … before it is squared
constexpr double beat_reach = 0.12;        // s around a beat that are no noise
constexpr std::ptrdiff_t weight_reach = 2; // blocks to each side

std::vector<double> smoothed_medians(const std::vector<double>& values, int reach) {
    const auto count = static_cast<int>(values.size());
    std::vector<double> out;
    out.reserve(values.size());
    for (int b = 0; b < count; ++b) {
        const int from = std::max(0, b - reach);
        const int to = std::min(count, b + reach + 1);
        out.push_back(dsp::median({values.begin() + from, values.begin() + to}));
    }
    return out;
}

std::vector<double> block_medians(const std::vector<float>& values, std::size_t block) {
    std::vector<double> out;
    dsp::MiddleValue middle;
    for (std::size_t i = 0; i < values.size(); i += block) {
        const std::size_t end = std::min(values.size(), i + block);
        middle.clear();
        for (std::size_t k = i; k < end; k += 2) {
            middle.add(values[k]);
        }
        out.push_back(static_cast<double>(middle.value()));
    }
    return out;
}

/// A lead counts the more, the further its QRS complexes stand out.
float weight_of(double contrast) {
    const double w = std::clamp(contrast - 1.5, least_weight, most_weight);
    return static_cast<float>(w * w);
}

LeadActivity lead_activity(const std::vector<double>& samples, double rate_hz, std::size_t block) {
    LeadBands bands = split_lead(samples, rate_hz);
    LeadActivity lead;
    lead.height = bands.height;
    const std::size_t n = bands.energy[0].size();
    lead.total.resize(n);
    take_roots_of_sums(lead.total.data(), bands.energy[0].data(), bands.energy[1].data(), n);
    if (n == 0) {
        return lead;
    }
    const auto levels = local_levels(lead.total, block);
    const double typical = dsp::median(levels);
    lead.usable = typical > 0;
    const auto scale = static_cast<float>(typical > 0 ? 1 / typical : 0);
    lead.energy = std::move(bands.energy);
    lead.shape = std::move(bands.shape);
    lead.length = std::move(bands.length);
    for (auto* part : {&lead.total, &lead.shape, &lead.length}) {
        scale_all(part->data(), n, scale);
    }
    for (auto& band : lead.energy) {
        scale_all(band.data(), n, scale * scale);
    }
    return lead;
}

/// By how far the lead's QRS complexes stand out of what is between them, of the whole lead's.
void weigh_by_contrast(LeadActivity& lead, std::size_t block) {
    const auto levels = local_levels(lead.total, block);
    const auto quiet = smoothed_medians(block_medians(lead.total, block), quiet_reach);
    for (std::size_t b = 0; b < quiet.size(); ++b) {
        // Against the whole piece's level as well: noise raises both of its own time.
        const double level = std::min(levels[b], 1.5);
        lead.weights.push_back(weight_of(quiet[b] > 0 ? level / quiet[b] : most_weight));
    }
}

/// Makes the weights of each block add up to 1.
void balance_weights(Activity& a) {
    for (std::size_t b = 0; b < a.leads.front().weights.size(); ++b) {
        float sum = 0;
        for (const LeadActivity& lead : a.leads) {
            sum += lead.weights[b];
        }
        for (LeadActivity& lead : a.leads) {
            lead.weights[b] /= sum;
        }
    }
}

/// The weighted sum of one signal of all leads.
std::vector<float> weighed_sum(const Activity& a,
                               const std::function<const std::vector<float>&(std::size_t)>& of) {
    const std::size_t n = a.leads.front().total.size();
    std::vector<float> sum(n);
    for (std::size_t from = 0, b = 0; from < n; from += a.block, ++b) {
        const std::size_t count = std::min(a.block, n - from);
        for (std::size_t l = 0; l < a.leads.size(); ++l) {
            add_scaled(sum.data() + from, of(l).data() + from, count, a.leads[l].weights[b]);
        }
    }
    return sum;
}

/// The fused signals, by the weights. What only the signs of candidates ask for can wait.
void fuse(Activity& a, bool with_signs) {
    balance_weights(a);
    if (a.leads.size() == 1) { // nothing to weigh, and nothing will be fused again
        a.bands = std::move(a.leads.front().energy);
        a.length = std::move(a.leads.front().length);
    } else {
        for (std::size_t k = 0; k < (with_signs ? band_count : 2); ++k) {
            a.bands[k] = weighed_sum(a, [&](std::size_t l) -> const std::vector<float>& {
                return a.leads[l].energy[k];
            });
        }
        if (with_signs) {
            a.length = weighed_sum(
                a, [&](std::size_t l) -> const std::vector<float>& { return a.leads[l].length; });
        }
    }
    a.total.resize(a.bands[0].size());
    take_roots_of_sums(a.total.data(), a.bands[0].data(), a.bands[1].data(), a.total.size());
    for (auto& band : a.bands) {
        take_roots(band.data(), band.size());
    }
    a.levels = local_levels(a.total, a.block);
}

/// Sums over what lies between beats, and the samples there, by block.
struct Between {
    std::vector<double> squares;
    std::vector<double> count;
};

Between between_beats(const Activity& a, const LeadActivity& lead, const std::vector<char>& beat) {
    Between out;
    for (std::size_t from = 0; from < lead.total.size(); from += a.block) {
        const std::size_t to = std::min(lead.total.size(), from + a.block);
        double sum = 0;
        double count = 0;
        for (std::size_t i = from; i < to; i += 2) {
            if (beat[i] == 0) {
                sum += static_cast<double>(lead.total[i] * lead.total[i]);
                ++count;
            }
        }
        out.squares.push_back(sum);
        out.count.push_back(count);
    }
    return out;
}

double median_at(const std::vector<float>& values, const std::vector<std::size_t>& places) {
    std::vector<double> heights;
    heights.reserve(places.size());
    for (const std::size_t p : places) {
        heights.push_back(static_cast<double>(values[p]));
    }
    return dsp::median(std::move(heights));
}

} // namespace

std::vector<double> local_levels(const std::vector<float>& values, std::size_t block) {
    std::vector<double> maxima;
    for (std::size_t i = 0; i < values.size(); i += block) {
        const std::size_t end = std::min(values.size(), i + block);
        const bool short_rest = end - i < block / 2 && !maxima.empty();
        maxima.push_back(short_rest ? maxima.back()
                                    : static_cast<double>(largest(values.data() + i, end - i)));
    }
    auto levels = smoothed_medians(maxima, level_reach);
    const double least = levels.empty() ? 0 : least_level * dsp::median(levels);
    for (double& level : levels) { // where a lead is quiet for long, its noise is no QRS
        level = std::max(level, least);
    }
    return levels;
}

Activity qrs_activity(const FilteredRecording& clean) {
    const std::size_t factor = detection_block(clean.rate.hertz());
    Activity activity;
    activity.rate_hz = clean.rate.hertz() / static_cast<double>(factor);
    activity.offset_s = (static_cast<double>(factor) - 1) / 2 / clean.rate.hertz();
    activity.block =
        std::max<std::size_t>(1, static_cast<std::size_t>(level_block * activity.rate_hz));
    for (std::size_t i = 0; i < clean.leads.size(); ++i) {
        if (clean.quality[i].verdict == Verdict::bad) {
            continue;
        }
        LeadActivity lead =
            lead_activity(clean.leads[i].samples, clean.rate.hertz(), activity.block);
        if (lead.usable && lead.height > 0) {
            lead.index = i;
            lead.own_beats = length_beats(lead.length, activity.rate_hz);
            activity.leads.push_back(std::move(lead));
        }
    }
    for (LeadActivity& lead : activity.leads) {
        if (activity.leads.size() > 1) {
            weigh_by_contrast(lead, activity.block);
        } else {
            lead.weights.assign(lead.total.size() / activity.block + 1, 1);
        }
    }
    if (!activity.leads.empty()) {
        fuse(activity, activity.leads.size() == 1);
    }
    return activity;
}

void weigh_leads(Activity& a, const std::vector<std::size_t>& beats) {
    if (a.leads.size() < 2 || beats.empty()) {
        return;
    }
    const auto reach = static_cast<std::size_t>(beat_reach * a.rate_hz);
    std::vector<char> beat(a.total.size());
    for (const std::size_t b : beats) {
        const std::size_t from = b > reach ? b - reach : 0;
        std::fill(beat.begin() + static_cast<std::ptrdiff_t>(from),
                  beat.begin() + static_cast<std::ptrdiff_t>(std::min(beat.size(), b + reach + 1)),
                  1);
    }
    for (LeadActivity& lead : a.leads) {
        const double height = median_at(lead.total, beats);
        const Between rest = between_beats(a, lead, beat);
        const auto blocks = static_cast<std::ptrdiff_t>(rest.count.size());
        for (std::ptrdiff_t b = 0; b < blocks; ++b) {
            double squares = 0;
            double count = 0;
            for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, b - weight_reach);
                 k < std::min(blocks, b + weight_reach + 1); ++k) {
                squares += rest.squares[static_cast<std::size_t>(k)];
                count += rest.count[static_cast<std::size_t>(k)];
            }
            const double noise = count > 0 ? std::sqrt(squares / count) : 0;
            lead.weights[static_cast<std::size_t>(b)] =
                weight_of(noise > 0 ? 1.5 * height / noise : most_weight);
        }
    }
    fuse(a, true);
}

} // namespace ecg::analyze
