// Heart-rate correction of the QT interval.
#pragma once

#include "model/measurements.hpp"

namespace ecg::analyze {

/// QT corrected by five formulae: Bazett, Fridericia, Framingham, Hodges, Rautaharju
/// (ecg-criteria(7)). All absent when rr is not positive.
CorrectedQt correct_qt(Milliseconds qt, Seconds rr);

} // namespace ecg::analyze
