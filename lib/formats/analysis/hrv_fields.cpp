#include "formats/analysis/hrv_fields.hpp"

#include "common/error.hpp"
#include "formats/analysis/optional_fields.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

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

constexpr std::array causes{
    std::pair{LeftOut::ectopic, "ectopic"}, std::pair{LeftOut::missing, "missing"},
    std::pair{LeftOut::fibrillating, "fibrillation"}, std::pair{LeftOut::artefact, "artefact"}};

void write_left_out(JsonWriter& json, const std::vector<LeftOutInterval>& left_out) {
    json.key("left_out").begin_object();
    for (const auto& [cause, name] : causes) {
        json.key(name).begin_array();
        for (const LeftOutInterval& interval : left_out) {
            if (interval.cause == cause) {
                json.value(interval.beat);
            }
        }
        json.end_array();
    }
    json.end_object();
}

std::vector<LeftOutInterval> read_left_out(const JsonValue& object, const std::string& subject) {
    std::vector<LeftOutInterval> left_out;
    for (const auto& [cause, name] : causes) {
        const auto numbers = object.find(name);
        if (!numbers) {
            continue;
        }
        numbers->each_element([&, cause = cause](const JsonValue& value) {
            const auto beat = value.integer();
            if (!beat || *beat < 1) {
                throw Error{ErrorKind::data, subject + ": left_out holds what is no beat's number"};
            }
            left_out.push_back({*beat, cause});
        });
    }
    std::sort(left_out.begin(), left_out.end(),
              [](const auto& a, const auto& b) { return a.beat < b.beat; });
    return left_out;
}

void write_spectrum(JsonWriter& json, const HrvSpectrum& spectrum) {
    json.key("spectrum").begin_object();
    json.key("step_hz").number(spectrum.step.value); // in full: it decides which band holds an edge
    json.key("welch_ms2_per_hz").numbers(spectrum.welch, 2);
    json.key("lomb_scargle_ms2_per_hz").numbers(spectrum.lomb_scargle, 2);
    json.end_object();
}

std::vector<double> densities_at(const JsonValue& object, const char* key,
                                 const std::string& subject) {
    std::vector<double> densities;
    const auto numbers = object.find(key);
    const bool sound = !numbers || numbers->append_numbers(densities);
    const auto wrong = [](double density) { return !(density >= 0); };
    if (!sound || std::any_of(densities.begin(), densities.end(), wrong)) {
        throw Error{ErrorKind::data, subject + ": " + key + " is no list of densities"};
    }
    return densities;
}

HrvSpectrum read_spectrum(const JsonValue& object, const std::string& subject) {
    const double step = object.number_at("step_hz").value_or(0);
    if (!(step > 0)) {
        throw Error{ErrorKind::data, subject + ": step_hz is missing or wrong"};
    }
    return {Hertz{step}, densities_at(object, "welch_ms2_per_hz", subject),
            densities_at(object, "lomb_scargle_ms2_per_hz", subject)};
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
    if (hrv.spectrum) {
        write_spectrum(json, *hrv.spectrum);
    }
    if (!hrv.left_out.empty()) {
        write_left_out(json, hrv.left_out);
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
    if (const auto spectrum = value->find("spectrum")) {
        hrv.spectrum = read_spectrum(*spectrum, subject);
    }
    if (const auto left_out = value->find("left_out")) {
        hrv.left_out = read_left_out(*left_out, subject);
    }
    if (const auto settings = value->find("settings")) {
        hrv.settings = read_settings(*settings);
    }
    return hrv;
}

} // namespace ecg::formats
