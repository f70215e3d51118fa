#include "command.hpp"

#include "analyze_input.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "list_criteria.hpp"
#include "ordered_results.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace ecg {
namespace {

/// What the workers share.
struct Batch {
    const AnalyzeOptions& options;
    const analyze::AnalyzeSettings& settings;
    const std::vector<std::string>& inputs;
    OrderedResults& results;
    cli::Progress& progress;
    std::mutex progress_mutex;
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> failed{0};
};

analyze::Powerline powerline_named(const std::string& text) {
    if (text == "off") {
        return analyze::Powerline::off;
    }
    if (text == "50") {
        return analyze::Powerline::hz50;
    }
    return text == "60" ? analyze::Powerline::hz60 : analyze::Powerline::automatic;
}

analyze::AnalyzeSettings settings_of(const AnalyzeOptions& options,
                                     const config::Settings& config) {
    analyze::AnalyzeSettings settings;
    settings.filter.powerline = powerline_named(config.text("analyze.powerline"));
    settings.lead_waves = options.kind == OutputKind::score_waves; // the others print global ones
    return settings;
}

std::vector<std::string> inputs_of(const AnalyzeOptions& options) {
    std::vector<std::string> inputs = options.inputs;
    if (inputs.empty()) {
        inputs.emplace_back("-");
    }
    if (std::count(inputs.begin(), inputs.end(), "-") > 1) {
        throw Error{ErrorKind::usage, "-: standard input can be read only once"};
    }
    return inputs;
}

/// Analyses one input; its failure is told and counted, and the others go on.
void work_on(Batch& batch, std::size_t input) {
    const ResultPort port{
        [&](std::string_view lines) { batch.results.write(input, lines); },
        [&](std::string_view message) { batch.results.tell(input, message); },
    };
    try {
        analyze_input(batch.inputs[input], batch.options, batch.settings, port);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::data) {
            throw;
        }
        port.tell(error.what());
        ++batch.failed;
    }
    const std::size_t finished = batch.results.finish(input);
    if (batch.inputs.size() > 1) {
        const std::lock_guard lock{batch.progress_mutex};
        batch.progress.show(static_cast<double>(finished));
    }
}

void work(Batch& batch) noexcept {
    try {
        for (std::size_t i = batch.next++; i < batch.inputs.size(); i = batch.next++) {
            work_on(batch, i);
        }
    } catch (const Abandoned&) {
        // The reason is known already.
    } catch (...) {
        batch.results.abandon(std::current_exception());
    }
}

void work_in_threads(Batch& batch) {
    const auto wanted = static_cast<std::size_t>(batch.options.jobs);
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t count = std::min(wanted == 0 ? cores : wanted, batch.inputs.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < count; ++i) {
        threads.emplace_back([&batch] { work(batch); });
    }
    work(batch);
    for (std::thread& thread : threads) {
        thread.join();
    }
}

void write_head(cli::Output& output, OutputKind kind) {
    if (kind == OutputKind::beats_csv) {
        std::string head;
        formats::append_beat_csv(head, Analysis{}, true);
        output.write(head);
    }
}

void list_criteria(const AnalyzeOptions& options) {
    cli::Output output{options.output, options.force ? Overwrite::allowed : Overwrite::never};
    output.write(options.list_criteria == "table" ? criteria_table() : criteria_lines());
    output.finish();
}

} // namespace

void analyze_command(const AnalyzeOptions& options) {
    if (!options.list_criteria.empty()) {
        list_criteria(options);
        return;
    }
    const auto config = load_or_print_settings(options.settings);
    if (!config) {
        return;
    }
    const std::vector<std::string> inputs = inputs_of(options);
    const analyze::AnalyzeSettings settings = settings_of(options, *config);
    cli::Output output{options.output, options.force ? Overwrite::allowed : Overwrite::never};
    write_head(output, options.kind);
    OrderedResults results{output, inputs.size()};
    cli::Progress progress{"files", static_cast<double>(inputs.size())};
    Batch batch{options, settings, inputs, results, progress, {}, {}, {}};
    work_in_threads(batch);
    results.rethrow();
    if (batch.failed < inputs.size() || options.output == "-") {
        output.finish(); // else there is nothing that a file could hold
    }
    if (options.verbose) {
        cli::tell(std::to_string(inputs.size() - batch.failed) + " of " +
                  std::to_string(inputs.size()) + " files analysed");
    }
    if (batch.failed > 0) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace ecg
