// What libcurl's codes mean for who sends.
#pragma once

#include "transfer/http_client.hpp"

namespace ecg::transfer {

/// Of a CURLcode that is not CURLE_OK.
HttpFault fault_of(int code);

} // namespace ecg::transfer
