#include "analyze/measure/hrv.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/measure/nn_intervals.hpp"
#include "analyze/measure/nn_spectra.hpp"
#include "analyze/measure/nn_statistics.hpp"

#include <cmath>
#include <string>

namespace ecg::analyze {
namespace {

void take(const NnStatistics& statistics, HeartRateVariability& hrv) {
    hrv.mean_nn = statistics.mean;
    hrv.sdnn = statistics.sdnn;
    if (hrv.sdnn) {
        hrv.cvnn = 100 * (*hrv.sdnn / *hrv.mean_nn);
    }
    hrv.differences = statistics.differences;
    hrv.nn50 = statistics.nn50;
    hrv.rmssd = statistics.rmssd;
    hrv.sdsd = statistics.sdsd;
    hrv.pnn50 = statistics.pnn50;
    hrv.sd1 = statistics.sd1;
    hrv.sd2 = statistics.sd2;
    if (hrv.sd2 && hrv.sd2->count() > 0) {
        hrv.sd1_sd2 = *hrv.sd1 / *hrv.sd2;
    }
}

void take(const NnSpectra& spectra, HeartRateVariability& hrv) {
    hrv.longest_stretch = spectra.longest_stretch;
    hrv.spectrum_segment = spectra.segment;
    hrv.spectrum_segments = spectra.segments;
    hrv.welch = spectra.welch;
    hrv.lomb_scargle = spectra.lomb_scargle;
    hrv.spectrum = spectra.densities;
}

/// "NN intervals on end for 95 s < 120 s"
std::string too_short(const char* what, Seconds measured, const Limit<Seconds>& limit) {
    return std::string{what} + " for " + text_of(Seconds{std::floor(measured.count() + 1e-3)}) +
           " < " + text_of(limit.value);
}

std::string why_no_spectrum(const HeartRateVariability& hrv, const Limit<Seconds>& limit) {
    return too_short("NN intervals on end", hrv.longest_stretch, limit);
}

/// "63 % of the RR intervals in fibrillation or flutter, more than 20 %"
std::string why_too_edited(const HeartRateVariability& hrv) {
    const double all = static_cast<double>(hrv.intervals + hrv.ectopic + hrv.missing +
                                           hrv.fibrillating + hrv.artefacts);
    const double fibrillating = static_cast<double>(hrv.fibrillating) / all;
    const bool by_rhythm = fibrillating > criteria::hrv_edited.value.value;
    return format_number(100 * (by_rhythm ? fibrillating : hrv.edited_share), 0) +
           " % of the RR intervals " + (by_rhythm ? "in fibrillation or flutter" : "left out") +
           ", more than " + text_of(criteria::hrv_edited.value);
}

} // namespace

HeartRateVariability measure_hrv(const Beats& beats, const Rhythm& rhythm,
                                 const HrvSettings& settings) {
    const NnIntervals nn = select_nn(beats, rhythm, settings);
    HeartRateVariability hrv;
    hrv.settings = settings;
    hrv.intervals = static_cast<std::int64_t>(nn.kept.size());
    hrv.ectopic = nn.ectopic;
    hrv.missing = nn.missing;
    hrv.fibrillating = nn.fibrillating;
    hrv.artefacts = nn.artefacts;
    hrv.left_out = nn.left_out_list;
    hrv.duration = total_length(nn.kept);
    if (hrv.intervals + nn.left_out() > 0) {
        hrv.edited_share =
            static_cast<double>(nn.left_out()) / static_cast<double>(hrv.intervals + nn.left_out());
    }
    hrv.much_edited = hrv.edited_share > criteria::hrv_caution.value.value;
    if (hrv.edited_share > criteria::hrv_edited.value.value) {
        return hrv;
    }
    take(describe_nn(nn.kept, settings), hrv);
    take(describe_spectra(nn.kept, settings), hrv);
    const SegmentStatistics segments = describe_segments(nn.kept, settings);
    hrv.sdann = segments.sdann;
    hrv.sdnn_index = segments.sdnn_index;
    const Seconds beat_at_each_end = 2 * hrv.mean_nn.value_or(Milliseconds{0});
    if (meets(criteria::hrv_geometry, hrv.duration + beat_at_each_end)) {
        const HistogramStatistics histogram = describe_histogram(nn.kept, settings);
        hrv.triangular_index = histogram.triangular_index;
        hrv.tinn = histogram.tinn;
    }
    return hrv;
}

std::vector<Absence> explain_hrv(const HeartRateVariability& hrv) {
    std::vector<Absence> absences;
    const bool too_edited = hrv.edited_share > criteria::hrv_edited.value.value;
    const std::string edited = too_edited ? why_too_edited(hrv) : "";
    const auto absent = [&](const char* key, bool there, const std::string& reason) {
        if (!there) {
            absences.push_back({key, too_edited ? edited : reason});
        }
    };
    const std::string few_differences = "fewer than 2 successive NN differences";
    absent("mean_nn_ms", hrv.mean_nn.has_value(), "no NN interval");
    absent("sdnn_ms", hrv.sdnn.has_value(), "fewer than 2 NN intervals");
    absent("rmssd_ms", hrv.rmssd.has_value(), few_differences);
    absent("pnn50_percent", hrv.pnn50.has_value(), few_differences);
    absent("sd1_ms", hrv.sd1.has_value(), few_differences);
    absent("sdann_ms", hrv.sdann.has_value(), "fewer than 2 segments of 5 minutes");
    absent("sdnn_index_ms", hrv.sdnn_index.has_value(), "less than half of 5 minutes");
    const std::string no_geometry = too_short("NN intervals", hrv.duration, criteria::hrv_geometry);
    absent("triangular_index", hrv.triangular_index.has_value(), no_geometry);
    absent("tinn_ms", hrv.tinn.has_value(), no_geometry);
    absent("ulf_ms2", hrv.lomb_scargle.ulf.has_value(),
           meets(criteria::hrv_ulf, hrv.duration)
               ? why_no_spectrum(hrv, criteria::hrv_vlf)
               : too_short("NN intervals", hrv.duration, criteria::hrv_ulf));
    absent("total_ms2", hrv.welch.total.has_value(), why_no_spectrum(hrv, criteria::hrv_vlf));
    absent("vlf_ms2", hrv.welch.vlf.has_value(), why_no_spectrum(hrv, criteria::hrv_vlf));
    absent("lf_ms2", hrv.welch.lf.has_value(), why_no_spectrum(hrv, criteria::hrv_lf));
    absent("hf_ms2", hrv.welch.hf.has_value(), why_no_spectrum(hrv, criteria::hrv_hf));
    absent("lf_hf", hrv.welch.lf_hf.has_value(),
           hrv.welch.lf ? "HF has no power" : why_no_spectrum(hrv, criteria::hrv_lf));
    return absences;
}

} // namespace ecg::analyze
