// The nine points that delineation is judged by, as lists of times.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace ecg::accuracy {

enum class WaveKind { p, qrs, t };
enum class Place { onset, peak, offset };

inline constexpr std::size_t point_count = 9;
inline constexpr std::array<const char*, point_count> point_names{
    "P_on", "P", "P_off", "QRS_on", "QRS", "QRS_off", "T_on", "T", "T_off"};

constexpr std::size_t point_index(WaveKind kind, Place place) {
    return 3 * static_cast<std::size_t>(kind) + static_cast<std::size_t>(place);
}

constexpr WaveKind kind_of(std::size_t point) {
    return static_cast<WaveKind>(point / 3);
}

/// For each of point_names its times in one lead, seconds since the record began, ascending.
using PointLists = std::array<std::vector<double>, point_count>;

/// A wave as somebody marked it; seconds since the record began.
struct MarkedWave {
    WaveKind kind{};
    std::optional<double> onset;
    double peak{};
    std::optional<double> offset;
};

} // namespace ecg::accuracy
