// Lines to standard output, whose reader may be slow or go away, without anybody waiting for it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace ecg {

/// Writes in a thread of its own from a bounded queue of whole lines.
class StdoutLines {
public:
    explicit StdoutLines(std::size_t most_bytes);
    ~StdoutLines(); ///< finish()
    StdoutLines(const StdoutLines&) = delete;
    StdoutLines& operator=(const StdoutLines&) = delete;
    StdoutLines(StdoutLines&&) = delete;
    StdoutLines& operator=(StdoutLines&&) = delete;

    /// Whether a line that finds the queue full is dropped; else the caller waits.
    void may_drop(bool may) { may_drop_ = may; }

    /// False when the line had to be dropped. After the reader has gone nothing is written.
    bool write(std::string line);

    [[nodiscard]] bool is_closed() const;      ///< the reader has gone
    [[nodiscard]] std::string trouble() const; ///< why writing failed; "" = it did not

    /// Waits until all is written.
    void finish();

private:
    void run();

    std::size_t most_;
    bool may_drop_ = true;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> lines_;
    std::size_t bytes_ = 0;
    bool ending_ = false;
    bool closed_ = false;
    std::string trouble_;
    std::thread thread_;
};

} // namespace ecg
