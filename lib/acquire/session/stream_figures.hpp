// What a device's stream is like, by some seconds of it.
#pragma once

#include "acquire/session/driver_score.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

/// Bytes that came together.
struct HeardPiece {
    Seconds arrival{}; ///< of the monotonic clock
    std::string bytes;
};

std::string joined(const std::vector<HeardPiece>& pieces);

struct StreamFigures {
    std::int64_t samples = 0;
    std::int64_t lost = 0;       ///< by the device's numbers, and samples that were damaged
    double understood = 0;       ///< share of the bytes, from the first good frame on
    std::optional<Hertz> rate{}; ///< measured; absent when too little came to tell
    std::vector<std::string> channels{};

    [[nodiscard]] double loss() const; ///< share of the samples
};

/// By device's own decoder. live: the time of arrival says something.
StreamFigures figures_of(const Candidate& device, const std::vector<HeardPiece>& pieces,
                         bool live = true);

} // namespace ecg::acquire
