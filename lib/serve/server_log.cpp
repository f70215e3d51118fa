#include "serve/server_log.hpp"

#include "common/json_writer.hpp"
#include "common/notes.hpp"
#include "common/threads.hpp"
#include "serve/api/moments.hpp"

#include <chrono>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t most_waiting = std::size_t{4} << 20; // bytes
constexpr std::chrono::milliseconds together{50};          // lines of that long are written at once

/// To the millisecond.
std::string time_of(const Clock& clock) {
    return format_moment({clock().microseconds / 1000 * 1000});
}

std::string_view level_of(int status) {
    return status >= 500 ? "error" : status >= 400 ? "warning" : "info";
}

} // namespace

ServerLog::ServerLog(std::function<void(std::string_view)> write, LogRequests requests, Clock clock)
    : write_{std::move(write)}, requests_{requests}, clock_{std::move(clock)}, thread_{start_thread(
                                                                                   [this] {
                                                                                       work();
                                                                                   })} {}

ServerLog::~ServerLog() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void ServerLog::request(const Answered& answered) {
    note("request " + std::string{answered.route} + " " + std::to_string(answered.status));
    if (requests_ == LogRequests::none ||
        (requests_ == LogRequests::failed && answered.status < 400)) {
        return;
    }
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("time", time_of(clock_)).member("level", level_of(answered.status));
    json.member("event", "request").member("request", answered.request_id);
    json.text_unless_empty("endpoint", answered.route);
    json.member("method", answered.head ? "HEAD" : name_of(answered.method));
    json.member("status", answered.status).member("bytes_in", answered.bytes_in);
    json.member("bytes_out", answered.bytes_out);
    json.member("ms", static_cast<double>(answered.duration.count()) / 1000, 3);
    json.member("address", answered.address);
    if (!answered.whole) {
        json.member("whole", false);
    }
    json.end_object();
    add(line);
}

void ServerLog::tell(std::string_view level, std::string_view event, std::string_view message) {
    note("event " + std::string{event}); // its message may hold a path
    std::string line;
    JsonWriter json{line};
    json.begin_object().member("time", time_of(clock_)).member("level", level);
    json.member("event", event).member("message", message).end_object();
    add(line);
}

void ServerLog::add(const std::string& line) {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() > most_waiting) {
        ++left_out_;
        return;
    }
    if (waiting_.empty()) {
        wake_.notify_one();
    }
    waiting_.append(line).append("\n");
}

void ServerLog::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (!stopping_) {
            wake_.wait_for(lock, together, [this] { return stopping_; });
        }
        std::string lines = std::exchange(waiting_, {});
        const std::int64_t left_out = std::exchange(left_out_, 0);
        const bool last = stopping_;
        lock.unlock();
        if (left_out > 0) {
            JsonWriter json{lines};
            json.begin_object().member("time", time_of(clock_)).member("level", "warning");
            json.member("event", "left_out").member("lines", left_out).end_object();
            lines.append("\n");
        }
        if (!lines.empty()) {
            write_(lines);
        }
        if (last) {
            return;
        }
        lock.lock();
    }
}

} // namespace ecg::serve
