// A new password.
#pragma once

#include "serve/api/services.hpp"

namespace ecg::serve {

Endpoint password_endpoint(const Services& services);

} // namespace ecg::serve
