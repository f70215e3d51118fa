// What stands behind the "?" of a request, held against an endpoint's parameters.
#pragma once

#include "serve/api/endpoint.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

struct CheckedQuery {
    std::map<std::string, std::string, std::less<>> values; ///< of those that are known
    std::vector<Problem> problems;
};

CheckedQuery check_query(std::string_view query, const std::vector<QueryParameter>& parameters);

} // namespace ecg::serve
