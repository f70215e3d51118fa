#include "options.hpp"

#include "cli/run_tool.hpp"
#include "patient_flags.hpp"
#include "shared/input_flags.hpp"
#include "signal_flags.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

void add_target(CLI::App& command, TargetOptions& target) {
    command.add_option("-o,--output", target.path, "Where to write; - is standard output")
        ->type_name("FILE")
        ->capture_default_str();
    command.add_flag("-f,--force", target.force, "Overwrite an existing file");
    command.add_flag("-v,--verbose", target.verbose, "Say what was written");
}

void add_demo(CLI::App& app, AcquireOptions& options) {
    CLI::App* demo = app.add_subcommand("demo", "Synthetic ECG whose every wave is known exactly");
    DemoOptions& o = options.demo;
    add_target(*demo, o.target);
    demo->add_flag("--list-presets", o.list_presets, "Print the presets");
    demo->add_option("--truth", o.truth, "Write what is true of the signal here, as JSON Lines")
        ->type_name("FILE");
    demo->add_flag("--realtime", o.realtime, "Take as long as a real recording would");
    add_patient_flags(*demo, o.patient);
    demo->add_option("--session-id", o.session_id, "Name of the session")->type_name("ID");
    demo->add_option("--start", o.start, "UTC time of the first sample, or now")
        ->type_name("TIME")
        ->capture_default_str();
    add_signal_flags(*demo, o.signal);
    cli::add_footer(*demo, R"(Examples:
  ecg-acquire demo --duration 30 --rate 500 --seed 1 --truth truth.jsonl -o demo.jsonl
  ecg-acquire demo --preset af --noise 0.03 | ecg-analyze --summary
)");
    demo->callback([&options] { options.kind = AcquireKind::demo; });
}

void add_replay(CLI::App& app, AcquireOptions& options) {
    CLI::App* replay = app.add_subcommand("replay", "Any recording, as if it were taken now");
    ReplayOptions& o = options.replay;
    add_target(*replay, o.target);
    replay
        ->add_option("recording", o.input, "Session lines, WFDB header or CSV; - is standard input")
        ->required();
    replay->add_option("--speed", o.speed, "Times real time, or max")
        ->type_name("X|max")
        ->capture_default_str();
    replay->add_flag("--loop", o.loop, "Start again at the end, until stopped");
    add_input_flags(*replay, o.open);
    cli::add_footer(*replay, R"(Examples:
  ecg-acquire replay night.hea | ecg-analyze
  ecg-acquire replay demo.jsonl --speed 10 --loop
)");
    replay->callback([&options] { options.kind = AcquireKind::replay; });
}

} // namespace

void add_options(CLI::App& app, AcquireOptions& options) {
    add_record(app, options.record, [&] { options.kind = AcquireKind::record; });
    add_decode(app, options.decode, [&] { options.kind = AcquireKind::decode; });
    add_demo(app, options);
    add_replay(app, options);
    add_simulate(app, options.simulate, [&] { options.kind = AcquireKind::simulate; });
    add_recover(app, options.recover, [&] { options.kind = AcquireKind::recover; });
    add_probe(app, options.probe, [&] { options.kind = AcquireKind::probe; });
    add_lists(app, options.list, [&](std::function<void()> run) {
        options.kind = AcquireKind::list;
        options.run_list = std::move(run);
    });
    app.require_subcommand(1);
    cli::add_footer(app, R"(Examples:
  ecg-acquire --driver deckmount22 --port /dev/ttyUSB0 --duration 10 -o ecg.jsonl
  ecg-acquire demo --duration 30 | ecg-analyze | ecg-report - -o demo.pdf
  ecg-acquire replay night.hea --speed max -o night.jsonl
)");
}

std::vector<char*> with_default_command(int argc, char** argv) {
    static std::string record = "record"; // argv's words are not const
    std::vector<char*> words(argv, argv + argc);
    const std::string_view first = argc > 1 ? argv[1] : "";
    if (first.starts_with("-") && first != "-h" && first != "--help" && first != "--version") {
        words.insert(words.begin() + 1, record.data());
    }
    words.push_back(nullptr);
    return words;
}

} // namespace ecg
