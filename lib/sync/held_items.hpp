// Items that people hold back: they stay in pending/, and no run sends them.
#pragma once

#include "sync/queue_folder.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace ecg::sync {

class HeldItems {
public:
    /// Reads the list. Throws Error{data} when it is damaged: what is held must not go.
    explicit HeldItems(const QueueFolder& queue);

    /// Looks at the list again. True when it has changed since. Throws as the constructor does.
    bool refresh();

    [[nodiscard]] bool contains(const std::string& file_name) const {
        return names_.contains(file_name);
    }

    [[nodiscard]] const std::set<std::string>& names() const { return names_; }

private:
    using Mark = std::tuple<std::uint64_t, std::int64_t, std::int64_t>; ///< inode, size, time

    [[nodiscard]] Mark mark() const;
    void read();

    std::string path_;
    Mark mark_;
    std::set<std::string> names_;
};

/// Files of pending/ are held from now on, also while a run is at work, which finishes what is
/// under way. On return that survives a power cut. Throws Error{data}.
void hold_items(const QueueFolder& queue, const std::vector<std::string>& file_names);

/// They may go again. Returns how many of them were held. Throws Error{data}.
std::size_t release_items(const QueueFolder& queue, const std::vector<std::string>& file_names);

} // namespace ecg::sync
