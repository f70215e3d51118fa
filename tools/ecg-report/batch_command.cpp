#include "batch_command.hpp"

#include "batch_paths.hpp"
#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "draw_page.hpp"
#include "make_folder.hpp"
#include "shared/work_on_inputs.hpp"

#include <filesystem>

namespace ecg {
namespace {

/// Those that are not there yet, or all. Throws Error{data} when nobody said what to do with a
/// page that is there.
std::vector<PlannedPage> pages_to_draw(const ReportOptions& options) {
    std::vector<PlannedPage> todo;
    for (PlannedPage& page : plan_pages(options.inputs, options.output_dir)) {
        const bool exists = std::filesystem::exists(page.output);
        if (exists && !options.force && !options.skip_existing) {
            throw Error{ErrorKind::data, page.output + ": exists already; --force overwrites it, "
                                                       "--skip-existing leaves it as it is"};
        }
        if (!exists || options.force) {
            todo.push_back(std::move(page));
        }
    }
    return todo;
}

} // namespace

void batch_command(const ReportOptions& options, const config::Settings& config) {
    const report::ReportSettings settings = page_settings(config);
    make_folder(options.output_dir);
    const std::vector<PlannedPage> pages = pages_to_draw(options);
    const Overwrite overwrite = options.force ? Overwrite::allowed : Overwrite::never;
    cli::Output paths{"-", Overwrite::never};
    const std::size_t failed = work_on_inputs(
        pages.size(), options.jobs, paths, [&](std::size_t i, const ResultPort& port) {
            cli::Output file{pages[i].output, overwrite};
            file.write(draw_page(pages[i].input, options.open, settings, port.tell).bytes);
            file.finish();
            if (options.verbose) {
                port.write(pages[i].output + "\n");
            }
        });
    paths.finish();
    if (failed > 0) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace ecg
