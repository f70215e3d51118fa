// Who speaks for whom: trusted proxies and the addresses that they forward.
#pragma once

#include "serve/http/message.hpp"

#include <array>
#include <cstdint>

namespace ecg::serve {

class Proxies {
public:
    Proxies() = default;
    /// "127.0.0.1", "10.0.0.0/8", "fd00::/8". Throws Error{usage} for a text that is none.
    explicit Proxies(const std::vector<std::string>& networks);

    [[nodiscard]] bool trusts(std::string_view address) const;

    /// Sets the request's address and `secure` to what trusted proxies say in X-Forwarded-For and
    /// X-Forwarded-Proto: the last address in the chain that is no proxy's.
    void look_behind(Request& request) const;

private:
    using Bytes = std::array<std::uint8_t, 16>; ///< IPv4 as ::ffff:a.b.c.d

    struct Network {
        Bytes address{};
        unsigned bits = 128;
    };

    static std::optional<Bytes> parse(std::string_view address);

    std::vector<Network> networks_;
};

/// "192.0.2.7", "2001:db8::1" of a socket's peer; "" for a socket that has none.
std::string peer_address(int socket);

} // namespace ecg::serve
