// What the user may ask of ecg-report.
#pragma once

#include "formats/open_recording.hpp"
#include "shared/settings_flags.hpp"

#include <string>

namespace CLI {
class App;
}

namespace ecg {

struct ReportOptions {
    std::string input = "-"; ///< "-" is standard input
    std::string output;      ///< "" = a new file in $ECG_HOME/reports; "-" is standard output
    bool force = false;
    bool verbose = false;
    formats::OpenSettings open;
    SettingsOptions settings;
};

void add_options(CLI::App& app, ReportOptions& options);

} // namespace ecg
