#include "sync/folder_watch.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace ecg::sync {
namespace {

constexpr unsigned whole_files = IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR;
constexpr unsigned taken_away = IN_DELETE_SELF | IN_MOVE_SELF;

/// SIGINT, SIGTERM and SIGHUP wait while it lives: between a look at what they left and the sleep
/// none is missed.
class SignalsHeld {
public:
    SignalsHeld() {
        sigset_t held;
        sigemptyset(&held);
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
            sigaddset(&held, number);
        }
        ::pthread_sigmask(SIG_BLOCK, &held, &before_);
    }

    ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

    [[nodiscard]] const sigset_t& before() const { return before_; }

private:
    sigset_t before_{};
};

bool is_item(std::string_view name) {
    return !name.starts_with('.') && name.ends_with(".json");
}

} // namespace

FolderWatch::FolderWatch(const QueueFolder& queue)
    : events_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)} {
    add(queue.path() + "/pending", whole_files | taken_away, pending_);
    add(queue.state_folder(), IN_MOVED_TO | IN_ONLYDIR, state_);
}

void FolderWatch::add(const std::string& folder, unsigned mask, int& watch) {
    if (trouble_.empty()) {
        watch = ::inotify_add_watch(events_.number(), folder.c_str(), mask);
        trouble_ = watch < 0 ? folder + ": is not watched: " + std::strerror(errno) : "";
    }
}

bool FolderWatch::wait(std::chrono::milliseconds span, const std::function<bool()>& is_wanted) {
    span = std::max(span, std::chrono::milliseconds{0});
    {
        const SignalsHeld held;
        if (!is_wanted()) {
            pollfd ready{events_.number(), POLLIN, 0}; // a negative one is passed over
            const timespec within{span.count() / 1000, span.count() % 1000 * 1'000'000};
            ::ppoll(&ready, 1, &within, &held.before());
        }
    }
    return take_events();
}

bool FolderWatch::take_events() {
    bool any = false;
    alignas(inotify_event) std::array<char, 16'384> bytes{};
    for (;;) {
        const ssize_t count = ::read(events_.number(), bytes.data(), bytes.size());
        if (count <= 0) {
            return any;
        }
        for (ssize_t at = 0; at < count;) {
            inotify_event event{};
            std::memcpy(&event, bytes.data() + at, sizeof event);
            const char* const name = bytes.data() + at + sizeof event;
            at += static_cast<ssize_t>(sizeof event + event.len);
            if ((event.mask & (IN_IGNORED | taken_away)) != 0) {
                valid_ = false;
                any = true;
            } else if ((event.mask & IN_Q_OVERFLOW) != 0) {
                any = true;
            } else if (event.len > 0) {
                any |= event.wd == pending_ ? is_item(name) : std::strcmp(name, "held.json") == 0;
            }
        }
    }
}

} // namespace ecg::sync
