// For those who run the server and those who write programs for it.
#pragma once

#include "serve/api/services.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

struct SystemServices {
    /// What keeps the server from its work now, "" when nothing does: "the audit log: disk full".
    /// Blocks.
    std::function<std::string()> trouble;
    /// Figures in the text of Prometheus.
    std::function<std::string()> figures;
    /// Whether that address may read the figures.
    std::function<bool(std::string_view address)> may_see_figures;
    std::shared_ptr<const std::string> openapi; ///< filled in when all endpoints are known
    std::shared_ptr<const std::string> docs;    ///< likewise
};

std::vector<Endpoint> system_endpoints(const Services& services, const SystemServices& system);

} // namespace ecg::serve
