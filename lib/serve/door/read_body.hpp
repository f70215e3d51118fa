// What a request brings, held against what its endpoint takes.
#pragma once

#include "serve/api/endpoint.hpp"

#include <optional>

namespace ecg::serve {

/// Fills in query, key and body of call from its request. What is wrong with them, if anything.
std::optional<Refusal> read_request(const Endpoint& endpoint, Call& call);

} // namespace ecg::serve
