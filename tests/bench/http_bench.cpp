// What the HTTP server costs: http_bench [CONNECTIONS]. CPU of the server alone: a trivial handler,
// a small POST and its answer, from another process; one that answers from another thread; memory
// of a thousand idle connections. Figures; nothing is judged here.
#include "bench/cpu_time.hpp"
#include "serve/http/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <utility>

using namespace ecg;
using namespace ecg::serve;

namespace {

constexpr int requests = 200'000;
constexpr std::size_t idle_connections = 1'000;

constexpr std::string_view question =
    "POST /api/v1/sessions/session_20260101_000000/metrics HTTP/1.1\r\n"
    "Host: localhost\r\nContent-Type: application/json\r\n"
    "Content-Length: 27\r\n\r\n{\"heart_rate\":72,\"hrv\":40}\n";

int connected_to(unsigned short port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    return socket;
}

/// Asks on all connections at once, then hears all; in a process of its own.
void ask_all(unsigned short port, int connections) {
    std::vector<int> sockets;
    for (int i = 0; i < connections; ++i) {
        sockets.push_back(connected_to(port));
    }
    std::array<char, 4096> answer{};
    for (int done = 0; done < requests; done += connections) {
        for (const int socket : sockets) {
            ::send(socket, question.data(), question.size(), 0);
        }
        for (const int socket : sockets) { // an answer is shorter than a packet
            if (::recv(socket, answer.data(), answer.size(), 0) <= 0) {
                std::exit(1);
            }
        }
    }
}

/// Microseconds of CPU a request.
double cost_of(Server& server, int connections) {
    const pid_t client = ::fork();
    if (client == 0) {
        ask_all(server.port(), connections);
        ::_exit(0);
    }
    int status = 0;
    const double seconds = bench::seconds_of([&] { ::waitpid(client, &status, 0); });
    if (status != 0) {
        std::fputs("http_bench: the client failed\n", stderr);
        std::exit(1);
    }
    return 1e6 * seconds / requests;
}

Response stored() {
    return {.status = 201,
            .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            .body = R"({"status":"success","metric_id":1})"};
}

/// Answers all that came since it last looked, as a store does after a commit.
class Committer {
public:
    ~Committer() {
        {
            const std::lock_guard lock{mutex_};
            ending_ = true;
        }
        came_.notify_all();
        thread_.join();
    }

    void add(Answer answer) {
        const std::lock_guard lock{mutex_};
        waiting_.push_back(std::move(answer));
        came_.notify_one();
    }

private:
    void run() {
        std::unique_lock lock{mutex_};
        while (!ending_) {
            came_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            const std::vector<Answer> now = std::exchange(waiting_, {});
            lock.unlock();
            for (const Answer& answer : now) {
                answer(stored());
            }
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Answer> waiting_;
    bool ending_ = false;
    std::thread thread_{[this] { run(); }};
};

ServerSettings settings() {
    ServerSettings settings;
    settings.listen = {"127.0.0.1:0"};
    settings.threads = 2;
    return settings;
}

double resident_megabytes() {
    std::ifstream file{"/proc/self/statm"};
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

double megabytes_of_idle() {
    Server server{settings(), [](const Request&, const Answer& answer) { answer(stored()); }};
    server.start();
    const double before = resident_megabytes();
    const pid_t client = ::fork();
    if (client == 0) {
        std::array<char, 4096> answer{};
        for (std::size_t i = 0; i < idle_connections; ++i) {
            const int socket = connected_to(server.port());
            ::send(socket, question.data(), question.size(), 0);
            static_cast<void>(::recv(socket, answer.data(), answer.size(), 0));
        }
        ::pause();
    }
    while (server.connections() < idle_connections) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{500}); // for the last answers
    const double after = resident_megabytes();
    ::kill(client, SIGKILL);
    ::waitpid(client, nullptr, 0);
    std::printf("%-44s %8.1f MB, %.1f MB more than before\n", "1000 idle connections", after,
                after - before);
    return after;
}

} // namespace

int main(int count, char** words) {
    const int connections = count > 1 ? std::atoi(words[1]) : 100;
    megabytes_of_idle();
    {
        Server server{settings(), [](const Request&, const Answer& answer) { answer(stored()); }};
        server.start();
        std::printf("%-44s %8.1f us\n", "a request, answered by its handler",
                    cost_of(server, connections));
    }
    Committer committer;
    Server server{settings(),
                  [&](const Request&, Answer answer) { committer.add(std::move(answer)); }};
    server.start();
    std::printf("%-44s %8.1f us\n", "a request, answered by another thread",
                cost_of(server, connections));
    return 0;
}
