// What the server says of itself: JSON lines, written by a thread of its own.
#pragma once

#include "serve/clock.hpp"
#include "serve/http/settings.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace ecg::serve {

enum class LogRequests { all, failed, none };

/// Nothing in it is of a patient: endpoints by their names, no paths, no ids but the request's.
/// Safe to be called from any number of threads; nobody waits for whoever reads the log. What that
/// is too slow for is left out, and counted in a line.
class ServerLog {
public:
    /// write takes whole lines, a few at once.
    ServerLog(std::function<void(std::string_view lines)> write, LogRequests requests, Clock clock);
    ~ServerLog(); ///< writes what waits
    ServerLog(const ServerLog&) = delete;
    ServerLog& operator=(const ServerLog&) = delete;

    /// {"time","level":"info","event":"request","request","endpoint","method","status",…}
    void request(const Answered& answered);
    /// {"time","level","event","message"}; level: "info", "warning" or "error".
    void tell(std::string_view level, std::string_view event, std::string_view message);

private:
    void add(const std::string& line);
    void work();

    std::function<void(std::string_view)> write_;
    LogRequests requests_;
    Clock clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string waiting_;
    std::int64_t left_out_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace ecg::serve
