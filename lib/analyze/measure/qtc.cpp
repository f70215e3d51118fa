#include "analyze/measure/qtc.hpp"

#include <cmath>

namespace ecg::analyze {

CorrectedQt correct_qt(Milliseconds qt, Seconds rr) {
    const double seconds = rr.count();
    if (!(seconds > 0)) {
        return {};
    }
    const double bpm = 60 / seconds;
    CorrectedQt corrected;
    corrected.bazett = qt / std::sqrt(seconds);                    // [bazett-1920]
    corrected.fridericia = qt / std::cbrt(seconds);                // [fridericia-1920]
    corrected.framingham = qt + Milliseconds{154 * (1 - seconds)}; // [sagie-1992]
    corrected.hodges = qt + Milliseconds{1.75 * (bpm - 60)};       // [hodges-1983]
    corrected.rautaharju = qt * (120 + bpm) / 180;                 // [rautaharju-2014]
    return corrected;
}

} // namespace ecg::analyze
