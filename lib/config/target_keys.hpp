// The settings of places in clouds that ecg-sync sends to: "sync.targets.NAME.bucket".
#pragma once

#include "config/keys.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::config {

/// Begins the names of all of them.
inline constexpr std::string_view targets_section = "sync.targets.";

/// Names of targets that the settings of the original app speak of: s3, azure, gcs, dropbox, ftp,
/// sftp, api; and mail.
const std::set<std::string>& usual_targets();

/// 1 to 32 of a-z, 0-9, "-" and "_", and not "backend".
bool is_target_name(std::string_view name);

/// All that a target may be told. In the environment its keys are ECG_TARGET_NAME_KEY, but for
/// those that the original app has names for.
std::vector<Key> target_keys(const std::string& name);

} // namespace ecg::config
