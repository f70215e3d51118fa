#include "recover_flags.hpp"

#include <CLI/CLI.hpp>

namespace ecg {

void add_recover(CLI::App& app, RecoverOptions& options, const std::function<void()>& chosen) {
    CLI::App* recover =
        app.add_subcommand("recover", "Mend session files that were cut or damaged, in copies");
    recover->add_option("file", options.files, "Session files; they stay as they are")->required();
    recover
        ->add_option("-o,--output", options.output,
                     "Folder or file for the copy; - is standard output; else beside the file")
        ->type_name("DIR|FILE");
    recover->add_flag("--json", options.json, "Say what was done as JSON Lines");
    recover->add_flag("-v,--verbose", options.verbose, "Say which lines were damaged");
    recover->footer(R"(Examples:
  ecg-acquire recover night.jsonl            makes night.recovered.jsonl
  ecg-acquire recover *.jsonl -o mended --json

Exit codes: 0 mended, or nothing to mend, 1 no line is whole or the copy cannot be written,
2 wrong usage, 3 a file is still being written, 130 interrupted.)");
    recover->callback(chosen);
}

} // namespace ecg
