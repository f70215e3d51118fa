// How fast the store is, as figures: store_bench FOLDER [metrics] [waveforms]. Nothing is judged
// here. With the numbers of rows it fills a database with so many first and times the readings.
#include "serve/store/sqlite_store.hpp"
#include "serve/store/waveform_codec.hpp"
#include "support/store_writes.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Spread {
    double p50, p99, worst;
};

Spread spread_of(std::vector<double> values) {
    std::ranges::sort(values);
    const auto at = [&values](double part) {
        return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
    };
    return {at(0.5), at(0.99), values.back()};
}

void time_fdatasync(const std::string& folder) {
    const std::string path = folder + "/fdatasync";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT, 0600);
    const std::string page(4096, 'x');
    std::vector<double> taken;
    for (int i = 0; i < 500; ++i) {
        if (::write(file, page.data(), page.size()) < 0) {
            std::exit(1);
        }
        const auto start = Clock::now();
        ::fdatasync(file);
        taken.push_back(milliseconds_since(start));
    }
    ::close(file);
    ::unlink(path.c_str());
    const Spread spread = spread_of(taken);
    std::printf("fdatasync of 4096 bytes appended: p50 %.3f ms, p99 %.3f ms\n", spread.p50,
                spread.p99);
}

std::vector<LeadSamples> heart_like(std::size_t samples, double rate) {
    std::mt19937 random{1};
    std::normal_distribution<double> noise{0, 0.004};
    std::vector<LeadSamples> leads;
    for (int lead = 0; lead < 12; ++lead) {
        leads.push_back({"lead" + std::string(1, static_cast<char>('a' + lead)), {}});
        for (std::size_t i = 0; i < samples; ++i) {
            const double beat = std::fmod(static_cast<double>(i) / rate, 0.8) - 0.3;
            const double value = 1.2 * std::exp(-beat * beat / 0.0004) +
                                 0.3 * std::exp(-(beat - 0.25) * (beat - 0.25) / 0.004) +
                                 noise(random);
            leads.back().samples.push_back(std::round(value * 1000) / 1000);
        }
    }
    return leads;
}

void time_codec(std::size_t samples, double rate) {
    const auto leads = heart_like(samples, rate);
    std::vector<double> packing, unpacking;
    std::string packed;
    for (int i = 0; i < 300; ++i) {
        auto start = Clock::now();
        packed = pack_waveform(leads);
        packing.push_back(milliseconds_since(start) * 1000);
        start = Clock::now();
        const auto back = unpack_waveform(packed, "w");
        unpacking.push_back(milliseconds_since(start) * 1000);
        if (back != leads) {
            std::exit(1);
        }
    }
    std::printf("codec 12 x %zu: %zu bytes, pack %.1f us, unpack %.1f us (medians)\n", samples,
                packed.size(), spread_of(packing).p50, spread_of(unpacking).p50);
}

/// Writers that each wait for an answer before they write again.
void time_writes(Store& store, int writers, const std::string& what,
                 const std::function<Change(int writer, int n)>& change) {
    std::mutex mutex;
    std::vector<double> taken;
    const StoreFigures before = store.figures();
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            std::vector<double> mine;
            for (int n = 0; milliseconds_since(start) < 5000; ++n) {
                Change one = change(writer, n);
                const auto asked = Clock::now();
                if (write(store, test_operator, std::move(one)).verdict != Verdict::done) {
                    std::exit(1);
                }
                mine.push_back(milliseconds_since(asked));
            }
            const std::lock_guard lock{mutex};
            taken.insert(taken.end(), mine.begin(), mine.end());
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const double seconds = milliseconds_since(start) / 1000;
    const StoreFigures after = store.figures();
    const Spread spread = spread_of(taken);
    std::printf(
        "%s, %d writers: %.0f/s, p50 %.2f, p99 %.2f, worst %.1f ms, %.1f a commit\n", what.c_str(),
        writers, static_cast<double>(taken.size()) / seconds, spread.p50, spread.p99, spread.worst,
        static_cast<double>(taken.size()) / static_cast<double>(after.commits - before.commits));
}

std::string session_name(std::int64_t n) {
    return "session_" + std::to_string(n);
}

void add_sessions(Store& store, std::int64_t count) {
    write(store, test_operator, AddUser{user_record("anna", "serial of anna")});
    for (std::int64_t n = 0; n < count; ++n) {
        SessionRecord session = session_record(session_name(n), "anna");
        session.start_time.microseconds += n;
        write(store, test_operator, StartSession{session});
    }
}

void time_writing(const std::string& folder) {
    SqliteStore store{store_settings(folder + "/writing.db")};
    add_sessions(store, 50);
    std::vector<WaveformRecord> blocks;
    const WaveformRecord block = [] {
        WaveformRecord row = waveform_record(0);
        row.packed = pack_waveform(heart_like(400, 80));
        return row;
    }();
    const auto metrics = [](int writer, int n) {
        return AddSamples{session_name(writer), {metrics_record(n)}, {}};
    };
    const auto waveforms = [&block](int writer, int n) {
        WaveformRecord row = block;
        row.time.microseconds += n;
        return AddSamples{session_name(writer), {}, {row}};
    };
    time_writes(store, 1, "metrics", metrics);
    add_sessions(store, 0);
    const auto later = [&metrics](int writer, int n) { return metrics(writer, n + 10'000'000); };
    time_writes(store, 50, "metrics", later);
    time_writes(store, 50, "waveforms of " + std::to_string(block.packed.size()) + " bytes",
                waveforms);
}

void fill(Store& store, std::int64_t metrics, std::int64_t waveforms) {
    constexpr std::int64_t sessions = 200, piece = 100;
    add_sessions(store, sessions);
    const WaveformRecord block = [] {
        WaveformRecord row = waveform_record(0);
        row.packed = pack_waveform(heart_like(400, 80));
        return row;
    }();
    for (std::int64_t n = 0; n < metrics; n += piece) {
        AddSamples samples{session_name(n / piece % sessions), {}, {}};
        for (std::int64_t i = 0; i < piece; ++i) {
            samples.metrics.push_back(metrics_record(n + i));
        }
        for (std::int64_t i = 0; i < piece * waveforms / std::max<std::int64_t>(metrics, 1); ++i) {
            samples.waveforms.push_back(block);
            samples.waveforms.back().time.microseconds += n + i;
        }
        write(store, test_operator, std::move(samples));
    }
}

void time_reading(const std::string& what, int times, const std::function<std::size_t(int)>& read) {
    std::vector<double> taken;
    std::size_t rows = 0;
    for (int i = 0; i < times; ++i) {
        const auto start = Clock::now();
        rows = read(i);
        taken.push_back(milliseconds_since(start));
    }
    const Spread spread = spread_of(taken);
    std::printf("%s: p50 %.3f, p99 %.3f, worst %.3f ms (%zu rows)\n", what.c_str(), spread.p50,
                spread.p99, spread.worst, rows);
}

void time_readings(const std::string& folder, std::int64_t metrics, std::int64_t waveforms) {
    const auto start = Clock::now();
    const std::string path = folder + "/reading.db";
    {
        SqliteStore store{store_settings(path)};
        fill(store, metrics, waveforms);
    }
    std::printf("%lld metrics and %lld waveforms filled in %.1f s\n",
                static_cast<long long>(metrics), static_cast<long long>(waveforms),
                milliseconds_since(start) / 1000);
    SqliteStore store{store_settings(path)};
    time_reading("user", 300, [&](int) { return store.user("anna") ? 1 : 0; });
    time_reading("session", 300,
                 [&](int i) { return store.session(session_name(i % 200)) ? 1 : 0; });
    time_reading("sessions of a user, 50", 300, [&](int i) {
        return store.sessions_of("anna", {50, static_cast<std::size_t>(i % 150)}).rows.size();
    });
    time_reading("metrics, first 1000 of a session", 300, [&](int i) {
        return store.metrics({session_name(i % 200), {}, {}, 0, 1000}).size();
    });
    time_reading("metrics, 100 out of the middle", 300, [&](int i) {
        const Moment from = metrics_record(metrics / 2).time;
        return store.metrics({session_name(i % 200), from, {}, 0, 100}).size();
    });
    time_reading("waveforms, first 100 of a session", 300, [&](int i) {
        return store.waveforms({session_name(i % 200), {}, {}, 0, 100}).size();
    });
    time_reading("waveforms, 1000 of a session", 300, [&](int i) {
        return store.waveforms({session_name(i % 200), {}, {}, 0, 1000}).size();
    });
    time_reading("reports of a user", 300,
                 [&](int) { return store.reports_of("anna", {}).rows.size(); });
    time_reading("users", 300, [&](int) { return store.users({}).rows.size(); });
}

} // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::fputs("usage: store_bench FOLDER [METRICS WAVEFORMS]\n", stderr);
        return 2;
    }
    const std::string folder = words[1];
    time_fdatasync(folder);
    time_codec(400, 80);
    time_codec(2500, 500);
    if (count == 4) {
        time_readings(folder, std::atoll(words[2]), std::atoll(words[3]));
    } else {
        time_writing(folder);
    }
    return 0;
}
