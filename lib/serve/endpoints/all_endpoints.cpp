#include "serve/endpoints/all_endpoints.hpp"

#include "serve/endpoints/account_endpoints.hpp"
#include "serve/endpoints/data_endpoints.hpp"
#include "serve/endpoints/error_endpoints.hpp"
#include "serve/endpoints/login_endpoints.hpp"
#include "serve/endpoints/report_endpoints.hpp"
#include "serve/endpoints/sample_endpoints.hpp"
#include "serve/endpoints/session_endpoints.hpp"

#include <iterator>
#include <utility>

namespace ecg::serve {

std::vector<Endpoint> all_endpoints(const Services& services, const SystemServices& system) {
    std::vector<Endpoint> all;
    const auto add = [&all](std::vector<Endpoint> some) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
    };
    add(login_endpoints(services));
    add(account_endpoints(services));
    add(session_endpoints(services));
    add(sample_endpoints(services));
    add(data_endpoints(services));
    add(report_endpoints(services));
    add(error_endpoints(services));
    add(system_endpoints(services, system));
    return all;
}

} // namespace ecg::serve
