// A device that was recognised by its stream.
#pragma once

#include "acquire/session/conversation.hpp"
#include "acquire/session/stream_figures.hpp"

#include <string>
#include <vector>

namespace ecg::acquire {

struct FoundDevice {
    std::string driver;               ///< as --driver takes it
    std::vector<std::string> alike{}; ///< drivers that read what came as well
    std::string model{};
    LineSettings line;
    Identity identity{};
    bool was_asked = false; ///< it sends only when it is told to, and was told to stop
    StreamFigures stream{};
};

/// The first of ranking (not empty), which explains pieces; what they do not tell is left open.
FoundDevice found_device(const std::vector<DriverScore>& ranking,
                         const std::vector<HeardPiece>& pieces, bool live);

} // namespace ecg::acquire
