// Threads that can tell of their own crash.
#pragma once

#include <csignal>
#include <thread>
#include <utility>

namespace ecg {

/// A second stack for the signal handlers of the thread that makes it, for as long as it lives: a
/// thread whose own stack is full could not run them. Where there is no memory for it there is
/// none.
class SignalStack {
public:
    SignalStack() noexcept;
    ~SignalStack();
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;

private:
    void* memory_ = nullptr;
    stack_t before_{};
};

/// std::thread with a SignalStack. Throws std::system_error as that does.
template <class Work> std::thread start_thread(Work work) {
    return std::thread{[work = std::move(work)]() mutable {
        const SignalStack stack;
        work();
    }};
}

} // namespace ecg
