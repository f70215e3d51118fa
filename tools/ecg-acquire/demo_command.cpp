#include "cli/messages.hpp"
#include "command.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "common/time.hpp"
#include "line_sink.hpp"
#include "synth/synthesizer.hpp"

#include <algorithm>

namespace ecg {
namespace {

constexpr double piece_seconds = 1; // so that a stop is noticed within a second of signal

UtcTime start_of(const DemoOptions& options) {
    if (options.start == "now") {
        return now_utc();
    }
    const auto start = parse_utc(options.start);
    if (!start) {
        throw Error{ErrorKind::usage, "--start: " + options.start + " is no time in UTC"};
    }
    return *start;
}

RecordingInfo info_of(const DemoOptions& options, const synth::SynthSettings& settings) {
    RecordingInfo info;
    info.id = options.session_id;
    if (info.id.empty()) {
        info.id = "demo-" + options.signal.preset + "-" + std::to_string(settings.seed);
    }
    info.start = start_of(options);
    info.patient = options.patient;
    info.device.demo = true;
    info.device.driver = "demo";
    info.device.rate_nominal_hz = settings.rate.value;
    return info;
}

void write_truth(const DemoOptions& options, const synth::Truth& truth) {
    std::string text;
    synth::append_truth_lines(text, truth);
    cli::Output output{options.truth, options.target.force ? Overwrite::allowed : Overwrite::never};
    output.write(text);
    output.finish();
}

void list_presets() {
    std::string text;
    for (const auto& [name, words] : synth::presets()) {
        text.append(name).append(16 - std::min<std::size_t>(name.size(), 15), ' ');
        text.append(words).append("\n");
    }
    cli::Output output{"-", Overwrite::never};
    output.write(text);
    output.finish();
}

void check_outputs(const DemoOptions& options) {
    if (!options.truth.empty() && options.truth == options.target.path) {
        throw Error{ErrorKind::usage, "--truth: the same file as --output"};
    }
}

} // namespace

void demo_command(const DemoOptions& options) {
    if (options.list_presets) {
        list_presets();
        return;
    }
    check_outputs(options);
    const synth::SynthSettings settings = signal_settings(options.signal);
    synth::check_settings(settings);
    const RecordingInfo info = info_of(options, settings);
    synth::Synthesizer synthesizer{settings};
    LineSink sink{options.target, options.realtime ? std::optional{1.0} : std::nullopt};
    if (!options.truth.empty()) {
        write_truth(options, synthesizer.truth());
    }
    const auto piece_samples =
        std::max<std::int64_t>(1, SampleRate{settings.rate}.samples_in(Seconds{piece_seconds}));
    while (!stop_requested()) {
        Recording piece = synthesizer.next(piece_samples);
        if (piece.sample_count() == 0) {
            break;
        }
        piece.info = info;
        sink.add(std::move(piece));
    }
    sink.finish();
    if (options.target.verbose) {
        cli::tell(info.id + " written to " + options.target.path);
    }
}

} // namespace ecg
