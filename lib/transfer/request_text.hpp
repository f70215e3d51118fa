// What may stand in a request.
#pragma once

#include <string_view>

namespace ecg::transfer {

/// Throws Error{usage} for a text with control characters: it could smuggle a line in. what names
/// it: "the URL".
void refuse_controls(std::string_view text, const char* what);

} // namespace ecg::transfer
