// Other sample rates: up by windowed sinc, down by block means, and between samples.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ecg::dsp {

/// factor times as many samples, band-limited to the old Nyquist frequency (Kaiser-windowed
/// sinc). Output k lies at input k / factor; the ends are held.
std::vector<double> upsample(std::span<const double> signal, std::size_t factor);

/// Means of blocks of size samples; the last, shorter block counts too. Mean b lies at input
/// (b + 1/2) size - 1/2.
std::vector<double> block_means(std::span<const double> signal, std::size_t size);

/// Subtracts from signal the curve whose points are its block means, by cubics between them.
void subtract_curve(std::span<double> signal, std::span<const double> curve, std::size_t block);

/// The signal at a fractional index, by a cubic through four samples; the ends are held.
double value_at(std::span<const double> signal, double index);

/// The same at count indices, stride apart, the first at `first`.
std::vector<double> values_from(std::span<const double> signal, double first, std::size_t count,
                                std::size_t stride = 1);

/// Where the parabola through values[i-1], [i], [i+1] has its extremum, as an index; i itself
/// at an end or on a straight line.
double parabola_peak(std::span<const double> values, std::size_t i);

} // namespace ecg::dsp
