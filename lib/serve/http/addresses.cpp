#include "serve/http/addresses.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace ecg::serve {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned prefix_bits = 96;

bool same_network(const std::array<std::uint8_t, 16>& a, const std::array<std::uint8_t, 16>& b,
                  unsigned bits) {
    const std::size_t whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + whole, b.begin())) {
        return false;
    }
    const unsigned rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

// Everything in the headers of that name, as one list.
std::vector<std::string> listed(const Headers& headers, std::string_view name) {
    std::vector<std::string> all;
    for (const Header& header : headers) {
        if (equal_but_for_case(header.name, name)) {
            for (const std::string_view part : split(std::string_view{header.value}, ',')) {
                all.emplace_back(trim(part));
            }
        }
    }
    return all;
}

} // namespace

Proxies::Proxies(const std::vector<std::string>& networks) {
    for (const std::string& text : networks) {
        const std::string_view view = text;
        const std::size_t slash = std::min(view.find('/'), view.size());
        const auto address = parse(view.substr(0, slash));
        const bool is_v4 = view.find(':') == std::string_view::npos;
        const std::int64_t most = is_v4 ? 32 : 128;
        const auto bits =
            slash == view.size() ? std::optional{most} : parse_integer(view.substr(slash + 1));
        if (!address || !bits || *bits < 0 || *bits > most) {
            throw Error{ErrorKind::usage, text + ": no address or network of a proxy"};
        }
        networks_.push_back({*address, static_cast<unsigned>(*bits) + (is_v4 ? prefix_bits : 0)});
    }
}

std::optional<Proxies::Bytes> Proxies::parse(std::string_view address) {
    const std::string text{address};
    Bytes bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
        return bytes;
    }
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
    return inet_pton(AF_INET, text.c_str(), bytes.data() + mapped_prefix.size()) == 1
               ? std::optional{bytes}
               : std::nullopt;
}

bool Proxies::trusts(std::string_view address) const {
    if (networks_.empty()) {
        return false;
    }
    const auto bytes = parse(address);
    return bytes && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               return same_network(*bytes, network.address, network.bits);
           });
}

void Proxies::look_behind(Request& request) const {
    if (!trusts(request.address)) {
        return;
    }
    const std::vector<std::string> protocols = listed(request.headers, "x-forwarded-proto");
    if (!protocols.empty()) {
        request.secure = to_lower(protocols.back()) == "https";
    }
    const std::vector<std::string> chain = listed(request.headers, "x-forwarded-for");
    for (auto hop = chain.rbegin(); hop != chain.rend() && trusts(request.address); ++hop) {
        if (!parse(*hop)) {
            return; // what stands before a word that is no address is nobody's word
        }
        request.address = *hop;
    }
}

std::string peer_address(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&storage), &size) != 0) {
        return {};
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (storage.ss_family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, &storage, sizeof address);
        inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    } else if (storage.ss_family == AF_INET6) {
        sockaddr_in6 address{};
        std::memcpy(&address, &storage, sizeof address);
        const std::uint8_t* const bytes = address.sin6_addr.s6_addr;
        if (std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes)) {
            inet_ntop(AF_INET, bytes + mapped_prefix.size(), text.data(), text.size());
        } else {
            inet_ntop(AF_INET6, bytes, text.data(), text.size());
        }
    }
    return text.data();
}

} // namespace ecg::serve
