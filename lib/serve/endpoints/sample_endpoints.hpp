// What recorders send every few seconds: metrics, waveforms, and many of both at once.
#pragma once

#include "serve/api/services.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> sample_endpoints(const Services& services);

} // namespace ecg::serve
