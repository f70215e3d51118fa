#include "day.hpp"

#include "analyze/classify/classify_beats.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/measure/measure_beats.hpp"
#include "analyze/rhythm/name_rhythm.hpp"
#include "analyze/stream.hpp"
#include "cpu_time.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "formats/open_recording.hpp"
#include "synth/synthesizer.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace ecg::bench {
namespace {

constexpr double rate_hz = 250;
constexpr int hours = 24;
constexpr double counts_per_mv = 200;

/// Lead II of an hour at 70 beats a minute, every sixth ventricular.
std::vector<double> an_hour() {
    synth::SynthSettings settings = synth::preset("pvc");
    settings.rate = Hertz{rate_hz};
    settings.duration = Seconds{3600};
    settings.hrv_lf = Milliseconds{30};
    settings.noise.white = Millivolts{0.01};
    settings.noise.wander = Millivolts{0.1};
    return synth::synthesize(settings).recording.leads.at(1).samples;
}

/// A day in WFDB's format 16, the same hour again and again.
class DayFile {
public:
    explicit DayFile(const std::vector<double>& hour)
        : folder_{std::filesystem::temp_directory_path() /
                  ("ecg-bench-day-" + std::to_string(::getpid()))} {
        std::filesystem::create_directory(folder_);
        std::ofstream{header()} << "day 1 " << rate_hz << ' ' << hours * hour.size()
                                << "\nday.dat 16 " << counts_per_mv << "/mV 16 0 0 0 0 II\n";
        std::string bytes;
        for (const double mv : hour) {
            const auto count = static_cast<std::int16_t>(std::lround(mv * counts_per_mv));
            const auto bits = static_cast<std::uint16_t>(count);
            bytes.push_back(static_cast<char>(bits & 0xFFU));
            bytes.push_back(static_cast<char>(bits >> 8U));
        }
        std::ofstream out{folder_ / "day.dat", std::ios::binary};
        for (int k = 0; k < hours; ++k) {
            out << bytes;
        }
    }

    ~DayFile() { std::filesystem::remove_all(folder_); }

    DayFile(const DayFile&) = delete;
    DayFile& operator=(const DayFile&) = delete;
    DayFile(DayFile&&) = delete;
    DayFile& operator=(DayFile&&) = delete;

    [[nodiscard]] std::string header() const { return (folder_ / "day.hea").string(); }

private:
    std::filesystem::path folder_;
};

/// Classes and episodes of one minute.
double seconds_of_minute(const std::vector<double>& hour) {
    constexpr int runs = 50;
    Recording minute;
    minute.rate = SampleRate{Hertz{rate_hz}};
    minute.leads = {{"II", Lead::II, {hour.begin(), hour.begin() + 60 * 250}}};
    const FilteredRecording clean = analyze::filter_recording(minute, {});
    const Beats found = analyze::detect_beats(clean).beats;
    const Analysis whole = analyze::analyze(minute, {.filter = {}, .lead_waves = false});
    return seconds_of([&] {
               for (int k = 0; k < runs; ++k) {
                   analyze::classify_beats(clean, found);
                   analyze::name_rhythm(whole.beats, whole.waves, whole.measurements,
                                        whole.between);
               }
           }) /
           runs;
}

void print_day(const std::string& path, double minute_seconds) {
    analyze::StreamAnalyzer analyzer{{.filter = {}, .lead_waves = false}};
    std::string line;
    const double all = seconds_of([&] {
        const auto source = formats::open_recording(path, {});
        while (const auto piece = source->next()) {
            analyzer.add(piece->recording);
        }
        analyzer.finish(std::nullopt);
        formats::append_analysis_line(line, analyzer.summary());
    });
    const double memory = peak_megabytes();
    const Analysis& day = analyzer.summary();
    const double at_the_end = seconds_of([&] {
        Measurements measured;
        analyze::measure_rates(measured, day.beats);
        analyze::name_rhythm(day.beats, day.waves, measured, day.between);
    });
    std::printf(
        "A day of one lead at %.0f Hz with %zu beats, from a WFDB file to an analysis line\n"
        "  %8.2f CPU s, %.0f MB of memory at the most\n"
        "  %8.2f CPU s of it for classes, episodes and heart rate variability\n",
        rate_hz, day.beats.size(), all, memory, at_the_end + hours * 60 * minute_seconds);
}

} // namespace

void bench_day() {
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) {
        {
            const std::vector<double> hour = an_hour();
            const DayFile file{hour};
            print_day(file.header(), seconds_of_minute(hour));
        }
        std::fflush(stdout);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
}

} // namespace ecg::bench
