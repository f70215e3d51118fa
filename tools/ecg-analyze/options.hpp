// What the user may ask of ecg-analyze.
#pragma once

#include "formats/open_recording.hpp"
#include "model/patient.hpp"
#include "shared/settings_flags.hpp"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ecg {

/// session: the recording's lines, filled in. The others: what was learned, without the signal.
enum class OutputKind { session, summary, explain, beats, beats_csv, score_beats, score_waves };

struct AnalyzeOptions {
    std::vector<std::string> inputs; ///< none: standard input
    OutputKind kind = OutputKind::session;
    std::string output = "-";
    bool force = false;
    bool verbose = false;
    int jobs = 1;                   ///< 0: as many as the machine has cores
    std::string annotations_folder; ///< "" = not asked for
    std::string annotator = "ecg";  ///< extension of the annotation files
    formats::OpenSettings open;
    std::vector<std::string> only_leads; ///< none: all
    std::optional<int> age;
    std::optional<Sex> sex;
    bool strict = false;
    std::string list_criteria; ///< "table" or "jsonl", in place of any analysis; "" = not asked for
    SettingsOptions settings;
};

void add_options(CLI::App& app, AnalyzeOptions& options);

} // namespace ecg
