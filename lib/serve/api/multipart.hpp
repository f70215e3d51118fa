// multipart/form-data, as browsers and HTTP libraries send files [rfc-7578].
#pragma once

#include "serve/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

struct Part {
    std::string name;     ///< of the field
    std::string filename; ///< as the client says; never a path of ours; "" = no file
    std::string content_type;
    std::string_view content; ///< within the body
};

/// The boundary in "multipart/form-data; boundary=x". Absent when there is none, or it is no
/// boundary of RFC 2046.
std::optional<std::string> boundary_of(std::string_view content_type);

/// The parts of body, which they are views of. Absent when it is cut, or has no such boundary, or
/// more than a handful of parts.
std::optional<std::vector<Part>> parts_of(std::string_view body, const std::string& boundary);

} // namespace ecg::serve
