#include "cli/signals.hpp"

#include "common/stop.hpp"

#include <csignal>

namespace ecg::cli {
namespace {

extern "C" void on_stop_signal(int) {
    request_stop();
}

} // namespace

void catch_stop_signals() {
    struct sigaction stop {};

    stop.sa_handler = on_stop_signal;
    stop.sa_flags = static_cast<int>(SA_RESETHAND); // no SA_RESTART: a waiting read shall return
    sigemptyset(&stop.sa_mask);
    sigaction(SIGINT, &stop, nullptr);
    sigaction(SIGTERM, &stop, nullptr);

    struct sigaction ignore {};

    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, nullptr);
}

} // namespace ecg::cli
