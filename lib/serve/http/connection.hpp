// What is said on one connection: requests are read, handed on and answered, one after another.
#pragma once

#include "serve/http/addresses.hpp"
#include "serve/http/admission.hpp"
#include "serve/http/loop.hpp"
#include "serve/http/owned_socket.hpp"
#include "serve/http/settings.hpp"
#include "serve/http/transport.hpp"

namespace ecg::serve {

/// What all connections of a server share.
struct Service {
    Service(ServerSettings with, Handler by)
        : settings{std::move(with)}, handler{std::move(by)}, proxies{settings.trusted_proxies},
          admission{settings.connections, settings.connections_per_address} {}

    const ServerSettings settings;
    const Handler handler;
    const Proxies proxies;
    Admission admission;
    std::atomic<bool> stopping{false};
    std::atomic<Moment> farewell{Moment::max()}; ///< when idle connections end; set before stopping
};

/// A socket that was accepted, and counted in the service's admission.
struct Caller {
    OwnedSocket socket;
    std::string address;
    TlsContext tls; ///< may be null
};

/// Serves it to its end. On the loop's thread.
void serve_connection(Loop& loop, Caller& caller, const std::shared_ptr<Service>& service);

} // namespace ecg::serve
