#include "support/statement_matrix.hpp"

#include "analyze/analyze.hpp"
#include "common/text.hpp"
#include "synth/synthesizer.hpp"

#include <string_view>

namespace ecg::test {
namespace {

constexpr Seconds length{40}; // so that a tachycardia from 3 s on is sustained

struct Line {
    const char* name;
    const char* says;
    const char* may = "";
    const char* says_at_80 = nullptr; ///< the same
    bool holds = true;
};

constexpr bool not_yet = false;

// Words apart by blanks.
constexpr Line lines[] = {
    {"normal", "SR"},
    {"brady", "SBRAD"},
    {"tachy", "STACH"},
    {"sinus-arrhythmia", "SARRH"},
    {"pause", "SR PAUSE"},
    {"asystole", "SR ASYS", "PAUSE BRADY", nullptr, not_yet},
    {"af", "AFIB"},
    {"flutter", "AFLT"},
    {"flutter-2to1", "AFLT", "TACHY"},
    {"flutter-variable", "AFLT", "TACHY"},
    {"svt", "SVTAC", "TACHY"},
    {"svt-run", "SR PSVT", "PAC"},
    {"junctional", "JR", "BRADY"},
    {"junctional-fast", "AJR"},
    {"pac", "SR PAC"},
    {"pac-blocked", "SR PACNC", "", nullptr, not_yet},
    {"pvc", "SR PVC"},
    {"multiform-pvc", "SR PVC", "MFPVC"},
    {"bigeminy", "SR BIGU PVC"},
    {"trigeminy", "SR TRIGU PVC"},
    {"couplets", "SR VCPL PVC"},
    {"fusion", "SR FUS", "PVC", nullptr, not_yet},
    {"nsvt", "SR NSVT", "PVC"},
    {"vt", "WQT", "SR PVC PAC TACHY"},
    {"aivr", "AIVR"},
    {"ivr", "IVR", "BRADY"},
    {"vflutter", "VF", "SR MISS"},
    {"vf", "SR VF"},
    {"avb1", "SR 1AVB"},
    {"mobitz1", "2AVB1", "SR BRADY"},
    {"mobitz2", "2AVB2", "SR BRADY"},
    {"avb2-2to1", "2T1", "SR SBRAD BRADY"},
    {"avb-high", "HAVB", "SR SBRAD BRADY PAUSE"},
    {"avb3", "3AVB", "BRADY"},
    {"paced", "PACE", "REGUL LAD AIVR", ""},
    {"paced-dual", "PACE", "", "SR LAD"},
    {"iec-3a", "SR BIGU PVC"},
    {"iec-3b", "SR BIGU PVC"},
    {"lbbb", "SR CLBBB", "", "SR"},
    {"rbbb", "SR CRBBB", "", "SR"},
    {"lvh", "SR LVH", "", "SR"},
    {"stemi-inferior", "SR INJIN STD_", "", "SR"},
    {"stemi-anterior", "SR INJAL STD_", "", "SR"},
    {"long-qt", "SR LNGQT"},
    {"irbbb", "SR IRBBB", "", "SR"},
    {"ivcd", "SR IVCD", "", "SR"},
    {"lafb", "SR LAFB", "", "SR LAD"},
    {"lpfb", "SR LPFB", "", "SR RAD"},
    {"wpw", "SR WPW", "", "SR SPR"},
    {"low-voltage", "SR LVOLT", "", "SR"},
    {"rvh", "SR RVH RAD", "", "SR RAD"},
    {"left-atrium", "SR LAO/LAE", "", "SR"},
    {"right-atrium", "SR RAO/RAE", "", "SR"},
    {"st-depression", "SR STD_", "", "SR"},
    {"inverted-t", "SR INVT", "", "SR"},
    {"old-inferior", "SR IMI", "", "SR"},
    {"old-anterior", "SR AMI", "", "SR"},
};

Codes codes_in(std::string_view words) {
    Codes codes;
    for (const std::string_view word : split(words, ' ')) {
        if (!word.empty()) {
            codes.emplace(word);
        }
    }
    return codes;
}

const Codes& goes_with_all() {
    static const Codes codes{"NORM", "OTHN", "LBW", "AGE", "NOSHAPE", "NOQTC"};
    return codes;
}

} // namespace

const std::vector<MatrixRow>& matrix_rows() {
    static const std::vector<MatrixRow> rows = [] {
        std::vector<MatrixRow> made;
        for (const Line& line : lines) {
            const char* slow = line.says_at_80 == nullptr ? line.says : line.says_at_80;
            made.push_back(
                {line.name, codes_in(line.says), codes_in(line.may), codes_in(slow), line.holds});
        }
        return made;
    }();
    return rows;
}

const std::vector<MatrixSetting>& matrix_settings() {
    static const std::vector<MatrixSetting> settings{{80, false}, {80, true},   {250, false},
                                                     {250, true}, {500, false}, {500, true}};
    return settings;
}

Codes said_of(const MatrixRow& row, const MatrixSetting& setting) {
    synth::SynthSettings settings = synth::preset(row.name);
    settings.rate = Hertz{setting.rate_hz};
    settings.duration = length;
    if (setting.noisy) {
        settings.noise.muscle = Millivolts{0.03};
        settings.noise.wander = Millivolts{0.15};
    }
    Codes said;
    for (const Finding& finding :
         analyze::analyze(synth::synthesize(settings).recording, {}).findings) {
        if (!goes_with_all().contains(finding.code)) {
            said.insert(finding.code);
        }
    }
    return said;
}

std::string wrong_codes(const MatrixRow& row, const MatrixSetting& setting, const Codes& said) {
    const Codes& says = setting.rate_hz < 250 ? row.says_at_80 : row.says;
    std::string wrong;
    for (const std::string& code : says) {
        wrong += said.contains(code) ? "" : "-" + code + " ";
    }
    for (const std::string& code : said) {
        wrong += says.contains(code) || row.may.contains(code) ? "" : code + " ";
    }
    return wrong;
}

} // namespace ecg::test
