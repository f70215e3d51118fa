#include "report/spectrum_plot.hpp"

#include "common/text.hpp"
#include "report/axis.hpp"
#include "report/curve_style.hpp"
#include "report/hrv_rows.hpp"
#include "report/text_layout.hpp"

#include <algorithm>
#include <vector>

namespace ecg::report {
namespace {

constexpr std::size_t most_ticks = 6;

/// The bins of a band: first, and the one behind the last.
struct Band {
    const char* name;
    const Colour& colour;
    std::size_t first = 0;
    std::size_t end = 0;
};

/// The bins from one frequency to below another, as their power is summed.
Band band_of(const char* name, const Colour& colour, const HrvSpectrum& spectrum, Hertz from,
             Hertz to) {
    Band band{name, colour, 0, 0};
    while (spectrum.step * static_cast<double>(band.first) < from) {
        ++band.first;
    }
    band.end = band.first;
    while (band.end < spectrum.welch.size() && spectrum.step * static_cast<double>(band.end) < to) {
        ++band.end;
    }
    return band;
}

/// Those that the recording is long enough for.
std::vector<Band> bands_of(const HeartRateVariability& hrv) {
    const HrvSettings settings = hrv.settings.value_or(HrvSettings{});
    const HrvSpectrum& spectrum = *hrv.spectrum;
    std::vector<Band> bands;
    if (hrv.welch.vlf) {
        bands.push_back(
            band_of("VLF", style::vlf_area, spectrum, settings.vlf_from, settings.lf_from));
    }
    if (hrv.welch.lf) {
        bands.push_back(
            band_of("LF", style::lf_area, spectrum, settings.lf_from, settings.hf_from));
    }
    if (hrv.welch.hf) {
        bands.push_back(band_of("HF", style::hf_area, spectrum, settings.hf_from, settings.hf_to));
    }
    return bands;
}

struct SpectrumAxes {
    Axis hertz, density;
    double step = 0;

    /// The stairs of bins first to end, from left to right.
    [[nodiscard]] std::vector<Point> stairs(const std::vector<double>& densities,
                                            const Band& band) const {
        std::vector<Point> points;
        for (std::size_t k = band.first; k < std::min(band.end, densities.size()); ++k) {
            const double y = density.at(density.within(densities[k]));
            points.push_back({hertz.at(hertz.within((static_cast<double>(k) - 0.5) * step)), y});
            points.push_back({hertz.at(hertz.within((static_cast<double>(k) + 0.5) * step)), y});
        }
        return points;
    }
};

SpectrumAxes axes_of(const Box& box, const HeartRateVariability& hrv,
                     const std::vector<Band>& bands) {
    double most = 0;
    for (const Band& band : bands) {
        for (const auto* densities : {&hrv.spectrum->welch, &hrv.spectrum->lomb_scargle}) {
            for (std::size_t k = band.first; k < std::min(band.end, densities->size()); ++k) {
                most = std::max(most, (*densities)[k]);
            }
        }
    }
    Axis density = round_axis(0, most > 0 ? most : 1, most_ticks, 0);
    density.from = box.bottom();
    density.to = box.top;
    const double to = hrv.settings.value_or(HrvSettings{}).hf_to.value;
    return {{0, to, box.left, box.right()}, density, hrv.spectrum->step.value};
}

void draw_band(Canvas& canvas, const Box& box, const SpectrumAxes& axes, const Band& band,
               const HrvSpectrum& spectrum) {
    std::vector<Point> stairs = axes.stairs(spectrum.welch, band);
    if (stairs.empty()) {
        return;
    }
    const std::vector<Point> outline = stairs;
    stairs.push_back({stairs.back().x, box.bottom()});
    stairs.insert(stairs.begin(), {stairs.front().x, box.bottom()});
    canvas.fill(stairs, band.colour);
    canvas.polyline(outline, style::curve);
    const double middle = (outline.front().x + outline.back().x) / 2;
    canvas.text({middle - canvas.text_width(band.name, style::mark) / 2, box.top - 1.2}, band.name,
                style::mark);
}

} // namespace

std::string spectrum_words(const HeartRateVariability& hrv) {
    if (!hrv.spectrum || !hrv.spectrum_segment) {
        return {};
    }
    return "ms²/Hz over Hz; " + std::to_string(hrv.spectrum_segments) +
           (hrv.spectrum_segments == 1 ? " segment of " : " segments of ") +
           format_number(hrv.spectrum_segment->count(), 0) + " s";
}

void draw_spectrum(Canvas& canvas, const Box& box, const Analysis& analysis) {
    const HeartRateVariability& hrv = analysis.measurements.hrv;
    const std::vector<Band> bands = hrv.spectrum ? bands_of(hrv) : std::vector<Band>{};
    if (bands.empty()) {
        draw_frame(canvas, box);
        draw_absence(canvas, box,
                     hrv.welch.hf ? "The analysis does not hold the densities"
                                  : "Not measurable: " + hrv_reason(analysis, "hf_ms2"));
        return;
    }
    const SpectrumAxes axes = axes_of(box, hrv, bands);
    draw_value_ticks(canvas, box, axes.density, most_ticks);
    for (const Band& band : bands) {
        draw_band(canvas, box, axes, band, *hrv.spectrum);
    }
    const Band all{"", style::hf_area, bands.front().first, bands.back().end};
    canvas.polyline(axes.stairs(hrv.spectrum->lomb_scargle, all), style::second_curve);
    draw_ticks_below(canvas, box, axes.hertz, most_ticks);
    draw_frame(canvas, box);
}

} // namespace ecg::report
