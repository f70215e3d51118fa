#include "report/episode_kinds.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

struct Known {
    std::string_view code;
    std::string_view words;
    bool critical;
    LengthToTell length;
};

using enum LengthToTell;

/// In the order in which they are shown where there is not room for all.
constexpr std::array known{
    Known{"VF", "Ventricular fibrillation or flutter", true, in_reason},
    Known{"ASYS", "Asystole", true, in_reason},
    Known{"VT", "Ventricular tachycardia", true, in_words},
    Known{"NSVT", "Non-sustained ventricular tachycardia", true, in_words},
    Known{"WQT", "Wide-QRS tachycardia", true, in_words},
    Known{"3AVB", "Complete AV block", true, in_words},
    Known{"HAVB", "High-grade AV block", true, in_words},
    Known{"PAUSE", "Pause", false, in_reason},
    Known{"2AVB2", "Second-degree AV block, Mobitz II", false, in_words},
    Known{"2T1", "Second-degree AV block, 2:1", false, in_words},
    Known{"2AVB1", "Second-degree AV block, Mobitz I", false, in_words},
    Known{"AFIB", "Atrial fibrillation", false, in_words},
    Known{"AFLT", "Atrial flutter", false, in_words},
    Known{"SVTAC", "Supraventricular tachycardia", false, in_words},
    Known{"PSVT", "Run of supraventricular tachycardia", false, in_words},
    Known{"IVR", "Idioventricular rhythm", false, in_words},
    Known{"AIVR", "Accelerated idioventricular rhythm", false, in_words},
    Known{"PACE", "Pacing suspected", false, in_words},
    Known{"VCPL", "Ventricular couplet", false, none},
    Known{"BIGU", "Bigeminal pattern", false, in_words},
    Known{"TRIGU", "Trigeminal pattern", false, in_words},
    Known{"PVC", "Premature ventricular complex", false, none},
    Known{"PACNC", "Non-conducted premature atrial complex", false, none},
    Known{"PAC", "Premature atrial complex", false, none},
    Known{"JR", "Junctional rhythm", false, in_words},
    Known{"AJR", "Accelerated junctional rhythm", false, in_words},
    Known{"SBRAD", "Sinus bradycardia", false, in_words},
    Known{"STACH", "Sinus tachycardia", false, in_words},
    Known{"IRREG", "Irregular rhythm, atrial activity unclear", false, in_words},
    Known{"REGUL", "Regular rhythm, atrial activity unclear", false, in_words},
    Known{"SARRH", "Sinus arrhythmia", false, in_words},
};

} // namespace

bool is_plain_sinus(std::string_view code) {
    return code == "SR";
}

EpisodeKind kind_of(const std::string& code, const Findings& findings) {
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.code == code; });
    if (found != known.end()) {
        return {code, std::string{found->words}, found->critical, found->length,
                static_cast<std::size_t>(found - known.begin())};
    }
    EpisodeKind kind{code, code, false, in_words, known.size()};
    const auto finding = std::find_if(findings.begin(), findings.end(),
                                      [&](const Finding& one) { return one.code == code; });
    if (finding != findings.end()) {
        kind.words = finding->words;
        kind.critical = finding->critical;
    }
    return kind;
}

} // namespace ecg::report
