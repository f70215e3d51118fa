// Accounts: who they are, what changes about them, and which devices are theirs.
#pragma once

#include "serve/api/services.hpp"

#include <vector>

namespace ecg::serve {

std::vector<Endpoint> account_endpoints(const Services& services);

} // namespace ecg::serve
