#include "command.hpp"

#include "batch_command.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "common/error.hpp"
#include "draw_comparison.hpp"
#include "draw_page.hpp"
#include "list_command.hpp"
#include "missing_letters.hpp"
#include "page_files.hpp"
#include "write_page.hpp"

namespace ecg {
namespace {

PageTarget target_of(const ReportOptions& options, const config::Settings& config) {
    const std::string& home = config.text("home");
    return {home.empty() ? "" : home + "/reports",
            options.force ? Overwrite::allowed : Overwrite::never, !options.no_index};
}

/// Writes page and returns the paths of its files.
std::vector<std::string> write(const DrawnPage& page, const ReportOptions& options,
                               const config::Settings& config, report::PageFormat format) {
    const PageTarget target = target_of(options, config);
    if (options.output.empty()) {
        config::home_folder(config); // or it says what to set
        return write_new_page(page, extension_of(format), target);
    }
    const PageSeries series{options.output, page_paths(options.output, page.files.size()), {}};
    write_page(page, series, target);
    return series.paths;
}

void print(const std::string& text) {
    cli::Output output{"-", Overwrite::never};
    output.write(text);
    output.finish();
}

DrawnPage draw(const ReportOptions& options, const report::ReportSettings& settings) {
    if (options.compare) {
        return draw_comparison(options, settings, cli::tell);
    }
    if (options.inputs.size() > 1) {
        throw Error{ErrorKind::usage, options.inputs[1] + ": a second recording; several of them "
                                                          "need --output-dir"};
    }
    const std::string input = options.inputs.empty() ? "-" : options.inputs.front();
    return draw_page(input, options.open, settings, cli::tell);
}

void one_report(const ReportOptions& options, const config::Settings& config) {
    const report::ReportSettings settings = page_settings(config, options);
    const DrawnPage page = draw(options, settings);
    const std::vector<std::string> paths = write(page, options, config, settings.format);
    if (!page.missing.empty()) {
        cli::tell(missing_letters_words(page, paths.front()));
    }
    for (const std::string& path : paths) {
        if (options.verbose && path != "-") {
            print(path + "\n");
        }
    }
}

} // namespace

void report_command(const ReportOptions& options) {
    const auto config = load_or_print_settings(options.settings);
    if (!config) {
        return;
    }
    if (options.list) {
        list_command(options, *config);
    } else if (options.output_dir.empty()) {
        one_report(options, *config);
    } else {
        batch_command(options, *config, target_of(options, *config));
    }
}

} // namespace ecg
