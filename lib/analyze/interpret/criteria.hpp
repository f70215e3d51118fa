// Every clinical limit, once, with its source: the table behind ecg-criteria(7).
#pragma once

#include "analyze/limit.hpp"
#include "common/units.hpp"

#include <array>
#include <string_view>

namespace ecg::analyze::criteria {

/// Of the limits below and of the statements that they lead to: whoever changes one of them gives
/// it the next number, so that a printed finding tells by which rules it was made.
inline constexpr std::string_view version = "1";

// heart rate
inline constexpr Limit<BeatsPerMinute> slow{"rate-slow", Sense::below, {60}, "kusumoto-2019"};
inline constexpr Limit<BeatsPerMinute> fast{"rate-fast", Sense::above, {100}, "page-2016"};
inline constexpr Limit<BeatsPerMinute> very_slow{
    "rate-very-slow", Sense::below, {40}, "clifford-2015"};
inline constexpr Limit<BeatsPerMinute> very_fast{
    "rate-very-fast", Sense::above, {140}, "clifford-2015"};

// rhythm
inline constexpr Limit<Milliseconds> sinus_arrhythmia{"sinus-arrhythmia-range", Sense::above,
                                                      Milliseconds{120}, "surawicz-2008"};
inline constexpr Limit<Share> sinus_arrhythmia_share{
    "sinus-arrhythmia-share", Sense::above, {0.10}, "surawicz-2008"};
inline constexpr Limit<Milliseconds> sinus_pr{"sinus-pr", Sense::at_most, Milliseconds{300},
                                              "surawicz-2008"};
inline constexpr Limit<Seconds> pause{"pause", Sense::above, Seconds{2}, "steinberg-2017"};
inline constexpr Limit<Seconds> long_pause{"pause-long", Sense::at_least, Seconds{3},
                                           "kusumoto-2019"};
inline constexpr Limit<Seconds> af_duration{"af-duration", Sense::at_least, Seconds{30},
                                            "hindricks-2021"};
inline constexpr Limit<Share> doubtful_beats{"beats-agreed", Sense::below, {0.80}, "own"};
inline constexpr Limit<BeatsPerMinute> af_rapid{"af-rapid", Sense::above, {110}, "hindricks-2021"};
inline constexpr Limit<BeatsPerMinute> svt_rate{"svt-rate", Sense::above, {140}, "page-2016"};
inline constexpr Limit<Count> pattern_repeats{
    "ectopic-pattern", Sense::at_least, {3}, "surawicz-2008"};
inline constexpr Limit<Count> ventricular_run{
    "ventricular-run", Sense::at_least, {3}, "al-khatib-2018"};
inline constexpr Limit<Share> ventricular_early{
    "ventricular-early", Sense::below, {0.90}, "surawicz-2008"};
inline constexpr Limit<BeatsPerMinute> vt_rate{"vt-rate", Sense::above, {100}, "al-khatib-2018"};
inline constexpr Limit<Seconds> sustained_vt{"vt-sustained", Sense::at_least, Seconds{30},
                                             "al-khatib-2018"};
inline constexpr Limit<Share> flutter_once{"flutter-repeats", Sense::at_least, {0.57}, "own"};
inline constexpr Limit<Share> flutter_twice{
    "flutter-repeats-twice", Sense::at_least, {0.50}, "own"};
inline constexpr Limit<Share> flutter_beside_p{
    "flutter-repeats-with-p", Sense::at_least, {0.70}, "own"};
inline constexpr Limit<BeatsPerMinute> junctional_fast{
    "junctional-accelerated", Sense::at_least, {60}, "surawicz-2008"};
inline constexpr Limit<Milliseconds> wenckebach_growth{"wenckebach-growth", Sense::at_least,
                                                       Milliseconds{20}, "kusumoto-2019"};
inline constexpr Limit<Milliseconds> dissociated_pr{"av-block-pr-spread", Sense::at_least,
                                                    Milliseconds{120}, "own"};
inline constexpr Limit<Share> dissociated_rr{"av-block-rr-spread", Sense::below, {0.10}, "own"};
inline constexpr Limit<Share> dissociated_p{"av-block-p-share", Sense::at_least, {1.25}, "own"};
inline constexpr Limit<Share> early_p{"p-early", Sense::below, {0.85}, "surawicz-2008"};
inline constexpr Limit<Seconds> fibrillation{"vf-duration", Sense::at_least, Seconds{5}, "own"};
inline constexpr Limit<Seconds> asystole{"asystole", Sense::at_least, Seconds{4}, "clifford-2015"};

// intervals
inline constexpr Limit<Milliseconds> short_pr{"pr-short", Sense::below, Milliseconds{120},
                                              "surawicz-2009"};
inline constexpr Limit<Milliseconds> long_pr{"pr-long", Sense::above, Milliseconds{200},
                                             "kusumoto-2019"};
inline constexpr Limit<Milliseconds> very_long_pr{"pr-very-long", Sense::at_least,
                                                  Milliseconds{220}, "prineas-1982"};
inline constexpr Limit<Milliseconds> borderline_qrs{"qrs-borderline", Sense::above,
                                                    Milliseconds{110}, "surawicz-2009"};
inline constexpr Limit<Milliseconds> wide_qrs{"qrs-wide", Sense::at_least, Milliseconds{120},
                                              "surawicz-2009"};
inline constexpr Limit<Milliseconds> long_qtc_men{"qtc-long-men", Sense::at_least,
                                                  Milliseconds{450}, "rautaharju-2009"};
inline constexpr Limit<Milliseconds> long_qtc_women{"qtc-long-women", Sense::at_least,
                                                    Milliseconds{460}, "rautaharju-2009"};
inline constexpr Limit<Milliseconds> critical_qtc{"qtc-critical", Sense::at_least,
                                                  Milliseconds{500}, "drew-2010"};
inline constexpr Limit<Milliseconds> unlikely_qt{"qt-unlikely", Sense::above, Milliseconds{800},
                                                 "own"};
inline constexpr Limit<Milliseconds> short_qtc{"qtc-short", Sense::at_most, Milliseconds{390},
                                               "rautaharju-2009"};
inline constexpr Limit<Milliseconds> very_short_qtc{"qtc-very-short", Sense::at_most,
                                                    Milliseconds{340}, "priori-2015"};

// what heart rate variability takes; less, and it is withheld
inline constexpr Limit<Share> hrv_edited{"hrv-edited", Sense::above, {0.20}, "own"};
inline constexpr Limit<Share> hrv_caution{"hrv-edited-caution", Sense::above, {0.05}, "own"};
inline constexpr Limit<Seconds> hrv_hf{"hrv-hf-duration", Sense::at_least, Seconds{60},
                                       "task-force-1996"};
inline constexpr Limit<Seconds> hrv_lf{"hrv-lf-duration", Sense::at_least, Seconds{120},
                                       "task-force-1996"};
inline constexpr Limit<Seconds> hrv_vlf{"hrv-vlf-duration", Sense::at_least, Seconds{300},
                                        "task-force-1996"};
inline constexpr Limit<Seconds> hrv_geometry{"hrv-geometry-duration", Sense::at_least,
                                             Seconds{1200}, "task-force-1996"};
inline constexpr Limit<Seconds> hrv_ulf{"hrv-ulf-duration", Sense::at_least, Seconds{64800},
                                        "task-force-1996"};

// frontal axis of the QRS
inline constexpr Limit<Degrees> left_axis{"axis-left", Sense::below, {-30}, "surawicz-2009"};
inline constexpr Limit<Degrees> marked_left_axis{
    "axis-left-marked", Sense::below, {-45}, "surawicz-2009"};
inline constexpr Limit<Degrees> extreme_axis{"axis-extreme", Sense::below, {-90}, "surawicz-2009"};
inline constexpr Limit<Degrees> right_axis{"axis-right", Sense::above, {90}, "surawicz-2009"};
inline constexpr Limit<Degrees> marked_right_axis{
    "axis-right-marked", Sense::above, {120}, "surawicz-2009"};

// ST, Q and voltage
inline constexpr Limit<Millivolts> st_up{"st-up", Sense::at_least, {0.10}, "thygesen-2018"};
inline constexpr Limit<Millivolts> st_up_v2_v3_men{
    "st-up-v2-v3-men", Sense::at_least, {0.20}, "thygesen-2018"};
inline constexpr Limit<Millivolts> st_up_v2_v3_young_men{
    "st-up-v2-v3-young-men", Sense::at_least, {0.25}, "thygesen-2018"};
inline constexpr Limit<Millivolts> st_up_v2_v3_women{
    "st-up-v2-v3-women", Sense::at_least, {0.15}, "thygesen-2018"};
inline constexpr Limit<Count> st_young_age{"st-young-age", Sense::below, {40}, "thygesen-2018"};
inline constexpr Limit<Millivolts> st_down{"st-down", Sense::at_most, {-0.05}, "thygesen-2018"};
inline constexpr Limit<Millivolts> inverted_t{"t-inverted", Sense::below, {-0.10}, "thygesen-2018"};
inline constexpr Limit<Milliseconds> wide_q{"q-wide", Sense::at_least, Milliseconds{30},
                                            "thygesen-2018"};
inline constexpr Limit<Milliseconds> wide_q_v2_v3{"q-wide-v2-v3", Sense::above, Milliseconds{20},
                                                  "thygesen-2018"};
inline constexpr Limit<Millivolts> deep_q{"q-deep", Sense::at_most, {-0.10}, "thygesen-2018"};
inline constexpr Limit<Millivolts> sokolow_lyon{
    "lvh-sokolow-lyon", Sense::at_least, {3.5}, "sokolow-1949"};
inline constexpr Limit<Millivolts> low_voltage{
    "low-voltage-limb", Sense::below, {0.5}, "prineas-1982"};

inline constexpr Limit<Count> st_noise{"st-noise", Sense::at_least, {3}, "own"};

// conduction within the ventricles
inline constexpr Limit<Millivolts> counted_q{"q-counts", Sense::at_most, {-0.05}, "own"};
inline constexpr Limit<Milliseconds> late_left_r{"r-peak-late-left", Sense::above, Milliseconds{60},
                                                 "surawicz-2009"};
inline constexpr Limit<Milliseconds> late_limb_r{"r-peak-late-limb", Sense::at_least,
                                                 Milliseconds{60}, "prineas-1982"};
inline constexpr Limit<Milliseconds> late_right_r{"r-peak-late-right", Sense::above,
                                                  Milliseconds{50}, "surawicz-2009"};
inline constexpr Limit<Milliseconds> wide_s{"s-wide", Sense::above, Milliseconds{40},
                                            "surawicz-2009"};
inline constexpr Limit<Millivolts> r_prime{"r-prime", Sense::at_least, {0.1}, "own"};
inline constexpr Limit<Degrees> lafb_axis{"lafb-axis", Sense::at_most, {-45}, "surawicz-2009"};
inline constexpr Limit<Milliseconds> lafb_r_peak{"lafb-r-peak", Sense::at_least, Milliseconds{45},
                                                 "surawicz-2009"};

// voltage, hypertrophy and atria
inline constexpr Limit<Millivolts> low_chest_voltage{
    "low-voltage-chest", Sense::below, {1.0}, "surawicz-2008"};
inline constexpr Limit<Millivolts> lvh_r_avl{"lvh-r-avl", Sense::above, {1.1}, "sokolow-1949"};
inline constexpr Limit<Millivolts> cornell_men{
    "lvh-cornell-men", Sense::above, {2.8}, "casale-1987"};
inline constexpr Limit<Millivolts> cornell_women{
    "lvh-cornell-women", Sense::above, {2.0}, "casale-1987"};
inline constexpr Limit<MillivoltMilliseconds> cornell_product{
    "lvh-cornell-product", Sense::above, {244}, "molloy-1992"};
inline constexpr Limit<Millivolts> cornell_product_women{
    "lvh-cornell-product-women", Sense::at_least, {0.6}, "molloy-1992"};
inline constexpr Limit<Count> lvh_voltage_age{
    "lvh-voltage-age", Sense::below, {35}, "hancock-2009"};
inline constexpr Limit<Millivolts> rvh_r_v1{"rvh-r-v1", Sense::at_least, {0.7}, "hancock-2009"};
inline constexpr Limit<Millivolts> rvh_r_v1_s_v5{
    "rvh-r-v1-s-v5", Sense::above, {1.05}, "sokolow-1949"};
inline constexpr Limit<Millivolts> deep_p_terminal{
    "p-terminal-depth", Sense::at_most, {-0.1}, "morris-1964"};
inline constexpr Limit<Milliseconds> long_p_terminal{"p-terminal-time", Sense::at_least,
                                                     Milliseconds{40}, "morris-1964"};
inline constexpr Limit<Millivolts> tall_p{"p-tall", Sense::at_least, {0.25}, "hancock-2009"};

// T waves and R progression
inline constexpr Limit<Millivolts> marked_st_down{
    "st-down-marked", Sense::at_most, {-0.1}, "rautaharju-2009"};
inline constexpr Limit<Share> low_t{"t-low-share", Sense::below, {0.1}, "rautaharju-2009"};
inline constexpr Limit<Millivolts> low_t_r{"t-low-r", Sense::at_least, {0.3}, "rautaharju-2009"};
inline constexpr Limit<Millivolts> tall_t{"t-tall", Sense::above, {1.2}, "prineas-1982"};
inline constexpr Limit<Millivolts> low_r_v3{"r-progression", Sense::at_most, {0.3}, "zema-1979"};

// infarction
inline constexpr Limit<Milliseconds> wide_r_v1_v2{"r-wide-v1-v2", Sense::above, Milliseconds{40},
                                                  "thygesen-2018"};

inline constexpr Limit<Milliseconds> large_q{"q-large", Sense::at_least, Milliseconds{40},
                                             "prineas-1982"};

// electrodes
inline constexpr Limit<Millivolts> no_voltage{"lead-without-qrs", Sense::below, {0.1}, "own"};
inline constexpr Limit<Millivolts> some_voltage{"lead-with-qrs", Sense::at_least, {0.5}, "own"};

// the bandwidth
inline constexpr Limit<Hertz> low_bandwidth{"bandwidth", Sense::below, {100}, "kligfield-2007"};

// the recording and the patient
inline constexpr Limit<Hertz> low_rate{"rate-of-samples", Sense::below, {250}, "own"};
inline constexpr Limit<Count> adult_age{"age-adult", Sense::below, {16}, "surawicz-2009"};
inline constexpr Limit<Share> bad_leads{"leads-bad", Sense::above, {1.0 / 3}, "own"};
inline constexpr Limit<Share> missing_signal{"lead-missing", Sense::at_least, {0.5}, "own"};
inline constexpr Limit<Count> few_leads{"leads-few", Sense::below, {2}, "own"};
inline constexpr Limit<Count> few_beats{"beats-few", Sense::below, {3}, "own"};

/// One row of the table, whatever the kind of its value.
struct Criterion {
    std::string_view id;
    Sense sense;
    double limit; ///< in unit
    std::string_view unit;
    std::string_view source;
};

template <class Value> constexpr Criterion row(const Limit<Value>& limit) {
    const Figure figure = figure_of(limit.value);
    return {limit.id, limit.sense, figure.number, figure.unit, limit.source};
}

/// All of them, in the order of ecg-criteria(7).
inline constexpr std::array all{row(slow),
                                row(fast),
                                row(very_slow),
                                row(very_fast),
                                row(sinus_arrhythmia),
                                row(sinus_arrhythmia_share),
                                row(sinus_pr),
                                row(pause),
                                row(long_pause),
                                row(af_duration),
                                row(doubtful_beats),
                                row(af_rapid),
                                row(svt_rate),
                                row(pattern_repeats),
                                row(ventricular_run),
                                row(ventricular_early),
                                row(vt_rate),
                                row(sustained_vt),
                                row(flutter_once),
                                row(flutter_twice),
                                row(flutter_beside_p),
                                row(junctional_fast),
                                row(wenckebach_growth),
                                row(dissociated_pr),
                                row(dissociated_rr),
                                row(dissociated_p),
                                row(early_p),
                                row(fibrillation),
                                row(asystole),
                                row(short_pr),
                                row(long_pr),
                                row(very_long_pr),
                                row(borderline_qrs),
                                row(wide_qrs),
                                row(long_qtc_men),
                                row(long_qtc_women),
                                row(critical_qtc),
                                row(unlikely_qt),
                                row(short_qtc),
                                row(very_short_qtc),
                                row(hrv_edited),
                                row(hrv_caution),
                                row(hrv_hf),
                                row(hrv_lf),
                                row(hrv_vlf),
                                row(hrv_geometry),
                                row(hrv_ulf),
                                row(left_axis),
                                row(marked_left_axis),
                                row(extreme_axis),
                                row(right_axis),
                                row(marked_right_axis),
                                row(st_up),
                                row(st_up_v2_v3_men),
                                row(st_up_v2_v3_young_men),
                                row(st_up_v2_v3_women),
                                row(st_young_age),
                                row(st_down),
                                row(inverted_t),
                                row(wide_q),
                                row(wide_q_v2_v3),
                                row(deep_q),
                                row(st_noise),
                                row(sokolow_lyon),
                                row(low_voltage),
                                row(counted_q),
                                row(late_left_r),
                                row(late_limb_r),
                                row(late_right_r),
                                row(wide_s),
                                row(r_prime),
                                row(lafb_axis),
                                row(lafb_r_peak),
                                row(low_chest_voltage),
                                row(lvh_r_avl),
                                row(cornell_men),
                                row(cornell_women),
                                row(cornell_product),
                                row(cornell_product_women),
                                row(lvh_voltage_age),
                                row(rvh_r_v1),
                                row(rvh_r_v1_s_v5),
                                row(deep_p_terminal),
                                row(long_p_terminal),
                                row(tall_p),
                                row(marked_st_down),
                                row(low_t),
                                row(low_t_r),
                                row(tall_t),
                                row(low_r_v3),
                                row(wide_r_v1_v2),
                                row(large_q),
                                row(no_voltage),
                                row(some_voltage),
                                row(low_bandwidth),
                                row(low_rate),
                                row(adult_age),
                                row(bad_leads),
                                row(missing_signal),
                                row(few_leads),
                                row(few_beats)};

} // namespace ecg::analyze::criteria
