#include "synth/rhythm_presets.hpp"

#include <array>
#include <limits>

namespace ecg::synth {
namespace {

void set_rhythm(SynthSettings& s, RhythmKind rhythm, double bpm) {
    s.rhythm = rhythm;
    s.heart_rate = {bpm};
}

/// The rhythm begins after sinus rhythm and, without an end, goes on to that of the recording.
void begin_at(SynthSettings& s, double from, double to = std::numeric_limits<double>::infinity()) {
    s.spell = Spell{Seconds{from}, Seconds{to}};
}

void set_pvc(SynthSettings& s, double bpm, int every) {
    s.heart_rate = {bpm};
    s.pvc_every = every;
}

/// The least noise that a real amplifier has: without waves the leads would look cut off.
void set_amplifier_noise(SynthSettings& s) {
    s.noise.white = {0.005};
    s.noise.wander = {0.02};
}

/// Lead I shows the ventricular beats as well as lead II does.
void make_monitor_rhythm(SynthSettings& s, RhythmKind rhythm, double bpm) {
    set_rhythm(s, rhythm, bpm);
    s.qrs_axis = {0};
    s.t_axis = {10};
}

/// Lead II: QRS of 1 mV and 100 ms, T of 1.2 mV and 180 ms, QT 350 ms; the limb leads alike.
void make_tall_t(SynthSettings& s) {
    s.heart_rate = {80};
    s.qrs = Milliseconds{100};
    s.qt = Milliseconds{350};
    s.t_duration = Milliseconds{180};
    s.t_skew = 0;
    s.qrs_axis = s.t_axis = {60};
    s.r_gain = 1 / 1.25;
    s.t_gain = 1.2 / 0.36;
}

constexpr auto all = std::to_array<Preset>({
    {"normal", "sinus rhythm, 60 bpm, everything else by default", [](SynthSettings&) {}},
    {"brady", "sinus bradycardia, 45 bpm", [](SynthSettings& s) { s.heart_rate = {45}; }},
    {"tachy", "sinus tachycardia, 130 bpm", [](SynthSettings& s) { s.heart_rate = {130}; }},
    {"sinus-arrhythmia", "sinus rhythm that follows the breath by 180 ms",
     [](SynthSettings& s) {
         s.heart_rate = {65};
         s.hrv_hf = Milliseconds{90};
     }},
    {"pause", "a sinus pause of about 2.5 s after 4 s",
     [](SynthSettings& s) { s.pauses = {Seconds{4}}; }},
    {"asystole", "no beat from 5 s on, leads on",
     [](SynthSettings& s) {
         set_rhythm(s, RhythmKind::asystole, 75);
         begin_at(s, 5);
         set_amplifier_noise(s);
     }},
    {"af", "atrial fibrillation, 90 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::atrial_fibrillation, 90); }},
    {"flutter", "atrial flutter with 4:1 conduction, 75 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::atrial_flutter, 75); }},
    {"flutter-2to1", "atrial flutter with 2:1 conduction, 150 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::atrial_flutter, 150); }},
    {"flutter-variable", "atrial flutter with 2:1 to 4:1 conduction, 100 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::atrial_flutter_variable, 100); }},
    {"svt", "supraventricular tachycardia, 180 bpm, no P to be seen",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::supraventricular, 180); }},
    {"svt-run", "the same from 4 s to 9 s, in sinus rhythm of 75 bpm",
     [](SynthSettings& s) {
         set_rhythm(s, RhythmKind::supraventricular, 180);
         begin_at(s, 4, 9);
     }},
    {"junctional", "junctional rhythm, 50 bpm, no P to be seen",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::junctional, 50); }},
    {"junctional-fast", "accelerated junctional rhythm, 80 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::junctional, 80); }},
    {"pac", "every fifth beat a premature atrial complex",
     [](SynthSettings& s) {
         s.heart_rate = {70};
         s.pac_every = 5;
     }},
    {"pac-blocked", "after every fourth beat an early P in its T, without QRS",
     [](SynthSettings& s) {
         s.heart_rate = {70};
         s.pac_every = 5;
         s.pac_conducted = false;
     }},
    {"pvc", "every sixth beat a premature ventricular complex",
     [](SynthSettings& s) { set_pvc(s, 70, 6); }},
    {"multiform-pvc", "every fifth beat a ventricular complex, of two shapes by turns",
     [](SynthSettings& s) {
         set_pvc(s, 70, 5);
         s.pvc_two_shapes = true;
     }},
    {"bigeminy", "every second beat a premature ventricular complex",
     [](SynthSettings& s) {
         s.heart_rate = {75};
         s.rhythm = RhythmKind::bigeminy;
     }},
    {"trigeminy", "every third beat a premature ventricular complex",
     [](SynthSettings& s) { set_pvc(s, 75, 3); }},
    {"couplets", "ventricular complexes in pairs",
     [](SynthSettings& s) {
         set_pvc(s, 70, 6);
         s.pvc_run = 2;
     }},
    {"fusion", "every fifth beat half ventricular",
     [](SynthSettings& s) {
         s.heart_rate = {70};
         s.fusion_every = 5;
     }},
    {"nsvt", "seven ventricular beats at 150 bpm after 4 s",
     [](SynthSettings& s) {
         set_rhythm(s, RhythmKind::ventricular, 150);
         begin_at(s, 4, 6.8);
     }},
    {"vt", "ventricular tachycardia, 160 bpm, from 3 s on",
     [](SynthSettings& s) {
         set_rhythm(s, RhythmKind::ventricular, 160);
         begin_at(s, 3);
     }},
    {"aivr", "accelerated idioventricular rhythm, 70 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::ventricular, 70); }},
    {"ivr", "idioventricular rhythm, 35 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::ventricular, 35); }},
    {"vflutter", "ventricular flutter, 280 waves a minute, from 4 s on",
     [](SynthSettings& s) {
         set_rhythm(s, RhythmKind::ventricular_flutter, 280);
         begin_at(s, 4);
     }},
    {"vf", "ventricular fibrillation from 4 s on",
     [](SynthSettings& s) {
         set_rhythm(s, RhythmKind::ventricular_fibrillation, 280);
         begin_at(s, 4);
     }},
    {"avb1", "first-degree AV block, PR 260 ms",
     [](SynthSettings& s) {
         s.heart_rate = {70};
         s.rhythm = RhythmKind::first_degree_block;
     }},
    {"mobitz1", "second-degree AV block, Wenckebach 4:3, sinus 75 bpm",
     [](SynthSettings& s) {
         s.heart_rate = {75};
         s.rhythm = RhythmKind::mobitz_1;
     }},
    {"mobitz2", "second-degree AV block, Mobitz 2, 3:2, sinus 75 bpm",
     [](SynthSettings& s) {
         s.heart_rate = {75};
         s.rhythm = RhythmKind::mobitz_2;
     }},
    {"avb2-2to1", "second-degree AV block, 2:1, sinus 80 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::two_to_one_block, 80); }},
    {"avb-high", "high-grade AV block, 3:1, sinus 75 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::high_grade_block, 75); }},
    {"avb3", "complete AV block, escape rhythm 38 bpm, atria 80 bpm",
     [](SynthSettings& s) {
         s.heart_rate = {38};
         s.rhythm = RhythmKind::complete_block;
     }},
    {"paced", "ventricular pacing, 70 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::ventricular_pacing, 70); }},
    {"paced-dual", "pacing of atria and ventricles, 70 bpm",
     [](SynthSettings& s) { set_rhythm(s, RhythmKind::dual_chamber_pacing, 70); }},
    {"iec-3a", "bigeminy, 80 bpm (like waveform 3a of IEC 60601-2-27)",
     [](SynthSettings& s) { make_monitor_rhythm(s, RhythmKind::bigeminy, 80); }},
    {"iec-3b", "slow large and small beats by turns, 60 bpm (like waveform 3b)",
     [](SynthSettings& s) {
         make_monitor_rhythm(s, RhythmKind::bigeminy, 60);
         s.ectopic_gain = 0.5;
         s.coupling = 0.8;
     }},
    {"iec-3c", "fast large and small beats by turns, 120 bpm (like waveform 3c)",
     [](SynthSettings& s) {
         make_monitor_rhythm(s, RhythmKind::bigeminy, 120);
         s.ectopic_gain = 0.5;
         s.coupling = 0.8;
     }},
    {"iec-3d", "wide beats up and down by turns, 90 bpm (like waveform 3d)",
     [](SynthSettings& s) { make_monitor_rhythm(s, RhythmKind::bidirectional, 90); }},
    {"tall-t", "T of 1.2 mV beside a QRS of 1 mV in lead II", make_tall_t},
});

} // namespace

std::span<const Preset> rhythm_presets() {
    return all;
}

} // namespace ecg::synth
