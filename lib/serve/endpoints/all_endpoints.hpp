// The table of the API: it routes, validates and documents.
#pragma once

#include "serve/endpoints/system_endpoints.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> all_endpoints(const Services& services, const SystemServices& system);

} // namespace ecg::serve
