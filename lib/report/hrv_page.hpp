// The page of heart rate variability: tachogram, Poincaré plot, spectrum and numbers.
#pragma once

#include "report/page_plan.hpp"

namespace ecg::report {

/// The recording was analysed.
void draw_hrv_page(Canvas& canvas, const PageGeometry& page, const PageInput& input);

} // namespace ecg::report
