// Recordings in a doubtful unit are analysed at the size that an ECG usually has.
#pragma once

#include <vector>

namespace ecg::analyze {

/// A power of ten that brings the median of the leads' heights to about 1 mV. It is 1 where the
/// heights can be those of an ECG in mV, 0.05 to 20, so that a wave of 30 µV is what it is.
double usual_scale(std::vector<double> heights);

} // namespace ecg::analyze
