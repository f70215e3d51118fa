// A body that is made piece by piece by the workers, whatever makes the pieces.
#pragma once

#include "serve/http/message.hpp"
#include "serve/work/workers.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ecg::serve {

/// The next piece, or nothing at the end. Runs on a worker's thread, one call at a time; what it
/// throws of Error cuts the stream short.
using NextPiece = std::function<std::optional<std::string>()>;

/// workers outlive the stream.
std::shared_ptr<BodyStream> pulled_stream(Workers& workers, NextPiece next);

} // namespace ecg::serve
