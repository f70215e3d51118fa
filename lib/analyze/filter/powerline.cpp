#include "analyze/filter/powerline.hpp"

#include "common/text.hpp"
#include "dsp/filters.hpp"
#include "dsp/spectrum.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace ecg::analyze {
namespace {

constexpr Seconds window{2};            // 0.5 Hz resolution: drift of mains stays inside
constexpr std::size_t most_windows = 4; // per lead, spread over the recording
constexpr double standing_out = 4;      // times the neighbourhood
constexpr double lead_share = 0.3;      // of the leads must show it
constexpr Hertz notch_width{1.5};
constexpr double lowest_seen = 12;     // Hz: an alias below lies in the QRS and stays
constexpr double highest_seen = 0.485; // of the rate: a notch beyond would touch Nyquist

std::vector<Hertz> mains_of(Powerline wanted) {
    switch (wanted) {
    case Powerline::hz50:
        return {Hertz{50}};
    case Powerline::hz60:
        return {Hertz{60}};
    case Powerline::off:
        return {};
    case Powerline::automatic:
        break;
    }
    return {Hertz{50}, Hertz{60}};
}

std::vector<double> hann(std::size_t length) {
    std::vector<double> weights(length);
    for (std::size_t i = 0; i < length; ++i) {
        weights[i] = 1 - std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                                  static_cast<double>(length));
    }
    return weights;
}

/// What a lead shows at each multiple of half a hertz, in some of its windows.
using Amplitudes = std::vector<std::vector<double>>;

Amplitudes amplitudes_of(std::span<const double> lead, const std::vector<double>& weights,
                         dsp::RealTransform& transform) {
    const std::size_t length = weights.size();
    const std::size_t possible = lead.size() / length;
    const std::size_t stride = std::max<std::size_t>(1, possible / most_windows);
    Amplitudes windows;
    std::vector<double> part(length);
    for (std::size_t w = 0; w < possible && windows.size() < most_windows; w += stride) {
        for (std::size_t i = 0; i < length; ++i) {
            part[i] = weights[i] * lead[w * length + i];
        }
        std::vector<double> amplitudes;
        amplitudes.reserve(length / 2 + 1);
        for (const std::complex<double>& bin : transform.forward(part)) {
            amplitudes.push_back(2 * std::sqrt(std::norm(bin)) / static_cast<double>(length));
        }
        windows.push_back(std::move(amplitudes));
    }
    return windows;
}

/// The largest amplitude 2 to 6 Hz beside bin: wide enough to meet a harmonic of any heart rate,
/// which would stand out of a narrower neighbourhood just as mains does.
double beside(const std::vector<double>& amplitudes, std::size_t bin) {
    double largest = 0;
    for (std::size_t off = 4; off <= 12; ++off) {
        if (off <= bin) {
            largest = std::max(largest, amplitudes[bin - off]);
        }
        if (static_cast<double>(bin + off) < 0.98 * static_cast<double>(amplitudes.size())) {
            largest = std::max(largest, amplitudes[bin + off]);
        }
    }
    return largest;
}

/// How far bin stands out of its neighbourhood, in the median window; 0 without any window.
double prominence(const Amplitudes& windows, std::size_t bin) {
    std::vector<double> ratios;
    for (const std::vector<double>& amplitudes : windows) {
        constexpr double inaudible = 0.0005; // mV: nothing that would show
        const double tone = amplitudes[bin];
        ratios.push_back(tone > inaudible ? tone / std::max(beside(amplitudes, bin), inaudible)
                                          : 0);
    }
    return ratios.empty() ? 0 : dsp::median(ratios);
}

} // namespace

Hertz alias_of(Hertz frequency, Hertz rate) {
    return {std::abs(frequency.value - rate.value * std::round(frequency.value / rate.value))};
}

std::optional<PowerlineTone> find_powerline(const std::vector<std::span<const double>>& leads,
                                            Hertz rate, Powerline wanted) {
    const auto length = static_cast<std::size_t>(window.count() * rate.value);
    if (wanted == Powerline::off || length < 2 || leads.empty()) {
        return std::nullopt;
    }
    dsp::RealTransform transform{length};
    const std::vector<double> weights = hann(length);
    std::vector<Amplitudes> spectra;
    spectra.reserve(leads.size());
    for (const auto& lead : leads) {
        spectra.push_back(amplitudes_of(lead, weights, transform));
    }
    std::optional<PowerlineTone> found;
    double best = 0;
    for (const Hertz mains : mains_of(wanted)) {
        const Hertz seen = alias_of(mains, rate);
        if (seen.value < lowest_seen || seen.value > highest_seen * rate.value) {
            continue;
        }
        const auto bin =
            static_cast<std::size_t>(std::lround(seen / rate * static_cast<double>(length)));
        std::size_t showing = 0;
        double sum = 0;
        for (const Amplitudes& windows : spectra) {
            const double p = prominence(windows, bin);
            showing += p > standing_out ? 1 : 0;
            sum += p;
        }
        const bool shows =
            static_cast<double>(showing) >= lead_share * static_cast<double>(leads.size());
        if (showing > 0 && shows && sum > best) {
            best = sum;
            found = PowerlineTone{mains, seen};
        }
    }
    return found;
}

std::string powerline_note(Powerline wanted, Hertz rate,
                           const std::optional<PowerlineTone>& found) {
    std::optional<Hertz> mains;
    if (found) {
        mains = found->mains;
    } else if (wanted != Powerline::automatic && wanted != Powerline::off) {
        mains = mains_of(wanted).front();
    }
    if (!mains || mains->value <= highest_seen * rate.value) {
        return "";
    }
    const std::string at = format_number(alias_of(*mains, rate).value, 2) + " Hz";
    return "no notch at " + format_number(mains->value, 0) + " Hz: a rate of " +
           format_number(rate.value, 2) + " Hz shows it at " + at +
           (found ? ", where it was taken out" : ", where none was taken out");
}

void remove_powerline(std::span<double> signal, Hertz rate, const PowerlineTone& tone) {
    const auto pad = static_cast<std::size_t>(rate.value / notch_width.value);
    for (const double harmonic : {1.0, 2.0, 3.0}) {
        if (harmonic > 1 && tone.mains.value * harmonic > highest_seen * rate.value) {
            continue; // the alias of a weak harmonic is not worth a hole in the QRS band
        }
        const Hertz at = alias_of(tone.mains * harmonic, rate);
        dsp::filter_zero_phase(dsp::notch(at, notch_width, rate), signal, pad);
    }
}

} // namespace ecg::analyze
