#include "report/hrv_rows.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

/// Rows of one analysis.
struct Rows {
    const Analysis& analysis;
    std::vector<ValueRow> rows{};

    void add(const char* label, const std::optional<Milliseconds>& value, const char* key,
             int decimals = 1) {
        add(label, value ? std::optional{value->count()} : std::nullopt, key, decimals, "ms");
    }

    void add(const char* label, const std::optional<double>& value, const char* key, int decimals,
             const std::string& unit) {
        if (value) {
            rows.push_back({label, format_number(*value, decimals), unit});
        } else {
            rows.push_back({label, "", "not measurable: " + hrv_reason(analysis, key)});
        }
    }
};

/// "ms² (Lomb–Scargle 395)"
std::string with_other(const std::string& unit, const std::optional<double>& other, int decimals) {
    return other ? unit + (unit.empty() ? "" : " ") + "(Lomb–Scargle " +
                       format_number(*other, decimals) + ")"
                 : unit;
}

std::string with_share(const std::optional<double>& share) {
    return share ? "ms² · " + format_number(*share, 0) + " nu" : "ms²";
}

} // namespace

std::string hrv_reason(const Analysis& analysis, std::string_view key) {
    const std::vector<Absence>& absences = analysis.measurements.absences;
    const auto found = std::find_if(absences.begin(), absences.end(),
                                    [&](const Absence& absence) { return absence.key == key; });
    return found != absences.end() ? found->reason : "not measured";
}

std::string hrv_caution(const Analysis& analysis) {
    const HeartRateVariability& hrv = analysis.measurements.hrv;
    if (!hrv.mean_nn) {
        return "Withheld: " + hrv_reason(analysis, "mean_nn_ms");
    }
    return hrv.much_edited ? "Much was left out: read with caution" : "";
}

std::string hrv_left_out_words(const HeartRateVariability& hrv) {
    std::string words;
    for (const auto& [count, name] : {std::pair{hrv.ectopic, " at ectopic beats"},
                                      std::pair{hrv.fibrillating, " in fibrillation or flutter"},
                                      std::pair{hrv.artefacts, " artefacts"},
                                      std::pair{hrv.missing, " across missing signal"}}) {
        if (count > 0) {
            words += (words.empty() ? "Left out: " : ", ") + std::to_string(count) + name;
        }
    }
    return words;
}

std::vector<ValueRow> hrv_time_rows(const Analysis& analysis) {
    const HeartRateVariability& hrv = analysis.measurements.hrv;
    Rows rows{analysis};
    rows.rows.push_back({"NN intervals", std::to_string(hrv.intervals), ""});
    rows.rows.push_back(
        {"Left out", format_number(100 * hrv.edited_share, 1), "% of the RR intervals"});
    if (!hrv.mean_nn) {
        return rows.rows;
    }
    rows.add("Mean NN", hrv.mean_nn, "mean_nn_ms", 0);
    rows.add("SDNN", hrv.sdnn, "sdnn_ms");
    rows.add("RMSSD", hrv.rmssd, "rmssd_ms");
    rows.add("pNN50", hrv.pnn50, "pnn50_percent", 1,
             "% (" + std::to_string(hrv.nn50) + " of " + std::to_string(hrv.differences) + ")");
    rows.add("SD1", hrv.sd1, "sd1_ms");
    rows.add("SD2", hrv.sd2, "sd1_ms");
    rows.add("SDANN", hrv.sdann, "sdann_ms");
    rows.add("SDNN index", hrv.sdnn_index, "sdnn_index_ms");
    rows.add("Triangular index", hrv.triangular_index, "triangular_index", 1, "");
    rows.add("TINN", hrv.tinn, "tinn_ms", 0);
    return rows.rows;
}

std::vector<ValueRow> hrv_power_rows(const Analysis& analysis) {
    const HeartRateVariability& hrv = analysis.measurements.hrv;
    const HrvPowers& lomb = hrv.lomb_scargle;
    Rows rows{analysis};
    if (!hrv.mean_nn) {
        return rows.rows;
    }
    rows.add("Total", hrv.welch.total, "total_ms2", 0, with_other("ms²", lomb.total, 0));
    if (lomb.ulf) {
        rows.rows.push_back({"ULF", format_number(*lomb.ulf, 0), "ms² (by Lomb–Scargle alone)"});
    } else {
        rows.add("ULF", lomb.ulf, "ulf_ms2", 0, "ms²");
    }
    rows.add("VLF", hrv.welch.vlf, "vlf_ms2", 0, with_other("ms²", lomb.vlf, 0));
    rows.add("LF", hrv.welch.lf, "lf_ms2", 0, with_other(with_share(hrv.welch.lf_nu), lomb.lf, 0));
    rows.add("HF", hrv.welch.hf, "hf_ms2", 0, with_other(with_share(hrv.welch.hf_nu), lomb.hf, 0));
    rows.add("LF/HF", hrv.welch.lf_hf, "lf_hf", 2, with_other("", lomb.lf_hf, 2));
    return rows.rows;
}

} // namespace ecg::report
