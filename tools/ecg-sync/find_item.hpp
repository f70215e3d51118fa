// An item that somebody names on the command line.
#pragma once

#include "sync/queue_folder.hpp"

#include <string>

namespace ecg {

struct FoundItem {
    sync::ItemState state = sync::ItemState::pending;
    std::string file_name;
};

/// By the name of its file, with or without ".json", or by its id. Throws Error{data} when there is
/// none such.
FoundItem find_item(const sync::QueueFolder& queue, const std::string& wanted);

} // namespace ecg
