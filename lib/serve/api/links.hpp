// Where a report's bytes are fetched: a link that works for whoever has it, for a while.
#pragma once

#include "serve/api/services.hpp"

#include <chrono>
#include <string>

namespace ecg::serve {

inline constexpr std::chrono::minutes link_lifetime{15};

/// "https://host/api/v1/reports/report_7/file?expires=…"
std::string report_link(const Services& services, const Request& request, std::int64_t report);

} // namespace ecg::serve
