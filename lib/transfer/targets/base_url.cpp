#include "transfer/targets/base_url.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>

namespace ecg::transfer {

BaseUrl parse_base_url(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::string name = to_lower(url.substr(0, scheme));
    const bool plain = std::ranges::all_of(url, [](char c) {
        return c > ' ' && c < 0x7f &&
               std::string_view{"@?#\"<>\\^`{|}"}.find(c) == std::string::npos;
    });
    if (scheme == url.npos || (name != "http" && name != "https") || !plain) {
        // Its text is not shown: it may hold a password or a signature.
        throw Error{ErrorKind::usage, "address of a target: it must be "
                                      "http(s)://host[:port][/path] and no more"};
    }
    const std::size_t slash = std::min(url.find('/', scheme + 3), url.size());
    BaseUrl base{std::string{url.substr(0, slash)},
                 std::string{url.substr(scheme + 3, slash - scheme - 3)},
                 std::string{url.substr(slash)}};
    while (base.path.ends_with('/')) {
        base.path.pop_back();
    }
    if (base.host.empty()) {
        throw Error{ErrorKind::usage, "address of a target: it names no host"};
    }
    return base;
}

} // namespace ecg::transfer
