#include "record_flags.hpp"

#include "cli/run_tool.hpp"
#include "patient_flags.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

void add_output(CLI::App& command, RecordOptions& o) {
    const auto group = [](CLI::Option* option) { return option->group("Output"); };
    group(command.add_option("-o,--output", o.output,
                             "Where lines go: -, or a file, %Y%m%d, {user} and {n} in its name; an "
                             "existing one is never touched, the new one gets -1"))
        ->type_name("FILE")
        ->capture_default_str();
    group(command.add_option("--dir", o.folder, "Instead: session_<user>_<time>.jsonl in here"))
        ->type_name("FOLDER");
    group(command.add_flag("--also-stdout", o.also_stdout, "The lines to standard output, too"));
    group(command.add_option("--resume", o.resume, "Go on in this file, after a crash"))
        ->type_name("FILE");
    group(command.add_option("--chunk", o.chunk, "Length of a line"))
        ->type_name("TIME")
        ->capture_default_str();
    group(command.add_option("--rotate", o.rotate, "A new file every 1h, at 50MB, or daily"))
        ->type_name("WHEN");
    group(command.add_flag("--no-sync", o.no_sync, "Do not wait for the disk after each line"));
    group(command.add_option("--raw-log", o.raw_log, "Keep the device's bytes, for decode"))
        ->type_name("FILE");
    group(command.add_option("--session-id", o.session_id, "Name of the session"))->type_name("ID");
    group(command.add_option("--device-serial", o.device_serial, "Serial number of the device"))
        ->type_name("TEXT");
}

void add_limits(CLI::App& command, RecordOptions& o) {
    const auto group = [](CLI::Option* option) { return option->group("Limits"); };
    group(command.add_option("--duration", o.duration, "How long, as 10, 30m or 24h"))
        ->type_name("TIME");
    group(command.add_option("--retry", o.retry,
                             "Tries to open: forever, a number, or off; default: forever, but the "
                             "first must succeed"))
        ->type_name("N|forever|off");
    group(command.add_option("--backoff", o.backoff, "Shortest and longest wait between tries"))
        ->type_name("TIME..TIME")
        ->capture_default_str();
    group(command.add_option("--stall", o.stall, "Without a frame for so long: an alert"))
        ->type_name("TIME")
        ->capture_default_str();
    group(command.add_option("--max-loss", o.max_loss, "End when more of the samples is lost"))
        ->type_name("PERCENT%");
    group(command.add_option("--exit-on-alert", o.exit_on_alert, "End at such an alert"))
        ->type_name("KIND")
        ->delimiter(',');
    group(command.add_option("--queue", o.queue_mb, "Megabytes that may wait for a slow disk"))
        ->type_name("MB")
        ->check(CLI::Range(1.0, 65536.0))
        ->capture_default_str();
}

void add_reports(CLI::App& command, RecordOptions& o) {
    const auto group = [](CLI::Option* option) { return option->group("Reports"); };
    group(command.add_option("--alerts", o.alerts,
                             "Where alerts go: a file, fd:N, or stderr (JSON lines; words on a "
                             "terminal)"))
        ->type_name("WHERE")
        ->capture_default_str();
    group(command.add_option("--on-alert", o.on_alert,
                             "Shell command to run at each alert, its line on standard input"))
        ->type_name("COMMAND");
    group(command.add_option("--stats", o.stats, "Say how it goes every so often"))
        ->type_name("TIME");
    group(command.add_option("--status-file", o.status_file, "Keep how it goes here, as JSON"))
        ->type_name("FILE");
    group(command.add_flag("--view", o.view, "Draw the leads in the terminal"));
    group(command.add_flag("-q,--quiet", o.quiet, "No alerts on standard error"));
    group(command.add_flag("-v,--verbose", o.verbose, "Say what is opened and written"));
}

} // namespace

void add_record(CLI::App& app, RecordOptions& options, const std::function<void()>& chosen) {
    CLI::App* record = app.add_subcommand("record", "What a device at a port takes (the default)");
    add_wire_flags(*record, options.device);
    add_device_flags(*record, options.device);
    add_output(*record, options);
    add_limits(*record, options);
    add_reports(*record, options);
    add_patient_flags(*record, options.patient);
    record
        ->add_option("--user-json", options.person_file,
                     "The person: username and user, as a session line has them")
        ->type_name("FILE")
        ->group("Person");
    cli::add_footer(*record, R"(Examples:
  ecg-acquire record --driver deckmount22 --port /dev/ttyUSB0 --duration 10 -o ecg.jsonl
  ecg-acquire record --driver auto --port auto | ecg-analyze
  ecg-acquire record --driver cyton --map II=ch1,V1=ch2 --port 0403:6015 --dir sessions --rotate daily

SIGINT and SIGTERM end the session in order, SIGHUP begins a new file, SIGUSR1 says how it goes.)");
    record->callback(chosen);
}

} // namespace ecg
