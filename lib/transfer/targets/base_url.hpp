// Where a target's paths begin.
#pragma once

#include <string>
#include <string_view>

namespace ecg::transfer {

/// "https://host:8443/store/" is the origin "https://host:8443", the host
/// "host:8443" and the path
/// "/store".
struct BaseUrl {
    std::string origin;
    std::string host;
    std::string path; ///< without a slash at its end
};

/// Throws Error{usage} for anything but http: and https:, for user names,
/// queries and fragments.
BaseUrl parse_base_url(std::string_view url);

} // namespace ecg::transfer
