// The API described for people: one page of HTML, out of the table that routes and validates.
#pragma once

#include "serve/api/endpoint.hpp"

#include <string>
#include <vector>

namespace ecg::serve {

/// A page that loads nothing from elsewhere and runs no script.
std::string docs_page(const std::vector<Endpoint>& endpoints, const std::string& version);

} // namespace ecg::serve
