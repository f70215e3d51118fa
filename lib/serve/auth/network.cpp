#include "serve/auth/network.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace ecg::serve {

std::string network_of(std::string_view address) {
    const std::string text{address.substr(0, address.find('%'))}; // without a zone
    in6_addr six{};
    if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) {
        return text;
    }
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        in_addr four{};
        std::memcpy(&four, six.s6_addr + 12, sizeof four);
        return ::inet_ntop(AF_INET, &four, out.data(), out.size());
    }
    std::fill(six.s6_addr + 8, six.s6_addr + 16, std::uint8_t{0});
    return std::string{::inet_ntop(AF_INET6, &six, out.data(), out.size())} + "/64";
}

} // namespace ecg::serve
