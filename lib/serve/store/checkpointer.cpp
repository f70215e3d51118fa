#include "serve/store/checkpointer.hpp"

#include <utility>

namespace ecg::serve {

Checkpointer::Checkpointer(Database database, CheckpointerSettings settings)
    : settings_{settings}, database_{std::move(database)}, thread_{[this] { run(); }} {}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Checkpointer::note(int pages) {
    {
        const std::lock_guard lock{mutex_};
        copied_ = pages < copied_ ? 0 : copied_; // the log began anew
        if (pages - copied_ < settings_.every) {
            return;
        }
        wanted_ = true;
    }
    if (pages >= settings_.longest) {
        copy();
    } else {
        wake_.notify_one();
    }
}

void Checkpointer::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [this] { return stop_ || wanted_; });
        if (stop_) {
            return;
        }
        lock.unlock();
        copy();
        lock.lock();
    }
}

void Checkpointer::copy() {
    int copied = 0;
    {
        const std::lock_guard at_work{database_mutex_};
        try {
            copied = database_.checkpoint();
        } catch (const Error&) {
            // What was told is in the log, whose commits fail when the disk does; the next tries
            // again.
        }
    }
    const std::lock_guard lock{mutex_};
    copied_ = copied;
    wanted_ = false;
}

} // namespace ecg::serve
