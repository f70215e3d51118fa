// How fast each part is, as figures: the table that scripts/bench prints. Nothing is judged here.
#include "analyze/analyze.hpp"
#include "analyze/between/listen.hpp"
#include "analyze/between/ventricular_waves.hpp"
#include "analyze/classify/classify_beats.hpp"
#include "analyze/delineate/delineate_beats.hpp"
#include "analyze/delineate/network.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/interpret/interpret.hpp"
#include "analyze/measure/measure_beats.hpp"
#include "analyze/rhythm/name_rhythm.hpp"
#include "analyze/stream.hpp"
#include "common/heap.hpp"
#include "cpu_time.hpp"
#include "day.hpp"
#include "formats/open_recording.hpp"
#include "formats/session/session_writer.hpp"
#include "report/report.hpp"
#include "synth/synthesizer.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

using namespace ecg;
using namespace ecg::bench;

namespace {

constexpr int repeats = 5;

/// The median of a few runs.
double usual_seconds(const std::function<void()>& work) {
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        times.push_back(seconds_of(work));
    }
    std::sort(times.begin(), times.end());
    return times[repeats / 2];
}

synth::SynthSettings minute() {
    synth::SynthSettings settings = synth::preset("pvc");
    settings.duration = Seconds{60};
    settings.hrv_lf = Milliseconds{30};
    settings.noise.white = Millivolts{0.01};
    settings.noise.wander = Millivolts{0.1};
    return settings;
}

void print_step(const char* name, double samples, double seconds, double whole) {
    std::printf("  %-28s %9.2f M samples/s %6.1f %% of the whole\n", name, samples / seconds / 1e6,
                100 * seconds / whole);
}

void bench_steps(const Recording& recording) {
    const auto samples =
        static_cast<double>(recording.sample_count()) * static_cast<double>(recording.leads.size());
    const FilteredRecording clean = analyze::filter_recording(recording, {});
    const Beats found = analyze::detect_beats(clean).beats;
    const Beats beats = analyze::classify_beats(clean, found);
    const analyze::DelineateSettings settings{false, analyze::delineation_network()};
    const DelineatedBeats waves = analyze::delineate_beats(clean, beats, settings);
    const Measurements measured = analyze::measure_beats(clean, beats, waves);
    const analyze::SlowSignal slow = analyze::slow_signal(clean);
    const Stretch over{Seconds{0}, recording.duration()};
    const BetweenBeats between = analyze::listen_between(slow, beats, waves.waves, {}, over);
    const Rhythm rhythm = analyze::name_rhythm(beats, waves.waves, measured, between);
    const double whole =
        usual_seconds([&] { analyze::analyze(recording, {.filter = {}, .lead_waves = false}); });

    std::printf("Analysis of a minute, 12 leads at 500 Hz, one core\n");
    const auto step = [&](const char* name, const std::function<void()>& work) {
        print_step(name, samples, usual_seconds(work), whole);
    };
    step("filter_recording", [&] { analyze::filter_recording(recording, {}); });
    step("detect_beats", [&] { analyze::detect_beats(clean); });
    step("classify_beats", [&] { analyze::classify_beats(clean, found); });
    step("delineate_beats", [&] { analyze::delineate_beats(clean, beats, settings); });
    step("measure_beats", [&] {
        analyze::measure_beats(clean, beats, waves);
        analyze::measure_each_beat(clean, waves);
    });
    step("listen_between", [&] {
        analyze::QrsHeights heights;
        const analyze::SlowSignal signal = analyze::slow_signal(clean);
        analyze::listen_between(signal, beats, waves.waves, analyze::silent(signal, beats, heights),
                                over);
    });
    step("name_rhythm and interpret", [&] {
        analyze::name_rhythm(beats, waves.waves, measured, between);
        analyze::interpret({measured, rhythm, clean.quality, recording.info.patient, 500});
    });
    print_step("the whole", samples, whole, whole);
    std::printf("  a day at this speed: %.0f s\n", whole * 24 * 60);
}

/// What an hour of one lead costs at MIT-BIH's rate, as QRS detectors are compared.
void bench_detection() {
    synth::SynthSettings settings = minute();
    settings.rate = Hertz{360};
    Recording recording = synth::synthesize(settings).recording;
    recording.leads = {recording.leads.at(1)};
    const FilteredRecording clean = analyze::filter_recording(recording, {});
    const double hours = recording.duration().count() / 3600;
    constexpr int runs = 20; // one takes less than the clock tells apart
    const auto an_hour = [&](const std::function<void()>& work) {
        return usual_seconds([&] {
                   for (int i = 0; i < runs; ++i) {
                       work();
                   }
               }) /
               runs / hours;
    };
    std::printf(
        "Detection alone, CPU s an hour of one lead at 360 Hz\n  %8.3f to detect, %.3f with "
        "the filters before it\n",
        an_hour([&] { analyze::detect_beats(clean); }),
        an_hour([&] { analyze::detect_beats(analyze::filter_recording(recording, {})); }));
}

void bench_session_lines(const Recording& recording) {
    std::string text;
    analyze::StreamAnalyzer lines{{.filter = {}, .lead_waves = false}};
    auto all = lines.add(recording);
    for (auto& line : lines.finish(std::nullopt)) {
        all.push_back(std::move(line));
    }
    for (SessionLine& line : all) {
        line.summary.reset();
    }
    const double out = usual_seconds([&] {
        text.clear();
        for (const SessionLine& line : all) {
            formats::append_session_line(text, line);
        }
    });
    const auto path = std::filesystem::temp_directory_path() /
                      ("ecg-bench-" + std::to_string(::getpid()) + ".jsonl");
    std::ofstream{path, std::ios::binary} << text;
    const double in = usual_seconds([&] {
        const auto source = formats::open_recording(path.string(), {});
        while (source->next()) {
        }
    });
    std::filesystem::remove(path);
    const double megabytes = static_cast<double>(text.size()) / 1e6;
    std::printf("Session JSONL\n  in  %8.0f MB/s\n  out %8.0f MB/s\n", megabytes / in,
                megabytes / out);
}

void bench_page() {
    synth::SynthSettings settings = synth::preset("normal");
    const Recording recording = synth::synthesize(settings).recording;
    const Analysis analysis = analyze::analyze(recording, {});
    std::size_t size = 0;
    const double page =
        usual_seconds([&] { size = report::make_report(recording, &analysis, {}).size(); });
    std::printf("Report\n  %8.1f ms a page, %.0f kB\n", page * 1000,
                static_cast<double>(size) / 1e3);
}

/// Synthesis and analysis piece by piece, as a pipe would bring it.
void bench_long(double hours) {
    synth::SynthSettings settings = minute();
    settings.duration = Seconds{hours * 3600};
    synth::Synthesizer source{settings};
    analyze::StreamAnalyzer analyzer{{.filter = {}, .lead_waves = false}};
    double making = 0;
    std::int64_t samples = 0;
    const double all = seconds_of([&] {
        for (;;) {
            Recording piece;
            making += seconds_of([&] { piece = source.next(30'000); });
            if (piece.sample_count() == 0) {
                break;
            }
            samples += piece.sample_count() * 12;
            analyzer.add(piece);
        }
        analyzer.finish(std::nullopt);
    });
    const double spent = all - making;
    std::printf(
        "A recording of %g h, 12 leads at 500 Hz, streamed: everything, filter to findings\n"
        "  %8.1f CPU s (%.2f M samples/s), %.0f MB of memory at the most\n"
        "  %8.3f CPU s an hour of one lead\n"
        "  %8.1f CPU s a day of 12 leads\n",
        hours, spent, static_cast<double>(samples) / spent / 1e6, peak_megabytes(),
        spent / hours / 12, spent * 24 / hours);
}

} // namespace

int main(int argc, char** argv) {
    keep_freed_memory(); // as the tools do
    bench_day();
    const Recording recording = synth::synthesize(minute()).recording;
    bench_steps(recording);
    bench_detection();
    bench_session_lines(recording);
    bench_page();
    bench_long(argc > 1 ? std::atof(argv[1]) : 1);
    return 0;
}
