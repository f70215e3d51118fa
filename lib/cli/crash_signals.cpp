#include "cli/crash_signals.hpp"

#include "cli/crash_body.hpp"
#include "cli/crash_modules.hpp"
#include "cli/crash_record.hpp"
#include "cli/terminal_screen.hpp"
#include "common/threads.hpp"

#include <cxxabi.h>
#include <execinfo.h>
#include <poll.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <new>
#include <span>
#include <typeinfo>

namespace ecg::cli {
namespace {

constexpr std::array fatal_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr unsigned most_seconds = 10; // for a record on a disk that does not answer
constexpr int patience_ms = 1000;     // for whoever reads standard error

std::atomic<pid_t> crashing{0};                ///< the thread that came first
std::atomic<int> first_signal{0};              ///< and what it came for
thread_local std::array<char, 128> uncaught{}; ///< the type of an exception that nobody caught

std::string_view name_of_signal(int number) {
    switch (number) {
    case SIGSEGV:
        return "SIGSEGV";
    case SIGBUS:
        return "SIGBUS";
    case SIGFPE:
        return "SIGFPE";
    case SIGILL:
        return "SIGILL";
    default:
        return "SIGABRT";
    }
}

#if defined(__x86_64__)

/// The instruction that a signal came at, and who called a function that is none: what a call of a
/// null pointer leaves behind.
void* place_in(const ucontext_t& context) {
    return reinterpret_cast<void*>(context.uc_mcontext.gregs[REG_RIP]); // NOLINT
}

void* caller_in(const ucontext_t& context) {
    return *reinterpret_cast<void**>(context.uc_mcontext.gregs[REG_RSP]); // NOLINT
}

#elif defined(__aarch64__)

void* place_in(const ucontext_t& context) {
    return reinterpret_cast<void*>(context.uc_mcontext.pc); // NOLINT
}

void* caller_in(const ucontext_t& context) {
    return reinterpret_cast<void*>(context.uc_mcontext.regs[30]); // NOLINT
}

#else

void* place_in(const ucontext_t&) {
    return nullptr;
}

void* caller_in(const ucontext_t&) {
    return nullptr;
}

#endif

/// The addresses from the place of the fault outward, as far as the stack can be read.
class Unwound {
public:
    explicit Unwound(const ucontext_t& context) : context_{context} {
        addresses_[0] = place_in(context);
    }

    /// Where the stack is broken this may be another fault; what was found until then stays.
    void unwind() {
        if (module_of(reinterpret_cast<std::uintptr_t>(addresses_[0])) == module_count()) {
            addresses_[1] = caller_in(context_);
            count_ = 2;
        }
        std::array<void*, most> all{};
        const int count = ::backtrace(all.data(), most);
        auto* const end = all.data() + std::max(count, 0);
        // The handler's own come first, and the place of the fault behind them.
        auto* from = std::find(all.data(), end, addresses_[0]);
        from += from == end ? 0 : 1;
        const auto more =
            std::min<std::size_t>(static_cast<std::size_t>(end - from), addresses_.size() - count_);
        std::copy_n(from, more, addresses_.begin() + static_cast<std::ptrdiff_t>(count_));
        count_ += more;
    }

    [[nodiscard]] std::span<void* const> addresses() const { return {addresses_.data(), count_}; }

private:
    static constexpr int most = 60;

    const ucontext_t& context_;
    std::array<void*, 48> addresses_{};
    std::size_t count_ = 1;
};

/// What is known of the crash by the thread that came first.
struct Crash {
    const siginfo_t* info;
    Unwound unwound;
};

std::atomic<const Crash*> in_unwinding{nullptr};

/// Never waits long for a reader who has stopped reading.
void say(std::string_view text) {
    pollfd ready{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&ready, 1, patience_ms) == 1) {
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
    }
}

void tell_of(int number, std::string_view file_name) {
    CrashText line;
    line.raw(crash_place().tool.data()).raw(": crashed with signal ").decimal(number);
    line.raw(" (").raw(name_of_signal(number)).raw(")");
    if (!file_name.empty()) {
        line.raw("; recorded in ").raw(crash_place().folder.data()).raw("/").raw(file_name);
    }
    say(line.raw("\n").text());
}

[[noreturn]] void die_by(int number) {
    std::signal(number, SIG_DFL);
    sigset_t alone;
    sigemptyset(&alone);
    sigaddset(&alone, number);
    ::pthread_sigmask(SIG_UNBLOCK, &alone, nullptr);
    std::raise(number);
    ::_exit(128 + number); // never
}

[[noreturn]] void record_and_die(const Crash& crash) {
    const int number = first_signal.load();
    const std::int64_t now = crash_time_ms();
    const CrashId id{now};
    CrashText text;
    begin_crash(text, id, now);
    text.raw(R"(,"cause":)").quoted(name_of_signal(number));
    if (uncaught[0] != '\0') {
        text.raw(R"(,"exception":)").quoted(uncaught.data());
    }
    if (crash.info->si_code > 0) {
        const auto address = reinterpret_cast<std::uintptr_t>(crash.info->si_addr);
        text.raw(R"(,"address":")").hexadecimal(address).raw("\"");
    } else if (crash.info->si_pid != ::getpid()) {
        text.raw(R"(,"sent":true)"); // by another process
    }
    add_backtrace(text, crash.unwound.addresses());
    add_notes(text, now);
    const PlacedCrash placed{id, text.raw("}\n").text()};
    tell_of(number, placed.file_name());
    die_by(number);
}

extern "C" void on_too_long(int) {
    die_by(first_signal.load());
}

/// The second fault of a thread: within the unwinder it ends the looking, anywhere else the record.
[[noreturn]] void fault_again() {
    if (const Crash* const crash = in_unwinding.exchange(nullptr); crash != nullptr) {
        record_and_die(*crash);
    }
    die_by(first_signal.load());
}

void unwind(Crash& crash) {
    sigset_t faults;
    sigemptyset(&faults);
    sigaddset(&faults, SIGSEGV);
    sigaddset(&faults, SIGBUS);
    in_unwinding = &crash;
    ::pthread_sigmask(SIG_UNBLOCK, &faults, nullptr);
    crash.unwound.unwind();
    ::pthread_sigmask(SIG_BLOCK, &faults, nullptr);
    in_unwinding = nullptr;
}

/// Only calls that POSIX allows in a signal handler, and the unwinder, which takes no lock since
/// glibc 2.35.
extern "C" void on_fatal_signal(int number, siginfo_t* info, void* context) {
    pid_t nobody = 0;
    const pid_t own = ::gettid();
    if (!crashing.compare_exchange_strong(nobody, own)) {
        if (nobody == own) {
            fault_again();
        }
        while (true) {
            ::pause(); // the first one ends all of us
        }
    }
    first_signal = number;
    std::signal(SIGALRM, on_too_long);
    ::alarm(most_seconds);
    restore_terminal();
    Crash crash{info, Unwound{*static_cast<const ucontext_t*>(context)}};
    unwind(crash);
    record_and_die(crash);
}

[[noreturn]] void on_terminate() {
    if (const std::type_info* const type = abi::__cxa_current_exception_type(); type != nullptr) {
        copy_text(name_of_type(*type), uncaught);
    }
    std::abort(); // not what() it says, which may quote a patient's file
}

void catch_signals() {
    struct sigaction fatal {};

    fatal.sa_sigaction = on_fatal_signal;
    fatal.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigfillset(&fatal.sa_mask);
    sigdelset(&fatal.sa_mask, SIGALRM);
    for (const int number : fatal_signals) {
        ::sigaction(number, &fatal, nullptr);
    }
}

} // namespace

void catch_fatal_signals() noexcept {
    // Of the main thread, until its very end: it is never destroyed.
    alignas(SignalStack) static std::array<std::byte, sizeof(SignalStack)> place;
    [[maybe_unused]] static const SignalStack* const stack = ::new (place.data()) SignalStack;
    look_at_modules();
    std::array<void*, 1> one{};
    ::backtrace(one.data(), 1); // loads the unwinder, which a handler could not
    std::set_terminate(on_terminate);
    catch_signals();
}

} // namespace ecg::cli
