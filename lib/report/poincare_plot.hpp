// Each RR interval against the one before it.
#pragma once

#include "model/analysis.hpp"
#include "report/canvas.hpp"

#include <string>

namespace ecg::report {

/// Draws pairs of adjoining intervals into box, which is square: NN intervals dark, those with an
/// interval that was left out pale. Around the mean of the NN intervals stands the ellipse of SD1
/// and SD2, where they were measured.
void draw_poincare(Canvas& canvas, const Box& box, const Analysis& analysis);

/// SD1 and SD2, or why there are none, and what found no room.
std::string poincare_words(const Analysis& analysis);

} // namespace ecg::report
