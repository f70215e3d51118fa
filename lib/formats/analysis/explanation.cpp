#include "formats/analysis/explanation.hpp"

#include "common/text.hpp"
#include "formats/analysis/hrv_fields.hpp"
#include "formats/analysis/optional_fields.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace ecg::formats {
namespace {

constexpr std::size_t value_column = 24;

/// "  SDNN                 54.79 ms"
void append_row(std::string& out, std::string_view name, std::string_view text) {
    const auto letters = std::count_if( // an é is two bytes
        name.begin(), name.end(), [](char c) { return (c & 0xC0) != 0x80; });
    const std::size_t used = 2 + static_cast<std::size_t>(letters);
    out.append("  ").append(name);
    out.append(used < value_column ? value_column - used : 1, ' ');
    out.append(text).append("\n");
}

std::string number(double value, int decimals, std::string_view unit) {
    std::string text = format_number(value, decimals);
    return text.append(unit.empty() ? "" : " ").append(unit);
}

std::string reason_of(const Analysis& analysis, std::string_view key) {
    for (const Absence& absence : analysis.measurements.absences) {
        if (absence.key == key) {
            return "absent: " + absence.reason;
        }
    }
    return {};
}

/// A number, or why there is none; nothing when neither is known.
struct RowWriter {
    std::string& out;
    const Analysis& analysis;

    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value, int decimals,
                    std::string_view unit, std::string_view key) const {
        const std::string text =
            value ? number(number_of(*value), decimals, unit) : reason_of(analysis, key);
        if (!text.empty()) {
            append_row(out, name, text);
        }
    }
};

void append_findings(std::string& out, const Findings& findings) {
    out += "Automated findings (rule-based, unconfirmed)\n";
    for (const Finding& finding : findings) {
        out.append("  ").append(finding.words);
        out.append(finding.reason.empty() ? "" : ": ").append(finding.reason);
        out.append(finding.source.empty() ? "" : " [").append(finding.source);
        out.append(finding.source.empty() ? "\n" : "]\n");
    }
    if (findings.empty()) {
        out += "  none\n";
    }
}

std::string edited_words(const HeartRateVariability& hrv) {
    std::string text = number(100 * hrv.edited_share, 2, "% of RR intervals left out: ");
    text += std::to_string(hrv.ectopic) + " at ectopic beats, ";
    text += std::to_string(hrv.missing) + " across missing signal, ";
    text += std::to_string(hrv.fibrillating) + " in fibrillation or flutter, ";
    text += std::to_string(hrv.artefacts) + " artefacts";
    return text.append(hrv.much_edited && hrv.mean_nn ? "; read with caution" : "");
}

void append_numbers(const RowWriter& row, const HeartRateVariability& hrv) {
    row("Mean NN", hrv.mean_nn, 2, "ms", "mean_nn_ms");
    row("SDNN", hrv.sdnn, 2, "ms", "sdnn_ms");
    row("CVNN", hrv.cvnn, 2, "%", "sdnn_ms");
    row("RMSSD", hrv.rmssd, 2, "ms", "rmssd_ms");
    row("SDSD", hrv.sdsd, 2, "ms", "rmssd_ms");
    row("pNN50", hrv.pnn50, 2,
        "% (" + std::to_string(hrv.nn50) + " of " + std::to_string(hrv.differences) +
            " differences)",
        "pnn50_percent");
    row("Poincaré SD1", hrv.sd1, 2, "ms", "sd1_ms");
    row("Poincaré SD2", hrv.sd2, 2, "ms", "sd1_ms");
    row("SD1/SD2", hrv.sd1_sd2, 4, "", "sd1_ms");
    row("SDANN", hrv.sdann, 2, "ms", "sdann_ms");
    row("SDNN index", hrv.sdnn_index, 2, "ms", "sdnn_index_ms");
    row("Triangular index", hrv.triangular_index, 3, "", "triangular_index");
    row("TINN", hrv.tinn, 2, "ms", "tinn_ms");
}

void append_powers(const RowWriter& row, const HrvPowers& powers, bool has_ulf) {
    if (has_ulf) {
        row("ULF", powers.ulf, 2, "ms²", "ulf_ms2");
    }
    row("VLF", powers.vlf, 2, "ms²", "vlf_ms2");
    row("LF", powers.lf, 2, "ms²", "lf_ms2");
    row("HF", powers.hf, 2, "ms²", "hf_ms2");
    row("Total", powers.total, 2, "ms²", "total_ms2");
    row("LF, normalized", powers.lf_nu, 2, "% of LF + HF", "lf_hf");
    row("HF, normalized", powers.hf_nu, 2, "% of LF + HF", "lf_hf");
    row("LF/HF", powers.lf_hf, 3, "", "lf_hf");
}

std::string text(double value) {
    return format_number(value, 4);
}

void append_settings(std::string& out, const HrvSettings& s) {
    const auto around = std::to_string(2 * s.artefact_neighbours + 1);
    append_row(out, "NN intervals",
               "between two N beats, no signal missing, no fibrillation or flutter, below " +
                   text(s.longest_nn.count()) + " ms");
    append_row(out, "Artefacts",
               "more than " + text(100 * s.artefact_share) + " % off the median of the " + around +
                   " NN intervals around; left out, not replaced");
    append_row(out, "Deviations", "with n - 1");
    append_row(out, "Differences", "of adjoining NN intervals only");
    append_row(out, "NN50", "above " + text(s.large_difference.count()) + " ms");
    append_row(out, "Histogram", "bins of " + text(s.histogram_bin.count()) + " ms from 0");
    append_row(out, "SDANN, SDNN index", "segments of " + text(s.segment.count()) + " s");
    append_row(out, "Bands",
               "ULF to " + text(s.vlf_from.value) + ", VLF to " + text(s.lf_from.value) +
                   ", LF to " + text(s.hf_from.value) + ", HF to " + text(s.hf_to.value) + " Hz");
    append_row(out, "Stretches", "parted by holes above " + text(s.longest_bridge.count()) + " s");
    append_row(out, "Spectral segments",
               "of " + text(s.segment.count()) +
                   " s, or the longest stretch where that is shorter; overlap " +
                   text(100 * hrv_method::overlap) + " %");
    append_row(out, "Welch",
               std::string{hrv_method::resampling} + " read at " + text(s.tachogram_rate.value) +
                   " Hz, " + std::string{hrv_method::bridging} +
                   " across holes; window: " + std::string{hrv_method::welch_window} +
                   "; taken out: " + std::string{hrv_method::welch_detrend});
    append_row(out, "Lomb-Scargle",
               "no resampling; window: " + std::string{hrv_method::lomb_scargle_window} +
                   "; taken out: straight " + std::string{hrv_method::lomb_scargle_detrend} +
                   "; ULF: of the whole, less its mean");
}

void append_figures(std::string& out, const RowWriter& row, const HeartRateVariability& hrv) {
    append_numbers(row, hrv);
    std::string segments;
    if (hrv.spectrum_segment) {
        segments = ", mean of " + std::to_string(hrv.spectrum_segments) + " x " +
                   number(hrv.spectrum_segment->count(), 2, "s");
    }
    out.append("Welch").append(segments).append("\n");
    append_powers(row, hrv.welch, false);
    out.append("Lomb-Scargle").append(segments).append("\n");
    append_powers(row, hrv.lomb_scargle, true);
}

/// What withholds the mean withholds all.
void append_variability(std::string& out, const Analysis& analysis) {
    const HeartRateVariability& hrv = analysis.measurements.hrv;
    out += "Heart rate variability [task-force-1996]\n";
    append_row(out, "NN intervals",
               std::to_string(hrv.intervals) + ", " + number(hrv.duration.count(), 1, "s") +
                   ", longest stretch " + number(hrv.longest_stretch.count(), 1, "s"));
    append_row(out, "Edited", edited_words(hrv));
    const std::string withheld = hrv.mean_nn ? "" : reason_of(analysis, "mean_nn_ms");
    if (withheld.empty()) {
        append_figures(out, RowWriter{out, analysis}, hrv);
    } else {
        append_row(out, "All figures", withheld);
    }
    if (hrv.settings) {
        out += "Settings\n";
        append_settings(out, *hrv.settings);
    }
}

} // namespace

void append_explanation(std::string& out, const Analysis& analysis) {
    out.append(analysis.info.id).append(": ");
    out += std::to_string(analysis.measurements.beats) + " beats, " +
           number(static_cast<double>(analysis.samples) / analysis.rate_hz, 1, "s") + " at " +
           number(analysis.rate_hz, 3, "Hz\n");
    append_findings(out, analysis.findings);
    append_variability(out, analysis);
    out += "\n";
}

} // namespace ecg::formats
