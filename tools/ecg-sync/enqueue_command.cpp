#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "enqueue_lines.hpp"
#include "options.hpp"
#include "queue_warnings.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <utility>

namespace ecg {
namespace {

struct EnqueueOptions {
    std::string input = "-";
    std::string report;
    std::string session;
    std::string metadata;
    int priority = 0; ///< 0 = the usual one
};

void enqueue_report(sync::QueueFolder& queue, const EnqueueOptions& options) {
    sync::NewItem item;
    item.type = sync::ItemType::report;
    item.session = options.session;
    item.part = read_whole_file(options.report);
    std::error_code unknown; // then the log has no better name for it than its own
    item.source = std::filesystem::absolute(options.report, unknown).string();
    if (!item.part.starts_with("%PDF-")) {
        throw Error{ErrorKind::data, options.report + ": is no PDF"};
    }
    JsonWriter json{item.data};
    json.begin_object().text_unless_empty("session_id", options.session);
    if (!options.metadata.empty()) {
        const std::string metadata = read_whole_file(options.metadata);
        JsonReader reader;
        const JsonValue read = reader.parse(metadata, options.metadata);
        if (read.kind() != JsonKind::object) {
            throw Error{ErrorKind::data, options.metadata + ": is no JSON object"};
        }
        json.key("metadata").raw(read.json());
    }
    json.end_object();
    if (options.priority > 0) {
        item.priority = options.priority;
    }
    queue.enqueue({item}, now_utc());
}

void run(const config::Settings& settings, const EnqueueOptions& options) {
    sync::QueueFolder queue = open_queue(settings);
    tell_doubts(queue);
    if (options.report.empty()) {
        enqueue_lines(queue, options.input);
    } else {
        enqueue_report(queue, options);
    }
}

} // namespace

void add_enqueue(CLI::App& app, const ChooseAction& choose) {
    CLI::App* enqueue = app.add_subcommand("enqueue", "Queue session lines, or a report");
    const auto options = std::make_shared<EnqueueOptions>();
    enqueue->add_option("input", options->input, "Session lines (default: standard input)")
        ->type_name("FILE");
    enqueue->add_option("--report", options->report, "Queue this PDF instead")->type_name("FILE");
    enqueue->add_option("--session", options->session, "Session that the report is about")
        ->type_name("SESSION");
    enqueue
        ->add_option("--metadata", options->metadata, "JSON object that goes along with the report")
        ->type_name("FILE");
    enqueue->add_option("--priority", options->priority, "Of the report, 1 is first (default: 2)")
        ->check(CLI::Range(1, 10))
        ->type_name("1-10");
    enqueue->callback([choose, options] {
        choose([options](const config::Settings& settings) { run(settings, *options); });
    });
}

} // namespace ecg
