#include "this_machine.hpp"

namespace ecg {

std::string host_of(std::string_view url) {
    const std::size_t begin = url.find("://") + 3;
    const std::string_view place = url.substr(begin, url.find('/', begin) - begin);
    if (place.starts_with('[')) {
        return std::string{place.substr(0, place.find(']') + 1)};
    }
    return std::string{place.substr(0, place.find(':'))};
}

bool is_this_machine(const std::string& host) {
    const bool is_number = host.find_first_not_of("0123456789.") == std::string::npos;
    return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
           (host.starts_with("127.") && is_number);
}

} // namespace ecg
