#include "options.hpp"

#include "cli/run_tool.hpp"
#include "common/text.hpp"
#include "shared/input_flags.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <memory>

namespace ecg {
namespace {

const std::map<std::string, OutputKind> kinds{
    {"session", OutputKind::session},         {"summary", OutputKind::summary},
    {"explain", OutputKind::explain},         {"beats", OutputKind::beats},
    {"beats-csv", OutputKind::beats_csv},     {"score-beats", OutputKind::score_beats},
    {"score-waves", OutputKind::score_waves},
};

std::string names_no_nothing(const std::string& list) {
    for (const std::string_view name : split(list, ',')) {
        if (trim(name).empty()) {
            return "\"" + list + "\" has an empty name";
        }
    }
    return {};
}

/// --output KIND and its two short forms.
void add_kind(CLI::App& app, AnalyzeOptions& o) {
    constexpr auto group = "Output";
    const auto beats_form = std::make_shared<std::string>();
    const std::function<void(const std::string&)> set_kind = [&o](const std::string& name) {
        o.kind = kinds.at(name);
    };
    CLI::Option* kind =
        app.add_option_function<std::string>(
               "--output", set_kind,
               "session, summary, explain, beats, beats-csv, score-beats or score-waves (default: "
               "session)")
            ->type_name("KIND")
            ->group(group);
    kind->check([](const std::string& name) {
        return kinds.contains(name) ? std::string{} : name + " is no kind of output";
    });
    CLI::Option* summary = app.add_flag_callback(
        "--summary", [&o] { o.kind = OutputKind::summary; }, "One line a recording");
    summary->group(group)->excludes(kind);
    CLI::Option* explain = app.add_flag_callback(
        "--explain", [&o] { o.kind = OutputKind::explain; },
        "Findings and heart rate variability in words, with every reason and setting");
    explain->group(group)->excludes(kind)->excludes(summary);
    CLI::Option* beats = app.add_flag("--beats{jsonl}", *beats_form,
                                      "One line a beat, JSON or with --beats=csv CSV");
    beats->group(group)->excludes(kind)->excludes(summary)->excludes(explain);
    app.parse_complete_callback([&o, beats, beats_form] {
        if (beats->count() == 0) {
            return;
        }
        if (*beats_form != "jsonl" && *beats_form != "csv") {
            throw CLI::ValidationError("--beats", *beats_form + " is neither jsonl nor csv");
        }
        o.kind = *beats_form == "csv" ? OutputKind::beats_csv : OutputKind::beats;
    });
}

void add_output(CLI::App& app, AnalyzeOptions& o) {
    constexpr auto group = "Output";
    app.add_option("-o", o.output, "Where to write; - is standard output")
        ->type_name("FILE")
        ->capture_default_str()
        ->group(group);
    app.add_flag("-f,--force", o.force, "Overwrite existing files")->group(group);
    app.add_option("--annotations", o.annotations_folder,
                   "Write each recording's beats as a WFDB annotation file into this folder too")
        ->type_name("DIR")
        ->group(group);
    app.add_option("--annotator", o.annotator, "Extension of the annotation files")
        ->type_name("EXT")
        ->capture_default_str()
        ->group(group);
    app.add_flag("--list-criteria{table}", o.list_criteria,
                 "Print the limits behind the findings, or with =jsonl one JSON object a line")
        ->check(CLI::IsMember({"table", "jsonl"}))
        ->group(group);
    app.add_flag("-v,--verbose", o.verbose, "Say how many recordings were analysed")->group(group);
}

void add_input(CLI::App& app, AnalyzeOptions& o) {
    constexpr auto group = "Input";
    app.add_option("recordings", o.inputs,
                   "Session lines, WFDB headers or CSV; none or - is standard input");
    add_input_flags(app, o.open);
    const std::function<void(const std::string&)> set_leads = [&o](const std::string& list) {
        for (const std::string_view name : split(list, ',')) {
            o.only_leads.emplace_back(trim(name));
        }
    };
    app.add_option_function<std::string>("--only-leads", set_leads,
                                         "Analyse these leads alone: I,II,… as named, or first")
        ->check(CLI::Validator{names_no_nothing, ""})
        ->type_name("NAMES")
        ->group(group);
    app.add_option("--age", o.age, "The patient's age where the file names none")
        ->type_name("YEARS")
        ->check(CLI::Range(0, 150))
        ->group(group);
    const std::function<void(const std::string&)> set_sex = [&o](const std::string& text) {
        o.sex = text == "female" ? Sex::female : Sex::male;
    };
    app.add_option_function<std::string>("--sex", set_sex,
                                         "The patient's sex where the file names none")
        ->check(CLI::IsMember({"female", "male"}))
        ->type_name("SEX")
        ->group(group);
    app.add_flag("--strict", o.strict, "A cut last line is an error (exit 1), not a warning")
        ->group(group);
}

void add_work(CLI::App& app, AnalyzeOptions& o) {
    app.add_option("-j,--jobs", o.jobs, "How many files at a time; 0: one a core")
        ->type_name("N")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    app.add_option("--powerline,--mains", o.settings.flags["analyze.powerline"],
                   "Mains hum to take out: auto, off, 50 or 60 Hz (default: auto)")
        ->type_name("HZ");
    add_settings_flags(app, o.settings);
}

} // namespace

void add_options(CLI::App& app, AnalyzeOptions& options) {
    add_input(app, options);
    add_kind(app, options);
    add_output(app, options);
    add_work(app, options);
    cli::add_footer(app, R"(Examples:
  ecg-acquire demo --duration 30 | ecg-analyze | ecg-report - -o demo.pdf
  ecg-analyze --summary -j 8 records/*.hea > summary.jsonl
  ecg-analyze --explain night.hea
  ecg-analyze --beats=csv night.hea -o beats.csv
)");
}

} // namespace ecg
