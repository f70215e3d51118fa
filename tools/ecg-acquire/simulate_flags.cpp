#include "simulate_flags.hpp"

#include "cli/run_tool.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

void add_wire(CLI::App& simulate, SimulateOptions& o) {
    auto* const where = simulate.add_option_group("Where", "One of");
    where->add_option("--pty", o.pty, "Be a serial port of this name, a symbolic link")
        ->type_name("LINK");
    where->add_option("--tcp", o.tcp, "Be a serial server on 127.0.0.1; 0 takes any free port")
        ->type_name("PORT");
    where->add_option("-o,--output", o.output, "Write the bytes here; - is standard output")
        ->type_name("FILE");
    where->require_option(1);
    simulate.add_option("--faults", o.faults, "What goes wrong on the link, see below")
        ->type_name("LIST");
    simulate.add_option("--clock-ppm", o.clock_ppm, "By how much the device's clock is fast")
        ->type_name("PPM")
        ->check(CLI::Range(-100000.0, 100000.0));
    simulate.add_option("--burst", o.burst_ms, "Deliver so seldom, as USB bridges do; 16 is usual")
        ->type_name("MS")
        ->check(CLI::Range(0.0, 10000.0));
    simulate.add_flag("--unpaced", o.unpaced, "As fast as the host reads, not in real time");
    simulate.add_flag("--realtime", o.realtime, "Write a file in real time, too");
}

constexpr auto footer =
    R"(The signal flags are those of demo; --rate is the device's own unless given, --duration counts from
the device's start, and without one it goes on until stopped. The device starts when the host asks
it to, or when its port is opened where it can not be asked.

Faults, a comma list: drop=P% flip=P% hit=P% cut=P% duplicate=P% garbage=P% of the packets (not
sent, one bit wrong, a byte of the frame itself destroyed, second half lost, sent twice, junk
before it); stall@T+D late by up to D seconds, pause@T+D bytes lost, unplug@T+D gone and back,
reboot@T counts anew; split writes small pieces; boot-text says something first.

Truth, JSON Lines: the device; a line a second {"first":N,"counts":{"I":[...]}} of all samples that
it took; {"event":"drop","first":N,"count":n,"at_s":T} for n samples that did not get through whole.

Examples:
  ecg-acquire simulate --driver deckmount22 --pty /tmp/ecg0 --duration 60 --preset af
  ecg-acquire simulate --driver deckmount22 --pty /tmp/ecg0 --faults drop=1%,unplug@20+3 --truth t.jsonl
  ecg-acquire simulate --driver deckmount-text --rate 80 --duration 10 -o capture.txt
)";

} // namespace

void add_simulate(CLI::App& app, SimulateOptions& options, const std::function<void()>& chosen) {
    CLI::App* simulate =
        app.add_subcommand("simulate", "A device that is not there, for trials without one");
    SimulateOptions& o = options;
    simulate->add_option("--driver", o.driver, "Whose protocol, with its options")
        ->type_name("NAME[:K=V,..]")
        ->required();
    add_wire(*simulate, o);
    simulate->add_option("--truth", o.truth, "Write what was sent and lost here, as JSON Lines")
        ->type_name("FILE");
    simulate->add_flag("-f,--force", o.force, "Overwrite an existing file");
    simulate->add_flag("-v,--verbose", o.verbose, "Say where the device is and what it sent");
    add_signal_flags(*simulate, o.signal);
    cli::add_footer(*simulate, footer);
    simulate->callback(chosen);
}

} // namespace ecg
