#include "acquire/session/host_clock.hpp"
#include "cli/messages.hpp"
#include "cli/run_tool.hpp"
#include "cli/signals.hpp"
#include "cli/terminal_screen.hpp"
#include "command.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "live_view.hpp"
#include "patient_flags.hpp"
#include "probe_ports.hpp"
#include "recorder.hpp"
#include "resume_session.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

namespace ecg {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error{ErrorKind::usage, why};
}

Seconds span_of(const std::string& flag, const std::string& text) {
    const auto span = parse_span(text);
    if (!span || span->count() <= 0) {
        refuse(flag + " " + text + ": is no time such as 250ms, 10s, 30m or 24h");
    }
    return *span;
}

std::optional<Seconds> span_if(const std::string& flag, const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{span_of(flag, text)};
}

acquire::RetryPolicy retry_of(const RecordOptions& options) {
    acquire::RetryPolicy retry;
    const std::size_t dots = options.backoff.find("..");
    if (dots == std::string::npos) {
        refuse("--backoff " + options.backoff + ": is not like 250ms..1s");
    }
    retry.first_wait = span_of("--backoff", options.backoff.substr(0, dots));
    retry.longest_wait = span_of("--backoff", options.backoff.substr(dots + 2));
    retry.at_start = !options.retry.empty() && options.retry != "off";
    if (options.retry == "off") {
        retry.most = 0;
    } else if (!options.retry.empty() && options.retry != "forever") {
        retry.most = parse_integer(options.retry);
        if (!retry.most || *retry.most < 0) {
            refuse("--retry " + options.retry + ": neither forever, off nor a number");
        }
    }
    return retry;
}

acquire::Rotation rotation_of(const std::string& text) {
    acquire::Rotation rotation;
    if (text == "daily") {
        rotation.daily = true;
    } else if (text.ends_with("MB")) {
        const auto megabytes = parse_number(std::string_view{text}.substr(0, text.size() - 2));
        if (!megabytes || *megabytes <= 0) {
            refuse("--rotate " + text + ": is no size");
        }
        rotation.bytes = std::llround(*megabytes * 1e6);
    } else if (!text.empty()) {
        rotation.every = span_of("--rotate", text);
    }
    return rotation;
}

LineOutputSettings outputs_of(const RecordOptions& options) {
    LineOutputSettings outputs;
    outputs.queue_bytes = static_cast<std::size_t>(options.queue_mb * 1e6);
    outputs.raw_log = options.raw_log;
    const bool to_file =
        options.output != "-" || !options.folder.empty() || !options.resume.empty();
    outputs.to_stdout = !to_file || options.also_stdout;
    if ((options.output != "-") + !options.folder.empty() + !options.resume.empty() > 1) {
        refuse("--output, --dir and --resume: only one of them");
    }
    if (to_file) {
        acquire::SessionFileSettings file;
        file.pattern = options.resume.empty() ? options.output : options.resume;
        if (!options.folder.empty()) {
            file.pattern = options.folder + "/session_{user}_%Y%m%d_%H%M%S.jsonl";
            file.make_folders = true;
        }
        file.sync = !options.no_sync;
        file.queue_bytes = outputs.queue_bytes;
        file.rotation = rotation_of(options.rotate);
        outputs.file = file;
    } else if (!options.rotate.empty()) {
        refuse("--rotate: there is no file to rotate; give --output or --dir");
    }
    return outputs;
}

RecorderSettings recorder_of(const RecordOptions& options) {
    RecorderSettings recorder;
    recorder.duration = span_if("--duration", options.duration);
    recorder.stats_every = span_if("--stats", options.stats);
    recorder.status_file = options.status_file;
    recorder.verbose = options.verbose;
    if (!options.max_loss.empty()) {
        std::string_view text = options.max_loss;
        text.remove_suffix(text.ends_with('%') ? 1 : 0);
        const auto percent = parse_number(text);
        if (!percent || *percent < 0 || *percent > 100) {
            refuse("--max-loss " + options.max_loss + ": is no percentage");
        }
        recorder.most_loss = *percent / 100;
    }
    for (const std::string& name : options.exit_on_alert) {
        const auto kind = acquire::alert_kind_named(name);
        if (!kind) {
            refuse("--exit-on-alert " + name + ": no such alert; there are " +
                   acquire::alert_names());
        }
        recorder.fatal_alerts.insert(*kind);
    }
    return recorder;
}

acquire::SessionSettings session_of(const RecordOptions& options, const ChosenDevice& device) {
    acquire::SessionSettings session;
    session.driver = device.driver;
    session.device = device.description;
    session.leads = device.leads;
    session.timeline.nominal = device.forced_rate ? device.forced_rate : device.description.rate;
    session.timeline.measure = device.measure;
    session.chunk = span_of("--chunk", options.chunk);
    session.stall = span_of("--stall", options.stall);
    session.duration = span_if("--duration", options.duration);
    session.keep_off = options.device.keep_off;
    session.info.patient = options.person_file.empty()
                               ? options.patient
                               : person_of(options.person_file, options.patient);
    session.info.device.serial =
        options.device_serial.empty() ? device.serial : options.device_serial;
    session.info.id = options.session_id;
    if (session.info.id.empty()) {
        session.info.id = "rec-" + format_utc_compact(now_utc());
    }
    if (session.chunk > Seconds{60}) {
        refuse("--chunk " + options.chunk + ": a line may be a minute long at most");
    }
    return session;
}

acquire::LinkSettings link_of(const RecordOptions& options, const ChosenDevice& device) {
    acquire::LinkSettings link;
    link.port = device.port;
    link.wire = wire_settings(options.device, device.description);
    link.driver = device.driver;
    link.settle = device.description.settle;
    if (options.device.settle) {
        link.settle = span_of("--settle", *options.device.settle);
    }
    if (options.device.no_reset) {
        link.settle = Milliseconds{0}; // nothing boots
    }
    link.retry = retry_of(options);
    link.queue_bytes = static_cast<std::size_t>(options.queue_mb * 1e6);
    return link;
}

/// Whether bytes go over a line that is as fast as its speed says, and not over a pseudo-terminal,
/// a network or a file.
bool is_a_line(const std::string& port) {
    std::error_code missing;
    const auto path = std::filesystem::canonical(port, missing).string();
    return !missing && path.starts_with("/dev/") && !path.starts_with("/dev/pts/");
}

/// Says so when the line cannot carry what the device sends, to who wants to know also when it
/// hardly can.
void tell_capacity(const ChosenDevice& device, const acquire::WireSettings& wire, bool verbose) {
    const auto rate = device.forced_rate ? device.forced_rate : device.description.rate;
    if (!rate || !is_a_line(device.port)) {
        return;
    }
    constexpr double bits_a_byte = 10; // with start and stop bit
    const double needed = bits_a_byte * device.description.bytes_per_sample * rate->value;
    const auto words = acquire::tight_line(wire.line, *rate, device.description.bytes_per_sample);
    if (words && (verbose || needed > wire.line.baud)) {
        cli::tell(*words);
    }
}

void check_samples(const acquire::SessionStats& stats, const ChosenDevice& device) {
    if (stats.samples > 0 && stats.lines > 0) {
        return;
    }
    const std::string port = device.port.empty() ? "the device" : device.port;
    if (stats.unplaced > 0) {
        throw Error{ErrorKind::data,
                    port + ": " + std::to_string(stats.unplaced) +
                        " samples are too few to measure the rate by; give --rate"};
    }
    throw Error{ErrorKind::unavailable,
                port + ": " +
                    (stats.decoded.bytes == 0
                         ? "nothing came"
                         : std::to_string(stats.decoded.bytes) + " bytes came, but no sample of " +
                               std::string{device.driver.driver->name}) +
                    "; see ecg-acquire probe"};
}

void tell_end(RecordingEnd end, const Recorder& recorder) {
    switch (end) {
    case RecordingEnd::device_lost:
    case RecordingEnd::alert:
        throw Error{ErrorKind::unavailable, recorder.reason()};
    case RecordingEnd::loss:
        throw Error{ErrorKind::data, recorder.reason()};
    case RecordingEnd::complete:
    case RecordingEnd::input_ended:
    case RecordingEnd::stopped:
    case RecordingEnd::reader_gone:
        break;
    }
}

void check_view(const RecordOptions& options, const LineOutputSettings& outputs) {
    if (!options.view) {
        return;
    }
    cli::require_terminal("--view");
    if (outputs.to_stdout && ::isatty(STDOUT_FILENO) == 1) {
        refuse("--view: the lines would go over the picture; give --output or a pipe");
    }
}

/// The view gets what the recorder takes and the sink sends.
void look_on(LiveView& view, RecorderSettings& recorder, AlertSink& alerts) {
    alerts.set_onlooker(
        [&](const acquire::Alert& alert) { view.note(alert.message, alert.severity); });
    recorder.view = [&](const auto& pieces, const auto& stats) { return view.show(pieces, stats); };
}

} // namespace

void record_command(const RecordOptions& asked) {
    check_view(asked, outputs_of(asked));
    RecordOptions options = asked;
    options.device = with_found_device(options.device, options.verbose);
    const ChosenDevice device = choose_device(options.device);
    if (device.port.empty()) {
        refuse("--port: where is the device? see ecg-acquire list-ports");
    }
    RecorderSettings recorder_settings = recorder_of(options);
    acquire::SessionSettings session_settings = session_of(options, device);
    const acquire::LinkSettings link_settings = link_of(options, device);
    LineOutputSettings output_settings = outputs_of(options);
    if (output_settings.file) {
        output_settings.file->user = session_settings.info.patient.id;
    }
    tell_capacity(device, link_settings.wire, options.verbose);
    cli::catch_wishes();
    AlertSink alerts{options.alerts, options.on_alert, options.quiet};
    // The file before the device: nothing shall come that has nowhere to go.
    std::optional<ResumedSession> before;
    std::optional<acquire::SessionFile> file;
    if (!options.resume.empty()) {
        before.emplace(resume_session(options.resume, now_utc()));
        session_settings = settings_to_go_on(std::move(session_settings), *before);
        file.emplace(*output_settings.file, std::move(before->file), now_utc());
        output_settings.check_first = [&](const Recording& now) { check_goes_on(*before, now); };
        if (before->report) {
            cli::tell(*before->report);
        }
    }
    LineOutputs outputs{output_settings, now_utc(), std::move(file)};
    acquire::Link link{link_settings};
    session_settings.timeline.live = link.is_live();
    outputs.may_drop(link.is_live());
    if (!link.is_live() && !session_settings.timeline.nominal) {
        refuse("--rate: " + std::string{device.driver.driver->name} +
               " says none, and a file has no time to measure it by");
    }
    if (options.verbose) {
        cli::tell(device.port + ": " + link.words());
    }
    acquire::SessionMaker session{session_settings, now_utc(), acquire::monotonic_now()};
    std::optional<LiveView> view;
    if (options.view) {
        view.emplace([&] { return outputs.path().empty() ? "standard output" : outputs.path(); });
        look_on(*view, recorder_settings, alerts);
    }
    Recorder recorder{recorder_settings, session, link, outputs, alerts};
    const RecordingEnd end = recorder.run();
    alerts.set_onlooker({});
    view.reset();
    if (options.verbose && !outputs.path().empty()) {
        cli::tell(session.info().id + " written to " + outputs.path());
    }
    tell_end(end, recorder);
    if (end != RecordingEnd::reader_gone && end != RecordingEnd::stopped) {
        check_samples(session.stats(), device);
    }
}

} // namespace ecg
