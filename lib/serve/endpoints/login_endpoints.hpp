// Accounts are opened, logged in to and out of.
#pragma once

#include "serve/api/services.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> login_endpoints(const Services& services);

} // namespace ecg::serve
