// The power spectrum of the NN intervals, and which part of it is which band.
#pragma once

#include "model/analysis.hpp"
#include "report/canvas.hpp"

#include <string>

namespace ecg::report {

/// Draws the densities that were measured as stairs, a step a frequency: the area of a band's steps
/// is the band's power by Welch's method. Lomb and Scargle's densities are a line over them.
void draw_spectrum(Canvas& canvas, const Box& box, const Analysis& analysis);

/// "ms²/Hz; mean of 11 segments of 300 s", "" without a spectrum.
std::string spectrum_words(const HeartRateVariability& hrv);

} // namespace ecg::report
