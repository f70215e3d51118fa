#include "stdout_lines.hpp"

#include "common/files.hpp"
#include "common/threads.hpp"

#include <unistd.h>

#include <utility>

namespace ecg {

StdoutLines::StdoutLines(std::size_t most_bytes)
    : most_{most_bytes}, thread_{start_thread([this] { run(); })} {}

StdoutLines::~StdoutLines() {
    finish();
}

bool StdoutLines::write(std::string line) {
    std::unique_lock lock{mutex_};
    const auto has_room = [&] { return closed_ || lines_.empty() || bytes_ < most_; };
    if (!has_room()) {
        if (may_drop_) {
            return false;
        }
        changed_.wait(lock, has_room);
    }
    if (!closed_) {
        bytes_ += line.size();
        lines_.push_back(std::move(line));
        changed_.notify_all();
    }
    return true;
}

bool StdoutLines::is_closed() const {
    const std::lock_guard lock{mutex_};
    return closed_;
}

std::string StdoutLines::trouble() const {
    const std::lock_guard lock{mutex_};
    return trouble_;
}

void StdoutLines::finish() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
}

void StdoutLines::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [&] { return ending_ || !lines_.empty(); });
        if (lines_.empty()) {
            return;
        }
        const std::string line = std::move(lines_.front());
        lock.unlock();
        std::string trouble;
        bool gone = false;
        try {
            write_all(STDOUT_FILENO, line, "standard output");
        } catch (const ClosedPipe&) {
            gone = true;
        } catch (const Error& error) {
            gone = true;
            trouble = error.what();
        }
        lock.lock();
        lines_.pop_front();
        bytes_ -= line.size();
        if (gone) {
            closed_ = true;
            trouble_ = trouble;
            lines_.clear();
            bytes_ = 0;
        }
        changed_.notify_all();
    }
}

} // namespace ecg
