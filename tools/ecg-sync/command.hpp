// What ecg-sync does.
#pragma once

#include "options.hpp"

namespace ecg {

void sync_command(const SyncOptions& options);

} // namespace ecg
