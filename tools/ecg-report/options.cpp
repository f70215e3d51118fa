#include "options.hpp"

#include "cli/run_tool.hpp"
#include "report/report.hpp"
#include "shared/input_flags.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

void add_input(CLI::App& app, ReportOptions& o) {
    app.add_option("recording", o.inputs,
                   "Session lines, best from ecg-analyze; WFDB header or CSV; - is standard input "
                   "(default: -)");
    add_input_flags(app, o.open);
}

void add_output(CLI::App& app, ReportOptions& o) {
    CLI::Option* output = app.add_option("-o,--output", o.output,
                                         "Where to write; - is standard output "
                                         "(default: $ECG_HOME/reports/ECG_Report_<time>.pdf)");
    output->type_name("FILE");
    CLI::Option* folder =
        app.add_option("--output-dir", o.output_dir,
                       "A page of each recording, in this folder: night.hea becomes night.pdf");
    folder->type_name("DIR")->excludes(output);
    app.add_option("-j,--jobs", o.jobs, "How many recordings at a time; 0: one a core (default: 1)")
        ->type_name("N")
        ->check(CLI::Range(0, 1024))
        ->needs(folder);
    app.add_flag("--no-index", o.no_index,
                 "Leave a page in $ECG_HOME/reports out of its index.json");
    CLI::Option* force = app.add_flag("-f,--force", o.force, "Overwrite existing files");
    app.add_flag("--skip-existing", o.skip_existing, "Draw only pages that are not there yet")
        ->needs(folder)
        ->excludes(force);
}

void add_format(CLI::App& app, ReportOptions& o) {
    app.add_option("--format", o.format,
                   "pdf, svg or png, these a file a page "
                   "(default: as FILE's extension says, else pdf)")
        ->check(CLI::IsMember({"pdf", "svg", "png"}))
        ->type_name("NAME");
    app.add_option("--dpi", o.dots_per_inch, "Dots per inch of png, 50 to 600 (default: 150)")
        ->check(CLI::Range(report::least_dots_per_inch, report::most_dots_per_inch))
        ->type_name("N");
}

void add_confirmation(CLI::App& app, ReportOptions& o) {
    CLI::Option* by =
        app.add_option("--confirmed-by", o.confirmed_by,
                       "Who read the recording and stands for its findings; without it the page "
                       "says UNCONFIRMED");
    by->type_name("PERSON")->excludes("--output-dir");
    app.add_option("--confirmed-at", o.confirmed_at,
                   "When: date and time, UTC unless it has an offset (default: not told)")
        ->type_name("TIME")
        ->needs(by);
}

/// Settings of the page: flag, key, help, and what stands for the value.
struct PageFlag {
    const char* flag;
    const char* key;
    const char* help;
    const char* value;
};

constexpr PageFlag page_flags[] = {
    {"--layout", "report.layout",
     "3x4+1, 3x4+3, 6x2, 6x2+1, 12x1 or 4x3: rows x columns + rhythm strips; medians: the "
     "representative beat; strips: those of a long recording; trend: its heart rate, episodes and "
     "HRV; several with commas: page after page (default: 3x4+1)",
     "NAME,..."},
    {"--paper", "report.paper", "a4 or letter (default: a4)", "NAME"},
    {"--orientation", "report.orientation",
     "landscape, portrait or auto: portrait for 4x3 (default: auto)", "NAME"},
    {"--speed", "report.speed_mm_per_s",
     "12.5, 25, 50 mm/s or auto: 25, for medians the most that fits (default: auto)", "MM/S"},
    {"--gain", "report.gain_mm_per_mv",
     "5, 10, 20 mm/mV or auto: 10, for medians the most that fits (default: auto)", "MM/MV"},
    {"--chest-gain", "report.chest_gain_mm_per_mv",
     "5, 10 or 20 mm/mV for V1 to V6, or same as the others (default: same)", "MM/MV"},
    {"--lead-order", "report.lead_order",
     "standard, or cabrera: aVL, I, -aVR, II, aVF, III (default: standard)", "NAME"},
    {"--columns", "report.columns",
     "sequential, simultaneous or auto: sequential where the recording is long enough "
     "(default: auto)",
     "NAME"},
    {"--grid", "report.grid", "pink, grey or none (default: pink)", "NAME"},
    {"--rhythm-lead", "report.rhythm_lead",
     "Lead of the first strip below the others, and of strips (default: II)", "LEAD"},
    {"--font", "report.font", "Font file, for PDF TrueType (default: DejaVu Sans of the system)",
     "FILE"},
};

void add_page(CLI::App& app, config::Flags& settings) {
    for (const PageFlag& page : page_flags) {
        app.add_option(page.flag, settings[page.key], page.help)
            ->type_name(page.value)
            ->group("Page");
    }
}

void add_strips(CLI::App& app, ReportOptions& o) {
    app.add_option("--strip-pages", o.strip_pages,
                   "At most so many pages of strips of notable moments, or from --from on "
                   "(default: 4)")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, report::most_strip_pages))
        ->group("Strips");
    app.add_option("--from", o.strips_from,
                   "Strips from this time on, end to end, instead of moments: 1:02:03 or 90 since "
                   "the beginning, 12:34:56Z or 2025-01-08T12:34:56Z by the clock")
        ->type_name("TIME")
        ->group("Strips");
    app.add_option("--to", o.strips_to, "Strips up to this time, end to end")
        ->type_name("TIME")
        ->group("Strips");
}

/// Behind all options that it does not go with.
void add_comparison(CLI::App& app, ReportOptions& o) {
    CLI::Option* compare =
        app.add_flag("--compare", o.compare,
                     "Draw two analysed recordings of one patient beside each other, the earlier "
                     "one first, with what differs");
    for (const char* other : {"--output-dir", "--confirmed-by", "--layout", "--columns",
                              "--rhythm-lead", "--strip-pages", "--from", "--to"}) {
        compare->excludes(app.get_option(other));
    }
    app.add_flag("--any-patient", o.any_patient,
                 "Compare recordings of two different patients, too; the page says so")
        ->needs(compare);
}

/// A recording may be called "list" by mistake; nothing that was asked for is passed over.
void refuse_page_options(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
        if (option->count() > 0) {
            throw CLI::ValidationError{"list",
                                       "goes with nothing before it; a recording of that name is "
                                       "./list"};
        }
    }
}

void add_list(CLI::App& app, ReportOptions& o) {
    CLI::App* list =
        app.add_subcommand("list", "Show the reports of $ECG_HOME/reports, newest first");
    list->add_flag("--json", o.list_json, "One JSON line a report");
    add_settings_flags(*list, o.settings);
    list->callback([&app, &o] {
        refuse_page_options(app);
        o.list = true;
    });
}

} // namespace

void add_options(CLI::App& app, ReportOptions& options) {
    add_input(app, options);
    add_output(app, options);
    add_format(app, options);
    add_confirmation(app, options);
    app.add_flag("-v,--verbose", options.verbose, "Print the path of each page");
    add_page(app, options.settings.flags);
    add_strips(app, options);
    add_comparison(app, options);
    add_settings_flags(app, options.settings);
    add_list(app, options);
    cli::add_footer(app, R"(Examples:
  ecg-analyze night.hea | ecg-report - -o night.pdf
  ecg-report --dpi 300 analysed.jsonl -o figure.png
  ecg-report --paper letter --gain 20 analysed.jsonl -v
  ecg-report -j 0 --output-dir pages analysed/*.jsonl
  ecg-report --layout 3x4+1,medians analysed.jsonl -o pages.pdf
  ecg-report --layout 6x2+1 --lead-order cabrera analysed.jsonl -o cabrera.pdf
  ecg-report --layout strips --from 1:02:03 --to 1:04:00 night.hea -o stretch.pdf
  ecg-report --layout trend night.jsonl -o night-trend.pdf
  ecg-report --compare last-year.jsonl today.jsonl -o change.pdf
  ecg-report list
)");
}

} // namespace ecg
