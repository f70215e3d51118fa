// What somebody should know while a recording runs, for people and for programs.
#pragma once

#include "common/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

enum class AlertKind {
    device_lost,
    device_back,
    device_restart, ///< it began to count anew
    wrong_device,   ///< another one answers at the same port
    no_sync,        ///< bytes come, but no frames
    silent,         ///< nothing comes
    loss,
    rate_off,
    lead_off,
    lead_on,
    flat,
    saturated,
    overrun, ///< somebody downstream is too slow
    disk_full,
    disk_back,
    file_removed, ///< the one that lines went to
    clock_step,   ///< the host's clock was set
    write_failed, ///< the device takes no bytes
};

enum class Severity { info, warning, error };

struct Alert {
    AlertKind kind{};
    Severity severity = Severity::warning;
    std::string message; ///< whole, for a person; no patient in it
    UtcTime time{};
    std::optional<std::int64_t> first_sample;
    std::optional<std::int64_t> count; ///< samples
    std::vector<std::string> leads;    ///< or electrodes
};

/// "device_lost"
std::string_view name_of(AlertKind kind);
/// Absent for any other word.
std::optional<AlertKind> alert_kind_named(std::string_view name);
/// All names, with commas, for messages.
std::string alert_names();

/// One JSON line with its LF: schema "ecg.alert/1".
void append_alert_line(std::string& out, const Alert& alert);

} // namespace ecg::acquire
