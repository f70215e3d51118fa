// How much goes in one request.
#pragma once

#include <cstddef>

namespace ecg::sync {

/// Bytes of data beyond which nothing more is added; a single item may have more.
inline constexpr std::size_t fullest_parcel = std::size_t{1} << 20;

} // namespace ecg::sync
