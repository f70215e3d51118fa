// The command line of ecg-acquire record.
#pragma once

#include "device_flags.hpp"
#include "model/patient.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// Times are text until the command reads them: "30m".
struct RecordOptions {
    DeviceOptions device;
    Patient patient;
    std::string person_file; ///< "username" and "user" as a session line has them; flags go over it
    std::string session_id;  ///< "" = made of the time
    std::string device_serial;

    std::string output = "-"; ///< a pattern of strftime, {user} and {n}
    std::string folder;       ///< a file of the usual name in here, instead
    bool also_stdout = false;
    std::string resume; ///< a file that goes on
    std::string chunk = "5s";
    std::string rotate; ///< "1h", "50MB", "daily"
    bool no_sync = false;
    std::string raw_log;

    std::string duration;
    std::string retry; ///< "forever", a number, "off"; "" = forever once it was there
    std::string backoff = "250ms..1s";
    std::string stall = "3s";
    std::string max_loss; ///< "5%"
    std::vector<std::string> exit_on_alert;
    double queue_mb = 64;

    std::string alerts = "stderr"; ///< or a file, or fd:N
    std::string on_alert;          ///< a shell command
    std::string stats;             ///< every so often
    std::string status_file;
    bool view = false;
    bool quiet = false;
    bool verbose = false;
};

/// chosen is called when the command is the one to run.
void add_record(CLI::App& app, RecordOptions& options, const std::function<void()>& chosen);

} // namespace ecg
