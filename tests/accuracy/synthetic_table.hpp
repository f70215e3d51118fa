// How far off the measurements are on synthetic ECGs with known truth.
#pragma once

namespace ecg::accuracy {

/// Prints the worst errors beside their limits, which unit tests hold; by_case: each case as well.
void print_synthetic_table(bool by_case);

} // namespace ecg::accuracy
