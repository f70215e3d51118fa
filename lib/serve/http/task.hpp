// A coroutine that starts when it is awaited, and is destroyed with all that it waits for.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace ecg::serve {

template <class T> class Task;

namespace task {

/// Goes on, at the end of a coroutine, with whoever awaited it.
struct Continue {
    bool await_ready() const noexcept { return false; }

    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
        const std::coroutine_handle<> next = ended.promise().continuation;
        return next ? next : std::noop_coroutine();
    }

    void await_resume() const noexcept {}
};

struct PromiseBase {
    std::coroutine_handle<> continuation{};
    std::exception_ptr failure{};

    std::suspend_always initial_suspend() const noexcept { return {}; }

    Continue final_suspend() const noexcept { return {}; }

    void unhandled_exception() noexcept { failure = std::current_exception(); }

    void rethrow() const {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
};

template <class T> struct Promise : PromiseBase {
    std::optional<T> value{};

    Task<T> get_return_object();

    void return_value(T given) { value.emplace(std::move(given)); }

    T result() {
        rethrow();
        return std::move(*value);
    }
};

template <> struct Promise<void> : PromiseBase {
    Task<void> get_return_object();

    void return_void() const noexcept {}

    void result() const { rethrow(); }
};

} // namespace task

/// What awaits it gets its result, or its exception.
template <class T = void> class [[nodiscard]] Task {
public:
    using promise_type = task::Promise<T>;

    Task() = default;

    explicit Task(std::coroutine_handle<promise_type> handle) : handle_{handle} {}

    Task(Task&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}

    Task& operator=(Task&& other) noexcept {
        Task{std::move(other)}.swap(*this);
        return *this;
    }

    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    ~Task() {
        if (handle_) {
            handle_.destroy();
        }
    }

    bool await_ready() const noexcept { return false; }

    // Runs it on top of whoever waits, who goes on without suspending where it ends at once: the
    // stack does not grow with the number of tasks, whether or not calls are optimised.
    bool await_suspend(std::coroutine_handle<> waiting) const {
        handle_.resume();
        if (handle_.done()) {
            return false;
        }
        handle_.promise().continuation = waiting;
        return true;
    }

    T await_resume() const { return handle_.promise().result(); }

    /// Runs it up to where it waits; for the outermost one, which nobody awaits.
    void start() const { handle_.resume(); }

    [[nodiscard]] bool is_over() const { return !handle_ || handle_.done(); }

private:
    void swap(Task& other) noexcept { std::swap(handle_, other.handle_); }

    std::coroutine_handle<promise_type> handle_{};
};

template <class T> Task<T> task::Promise<T>::get_return_object() {
    return Task<T>{std::coroutine_handle<Promise>::from_promise(*this)};
}

inline Task<void> task::Promise<void>::get_return_object() {
    return Task<void>{std::coroutine_handle<Promise>::from_promise(*this)};
}

} // namespace ecg::serve
