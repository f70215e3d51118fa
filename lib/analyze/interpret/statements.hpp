// The statements that can be made, with their words and severity.
#pragma once

#include "model/findings.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace ecg::analyze {

struct Statement {
    std::string_view code; ///< the SCP-ECG acronym where there is one
    std::string_view words;
    Severity severity;
    bool critical = false;
};

namespace statements {
using enum Severity;

// the whole
inline constexpr Statement normal_ecg{"NORM", "Normal ECG", normal};
inline constexpr Statement otherwise_normal_ecg{"OTHN", "Otherwise normal ECG", otherwise_normal};

// the recording
inline constexpr Statement no_qrs{"UNINT", "Not interpretable: no QRS complex detected",
                                  borderline};
inline constexpr Statement few_beats{"UNINT", "Not interpretable: too few beats", borderline};
inline constexpr Statement no_lead{"UNINT", "Not interpretable: no usable lead", borderline};
inline constexpr Statement missing_lead{"MISS", "Missing lead", borderline};
inline constexpr Statement artefact{"ARTE", "Artefact: lead not used", borderline};
inline constexpr Statement poor_quality{"PQ", "Poor signal quality", borderline};
inline constexpr Statement low_bandwidth{
    "LBW", "Monitoring bandwidth: not for diagnostic measurement", normal};
inline constexpr Statement no_shape{"NOSHAPE", "Shape of QRS, ST and T not judged", normal};
inline constexpr Statement child{"AGE", "Adult limits withheld", normal};

// the rhythm that goes through
inline constexpr Statement sinus{"SR", "Sinus rhythm", normal};
inline constexpr Statement sinus_slow{"SBRAD", "Sinus bradycardia", otherwise_normal};
inline constexpr Statement sinus_fast{"STACH", "Sinus tachycardia", otherwise_normal};
inline constexpr Statement sinus_arrhythmia{"SARRH", "Sinus arrhythmia", otherwise_normal};
inline constexpr Statement fibrillation{"AFIB", "Atrial fibrillation", abnormal};
inline constexpr Statement fibrillation_fast{
    "AFIB", "Atrial fibrillation with rapid ventricular response", abnormal};
inline constexpr Statement fibrillation_slow{
    "AFIB", "Atrial fibrillation with slow ventricular response", abnormal};
inline constexpr Statement flutter{"AFLT", "Atrial flutter", abnormal};
inline constexpr Statement supraventricular{"SVTAC", "Supraventricular tachycardia", abnormal};
inline constexpr Statement wide_tachycardia{
    "WQT", "Wide-QRS tachycardia, consider ventricular tachycardia", abnormal, true};
inline constexpr Statement junctional{"JR", "Junctional rhythm", abnormal};
inline constexpr Statement fast_junctional{"AJR", "Accelerated junctional rhythm", abnormal};
inline constexpr Statement complete_block{"3AVB", "Complete AV block", abnormal, true};
inline constexpr Statement irregular{"IRREG", "Irregular rhythm, atrial activity unclear",
                                     abnormal};
inline constexpr Statement regular{"REGUL", "Regular rhythm, atrial activity unclear", borderline};

// the rate, where the rhythm does not name it, or where it is extreme
inline constexpr Statement slow{"BRADY", "Bradycardia", borderline};
inline constexpr Statement fast{"TACHY", "Tachycardia", borderline};
inline constexpr Statement very_slow{"BRADY", "Marked bradycardia", abnormal};
inline constexpr Statement very_fast{"TACHY", "Marked tachycardia", abnormal};

// what breaks the rhythm
inline constexpr Statement ventricular{"PVC", "Premature ventricular complexes", borderline};
inline constexpr Statement atrial{"PAC", "Premature atrial complexes", otherwise_normal};
inline constexpr Statement blocked_atrial{"PACNC", "Non-conducted premature atrial complexes",
                                          otherwise_normal};
inline constexpr Statement bigeminy{"BIGU", "Bigeminal pattern", abnormal};
inline constexpr Statement trigeminy{"TRIGU", "Trigeminal pattern", abnormal};
inline constexpr Statement couplet{"VCPL", "Ventricular couplets", abnormal};
inline constexpr Statement short_vt{"NSVT", "Non-sustained ventricular tachycardia", abnormal,
                                    true};
inline constexpr Statement long_vt{"VT", "Ventricular tachycardia", abnormal, true};
inline constexpr Statement accelerated{"AIVR", "Accelerated idioventricular rhythm", abnormal};
inline constexpr Statement idioventricular{"IVR", "Idioventricular rhythm", abnormal};
inline constexpr Statement paced{"PACE", "Pacing suspected: spikes suggest ventricular pacing",
                                 abnormal};
inline constexpr Statement supraventricular_run{"PSVT", "Runs of supraventricular tachycardia",
                                                abnormal};
inline constexpr Statement pause{"PAUSE", "Pause", borderline};
inline constexpr Statement long_pause{"PAUSE", "Long pause", abnormal};

// P waves without a QRS, and ventricles without beats
inline constexpr Statement mobitz_1{"2AVB1", "Second-degree AV block, Mobitz I (Wenckebach)",
                                    abnormal};
inline constexpr Statement mobitz_2{"2AVB2", "Second-degree AV block, Mobitz II", abnormal};
inline constexpr Statement two_to_one{"2T1", "Second-degree AV block with 2:1 conduction",
                                      abnormal};
inline constexpr Statement high_block{"HAVB", "High-grade AV block", abnormal, true};
inline constexpr Statement ventricular_fibrillation{"VF", "Ventricular fibrillation or flutter",
                                                    abnormal, true};
inline constexpr Statement asystole{"ASYS", "Asystole", abnormal, true};

// intervals
inline constexpr Statement short_pr{"SPR", "Short PR interval", borderline};
inline constexpr Statement maybe_long_pr{"LPR", "Borderline PR interval", borderline};
inline constexpr Statement long_pr{"1AVB", "Prolonged PR interval (first-degree AV block)",
                                   borderline};
inline constexpr Statement very_long_pr{"1AVB", "Prolonged PR interval (first-degree AV block)",
                                        abnormal};
inline constexpr Statement borderline_qrs{"ABQRS", "Borderline QRS duration", borderline};
inline constexpr Statement wide_qrs{"ABQRS", "Wide QRS complex", abnormal};
inline constexpr Statement maybe_long_qt{"LNGQT", "Borderline QTc interval", borderline};
inline constexpr Statement long_qt{"LNGQT", "Prolonged QTc interval", abnormal};
inline constexpr Statement critical_qt{"LNGQT", "Markedly prolonged QTc interval", abnormal, true};
inline constexpr Statement short_qt{"SQT", "QTc interval at the short end", otherwise_normal};
inline constexpr Statement very_short_qt{"SQT", "Short QTc interval", abnormal};
inline constexpr Statement no_qtc{"NOQTC", "QTc not judged", normal};

// frontal axis
inline constexpr Statement left_axis{"LAD", "Left axis deviation", borderline};
inline constexpr Statement marked_left_axis{"LAD", "Marked left axis deviation", abnormal};
inline constexpr Statement right_axis{"RAD", "Right axis deviation", borderline};
inline constexpr Statement marked_right_axis{"RAD", "Marked right axis deviation", abnormal};
inline constexpr Statement extreme_axis{"EAD", "Extreme axis deviation", abnormal};
inline constexpr Statement no_axis{"INDAX", "Indeterminate axis", borderline};

// conduction within the ventricles
inline constexpr Statement left_block{"CLBBB", "Complete left bundle branch block", abnormal};
inline constexpr Statement incomplete_left_block{"ILBBB", "Incomplete left bundle branch block",
                                                 borderline};
inline constexpr Statement right_block{"CRBBB", "Complete right bundle branch block", abnormal};
inline constexpr Statement incomplete_right_block{"IRBBB", "Incomplete right bundle branch block",
                                                  borderline};
inline constexpr Statement slow_conduction{
    "IVCD", "Nonspecific intraventricular conduction delay, slight", borderline};
inline constexpr Statement wide_conduction{"IVCD", "Nonspecific intraventricular conduction delay",
                                           abnormal};
inline constexpr Statement left_anterior_block{"LAFB", "Left anterior fascicular block", abnormal};
inline constexpr Statement left_posterior_block{"LPFB", "Left posterior fascicular block",
                                                abnormal};
inline constexpr Statement pre_excitation{"WPW", "Consider ventricular pre-excitation", abnormal};

// voltage and hypertrophy
inline constexpr Statement low_limb_voltage{"LVOLT", "Low QRS voltage in the limb leads",
                                            borderline};
inline constexpr Statement low_chest_voltage{"LVOLT", "Low QRS voltage in the chest leads",
                                             borderline};
inline constexpr Statement left_voltage{
    "VCLVH", "Voltage criteria for left ventricular hypertrophy", borderline};
inline constexpr Statement left_hypertrophy{
    "LVH", "Left ventricular hypertrophy with repolarization changes", abnormal};
inline constexpr Statement right_hypertrophy{"RVH", "Right ventricular hypertrophy", abnormal};
inline constexpr Statement left_atrium{"LAO/LAE", "Left atrial enlargement", borderline};
inline constexpr Statement right_atrium{"RAO/RAE", "Right atrial enlargement", borderline};

// ST segment
inline constexpr Statement st_elevation{"STE_", "ST elevation", abnormal};
inline constexpr Statement anterior_injury{
    "INJAS", "ST elevation meets UDMI-4 thresholds, anterior: consider acute injury", abnormal,
    true};
inline constexpr Statement anterolateral_injury{
    "INJAL", "ST elevation meets UDMI-4 thresholds, anterolateral: consider acute injury", abnormal,
    true};
inline constexpr Statement inferior_injury{
    "INJIN", "ST elevation meets UDMI-4 thresholds, inferior: consider acute injury", abnormal,
    true};
inline constexpr Statement inferolateral_injury{
    "INJIL", "ST elevation meets UDMI-4 thresholds, inferolateral: consider acute injury", abnormal,
    true};
inline constexpr Statement lateral_injury{
    "INJLA", "ST elevation meets UDMI-4 thresholds, lateral: consider acute injury", abnormal,
    true};
inline constexpr Statement st_depression{"STD_", "ST depression", borderline};
inline constexpr Statement marked_st_depression{"STD_", "Marked ST depression", abnormal};

// Q waves
inline constexpr Statement inferior_infarct{"IMI", "Possible inferior infarction, age undetermined",
                                            abnormal};
inline constexpr Statement septal_infarct{
    "ASMI", "Possible anteroseptal infarction, age undetermined", abnormal};
inline constexpr Statement anterior_infarct{"AMI", "Possible anterior infarction, age undetermined",
                                            abnormal};
inline constexpr Statement anterolateral_infarct{
    "ALMI", "Possible anterolateral infarction, age undetermined", abnormal};
inline constexpr Statement lateral_infarct{"LMI", "Possible lateral infarction, age undetermined",
                                           abnormal};
inline constexpr Statement posterior_infarct{
    "PMI", "Consider posterior infarction, age undetermined", abnormal};

// T waves and R progression
inline constexpr Statement inverted_t{"INVT", "Inverted T waves", abnormal};
inline constexpr Statement low_t{"LOWT", "Low T waves", borderline};
inline constexpr Statement tall_t{"TALLT", "Tall T waves, consider electrolyte disturbance",
                                  borderline};
inline constexpr Statement poor_progression{"PRWP", "Poor R wave progression", borderline};
inline constexpr Statement early_transition{"ET", "Early R wave transition", otherwise_normal};

// electrodes
inline constexpr Statement exchanged_electrodes{"REVL", "Suspect limb electrode reversal",
                                                borderline};

/// All of them, in the order of ecg-criteria(7).
inline constexpr std::array all{normal_ecg,
                                otherwise_normal_ecg,
                                no_qrs,
                                few_beats,
                                no_lead,
                                missing_lead,
                                artefact,
                                poor_quality,
                                low_bandwidth,
                                no_shape,
                                child,
                                sinus,
                                sinus_slow,
                                sinus_fast,
                                sinus_arrhythmia,
                                fibrillation,
                                fibrillation_fast,
                                fibrillation_slow,
                                flutter,
                                supraventricular,
                                wide_tachycardia,
                                junctional,
                                fast_junctional,
                                complete_block,
                                irregular,
                                regular,
                                slow,
                                fast,
                                very_slow,
                                very_fast,
                                ventricular,
                                atrial,
                                blocked_atrial,
                                bigeminy,
                                trigeminy,
                                couplet,
                                short_vt,
                                long_vt,
                                accelerated,
                                idioventricular,
                                paced,
                                supraventricular_run,
                                pause,
                                long_pause,
                                mobitz_1,
                                mobitz_2,
                                two_to_one,
                                high_block,
                                ventricular_fibrillation,
                                asystole,
                                short_pr,
                                maybe_long_pr,
                                long_pr,
                                very_long_pr,
                                borderline_qrs,
                                wide_qrs,
                                maybe_long_qt,
                                long_qt,
                                critical_qt,
                                short_qt,
                                very_short_qt,
                                no_qtc,
                                left_axis,
                                marked_left_axis,
                                right_axis,
                                marked_right_axis,
                                extreme_axis,
                                no_axis,
                                left_block,
                                incomplete_left_block,
                                right_block,
                                incomplete_right_block,
                                slow_conduction,
                                wide_conduction,
                                left_anterior_block,
                                left_posterior_block,
                                pre_excitation,
                                low_limb_voltage,
                                low_chest_voltage,
                                left_voltage,
                                left_hypertrophy,
                                right_hypertrophy,
                                left_atrium,
                                right_atrium,
                                st_elevation,
                                anterior_injury,
                                anterolateral_injury,
                                inferior_injury,
                                inferolateral_injury,
                                lateral_injury,
                                st_depression,
                                marked_st_depression,
                                inferior_infarct,
                                septal_infarct,
                                anterior_infarct,
                                anterolateral_infarct,
                                lateral_infarct,
                                posterior_infarct,
                                inverted_t,
                                low_t,
                                tall_t,
                                poor_progression,
                                early_transition,
                                exchanged_electrodes};

} // namespace statements

/// The statement as a finding. source is a key of ecg-criteria(7).
inline Finding say(const Statement& statement, std::string reason, std::string_view source,
                   Certainty certainty = Certainty::definite) {
    return {
        std::string{statement.code}, std::string{statement.words}, std::move(reason),  certainty,
        statement.severity,          statement.critical,           std::string{source}};
}

} // namespace ecg::analyze
