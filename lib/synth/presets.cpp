#include "common/error.hpp"
#include "synth/rhythm_presets.hpp"
#include "synth/settings.hpp"

#include <array>

namespace ecg::synth {
namespace {

void set_st(SynthSettings& s, Lead lead, double mv) {
    s.st_mv[index_of(lead)] = mv;
}

void make_lbbb(SynthSettings& s) {
    s.conduction = Conduction::lbbb;
    s.heart_rate = {70};
    s.qrs_axis = {-10};
    s.t_axis = {165};
    set_st(s, Lead::I, -0.06);
    set_st(s, Lead::V1, 0.12);
    set_st(s, Lead::V2, 0.15);
    set_st(s, Lead::V3, 0.10);
    set_st(s, Lead::V5, -0.06);
    set_st(s, Lead::V6, -0.08);
}

void make_lvh(SynthSettings& s) { // Sokolow-Lyon: S in V1 + R in V5 = 4.2 mV
    s.r_gain = 1.9;
    s.qrs_axis = {0};
    s.t_axis = {120};
    set_st(s, Lead::I, -0.08);
    set_st(s, Lead::V5, -0.10);
    set_st(s, Lead::V6, -0.10);
}

void make_inferior_infarction(SynthSettings& s) { // III 0.30, aVF 0.25, reciprocal aVL -0.20
    s.heart_rate = {70};
    s.t_axis = {90};
    set_st(s, Lead::I, -0.10);
    set_st(s, Lead::II, 0.20);
    set_st(s, Lead::V1, -0.05);
    set_st(s, Lead::V2, -0.10);
    set_st(s, Lead::V3, -0.05);
}

void make_anterior_infarction(SynthSettings& s) { // reciprocal III -0.13, aVF -0.08
    s.heart_rate = {85};
    s.t_axis = {10};
    set_st(s, Lead::I, 0.10);
    set_st(s, Lead::II, -0.03);
    set_st(s, Lead::V1, 0.15);
    set_st(s, Lead::V2, 0.35);
    set_st(s, Lead::V3, 0.40);
    set_st(s, Lead::V4, 0.30);
    set_st(s, Lead::V5, 0.15);
    set_st(s, Lead::V6, 0.05);
}

void make_st_depression(SynthSettings& s) {
    set_st(s, Lead::I, -0.08);
    set_st(s, Lead::II, -0.12);
    set_st(s, Lead::V4, -0.15);
    set_st(s, Lead::V5, -0.18);
    set_st(s, Lead::V6, -0.15);
}

constexpr auto shape_presets = std::to_array<Preset>({
    {"lbbb", "left bundle branch block, QRS 150 ms", make_lbbb},
    {"rbbb", "right bundle branch block, QRS 140 ms",
     [](SynthSettings& s) {
         s.conduction = Conduction::rbbb;
         s.heart_rate = {70};
         s.qrs_axis = {80};
     }},
    {"lvh", "left ventricular hypertrophy with strain", make_lvh},
    {"stemi-inferior", "ST elevation in II, III, aVF, depression in I, aVL",
     make_inferior_infarction},
    {"stemi-anterior", "ST elevation in V1 to V5, I, aVL, depression in III, aVF",
     make_anterior_infarction},
    {"long-qt", "QTc 520 ms", [](SynthSettings& s) { s.qtc = Milliseconds{520}; }},
    {"irbbb", "incomplete right bundle branch block, QRS 114 ms",
     [](SynthSettings& s) {
         s.conduction = Conduction::rbbb;
         s.qrs = Milliseconds{114};
     }},
    {"ivcd", "intraventricular conduction delay, QRS 128 ms",
     [](SynthSettings& s) { s.qrs = Milliseconds{128}; }},
    {"lafb", "left anterior fascicular block, axis -60 degrees",
     [](SynthSettings& s) {
         s.conduction = Conduction::fascicular;
         s.qrs_axis = {-60};
     }},
    {"lpfb", "left posterior fascicular block, axis 115 degrees",
     [](SynthSettings& s) {
         s.conduction = Conduction::fascicular;
         s.qrs_axis = {115};
     }},
    {"wpw", "ventricular pre-excitation, PR 100 ms, QRS 130 ms",
     [](SynthSettings& s) {
         s.conduction = Conduction::preexcited;
         s.pr = Milliseconds{100};
         s.p_duration = Milliseconds{80};
     }},
    {"low-voltage", "low voltage of QRS and T in all leads",
     [](SynthSettings& s) {
         s.r_gain = 0.32;
         s.t_gain = 0.4;
     }},
    {"rvh", "right ventricular hypertrophy, axis 115 degrees",
     [](SynthSettings& s) {
         s.ventricles = Ventricles::right_hypertrophy;
         s.qrs_axis = {115};
     }},
    {"left-atrium", "left atrial enlargement: deep end of P in V1",
     [](SynthSettings& s) {
         s.atria = Atria::left_enlarged;
         s.pr = Milliseconds{170};
         s.p_duration = Milliseconds{120};
     }},
    {"right-atrium", "right atrial enlargement: P of 0.3 mV in II",
     [](SynthSettings& s) { s.atria = Atria::right_enlarged; }},
    {"st-depression", "ST depression in I, II, V4 to V6", make_st_depression},
    {"inverted-t", "T inverted in I, II, aVL", [](SynthSettings& s) { s.t_axis = {-150}; }},
    {"old-inferior", "Q waves in II, III, aVF",
     [](SynthSettings& s) {
         s.ventricles = Ventricles::inferior_scar;
         s.qrs_axis = {45};
         s.qrs = Milliseconds{104};
     }},
    {"old-anterior", "no R in V1 to V4",
     [](SynthSettings& s) { s.ventricles = Ventricles::anterior_scar; }},
});

/// Rhythms first.
std::vector<Preset> all_presets() {
    const std::span<const Preset> rhythms = rhythm_presets();
    std::vector<Preset> all{rhythms.begin(), rhythms.end()};
    all.insert(all.end(), shape_presets.begin(), shape_presets.end());
    return all;
}

} // namespace

SynthSettings preset(std::string_view name) {
    std::string known;
    for (const Preset& candidate : all_presets()) {
        if (candidate.name == name) {
            SynthSettings settings;
            candidate.apply(settings);
            return settings;
        }
        known += (known.empty() ? "" : ", ") + std::string{candidate.name};
    }
    throw Error{ErrorKind::usage, "preset " + std::string{name} + " is none of " + known};
}

std::vector<std::pair<std::string_view, std::string_view>> presets() {
    std::vector<std::pair<std::string_view, std::string_view>> list;
    for (const Preset& each : all_presets()) {
        list.emplace_back(each.name, each.words);
    }
    return list;
}

} // namespace ecg::synth
