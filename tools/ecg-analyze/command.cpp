#include "command.hpp"

#include "analyze_input.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "list_criteria.hpp"
#include "shared/work_on_inputs.hpp"

#include <algorithm>

namespace ecg {
namespace {

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
    const std::size_t failed = work_on_inputs(
        inputs.size(), options.jobs, output, [&](std::size_t input, const ResultPort& port) {
            analyze_input(inputs[input], options, settings, port);
        });
    if (failed < inputs.size() || options.output == "-") {
        output.finish(); // else there is nothing that a file could hold
    }
    if (options.verbose) {
        cli::tell(std::to_string(inputs.size() - failed) + " of " + std::to_string(inputs.size()) +
                  " files analysed");
    }
    if (failed > 0) {
        throw cli::AlreadyTold{1};
    }
}

} // namespace ecg
