#include "cli/signals.hpp"

#include "cli/terminal_screen.hpp"
#include "common/stop.hpp"

#include <atomic>
#include <csignal>

namespace ecg::cli {
namespace {

std::atomic<bool> hangup_wish{false};
std::atomic<bool> user_wish{false};
static_assert(std::atomic<bool>::is_always_lock_free); // else a signal handler could not set it

extern "C" void on_wish(int number) {
    (number == SIGHUP ? hangup_wish : user_wish).store(true);
}

extern "C" void on_second_stop_signal(int number) {
    restore_terminal();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

extern "C" void on_stop_signal(int number) {
    request_stop();
    std::signal(number, on_second_stop_signal);
}

} // namespace

void catch_stop_signals() {
    struct sigaction stop {};

    stop.sa_handler = on_stop_signal;
    stop.sa_flags = 0; // no SA_RESTART: a waiting read shall return
    sigemptyset(&stop.sa_mask);
    sigaction(SIGINT, &stop, nullptr);
    sigaction(SIGTERM, &stop, nullptr);

    struct sigaction ignore {};

    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, nullptr);
}

void catch_wishes() {
    struct sigaction wish {};

    wish.sa_handler = on_wish;
    sigemptyset(&wish.sa_mask);
    sigaction(SIGHUP, &wish, nullptr);
    sigaction(SIGUSR1, &wish, nullptr);

    struct sigaction ignore {};

    ignore.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &ignore, nullptr);
    sigaction(SIGCHLD, &ignore, nullptr);
}

bool take_hangup_wish() {
    return hangup_wish.exchange(false);
}

bool take_user_wish() {
    return user_wish.exchange(false);
}

} // namespace ecg::cli
