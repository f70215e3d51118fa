// The API described for programs: OpenAPI 3.1, out of the table that routes and validates.
#pragma once

#include "serve/api/endpoint.hpp"

#include <string>
#include <vector>

namespace ecg::serve {

/// The document as JSON. version is the program's.
std::string openapi_document(const std::vector<Endpoint>& endpoints, const std::string& version);

} // namespace ecg::serve
