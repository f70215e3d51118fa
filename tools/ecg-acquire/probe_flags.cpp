#include "probe_flags.hpp"

#include <CLI/CLI.hpp>

namespace ecg {

void add_probe(CLI::App& app, ProbeOptions& o, const std::function<void()>& chosen) {
    CLI::App* probe = app.add_subcommand("probe", "Which device is at the end of which wire");
    probe
        ->add_option("--port", o.port,
                     "Path, vid:pid[:serial], tcp:host:port, file:path, or auto for all ports")
        ->type_name("PORT")
        ->capture_default_str();
    probe->add_option("--baud", o.baud, "Speed of the line, to try no other")->type_name("N");
    probe->add_option("--frame", o.frame, "Bits, parity and stop bits, to try no other: 8N1 …")
        ->type_name("FRAME");
    probe->add_flag("--no-reset", o.no_reset, "DTR down, so that boards do not start anew");
    probe->add_flag("--listen-only", o.listen_only, "Say nothing to the device");
    probe->add_flag("--json", o.json, "One JSON object a port");
    probe->footer(R"(Examples:
  ecg-acquire probe
  ecg-acquire probe --port /dev/ttyUSB0 --json

Exit codes: 0 a device was recognised, 2 wrong usage, 3 none was, 130 interrupted.)");
    probe->callback(chosen);
}

} // namespace ecg
