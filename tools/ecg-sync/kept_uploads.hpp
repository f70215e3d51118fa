// The log of uploads, out of the settings.
#pragma once

#include "config/settings.hpp"
#include "sync/queue_folder.hpp"
#include "sync/upload_log.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace ecg {

/// patience: how long entries may wait in their ledgers at the end of a run. tell: hears of a
/// damaged file. Throws Error{usage} "origin: why".
std::unique_ptr<sync::UploadLog> upload_log(const config::Settings& settings,
                                            const sync::QueueFolder& queue,
                                            std::chrono::milliseconds patience,
                                            std::function<void(const std::string&)> tell);

} // namespace ecg
