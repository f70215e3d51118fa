#include "analyze/filter/powerline.hpp"

#include "common/text.hpp"
#include "dsp/filters.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
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

std::vector<double> hann(std::size_t length) {
    std::vector<double> weights(length);
    for (std::size_t i = 0; i < length; ++i) {
        weights[i] = 1 - std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                                  static_cast<double>(length));
    }
    return weights;
}

/// Amplitude of the sine of frequency in x under weights (Goertzel).
double amplitude_at(std::span<const double> x, std::span<const double> weights, double frequency,
                    double rate) {
    const double w = 2 * std::numbers::pi * frequency / rate;
    const double k = 2 * std::cos(w);
    double s1 = 0;
    double s2 = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double s = weights[i] * x[i] + k * s1 - s2;
        s2 = s1;
        s1 = s;
    }
    const double power = s1 * s1 + s2 * s2 - k * s1 * s2;
    return 2 * std::sqrt(std::max(0.0, power)) / static_cast<double>(x.size());
}

/// The largest amplitude 2 to 6 Hz beside frequency: wide enough to meet a harmonic of any heart
/// rate, which would stand out of a narrower neighbourhood just as mains does.
double beside(std::span<const double> x, std::span<const double> weights, double frequency,
              double rate) {
    double largest = 0;
    for (int half_hertz = 4; half_hertz <= 12; ++half_hertz) {
        const double off = 0.5 * half_hertz;
        for (const double at : {frequency - off, frequency + off}) {
            if (at < 0.49 * rate) {
                largest = std::max(largest, amplitude_at(x, weights, at, rate));
            }
        }
    }
    return largest;
}

/// How far frequency stands out of its neighbourhood, in the median window.
double prominence(std::span<const double> lead, double frequency, double rate) {
    const auto length = static_cast<std::size_t>(window.count() * rate);
    if (lead.size() < length) {
        return 0;
    }
    const std::size_t possible = lead.size() / length;
    const std::size_t stride = std::max<std::size_t>(1, possible / most_windows);
    const std::vector<double> weights = hann(length);
    std::vector<double> ratios;
    for (std::size_t w = 0; w < possible && ratios.size() < most_windows; w += stride) {
        const auto part = lead.subspan(w * length, length);
        const double tone = amplitude_at(part, weights, frequency, rate);
        constexpr double inaudible = 0.0005; // mV: nothing that would show
        ratios.push_back(tone > inaudible
                             ? tone / std::max(beside(part, weights, frequency, rate), inaudible)
                             : 0);
    }
    return dsp::median(ratios);
}

} // namespace

Hertz alias_of(Hertz frequency, Hertz rate) {
    return {std::abs(frequency.value - rate.value * std::round(frequency.value / rate.value))};
}

std::optional<PowerlineTone> find_powerline(const std::vector<std::span<const double>>& leads,
                                            Hertz rate, Powerline wanted) {
    std::optional<PowerlineTone> found;
    double best = 0;
    for (const double mains : {50.0, 60.0}) {
        if (wanted == Powerline::off || (wanted == Powerline::hz50 && mains != 50) ||
            (wanted == Powerline::hz60 && mains != 60)) {
            continue;
        }
        const Hertz seen = alias_of({mains}, rate);
        if (seen.value < lowest_seen || seen.value > highest_seen * rate.value) {
            continue;
        }
        std::size_t showing = 0;
        double sum = 0;
        for (const auto& lead : leads) {
            const double p = prominence(lead, seen.value, rate.value);
            showing += p > standing_out ? 1 : 0;
            sum += p;
        }
        const bool shows =
            static_cast<double>(showing) >= lead_share * static_cast<double>(leads.size());
        if (showing > 0 && shows && sum > best) {
            best = sum;
            found = PowerlineTone{{mains}, seen};
        }
    }
    return found;
}

std::string powerline_note(Powerline wanted, Hertz rate,
                           const std::optional<PowerlineTone>& found) {
    std::optional<Hertz> mains;
    if (found) {
        mains = found->mains;
    } else if (wanted == Powerline::hz50 || wanted == Powerline::hz60) {
        mains = Hertz{wanted == Powerline::hz50 ? 50.0 : 60.0};
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
