#include "serve/api/links.hpp"

#include "serve/api/record_json.hpp"
#include "serve/auth/signed_links.hpp"

namespace ecg::serve {

std::string report_link(const Services& services, const Request& request, std::int64_t report) {
    const std::string path = "/api/v1/reports/" + report_id(report) + "/file";
    const SignedLink link = services.accounts.links.sign(path, services.clock() + link_lifetime);
    std::string url = services.public_url;
    if (url.empty()) {
        url.append(request.secure ? "https://" : "http://");
        url.append(request.header("Host").value_or("localhost"));
    }
    return url.append(path).append("?").append(link.query);
}

} // namespace ecg::serve
