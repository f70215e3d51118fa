// Reports: PDF files, who may see them, and the bytes themselves.
#pragma once

#include "serve/api/services.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> report_endpoints(const Services& services);

} // namespace ecg::serve
