// Names that the server gives: nobody can guess one from another.
#pragma once

#include "serve/store/records.hpp"

#include <string>
#include <string_view>

namespace ecg::serve {

/// A UUID of version 4 [rfc9562].
std::string new_user_id();

/// "session_20250108_123456_89abcdef", after the time at which the session started.
std::string new_session_id(Moment start);

/// Whether text is such a name.
bool is_session_id(std::string_view text);

} // namespace ecg::serve
