// The HTTP/1.1 server: it listens, reads whole requests, asks the handler and sends its answers.
#pragma once

#include "serve/http/settings.hpp"

namespace ecg::serve {

class Server {
public:
    /// Listens, but serves nobody before start(). Throws Error{unavailable} where it cannot listen,
    /// Error{data} for a certificate or key that is none, Error{usage} for settings that are none.
    Server(ServerSettings settings, Handler handler);
    ~Server(); ///< stops at once
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Of the first address.
    [[nodiscard]] unsigned short port() const;
    /// Serves from threads of its own, and returns.
    void start();
    /// Takes no new connection, finishes what was taken, and returns when all is answered or the
    /// time is over. True when all was.
    bool stop(std::chrono::milliseconds limit);

    /// Reads the certificate and its key again; connections that are open keep the old one. When
    /// the new one is none, the old one stays, that is told, and false returned. From any thread.
    bool reload_certificates();

    /// How many connections are open.
    [[nodiscard]] std::size_t connections() const;
    /// Whether every network thread ran within the last seconds: a watchdog's question.
    [[nodiscard]] bool is_alive() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace ecg::serve
