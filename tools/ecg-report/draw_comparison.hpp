// Two recordings, read and drawn beside each other.
#pragma once

#include "draw_page.hpp"

namespace ecg {

/// The two recordings of options, the earlier one first; info of the page is that of the later one.
/// Hands what is wrong with an input, but did not stop it, to tell. Throws Error{usage} when there
/// are not two, or when their times say that they stand the other way round, Error{data} when one
/// is not analysed, or when they are of two patients and options do not allow it.
DrawnPage draw_comparison(const ReportOptions& options, const report::ReportSettings& page,
                          const std::function<void(std::string_view)>& tell);

} // namespace ecg
