// Beats on end as one episode.
#pragma once

#include "model/beats.hpp"
#include "model/rhythm.hpp"

#include <cstddef>
#include <string_view>

namespace ecg::analyze {

/// Beats first to last, both included, with their rate where there are two or more.
Episode episode_over(const Beats& beats, std::size_t first, std::size_t last,
                     std::string_view code);

} // namespace ecg::analyze
