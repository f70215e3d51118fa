// A report comes in.
#pragma once

#include "serve/api/services.hpp"

namespace ecg::serve {

Endpoint upload_endpoint(const Services& services);

} // namespace ecg::serve
