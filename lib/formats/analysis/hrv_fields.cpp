#include "formats/analysis/hrv_fields.hpp"

#include "common/error.hpp"
#include "formats/analysis/optional_fields.hpp"

#include <type_traits>

namespace ecg::formats {
namespace {

template <class T, class Visit> void each_count(T& hrv, const Visit& visit) {
    visit("nn_intervals", hrv.intervals);
    visit("ectopic_intervals", hrv.ectopic);
    visit("missing_intervals", hrv.missing);
    visit("fibrillation_intervals", hrv.fibrillating);
    visit("artefact_intervals", hrv.artefacts);
    visit("nn_differences", hrv.differences);
    visit("nn50", hrv.nn50);
    visit("spectrum_segments", hrv.spectrum_segments);
}

template <class T, class Visit> void each_power(T& powers, const Visit& visit) {
    visit("total_ms2", powers.total, 2);
    visit("ulf_ms2", powers.ulf, 2);
    visit("vlf_ms2", powers.vlf, 2);
    visit("lf_ms2", powers.lf, 2);
    visit("hf_ms2", powers.hf, 2);
    visit("lf_nu", powers.lf_nu, 2);
    visit("hf_nu", powers.hf_nu, 2);
    visit("lf_hf", powers.lf_hf, 3);
}

/// All but Lomb and Scargle's, which is an object of its own.
template <class T, class Visit> void each_number(T& hrv, const Visit& visit) {
    visit("mean_nn_ms", hrv.mean_nn, 2);
    visit("sdnn_ms", hrv.sdnn, 2);
    visit("cvnn_percent", hrv.cvnn, 2);
    visit("rmssd_ms", hrv.rmssd, 2);
    visit("sdsd_ms", hrv.sdsd, 2);
    visit("pnn50_percent", hrv.pnn50, 2);
    visit("sd1_ms", hrv.sd1, 2);
    visit("sd2_ms", hrv.sd2, 2);
    visit("sd1_sd2", hrv.sd1_sd2, 4);
    visit("sdann_ms", hrv.sdann, 2);
    visit("sdnn_index_ms", hrv.sdnn_index, 2);
    visit("triangular_index", hrv.triangular_index, 3);
    visit("tinn_ms", hrv.tinn, 2);
    visit("spectrum_segment_s", hrv.spectrum_segment, 2);
    each_power(hrv.welch, visit);
}

template <class T, class Visit> void each_setting(T& s, const Visit& visit) {
    visit("nn_max_ms", s.longest_nn);
    visit("artefact_share", s.artefact_share);
    visit("nn50_above_ms", s.large_difference);
    visit("histogram_bin_ms", s.histogram_bin);
    visit("segment_s", s.segment);
    visit("resampling_hz", s.tachogram_rate);
    visit("bridged_hole_s", s.longest_bridge);
    visit("vlf_from_hz", s.vlf_from);
    visit("lf_from_hz", s.lf_from);
    visit("hf_from_hz", s.hf_from);
    visit("hf_to_hz", s.hf_to);
}

void write_settings(JsonWriter& json, const HrvSettings& settings) {
    json.key("settings").begin_object();
    each_setting(settings, [&](const char* key, const auto& value) {
        json.member(key, number_of(value), 4);
    });
    json.member("artefact_neighbours", settings.artefact_neighbours);
    json.member("nn50_share_of", "differences").member("deviation", "n-1");
    json.member("resampling", hrv_method::resampling);
    json.member("bridging", hrv_method::bridging);
    json.member("segment_overlap", hrv_method::overlap, 2);
    json.member("welch_window", hrv_method::welch_window);
    json.member("welch_detrend", hrv_method::welch_detrend);
    json.member("lomb_scargle_window", hrv_method::lomb_scargle_window);
    json.member("lomb_scargle_detrend", hrv_method::lomb_scargle_detrend);
    json.end_object();
}

HrvSettings read_settings(const JsonValue& object) {
    HrvSettings settings;
    each_setting(settings, [&](const char* key, auto& value) {
        if (const auto number = object.number_at(key)) {
            value = std::remove_reference_t<decltype(value)>{*number};
        }
    });
    settings.artefact_neighbours =
        object.integer_at("artefact_neighbours").value_or(settings.artefact_neighbours);
    return settings;
}

} // namespace

void write_hrv(JsonWriter& json, const HeartRateVariability& hrv) {
    json.key("hrv").begin_object();
    each_count(hrv, [&](const char* key, std::int64_t count) { json.member(key, count); });
    json.member("edited_share", hrv.edited_share, 4);
    json.member("much_edited", hrv.much_edited);
    json.member("duration_s", hrv.duration.count(), 2);
    json.member("longest_stretch_s", hrv.longest_stretch.count(), 2);
    each_number(hrv, FieldWriter{json});
    if (hrv.lomb_scargle.hf) {
        json.key("lomb_scargle").begin_object();
        each_power(hrv.lomb_scargle, FieldWriter{json});
        json.end_object();
    }
    if (hrv.settings) {
        write_settings(json, *hrv.settings);
    }
    json.end_object();
}

HeartRateVariability read_hrv(const JsonValue& object, const std::string& subject) {
    HeartRateVariability hrv;
    const auto value = object.find("hrv");
    if (!value) {
        return hrv;
    }
    each_count(hrv, [&](const char* key, std::int64_t& count) {
        count = value->integer_at(key).value_or(0);
    });
    hrv.edited_share = value->number_at("edited_share").value_or(0);
    hrv.much_edited = value->boolean_at("much_edited").value_or(false);
    hrv.duration = Seconds{value->number_at("duration_s").value_or(0)};
    hrv.longest_stretch = Seconds{value->number_at("longest_stretch_s").value_or(0)};
    each_number(hrv, FieldReader{*value, subject});
    if (const auto lomb = value->find("lomb_scargle")) {
        each_power(hrv.lomb_scargle, FieldReader{*lomb, subject});
    }
    if (const auto settings = value->find("settings")) {
        hrv.settings = read_settings(*settings);
    }
    return hrv;
}

} // namespace ecg::formats
