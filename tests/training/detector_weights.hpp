// The weights that the QRS detector learned, as files.
#pragma once

#include "analyze/detect/beat_odds.hpp"

#include <string>
#include <vector>

namespace ecg::training {

/// lib/analyze/detect/trained_network.cpp
std::string weights_source(const analyze::OddsNetwork& network);

/// Plain numbers below the names of the records that they did not learn from.
std::string weights_text(const analyze::OddsNetwork& network,
                         const std::vector<std::string>& held_out);

} // namespace ecg::training
