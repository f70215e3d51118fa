// What is done to every sample, in the widest registers that there are.
#pragma once

#include <cstddef>

namespace ecg::analyze {

void scale_all(float* values, std::size_t count, float factor);

/// sums += factor * values
void add_scaled(float* sums, const float* values, std::size_t count, float factor);

/// Square roots in place.
void take_roots(float* values, std::size_t count);

/// roots = sqrt(a + b)
void take_roots_of_sums(float* roots, const float* a, const float* b, std::size_t count);

/// The largest magnitude; 0 of none.
float largest(const float* values, std::size_t count);

} // namespace ecg::analyze
