#include "batch_command.hpp"

#include "batch_paths.hpp"
#include "cli/run_tool.hpp"
#include "draw_page.hpp"
#include "make_folder.hpp"
#include "missing_letters.hpp"
#include "page_files.hpp"
#include "report/reports_folder.hpp"
#include "shared/work_on_inputs.hpp"
#include "write_page.hpp"

#include <algorithm>
#include <filesystem>

namespace ecg {
namespace {

/// Whether the page, or where it may become several files the first of them, is there; the first
/// of several may also be another input's only one.
bool is_there(const PlannedPage& page, const std::vector<PlannedPage>& planned, bool one_file) {
    const std::string first = page_paths(page.output, 2).front();
    const bool of_another = std::any_of(planned.begin(), planned.end(),
                                        [&](const auto& other) { return other.output == first; });
    return std::filesystem::exists(page.output) ||
           (!one_file && !of_another && std::filesystem::exists(first));
}

/// Those that are not there yet, or all. Throws Error{data} when nobody said what to do with a
/// page that is there.
std::vector<PlannedPage> pages_to_draw(const ReportOptions& options,
                                       const std::vector<PlannedPage>& planned, bool one_file) {
    std::vector<PlannedPage> todo;
    for (const PlannedPage& page : planned) {
        const bool exists = is_there(page, planned, one_file);
        if (exists && !options.force && !options.skip_existing) {
            throw Error{ErrorKind::data, page.output + ": exists already; --force overwrites it, "
                                                       "--skip-existing leaves it as it is"};
        }
        if (!exists || options.force) {
            todo.push_back(page);
        }
    }
    return todo;
}

/// Throws Error{usage} when a page of several would lie where another input's page does.
PageSeries own_series(const std::vector<PlannedPage>& planned, const PlannedPage& page,
                      std::size_t count) {
    PageSeries series{page.output, page_paths(page.output, count), {}};
    const std::string before_number =
        std::filesystem::path{page.output}.replace_extension().string() + "-";
    for (const PlannedPage& other : planned) {
        if (other.output == page.output) {
            continue;
        }
        if (other.output.starts_with(before_number)) {
            series.kept.push_back(other.output);
        }
        if (std::find(series.paths.begin(), series.paths.end(), other.output) !=
            series.paths.end()) {
            throw Error{ErrorKind::usage, page.input + ": one of its pages would be " +
                                              other.output + ", as that of " + other.input};
        }
    }
    return series;
}

/// A broken index is told before work begins, not once a page.
void check_index(const std::vector<PlannedPage>& pages, const PageTarget& target) {
    if (target.index && !pages.empty() && lies_in_reports(pages.front().output, target)) {
        report::reports_in(target.reports);
    }
}

} // namespace

void batch_command(const ReportOptions& options, const config::Settings& config,
                   const PageTarget& target) {
    const report::ReportSettings settings = page_settings(config, options);
    make_folder(options.output_dir);
    const std::vector<PlannedPage> planned =
        plan_pages(options.inputs, options.output_dir, extension_of(settings.format));
    const std::vector<PlannedPage> pages =
        pages_to_draw(options, planned, settings.format == report::PageFormat::pdf);
    check_index(pages, target);
    cli::Output paths{"-", Overwrite::never};
    const std::size_t failed = work_on_inputs(
        pages.size(), options.jobs, paths, [&](std::size_t i, const ResultPort& port) {
            const auto page = draw_page(pages[i].input, options.open, settings, port.tell);
            const PageSeries series = own_series(planned, pages[i], page.files.size());
            write_page(page, series, target);
            if (!page.missing.empty()) {
                port.tell(missing_letters_words(page, series.paths.front()));
            }
            for (const std::string& path : series.paths) {
                if (options.verbose) {
                    port.write(path + "\n");
                }
            }
        });
    paths.finish();
    if (failed > 0) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace ecg
