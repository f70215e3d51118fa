// What is stored of a session: all of it, a stretch of it, or what comes in just now.
#pragma once

#include "serve/api/services.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> data_endpoints(const Services& services);

} // namespace ecg::serve
