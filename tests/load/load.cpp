// Load on a server that checks every answer, and then everything that the server has.
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "load/drive.hpp"
#include "load/read_back.hpp"
#include "load/server_cost.hpp"

#include <CLI/CLI.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace {

using namespace ecg::load;

struct Options {
    std::string server;
    Drive drive;
    double seconds = 10;
    int patience = 60;
    std::size_t sessions = 50, accounts = 8, idle = 0;
    int pid = 0;
    bool json = false;
};

struct Spread {
    std::size_t count = 0;
    double p50 = 0, p99 = 0, worst = 0;
};

/// All that there is to tell.
struct Report {
    Answers answers;
    Findings findings;
    std::array<Spread, kinds> spreads;
    std::optional<double> cpu_microseconds; ///< of the server, a request
    std::optional<double> megabytes;        ///< of the server, after it
    std::optional<double> idle_megabytes;   ///< that the idle connections took
    std::size_t idle_alive = 0;
};

void add_options(CLI::App& app, Options& options) {
    app.add_option("SERVER", options.server, "ADDRESS:PORT")->required();
    app.add_option("--sessions", options.sessions, "Recording sessions (default: 50)")
        ->check(CLI::Range(1, 100'000));
    app.add_option("--accounts", options.accounts, "Accounts they belong to (default: 8)")
        ->check(CLI::Range(1, 10'000));
    app.add_option("--duration", options.seconds,
                   "Seconds (default: 10); tokens are good for fifteen minutes")
        ->check(CLI::Range(0.1, 840.0));
    app.add_flag("--recording", options.drive.recording,
                 "Metrics every 2 s and a waveform every 5 s a session, times from when they are "
                 "due; else as fast as it is answered");
    app.add_flag("--keys", options.drive.keys, "Each request with an Idempotency-Key");
    app.add_flag("--retry", options.drive.retry,
                 "What was not answered is sent again with its key, also over a restart");
    app.add_flag("--reports", options.drive.reports, "Every fiftieth request brings a PDF");
    app.add_option("--patience", options.patience, "Seconds that it may be away (default: 60)");
    app.add_option("--idle", options.idle, "Connections that do nothing, beside (default: 0)");
    app.add_option("--pid", options.pid, "The server's process: tells CPU and memory");
    app.add_flag("--json", options.json, "One JSON line");
}

void raise_file_limit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

Spread spread_of(std::vector<float> values) {
    if (values.empty()) {
        return {};
    }
    std::sort(values.begin(), values.end());
    const auto at = [&values](double part) {
        return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
    };
    return {values.size(), at(0.5), at(0.99), values.back()};
}

bool answers_health(Connection& connection) {
    try {
        return ask(connection, request_text("GET", "/healthz", "", "")).status == 200;
    } catch (const ecg::Error&) {
        return false;
    }
}

std::vector<std::unique_ptr<Connection>> open_idle(const Place& place, std::size_t count) {
    std::vector<std::unique_ptr<Connection>> idle;
    for (std::size_t i = 0; i < count; ++i) {
        idle.push_back(std::make_unique<Connection>(place));
        if (!answers_health(*idle.back())) {
            throw ecg::Error{ecg::ErrorKind::unavailable, "server: does not answer /healthz"};
        }
    }
    return idle;
}

Report measure(const Options& options) {
    const Items items;
    Report report;
    std::vector<Session> sessions =
        start_sessions(options.drive.place, items, options.accounts, options.sessions);
    const auto cost = [&] { return options.pid > 0 ? cost_of(options.pid) : ServerCost{}; };
    const ServerCost at_first = cost();
    const auto idle = open_idle(options.drive.place, options.idle);
    const ServerCost before = cost();
    report.answers = drive(options.drive, items, sessions);
    if (options.pid > 0 && report.answers.count() > 0) {
        const ServerCost after = cost();
        report.cpu_microseconds = (after.cpu_seconds - before.cpu_seconds) * 1e6 /
                                  static_cast<double>(report.answers.count());
        report.megabytes = after.megabytes;
        report.idle_megabytes = before.megabytes - at_first.megabytes;
    }
    for (const auto& connection : idle) {
        report.idle_alive += answers_health(*connection) ? 1 : 0;
    }
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        report.spreads[kind] = spread_of(report.answers.milliseconds[kind]);
    }
    report.findings = read_back(options.drive.place, sessions);
    return report;
}

double rate_of(const Report& report) {
    return static_cast<double>(report.answers.count()) / report.answers.seconds;
}

void print_json(const Report& report) {
    std::string line;
    ecg::JsonWriter json{line};
    json.begin_object().member("schema", "ecg.load/1");
    json.member("requests", report.answers.count()).member("seconds", report.answers.seconds, 3);
    json.member("requests_per_second", rate_of(report), 1);
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        const Spread& spread = report.spreads[kind];
        if (spread.count > 0) {
            json.key(name_of(static_cast<Kind>(kind))).begin_object();
            json.member("count", static_cast<std::int64_t>(spread.count));
            json.member("p50_ms", spread.p50, 3).member("p99_ms", spread.p99, 3);
            json.member("max_ms", spread.worst, 3).end_object();
        }
    }
    json.member("errors", report.answers.errors).member("resent", report.answers.resent);
    json.member("unanswered", report.answers.unanswered);
    if (report.cpu_microseconds) {
        json.member("server_cpu_us_per_request", *report.cpu_microseconds, 1);
        json.member("server_rss_mb", *report.megabytes, 1);
        json.member("idle_rss_mb", *report.idle_megabytes, 1);
    }
    json.member("idle_alive", static_cast<std::int64_t>(report.idle_alive));
    json.member("read_back", report.findings.read).member("lost", report.findings.lost);
    json.member("double", report.findings.twice).member("wrong", report.findings.wrong);
    json.member("stored_unanswered", report.findings.unanswered).end_object();
    std::printf("%s\n", line.c_str());
}

void print_text(const Report& report) {
    std::printf("%lld requests in %.1f s: %.0f a second\n",
                static_cast<long long>(report.answers.count()), report.answers.seconds,
                rate_of(report));
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        const Spread& spread = report.spreads[kind];
        if (spread.count > 0) {
            std::printf("%-9s %8zu  p50 %.2f ms  p99 %.2f ms  max %.2f ms\n",
                        std::string{name_of(static_cast<Kind>(kind))}.c_str(), spread.count,
                        spread.p50, spread.p99, spread.worst);
        }
    }
    std::printf("errors %lld, sent again %lld, unanswered %lld\n",
                static_cast<long long>(report.answers.errors),
                static_cast<long long>(report.answers.resent),
                static_cast<long long>(report.answers.unanswered));
    if (report.cpu_microseconds) {
        std::printf("server: %.0f us of CPU a request, %.0f MB, %.1f MB of them for %zu idle "
                    "connections\n",
                    *report.cpu_microseconds, *report.megabytes, *report.idle_megabytes,
                    report.idle_alive);
    }
    std::printf("read back %lld rows: LOST=%lld DOUBLE=%lld WRONG=%lld (stored without an answer: "
                "%lld)\n",
                static_cast<long long>(report.findings.read),
                static_cast<long long>(report.findings.lost),
                static_cast<long long>(report.findings.twice),
                static_cast<long long>(report.findings.wrong),
                static_cast<long long>(report.findings.unanswered));
}

void run(Options& options) {
    raise_file_limit();
    options.drive.place = place_of(options.server);
    options.drive.duration = std::chrono::duration<double>{options.seconds};
    options.drive.patience = std::chrono::seconds{options.patience};
    options.drive.keys = options.drive.keys || options.drive.retry;
    const Report report = measure(options);
    options.json ? print_json(report) : print_text(report);
    std::fflush(stdout);
    if (report.findings.faults() > 0) {
        throw ecg::Error{ecg::ErrorKind::data, "read back: " + report.findings.example};
    }
    if (report.answers.errors > 0) {
        throw ecg::Error{ecg::ErrorKind::data, "answer: " + report.answers.example};
    }
    if (report.idle_alive < options.idle) {
        throw ecg::Error{ecg::ErrorKind::data, "idle connections: some were closed"};
    }
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Load on ecg-serve, with everything read back and compared", "load"};
    Options options;
    add_options(app, options);
    return ecg::cli::run_tool(app, argc, argv, [&] { run(options); });
}
