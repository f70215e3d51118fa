// Faults and crashes that recorders report.
#pragma once

#include "serve/api/services.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> error_endpoints(const Services& services);

} // namespace ecg::serve
