// How well the analysis does: on synthetic ECGs with known truth, and on reference recordings.
#include "accuracy/monitor_table.hpp"
#include "accuracy/statement_table.hpp"
#include "accuracy/synthetic_table.hpp"
#include "accuracy/validation/page.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <optional>

namespace {

struct Options {
    ecg::accuracy::Request request;
    std::string scorer;
    bool synthetic = false;
    bool cases = false;
};

void add_options(CLI::App& app, Options& options) {
    app.add_option("DATA_DIR", options.request.data,
                   "Folder of the reference recordings: mitdb, nstdb, ludb, qtdb, ptbxl, cpsc2018, "
                   "cinc2017");
    app.add_option("--only", options.request.only,
                   "Chapters: mitdb, nst, ludb, qtdb, findings, rhythm")
        ->check(CLI::IsMember{{"mitdb", "nst", "ludb", "qtdb", "findings", "rhythm"}})
        ->delimiter(',');
    app.add_flag("--by-record", options.request.by_record, "A row a record, too");
    app.add_option("--check-scorer", options.scorer,
                   "Source of another scorer of waves, to be held against ours");
    app.add_option("--folds", options.request.folds,
                   "Folder of weights that never saw a record: fold-K.weights of the delineator, "
                   "detector-K.weights, classes-K.weights");
    app.add_option("--jobs", options.request.jobs, "Records at the same time (default: 2)");
    app.add_flag("--synthetic", options.synthetic, "Synthetic ECGs, no data needed");
    app.add_flag("--cases", options.cases, "With --synthetic: a row a case");
}

void run(Options& options) {
    if (options.synthetic) {
        ecg::accuracy::print_synthetic_table(options.cases);
        ecg::accuracy::print_monitor_table();
        ecg::accuracy::print_statement_table();
        return;
    }
    if (options.request.data.empty()) {
        throw ecg::Error{ecg::ErrorKind::usage, "DATA_DIR or --synthetic is needed; try --help"};
    }
    std::optional<ecg::accuracy::GivenScorer> given;
    if (!options.scorer.empty()) {
        options.request.given = &given.emplace(options.scorer);
    }
    const std::string page = ecg::accuracy::validation_page(options.request);
    std::fwrite(page.data(), 1, page.size(), stdout);
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"How far the analysis lies from known truth and from reference annotations",
                 "accuracy"};
    Options options;
    add_options(app, options);
    return ecg::cli::run_tool(app, argc, argv, [&] { run(options); });
}
