#include "decode_command.hpp"

#include "acquire/session/session_maker.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"
#include "formats/session/session_writer.hpp"
#include "patient_flags.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>

namespace ecg {
namespace {

constexpr std::size_t block = 1U << 16;

acquire::SessionSettings settings_of(const DecodeOptions& options, const ChosenDevice& device) {
    acquire::SessionSettings settings;
    settings.driver = device.driver;
    settings.device = device.description;
    settings.leads = device.leads;
    settings.keep_off = options.device.keep_off;
    settings.timeline.nominal = device.forced_rate ? device.forced_rate : device.description.rate;
    settings.timeline.measure = false;
    settings.timeline.live = false;
    if (!settings.timeline.nominal) {
        throw Error{ErrorKind::usage,
                    "--rate: " + std::string{device.driver.driver->name} +
                        " says none, and kept bytes have no time to measure it by"};
    }
    settings.info.patient = options.patient;
    settings.info.device.serial = device.serial;
    settings.info.id = options.session_id;
    if (settings.info.id.empty()) {
        settings.info.id =
            options.input == "-" ? "decoded" : std::filesystem::path{options.input}.stem().string();
    }
    if (!options.start.empty()) {
        settings.info.start = parse_utc(options.start);
        if (!settings.info.start) {
            throw Error{ErrorKind::usage, "--start: " + options.start + " is no time in UTC"};
        }
    }
    return settings;
}

void write_lines(acquire::SessionMaker& session, cli::Output& output, std::string& text) {
    for (const SessionLine& line : session.take_lines()) {
        text.clear();
        formats::append_session_line(text, line);
        output.write(text);
        output.end_lines();
    }
    session.take_alerts(); // the gaps in the lines say the same
}

std::string words_of(const acquire::SessionStats& stats) {
    const acquire::DecodeCounts& counts = stats.decoded;
    std::string words = std::to_string(stats.samples) + " samples of " +
                        std::to_string(counts.bytes) + " bytes, " + std::to_string(stats.lost) +
                        " lost, " + std::to_string(stats.damaged) + " damaged";
    const auto add = [&](std::int64_t count, const char* what) {
        words += count > 0 ? ", " + std::to_string(count) + what : "";
    };
    add(stats.duplicates, " came twice");
    add(counts.skipped_bytes, " bytes skipped");
    add(counts.bad_checksums, " bad checksums");
    add(counts.truncated_bytes, " bytes of an unfinished frame at the end");
    return words;
}

} // namespace

void add_decode(CLI::App& app, DecodeOptions& options, const std::function<void()>& chosen) {
    CLI::App* decode =
        app.add_subcommand("decode", "A device's bytes, kept by --raw-log or others");
    decode->add_option("bytes", options.input, "File with the bytes; - is standard input")
        ->required();
    decode->add_option("-o,--output", options.output, "Where to write; - is standard output")
        ->type_name("FILE")
        ->capture_default_str();
    decode->add_flag("-f,--force", options.force, "Overwrite an existing file");
    decode->add_flag("-v,--verbose", options.verbose, "Say what the bytes held");
    decode->add_option("--session-id", options.session_id, "Name of the session")->type_name("ID");
    decode->add_option("--start", options.start, "UTC time of the first sample")->type_name("TIME");
    add_device_flags(*decode, options.device);
    add_patient_flags(*decode, options.patient);
    cli::add_footer(*decode, R"(Examples:
  ecg-acquire decode --driver deckmount22 night.raw -o night.jsonl
)");
    decode->callback(chosen);
}

void decode_command(const DecodeOptions& options) {
    const ChosenDevice device = choose_device(options.device);
    acquire::SessionMaker session{settings_of(options, device), UtcTime{}, Seconds{0}};
    InputFile input{options.input};
    cli::Output output{options.output, options.force ? Overwrite::allowed : Overwrite::never};
    std::string bytes;
    std::string text;
    while (bytes.clear(), input.read(bytes, block) > 0) {
        session.bytes(bytes, Seconds{0});
        write_lines(session, output, text);
    }
    session.finish("finished");
    write_lines(session, output, text);
    const acquire::SessionStats stats = session.stats();
    if (stats.samples == 0) {
        throw Error{ErrorKind::data, input.name() + ": " + std::to_string(stats.decoded.bytes) +
                                         " bytes, and no sample of " +
                                         std::string{device.driver.driver->name} + " in them"};
    }
    output.finish();
    if (options.verbose) {
        cli::tell(input.name() + ": " + words_of(stats));
    }
}

} // namespace ecg
