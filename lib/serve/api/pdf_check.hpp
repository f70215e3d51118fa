// Whether bytes are a PDF that can be handed on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ecg::serve {

inline constexpr std::size_t largest_pdf = std::size_t{20} << 20;
/// What all of its streams may unpack to; a report of ours has a few hundred kilobytes.
inline constexpr std::size_t largest_unpacked_pdf = std::size_t{256} << 20;

/// Why it is none: "does not begin with %PDF-". "" for a good one.
std::string pdf_fault(std::string_view bytes);

} // namespace ecg::serve
