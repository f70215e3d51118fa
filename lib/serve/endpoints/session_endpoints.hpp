// Recording sessions: their start, their end, and which there are.
#pragma once

#include "serve/api/services.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> session_endpoints(const Services& services);

} // namespace ecg::serve
