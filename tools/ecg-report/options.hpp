// What the user may ask of ecg-report.
#pragma once

#include "formats/open_recording.hpp"
#include "shared/settings_flags.hpp"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ecg {

struct ReportOptions {
    std::vector<std::string> inputs; ///< none = standard input, as "-"
    std::string output;          ///< "" = a new file in $ECG_HOME/reports; "-" is standard output
    std::string output_dir;      ///< "" = one page; else a page of each input in this folder
    std::string format;          ///< pdf, svg or png; "" = as the output's extension says
    double dots_per_inch = 0;    ///< 0 = the usual ones
    std::size_t strip_pages = 0; ///< 0 = the usual ones
    std::string strips_from;     ///< "" = the beginning, or as strips_to
    std::string strips_to;       ///< with strips_from "": no stretch but moments
    int jobs = 1;                ///< 0 = one a core
    bool force = false;
    bool skip_existing = false;
    bool no_index = false;
    std::optional<std::string> confirmed_by; ///< absent: nobody has
    std::string confirmed_at;                ///< "" = not told; a time as text
    bool compare = false;                    ///< two inputs beside each other
    bool any_patient = false;                ///< even of two different people
    bool list = false;                       ///< show the reports that there are; draw none
    bool list_json = false;
    bool verbose = false;
    formats::OpenSettings open;
    SettingsOptions settings;
};

void add_options(CLI::App& app, ReportOptions& options);

} // namespace ecg
