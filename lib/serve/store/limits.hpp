// How long texts of an account may be, whoever gives them: a client or the operator.
#pragma once

#include <cstddef>

namespace ecg::serve {

// In characters.
inline constexpr std::size_t longest_full_name = 255;
inline constexpr std::size_t longest_serial = 100;
inline constexpr std::size_t longest_label = 64; ///< of a key

} // namespace ecg::serve
