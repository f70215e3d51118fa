// One name for a request, in its answer and in every log.
#pragma once

#include "serve/http/message.hpp"

namespace ecg::serve {

/// The sender's X-Request-Id when it is sane, 1 to 64 letters, digits, '.', '_' and '-'; else a
/// new one.
std::string request_id_of(const Request& request);

} // namespace ecg::serve
