#include "acquire/simulate/pty_end.hpp"
#include "acquire/simulate/simulate.hpp"
#include "acquire/simulate/tcp_end.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "command.hpp"
#include "common/error.hpp"
#include "common/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <thread>

namespace ecg {
namespace {

constexpr Seconds endless{std::numeric_limits<double>::infinity()};
constexpr Seconds longest_signal{86400.0}; // an endless one repeats after it

/// A file has no host: it takes all, and asks for nothing.
class FileEnd final : public acquire::DeviceEnd {
public:
    explicit FileEnd(cli::Output& output) : output_{output} {}

    std::string read(acquire::MonotonicTime deadline, bool) override {
        constexpr auto patience = std::chrono::milliseconds{50}; // how long a stop goes unnoticed
        const auto now = acquire::MonotonicClock::now();
        if (deadline > now) {
            output_.end_lines();
            std::this_thread::sleep_until(std::min(deadline, now + patience));
        }
        return {};
    }

    std::size_t write(std::string_view bytes) override {
        output_.write(bytes);
        return bytes.size();
    }

    [[nodiscard]] bool has_listener() const override { return true; }

    bool is_drained() override { return true; }

    void unplug() override {}

    void plug() override {}

private:
    cli::Output& output_;
};

/// Lines that can be read as they come, unlike those of an OutputFile.
class TruthFile {
public:
    TruthFile(std::string path, bool force) : path_{std::move(path)} {
        struct stat status {};

        const bool is_file = ::stat(path_.c_str(), &status) != 0 || S_ISREG(status.st_mode);
        const int fresh = !is_file ? 0 : force ? O_CREAT | O_TRUNC : O_CREAT | O_EXCL;
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC | fresh, 0666);
        if (descriptor_ < 0) {
            throw Error{ErrorKind::data,
                        path_ + ": " +
                            (errno == EEXIST ? "exists already; --force overwrites it"
                                             : std::strerror(errno))};
        }
    }

    ~TruthFile() { ::close(descriptor_); }

    TruthFile(const TruthFile&) = delete;
    TruthFile& operator=(const TruthFile&) = delete;
    TruthFile(TruthFile&&) = delete;
    TruthFile& operator=(TruthFile&&) = delete;

    void write(std::string_view line) { write_all(descriptor_, line, path_); }

private:
    std::string path_;
    int descriptor_;
};

void check(const SimulateOptions& options) {
    if (options.realtime && options.output.empty()) {
        throw Error{ErrorKind::usage, "--realtime: only with --output; else it is so anyway"};
    }
    if (options.unpaced && !options.output.empty()) {
        throw Error{ErrorKind::usage, "--unpaced: not with --output, which is so anyway"};
    }
    if (!options.truth.empty() && options.truth == options.output) {
        throw Error{ErrorKind::usage, "--truth: the same file as --output"};
    }
}

acquire::SimulateSettings settings_of(const SimulateOptions& options) {
    acquire::SimulateSettings settings;
    settings.device = acquire::choose_driver(options.driver);
    const Hertz rate = rate_of(settings.device.driver->describe(settings.device.options));
    settings.signal = signal_settings(options.signal, [&](synth::SynthSettings& signal) {
        signal.rate = rate;
        signal.duration = endless;
    });
    if (settings.signal.duration == endless) {
        settings.signal.duration = longest_signal;
        settings.endless = true;
    }
    if (settings.endless && !options.output.empty() && options.output != "-" && !options.realtime) {
        throw Error{ErrorKind::usage, "--output: would never end; give --duration"};
    }
    settings.faults = acquire::parse_faults(options.faults);
    settings.clock_ppm = options.clock_ppm;
    settings.burst = Milliseconds{options.burst_ms};
    settings.paced = options.output.empty() ? !options.unpaced : options.realtime;
    settings.asked = options.output.empty();
    synth::check_settings(settings.signal);
    return settings;
}

std::unique_ptr<acquire::DeviceEnd> make_end(const SimulateOptions& options,
                                             std::optional<cli::Output>& output) {
    if (!options.pty.empty()) {
        auto end = std::make_unique<acquire::PtyEnd>(options.pty);
        if (options.verbose) {
            cli::tell(options.pty + " is " + end->terminal());
        }
        return end;
    }
    if (options.tcp) {
        auto end = std::make_unique<acquire::TcpEnd>(*options.tcp);
        if (options.verbose || *options.tcp == 0) {
            cli::tell("tcp:127.0.0.1:" + std::to_string(end->port()) + " listens");
        }
        return end;
    }
    output.emplace(options.output, options.force ? Overwrite::allowed : Overwrite::never);
    return std::make_unique<FileEnd>(*output);
}

} // namespace

void simulate_command(const SimulateOptions& options) {
    check(options);
    const acquire::SimulateSettings settings = settings_of(options);
    std::optional<TruthFile> file;
    if (!options.truth.empty()) {
        file.emplace(options.truth, options.force);
    }
    std::optional<cli::Output> output;
    const auto end = make_end(options, output);
    std::function<void(std::string_view)> write_truth;
    if (file) {
        write_truth = [&](std::string_view line) { file->write(line); };
    }
    acquire::SimulationTruth truth{write_truth};
    const acquire::SimulationCounts counts = simulate(settings, *end, truth);
    if (output) {
        output->finish();
    }
    if (options.verbose) {
        cli::tell(std::to_string(counts.samples) + " samples, " + std::to_string(counts.lost) +
                  " of them lost on the way; " + std::to_string(counts.bytes) + " bytes");
    }
}

} // namespace ecg
