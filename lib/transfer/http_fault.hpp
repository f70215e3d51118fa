// What libcurl's codes mean for who sends.
#pragma once

#include "transfer/http_client.hpp"

#include <string>

namespace ecg::transfer {

/// Of a CURLcode that is not CURLE_OK.
HttpFault fault_of(int code);

/// In words, of a handle whose transfer ended with that code. words: its error buffer.
std::string reason_of(void* easy, int code, const char* words);

} // namespace ecg::transfer
