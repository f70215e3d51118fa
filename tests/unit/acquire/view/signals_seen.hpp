// Recordings as somebody who looks on gets them.
#pragma once

#include "model/recording.hpp"

#include <limits>
#include <utility>
#include <vector>

namespace ecg::acquire {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

inline Recording piece_of(double rate, std::int64_t first, std::vector<double> samples) {
    Recording piece;
    piece.rate = SampleRate{Hertz{rate}};
    piece.first_sample = first;
    piece.leads.push_back({"II", Lead::II, std::move(samples)});
    return piece;
}

} // namespace ecg::acquire
