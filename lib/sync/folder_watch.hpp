// Wakes who sleeps when something is put into the queue, or somebody wants the program to do
// something else.
#pragma once

#include "sync/queue_files.hpp"
#include "sync/queue_folder.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace ecg::sync {

class FolderWatch {
public:
    /// Of pending/ and of the list of held items. Where the system has no such watches left, or the
    /// folder is of another machine, nothing wakes but the time: see trouble().
    explicit FolderWatch(const QueueFolder& queue);

    /// Sleeps until something came since the last call, is_wanted says true after a signal, or the
    /// span is over. True when something came. SIGINT, SIGTERM and SIGHUP wake it at any moment.
    bool wait(std::chrono::milliseconds span, const std::function<bool()>& is_wanted);

    /// Why nothing but the time wakes; "" = it is watched.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

    /// False once the folder was taken away or renamed: another watch is needed.
    [[nodiscard]] bool is_valid() const { return valid_; }

private:
    void add(const std::string& folder, unsigned mask, int& watch);
    bool take_events();

    OpenFile events_;
    int pending_ = -1;
    int state_ = -1;
    std::string trouble_;
    bool valid_ = true;
};

} // namespace ecg::sync
