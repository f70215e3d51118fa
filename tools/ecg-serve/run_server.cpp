#include "run_server.hpp"

#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "cli/signals.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "common/systemd.hpp"
#include "serve/http/server.hpp"
#include "server_settings.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <utility>

namespace ecg {
namespace {

using namespace std::chrono_literals;

constexpr auto farewell = 10s; // what was taken is answered in that time
constexpr auto look_every = 100ms;

/// As many connections as the system lets a process have.
void raise_file_limit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

/// A log that nobody reads any more is no reason to stop.
void write_all(std::string_view lines) {
    while (!lines.empty()) {
        const auto count = ::write(STDERR_FILENO, lines.data(), lines.size());
        if (count <= 0) {
            return;
        }
        lines.remove_prefix(static_cast<std::size_t>(count));
    }
}

void tell_addresses(const serve::ServerSettings& http, unsigned short port) {
    const std::string scheme = http.certificate.empty() ? "http://" : "https://";
    std::string place = http.listen.empty() ? "" : http.listen.front();
    if (place.ends_with(":0")) {
        place.replace(place.size() - 1, 1, std::to_string(port));
    }
    cli::tell("serving " + scheme + place + "; " + scheme + place + "/docs tells how to use it");
}

/// Until somebody asks for a stop. SIGHUP: certificates and keys are read again.
void look_after(serve::Backend& backend, serve::Server& server, serve::ServerLog& log) {
    auto looked = std::chrono::steady_clock::now();
    while (!stop_requested()) {
        std::this_thread::sleep_for(look_every);
        if (cli::take_hangup_wish()) {
            try {
                backend.reload_keys();
                if (server.reload_certificates()) {
                    log.tell("info", "reloaded", "certificates and keys were read again");
                }
            } catch (const Error& error) {
                log.tell("error", "reload", std::string{error.what()} + "; the old keys stay");
            }
        }
        if (const auto now = std::chrono::steady_clock::now(); now - looked >= 1s) {
            looked = now;
            backend.look_after();
        }
    }
}

} // namespace

void run_server(const config::Settings& settings) {
    raise_file_limit();
    cli::catch_wishes();
    const serve::Clock clock = serve::forward_clock();
    serve::ServerLog log{write_all, log_requests(settings), clock};
    serve::ServerSettings http = http_settings(settings);
    http.sockets = take_systemd_sockets();
    http.tell = [&log](const std::string& line) { log.tell("error", "network", line); };
    serve::BackendSettings kept = backend_settings(settings, clock);
    kept.tell = [&log](const std::string& line) { log.tell("error", "store", line); };
    serve::Backend backend{std::move(kept)};
    http.body_limit = [&backend](const serve::Request& head) {
        return backend.body_limit(head.method, head.path);
    };
    http.observe = [&](const serve::Answered& answered) {
        backend.count(answered);
        log.request(answered);
    };
    serve::Server server{http, [&backend](serve::Request request, serve::Answer answer) {
                             backend.take(std::move(request), std::move(answer));
                         }};
    backend.count_connections([&server] { return server.connections(); });
    server.start();
    tell_addresses(http, server.port());
    log.tell("info", "started", "port " + std::to_string(server.port()));
    look_after(backend, server, log);
    backend.say_goodbye();
    const bool all = server.stop(farewell);
    log.tell(all ? "info" : "warning", "stopped",
             all ? "all that was taken is answered" : "some requests were not finished in time");
    // To be asked to stop is how a server ends, not an interruption.
    throw cli::AlreadyTold{all ? 0 : 3};
}

} // namespace ecg
