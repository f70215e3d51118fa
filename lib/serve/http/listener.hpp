// Sockets that listen, and the thread's work that takes what comes to them.
#pragma once

#include "serve/http/owned_socket.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace ecg::serve {

class Listener {
public:
    /// Of sockets that listen already, if there are any, else of addresses "HOST:PORT". Throws
    /// Error{unavailable} where it cannot listen, Error{usage} for a text that is no address.
    Listener(const std::vector<std::string>& addresses, const std::vector<int>& given);

    /// Of the first socket.
    [[nodiscard]] unsigned short port() const;

    struct Work {
        std::function<void(OwnedSocket)> accepted;
        std::function<void()> tick; ///< about every `every`
        std::chrono::milliseconds every{1'000};
        std::function<void(const std::string&)> tell; ///< of trouble
    };

    /// Until stop(); then nobody listens any more.
    void run(const Work& work);
    /// From any thread.
    void stop();

private:
    /// False when descriptors or memory ran out.
    static bool accept_waiting(int socket, const Work& work);

    std::vector<OwnedSocket> sockets_;
    OwnedSocket stop_event_;
};

} // namespace ecg::serve
