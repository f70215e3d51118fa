// What the red, green and blue of a page mean: sRGB as an ICC profile.
#pragma once

#include <string>

namespace ecg::report {

/// An ICC profile of version 2.1, as PDF/A-1 asks for; always the same bytes.
std::string srgb_profile();

} // namespace ecg::report
