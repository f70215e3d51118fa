// The table of annotation codes, as annot(5) and WFDB's ecgcodes have it.
#include "formats/wfdb/annotations.hpp"

#include <algorithm>
#include <array>

namespace ecg::formats {
namespace {

struct Code {
    int code;
    std::string_view symbol;
    bool is_beat;
};

constexpr std::array<Code, 39> codes{{
    {1, "N", true},    // normal beat
    {2, "L", true},    // left bundle branch block beat
    {3, "R", true},    // right bundle branch block beat
    {4, "a", true},    // aberrated atrial premature beat
    {5, "V", true},    // premature ventricular contraction
    {6, "F", true},    // fusion of ventricular and normal beat
    {7, "J", true},    // nodal premature beat
    {8, "A", true},    // atrial premature contraction
    {9, "S", true},    // supraventricular premature or ectopic beat
    {10, "E", true},   // ventricular escape beat
    {11, "j", true},   // nodal escape beat
    {12, "/", true},   // paced beat
    {13, "Q", true},   // unclassifiable beat
    {14, "~", false},  // signal quality change
    {16, "|", false},  // isolated QRS-like artifact
    {18, "s", false},  // ST change
    {19, "T", false},  // T-wave change
    {20, "*", false},  // systole
    {21, "D", false},  // diastole
    {22, "\"", false}, // comment
    {23, "=", false},  // measurement
    {24, "p", false},  // P-wave peak
    {25, "B", true},   // bundle branch block beat
    {26, "^", false},  // pacemaker spike
    {27, "t", false},  // T-wave peak
    {28, "+", false},  // rhythm change
    {29, "u", false},  // U-wave peak
    {30, "?", true},   // beat seen while learning
    {31, "!", true},   // ventricular flutter wave
    {32, "[", false},  // start of ventricular flutter or fibrillation
    {33, "]", false},  // end of ventricular flutter or fibrillation
    {34, "e", true},   // atrial escape beat
    {35, "n", true},   // supraventricular escape beat
    {36, "@", false},  // link to outside
    {37, "x", false},  // blocked P wave
    {38, "f", true},   // fusion of paced and normal beat
    {39, "(", false},  // waveform onset
    {40, ")", false},  // waveform end
    {41, "r", true},   // R-on-T premature ventricular contraction
}};

} // namespace

std::string_view annotation_symbol(int code) {
    const auto* found =
        std::find_if(codes.begin(), codes.end(), [&](const Code& c) { return c.code == code; });
    return found == codes.end() ? std::string_view{} : found->symbol;
}

std::optional<int> annotation_code(std::string_view symbol) {
    const auto* found =
        std::find_if(codes.begin(), codes.end(), [&](const Code& c) { return c.symbol == symbol; });
    return found == codes.end() ? std::nullopt : std::optional{found->code};
}

bool is_beat_annotation(int code) {
    const auto* found =
        std::find_if(codes.begin(), codes.end(), [&](const Code& c) { return c.code == code; });
    return found != codes.end() && found->is_beat;
}

} // namespace ecg::formats
