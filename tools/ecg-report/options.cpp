#include "options.hpp"

#include "cli/run_tool.hpp"
#include "shared/input_flags.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

void add_input(CLI::App& app, ReportOptions& o) {
    app.add_option("recording", o.input,
                   "Session lines, best from ecg-analyze; WFDB header or CSV; - is standard input")
        ->capture_default_str();
    add_input_flags(app, o.open);
}

void add_page(CLI::App& app, config::Flags& settings) {
    constexpr auto group = "Page";
    app.add_option("--paper", settings["report.paper"], "a4 or letter, landscape (default: a4)")
        ->type_name("NAME")
        ->group(group);
    app.add_option("--speed", settings["report.speed_mm_per_s"],
                   "12.5, 25 or 50 mm/s (default: 25)")
        ->type_name("MM/S")
        ->group(group);
    app.add_option("--gain", settings["report.gain_mm_per_mv"], "5, 10 or 20 mm/mV (default: 10)")
        ->type_name("MM/MV")
        ->group(group);
    app.add_option("--rhythm-lead", settings["report.rhythm_lead"],
                   "Lead of the strip below the others (default: II)")
        ->type_name("LEAD")
        ->group(group);
    app.add_option("--font", settings["report.font"],
                   "TrueType file (default: DejaVu Sans of the system)")
        ->type_name("FILE")
        ->group(group);
}

} // namespace

void add_options(CLI::App& app, ReportOptions& options) {
    add_input(app, options);
    app.add_option("-o,--output", options.output,
                   "Where to write; - is standard output "
                   "(default: $ECG_HOME/reports/ECG_Report_<time>.pdf)")
        ->type_name("FILE");
    app.add_flag("-f,--force", options.force, "Overwrite an existing file");
    app.add_flag("-v,--verbose", options.verbose, "Print the path of the page");
    add_page(app, options.settings.flags);
    add_settings_flags(app, options.settings);
    cli::add_footer(app, R"(Examples:
  ecg-analyze night.hea | ecg-report - -o night.pdf
  ecg-report --paper letter --gain 20 analysed.jsonl -v
)");
}

} // namespace ecg
