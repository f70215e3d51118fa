#include "signal_flags.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <cmath>
#include <string_view>

namespace ecg {
namespace {

using synth::SynthSettings;

struct NumberFlag {
    const char* name;
    const char* unit;
    const char* help;
    void (*set)(SynthSettings&, double);
};

struct TextFlag {
    const char* name;
    const char* form;
    const char* help;
    void (*set)(SynthSettings&, const std::string&);
};

[[noreturn]] void refuse(const std::string& flag, const std::string& why) {
    throw Error{ErrorKind::usage, flag + ": " + why};
}

double number_in(std::string_view text, const std::string& flag) {
    const auto number = parse_number(trim(text));
    if (!number) {
        refuse(flag, std::string{text} + " is not a number");
    }
    return *number;
}

int whole(double number, const std::string& flag) {
    if (number != std::floor(number) || std::abs(number) > 1e6) {
        refuse(flag, "not a whole number");
    }
    return static_cast<int>(number);
}

/// "V2=0.2": the ST level of one lead.
void set_st(SynthSettings& s, const std::string& text) {
    const auto parts = split(text, '=');
    const auto lead = lead_named(parts.front());
    if (parts.size() != 2 || !lead) {
        refuse("--st", text + " is not of the form LEAD=MV");
    }
    s.st_mv[index_of(*lead)] = number_in(parts[1], "--st");
}

/// "LA@2-4": the electrode, and from when to when it is off.
void set_lead_off(SynthSettings& s, const std::string& text) {
    const auto at = split(text, '@');
    const auto span = split(at.back(), '-');
    if (at.size() != 2 || span.size() != 2) {
        refuse("--lead-off", text + " is not of the form ELECTRODE@FROM-TO");
    }
    s.electrodes_off.push_back({std::string{at[0]}, Seconds{number_in(span[0], "--lead-off")},
                                Seconds{number_in(span[1], "--lead-off")}});
}

/// "10-20" or "10-20:80": from when to when the rhythm lasts, and the sinus rate around it.
void set_spell(SynthSettings& s, const std::string& text) {
    const auto parts = split(text, ':');
    const auto span = split(parts[0], '-');
    if (span.size() != 2 || parts.size() > 2) {
        refuse("--spell", text + " is not of the form FROM-TO[:BPM]");
    }
    synth::Spell spell{Seconds{number_in(span[0], "--spell")},
                       Seconds{number_in(span[1], "--spell")}};
    if (parts.size() == 2) {
        spell.sinus_rate = BeatsPerMinute{number_in(parts[1], "--spell")};
    }
    s.spell = spell;
}

/// "12" or "12:0.83": bits, and microvolts a count.
void set_quantisation(SynthSettings& s, const std::string& text) {
    const auto parts = split(text, ':');
    synth::Quantisation q;
    q.bits = whole(number_in(parts[0], "--quantise"), "--quantise");
    if (parts.size() == 2) {
        q.uv_per_count = number_in(parts[1], "--quantise");
    } else if (parts.size() > 2) {
        refuse("--quantise", text + " is not of the form BITS[:UV]");
    }
    s.quantisation = q;
}

template <class Value> struct Choice {
    std::string_view name;
    Value value;
};

template <class Value, std::size_t N>
Value choose(const std::array<Choice<Value>, N>& choices, const std::string& flag,
             const std::string& text) {
    std::string names;
    for (const auto& choice : choices) {
        if (choice.name == text) {
            return choice.value;
        }
        names.append(names.empty() ? "" : ", ").append(choice.name);
    }
    refuse(flag, text + " is none of " + names);
}

using synth::RhythmKind;
constexpr std::array<Choice<RhythmKind>, 20> rhythms{{
    {"sinus", RhythmKind::sinus},
    {"af", RhythmKind::atrial_fibrillation},
    {"flutter", RhythmKind::atrial_flutter},
    {"flutter-variable", RhythmKind::atrial_flutter_variable},
    {"bigeminy", RhythmKind::bigeminy},
    {"avb1", RhythmKind::first_degree_block},
    {"mobitz1", RhythmKind::mobitz_1},
    {"mobitz2", RhythmKind::mobitz_2},
    {"avb2-2to1", RhythmKind::two_to_one_block},
    {"avb-high", RhythmKind::high_grade_block},
    {"avb3", RhythmKind::complete_block},
    {"junctional", RhythmKind::junctional},
    {"svt", RhythmKind::supraventricular},
    {"ventricular", RhythmKind::ventricular},
    {"bidirectional", RhythmKind::bidirectional},
    {"vflutter", RhythmKind::ventricular_flutter},
    {"vf", RhythmKind::ventricular_fibrillation},
    {"asystole", RhythmKind::asystole},
    {"paced", RhythmKind::ventricular_pacing},
    {"paced-dual", RhythmKind::dual_chamber_pacing},
}};

constexpr std::array<Choice<synth::Conduction>, 5> conductions{{
    {"normal", synth::Conduction::normal},
    {"lbbb", synth::Conduction::lbbb},
    {"rbbb", synth::Conduction::rbbb},
    {"fascicular", synth::Conduction::fascicular},
    {"preexcited", synth::Conduction::preexcited},
}};

constexpr std::array<Choice<synth::EdgeShape>, 2> edge_shapes{{
    {"soft", synth::EdgeShape::soft},
    {"sharp", synth::EdgeShape::sharp},
}};

// Names, units and meanings as ecg-acquire(1) has them.
constexpr std::array number_flags{
    NumberFlag{"--duration", "S", "Length in seconds",
               [](SynthSettings& s, double v) { s.duration = Seconds{v}; }},
    NumberFlag{"--rate", "HZ", "Sampling rate, 80 to 1000 Hz",
               [](SynthSettings& s, double v) { s.rate = Hertz{v}; }},
    NumberFlag{"--hr", "BPM", "Heart rate",
               [](SynthSettings& s, double v) { s.heart_rate = BeatsPerMinute{v}; }},
    NumberFlag{"--p", "MS", "P duration",
               [](SynthSettings& s, double v) { s.p_duration = Milliseconds{v}; }},
    NumberFlag{"--pr", "MS", "PR interval",
               [](SynthSettings& s, double v) { s.pr = Milliseconds{v}; }},
    NumberFlag{"--qrs", "MS", "QRS duration",
               [](SynthSettings& s, double v) { s.qrs = Milliseconds{v}; }},
    NumberFlag{"--qt", "MS", "QT interval",
               [](SynthSettings& s, double v) { s.qt = Milliseconds{v}; }},
    NumberFlag{"--qtc", "MS", "QT corrected by Bazett, instead of --qt",
               [](SynthSettings& s, double v) { s.qtc = Milliseconds{v}; }},
    NumberFlag{"--p-axis", "DEG", "Frontal P axis",
               [](SynthSettings& s, double v) { s.p_axis = Degrees{v}; }},
    NumberFlag{"--qrs-axis", "DEG", "Frontal QRS axis",
               [](SynthSettings& s, double v) { s.qrs_axis = Degrees{v}; }},
    NumberFlag{"--t-axis", "DEG", "Frontal T axis",
               [](SynthSettings& s, double v) { s.t_axis = Degrees{v}; }},
    NumberFlag{"--hrv-lf", "MS", "Amplitude of the RR wave at 0.1 Hz",
               [](SynthSettings& s, double v) { s.hrv_lf = Milliseconds{v}; }},
    NumberFlag{"--hrv-hf", "MS", "Amplitude of the RR wave at 0.25 Hz",
               [](SynthSettings& s, double v) { s.hrv_hf = Milliseconds{v}; }},
    NumberFlag{"--r-gain", "FACTOR", "Size of all QRS complexes",
               [](SynthSettings& s, double v) { s.r_gain = v; }},
    NumberFlag{"--pvc-every", "N", "Every n-th beat is a PVC",
               [](SynthSettings& s, double v) { s.pvc_every = whole(v, "--pvc-every"); }},
    NumberFlag{"--pvc-run", "N", "So many PVCs come on end",
               [](SynthSettings& s, double v) { s.pvc_run = whole(v, "--pvc-run"); }},
    NumberFlag{"--pac-every", "N", "Every n-th beat is a PAC",
               [](SynthSettings& s, double v) { s.pac_every = whole(v, "--pac-every"); }},
    NumberFlag{"--wander", "MV", "Amplitude of the baseline's wander",
               [](SynthSettings& s, double v) { s.noise.wander = Millivolts{v}; }},
    NumberFlag{"--powerline-noise", "MV", "Amplitude of the mains hum",
               [](SynthSettings& s, double v) { s.noise.powerline = Millivolts{v}; }},
    NumberFlag{"--powerline-hz", "HZ", "Frequency of the mains hum",
               [](SynthSettings& s, double v) { s.noise.powerline_frequency = Hertz{v}; }},
    NumberFlag{"--muscle", "MV", "Muscle noise, rms",
               [](SynthSettings& s, double v) { s.noise.muscle = Millivolts{v}; }},
    NumberFlag{"--noise", "MV", "White noise, rms",
               [](SynthSettings& s, double v) { s.noise.white = Millivolts{v}; }},
    NumberFlag{"--motion-snr", "DB", "Electrode motion at this signal-to-noise ratio",
               [](SynthSettings& s, double v) { s.noise.motion_snr_db = v; }},
};

constexpr std::array text_flags{
    TextFlag{"--st", "LEAD=MV", "ST level of a lead at J; may be given for several leads", set_st},
    TextFlag{"--rhythm", "NAME",
             "sinus, af, flutter, flutter-variable, bigeminy, avb1, mobitz1, mobitz2, avb2-2to1, "
             "avb-high, avb3, junctional, svt, ventricular, bidirectional, vflutter, vf, asystole, "
             "paced or paced-dual",
             [](SynthSettings& s, const std::string& text) {
                 s.rhythm = choose(rhythms, "--rhythm", text);
             }},
    TextFlag{"--spell", "FROM-TO[:BPM]",
             "The rhythm lasts from one second to another, with sinus rhythm of BPM around it",
             set_spell},
    TextFlag{"--conduction", "NAME", "normal, lbbb, rbbb, fascicular or preexcited",
             [](SynthSettings& s, const std::string& text) {
                 s.conduction = choose(conductions, "--conduction", text);
             }},
    TextFlag{"--edges", "NAME", "soft or sharp feet of the waves",
             [](SynthSettings& s, const std::string& text) {
                 s.edges = choose(edge_shapes, "--edges", text);
             }},
    TextFlag{"--pvc", "S", "The beat after this moment is a PVC; may be repeated",
             [](SynthSettings& s, const std::string& text) {
                 s.pvc.emplace_back(number_in(text, "--pvc"));
             }},
    TextFlag{"--pac", "S", "The beat after this moment is a PAC; may be repeated",
             [](SynthSettings& s, const std::string& text) {
                 s.pac.emplace_back(number_in(text, "--pac"));
             }},
    TextFlag{"--pause", "S", "The beat after this moment is missing; may be repeated",
             [](SynthSettings& s, const std::string& text) {
                 s.pauses.emplace_back(number_in(text, "--pause"));
             }},
    TextFlag{"--lead-off", "EL@FROM-TO",
             "Electrode RA, LA, LL, RL or V1 to V6 is off, in seconds; may be repeated",
             set_lead_off},
    TextFlag{"--quantise", "BITS[:UV]", "As an ADC of so many bits, of UV microvolts a count",
             set_quantisation},
};

} // namespace

void add_signal_flags(CLI::App& command, SignalOptions& options) {
    constexpr auto group = "Signal";
    command.add_option("--preset", options.preset, "What to start from, see demo --list-presets")
        ->type_name("NAME")
        ->capture_default_str()
        ->group(group);
    for (const NumberFlag& flag : number_flags) {
        const std::function<void(const double&)> remember = [&](const double& value) {
            options.changes.emplace_back([&flag, value](SynthSettings& s) { flag.set(s, value); });
        };
        command.add_option_function<double>(flag.name, remember, flag.help)
            ->type_name(flag.unit)
            ->group(group);
    }
    for (const TextFlag& flag : text_flags) {
        const std::function<void(const std::vector<std::string>&)> remember =
            [&](const std::vector<std::string>& texts) {
                for (const std::string& text : texts) {
                    options.changes.emplace_back(
                        [&flag, text](SynthSettings& s) { flag.set(s, text); });
                }
            };
        command.add_option_function<std::vector<std::string>>(flag.name, remember, flag.help)
            ->type_name(flag.form)
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->group(group);
    }
    const std::function<void(const std::uint64_t&)> seed = [&](const std::uint64_t& value) {
        options.changes.emplace_back([value](SynthSettings& s) { s.seed = value; });
    };
    command.add_option_function<std::uint64_t>("--seed", seed, "Of everything that is random")
        ->type_name("N")
        ->group(group);
    const std::function<void()> alias = [&] {
        options.changes.emplace_back([](SynthSettings& s) { s.noise.antialias = false; });
    };
    command
        .add_flag_callback("--no-antialias", alias,
                           "Let the hum fold down: 50 Hz shows at 30 Hz in an 80 Hz recording")
        ->group(group);
}

synth::SynthSettings signal_settings(const SignalOptions& options,
                                     const std::function<void(SynthSettings&)>& defaults) {
    SynthSettings settings = synth::preset(options.preset);
    defaults(settings);
    for (const auto& change : options.changes) {
        change(settings);
    }
    return settings;
}

} // namespace ecg
