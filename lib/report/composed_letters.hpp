// Letters and the accents written behind them as one letter, where there is such a one.
#pragma once

#include <string>

namespace ecg::report {

/// letters with each letter and the marks behind it composed, as Unicode's form C does: fonts have
/// a better shape for the whole than for its parts. What has no mark behind it stays as it is.
std::u32string composed_letters(const std::u32string& letters);

} // namespace ecg::report
