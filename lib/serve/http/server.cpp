#include "serve/http/server.hpp"

#include "common/error.hpp"
#include "common/systemd.hpp"
#include "common/threads.hpp"
#include "serve/http/connection.hpp"
#include "serve/http/error_answer.hpp"
#include "serve/http/listener.hpp"
#include "serve/http/tls.hpp"

#include <sys/resource.h>
#include <sys/socket.h>

#include <mutex>
#include <thread>

namespace ecg::serve {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto longest_silence = 5s;           // of a thread that is alive
constexpr std::size_t other_descriptors = 256; // files, the store, listeners

// Room for as many connections as are allowed, as far as the system lets us.
void raise_descriptor_limit(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        const rlim_t wanted = std::min<rlim_t>(connections + other_descriptors, limit.rlim_max);
        if (limit.rlim_cur < wanted) {
            limit.rlim_cur = wanted;
            ::setrlimit(RLIMIT_NOFILE, &limit);
        }
    }
}

// Without a word of HTTP from the other side, which may never come, and without waiting.
void turn_away(const OwnedSocket& socket) {
    const Response response =
        error_answer({503, "too_many_connections", "there are too many connections"});
    const std::string text =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
        "Retry-After: 1\r\nConnection: close\r\nContent-Length: " +
        std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
    ::send(socket.number(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(socket.number(), SHUT_WR);
    // Unread bytes at the close would take the answer back.
    std::array<char, 4096> unread;
    static_cast<void>(::recv(socket.number(), unread.data(), unread.size(), MSG_DONTWAIT));
}

} // namespace

struct Server::Parts {
    Parts(ServerSettings settings, Handler handler)
        : service{std::make_shared<Service>(std::move(settings), std::move(handler))},
          listener{service->settings.listen, service->settings.sockets} {}

    bool uses_tls() const { return !service->settings.certificate.empty(); }

    void load_certificate();
    void accept(OwnedSocket socket);
    void tick();
    bool is_alive() const;
    Listener::Work listeners_work();

    std::shared_ptr<Service> service;
    Listener listener;
    std::vector<std::shared_ptr<Loop>> loops;
    std::size_t next_loop = 0;
    std::vector<std::thread> threads;
    std::thread front;
    std::mutex tls_mutex;
    TlsContext tls;
    Clock::time_point next_sign = Clock::now();
    const std::optional<std::chrono::milliseconds> watchdog = watchdog_period();
};

void Server::Parts::load_certificate() {
    TlsContext fresh = load_tls(service->settings.certificate, service->settings.key);
    const std::lock_guard lock{tls_mutex};
    tls = std::move(fresh);
}

void Server::Parts::accept(OwnedSocket socket) {
    const std::string address = peer_address(socket.number());
    if (!service->admission.enter(address, service->proxies.trusts(address))) {
        if (!uses_tls()) {
            turn_away(socket);
        }
        return;
    }
    const auto caller = std::make_shared<Caller>();
    caller->socket = std::move(socket);
    caller->address = address;
    {
        const std::lock_guard lock{tls_mutex};
        caller->tls = tls;
    }
    Loop& loop = *loops[next_loop++ % loops.size()];
    loop.post([&loop, caller, shared = service] { serve_connection(loop, *caller, shared); });
}

bool Server::Parts::is_alive() const {
    return std::all_of(loops.begin(), loops.end(), [](const std::shared_ptr<Loop>& loop) {
        return loop->since_sign() < longest_silence;
    });
}

void Server::Parts::tick() {
    const Clock::time_point now = Clock::now();
    for (const std::shared_ptr<Loop>& loop : loops) {
        loop->ask_for_sign();
    }
    if (service->settings.tell_systemd && watchdog && now >= next_sign && is_alive()) {
        next_sign = now + *watchdog / 3;
        notify_systemd("WATCHDOG=1");
    }
}

Listener::Work Server::Parts::listeners_work() {
    std::chrono::milliseconds every = 1s;
    if (watchdog) {
        every = std::min(every, *watchdog / 4);
    }
    return {.accepted = [this](OwnedSocket socket) { accept(std::move(socket)); },
            .tick = [this] { tick(); },
            .every = std::max(every, 10ms),
            .tell = service->settings.tell};
}

Server::Server(ServerSettings settings, Handler handler)
    : parts_{std::make_unique<Parts>(std::move(settings), std::move(handler))} {
    const ServerSettings& ours = parts_->service->settings;
    if (ours.certificate.empty() != ours.key.empty()) {
        throw Error{ErrorKind::usage, "a certificate and its key belong together"};
    }
    if (parts_->uses_tls()) {
        parts_->load_certificate();
    }
    raise_descriptor_limit(ours.connections);
    const unsigned cores = std::max(std::thread::hardware_concurrency(), 1U);
    for (unsigned i = 0; i < (ours.threads > 0 ? ours.threads : cores); ++i) {
        parts_->loops.push_back(std::make_shared<Loop>());
    }
}

Server::~Server() {
    stop(0ms);
}

unsigned short Server::port() const {
    return parts_->listener.port();
}

void Server::start() {
    for (const std::shared_ptr<Loop>& loop : parts_->loops) {
        parts_->threads.push_back(start_thread([loop] { loop->run(); }));
    }
    parts_->front = start_thread([this] { parts_->listener.run(parts_->listeners_work()); });
    if (parts_->service->settings.tell_systemd) {
        notify_systemd("READY=1");
    }
}

bool Server::stop(std::chrono::milliseconds limit) {
    Service& service = *parts_->service;
    if (!parts_->front.joinable()) {
        return true; // never started, or stopped before
    }
    if (service.settings.tell_systemd) {
        notify_systemd("STOPPING=1");
    }
    parts_->listener.stop();
    parts_->front.join();
    service.farewell = Clock::now() + std::min(limit, service.settings.deadlines.farewell);
    service.stopping = true;
    for (const std::shared_ptr<Loop>& loop : parts_->loops) {
        loop->post([&loop = *loop] { loop.wake_all(); });
    }
    const bool all = service.admission.wait_until_empty(limit);
    for (const std::shared_ptr<Loop>& loop : parts_->loops) {
        loop->stop();
    }
    for (std::thread& thread : parts_->threads) {
        thread.join();
    }
    for (const std::shared_ptr<Loop>& loop : parts_->loops) {
        loop->abandon_all();
    }
    parts_->threads.clear();
    return all;
}

bool Server::reload_certificates() {
    if (!parts_->uses_tls()) {
        return true;
    }
    try {
        parts_->load_certificate();
        return true;
    } catch (const Error& error) {
        parts_->service->settings.tell(std::string{error.what()} +
                                       "; the old certificate stays in use");
        return false;
    }
}

std::size_t Server::connections() const {
    return parts_->service->admission.in_all();
}

bool Server::is_alive() const {
    return parts_->is_alive();
}

} // namespace ecg::serve
