#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <future>
#include <limits>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace ecg::serve;
using namespace ecg::test;

namespace {

std::string session_name(int number) {
    std::string name = "session_";
    return name.append(std::to_string(number));
}

/// Anna with so many sessions.
void add_sessions(Store& store, int count) {
    write(store, test_operator, AddUser{user_record("anna", "serial of anna")});
    for (int i = 0; i < count; ++i) {
        write(store, patient("anna"), StartSession{session_record(session_name(i), "anna")});
    }
}

/// Keeps the writer busy with the telling of a change, so that what comes next must wait.
class HeldWriter {
public:
    explicit HeldWriter(Store& store) {
        auto begun = std::make_shared<std::promise<void>>();
        std::shared_future<void> released = release_.get_future().share();
        REQUIRE(store.write(
            Write{test_operator, AddUser{user_record("held", "serial of held")}, {}, {}},
            [begun, released](const Outcome&) {
                begun->set_value();
                released.wait();
            }));
        begun->get_future().wait();
    }

    ~HeldWriter() { release(); }

    HeldWriter(const HeldWriter&) = delete;
    HeldWriter& operator=(const HeldWriter&) = delete;

    void release() {
        if (!released_) {
            release_.set_value();
            released_ = true;
        }
    }

private:
    std::promise<void> release_;
    bool released_ = false;
};

/// Queues metrics and tells of each what came of it.
class Answers {
public:
    bool add(Store& store, AddSamples samples) {
        auto told = std::make_shared<std::promise<Outcome>>();
        auto future = told->get_future();
        const bool queued =
            store.write(Write{patient("anna"), std::move(samples), {}, {}},
                        [told](const Outcome& outcome) { told->set_value(outcome); });
        if (queued) {
            futures_.push_back(std::move(future));
        }
        return queued;
    }

    std::vector<Verdict> verdicts() {
        std::vector<Verdict> all;
        for (auto& future : futures_) {
            all.push_back(future.get().verdict);
        }
        return all;
    }

private:
    std::vector<std::future<Outcome>> futures_;
};

} // namespace

TEST_CASE("Eight threads write, and each finds at once what it was told") {
    constexpr int threads = 8, rows = 50;
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_sessions(store, threads);

    std::vector<std::future<int>> found;
    for (int thread = 0; thread < threads; ++thread) {
        found.push_back(std::async(std::launch::async, [&store, thread] {
            int right = 0;
            for (int n = 0; n < rows; ++n) {
                const Outcome outcome =
                    write(store, patient("anna"),
                          AddSamples{session_name(thread), {metrics_record(n)}, {}});
                const auto kept = store.metrics({session_name(thread), {}, {}, 0, 1000});
                right += outcome.verdict == Verdict::done &&
                                 kept.size() == static_cast<std::size_t>(n) + 1 &&
                                 kept.back().id == outcome.metrics.front() &&
                                 kept.back().values == metrics_record(n).values
                             ? 1
                             : 0;
            }
            return right;
        }));
    }

    for (auto& one : found) {
        CHECK(one.get() == rows);
    }
    std::set<std::int64_t> ids;
    for (int thread = 0; thread < threads; ++thread) {
        for (const MetricsRecord& row : store.metrics({session_name(thread), {}, {}, 0, 1000})) {
            ids.insert(row.id);
        }
    }
    CHECK(ids.size() == threads * rows);
}

TEST_CASE("Changes that came together share a commit") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_sessions(store, 1);
    HeldWriter held{store};
    const StoreFigures before = store.figures();
    Answers answers;
    for (int n = 0; n < 100; ++n) {
        REQUIRE(answers.add(store, {session_name(0), {metrics_record(n)}, {}}));
    }

    held.release();
    CHECK(std::ranges::count(answers.verdicts(), Verdict::done) == 100);
    store.drain();
    CHECK(store.figures().commits == before.commits + 1);
    CHECK(store.figures().changes == before.changes + 100);
}

TEST_CASE("A commit takes no more changes than it may, and none is left behind") {
    const TemporaryFolder folder;
    SqliteStoreSettings settings = store_settings(folder.path("ecg.db"));
    settings.writer.most_in_a_commit = 30;
    SqliteStore store{settings};
    add_sessions(store, 1);
    HeldWriter held{store};
    const StoreFigures before = store.figures();
    Answers answers;
    for (int n = 0; n < 100; ++n) {
        REQUIRE(answers.add(store, {session_name(0), {metrics_record(n)}, {}}));
    }

    held.release();
    CHECK(std::ranges::count(answers.verdicts(), Verdict::done) == 100);
    store.drain();
    CHECK(store.figures().commits == before.commits + 4);
}

TEST_CASE("A full queue refuses at once, and takes again what it has room for") {
    const TemporaryFolder folder;
    SqliteStoreSettings settings = store_settings(folder.path("ecg.db"));
    SECTION("of so many changes") {
        settings.writer.most_waiting = 5;
    }
    SECTION("of so many bytes") {
        settings.writer.most_waiting_bytes = 5 * 900;
    }
    SqliteStore store{settings};
    add_sessions(store, 1);
    HeldWriter held{store};
    Answers answers;
    int taken = 0;
    while (taken < 100 && answers.add(store, {session_name(0), {metrics_record(taken)}, {}})) {
        ++taken;
    }

    CHECK(taken >= 5);
    CHECK(taken < 10);
    CHECK_FALSE(answers.add(store, {session_name(0), {metrics_record(99)}, {}}));
    CHECK(store.figures().refusals == 2);
    CHECK(store.figures().queued >= taken);
    held.release();
    CHECK(std::ranges::count(answers.verdicts(), Verdict::done) == taken);
    CHECK(write(store, patient("anna"), AddSamples{session_name(0), {metrics_record(99)}, {}})
              .verdict == Verdict::done);
    CHECK(store.metrics({session_name(0), {}, {}, 0, 1000}).size() ==
          static_cast<std::size_t>(taken) + 1);
}

TEST_CASE("One row that the database refuses does not fail its neighbours") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_sessions(store, 1);
    HeldWriter held{store};
    Answers answers;
    for (int n = 0; n < 9; ++n) {
        AddSamples samples{session_name(0), {metrics_record(n)}, {}};
        if (n == 4) { // no number is NULL for SQLite, which the column does not take
            samples.waveforms.push_back(waveform_record(0));
            samples.waveforms.back().sampling_rate = std::numeric_limits<double>::quiet_NaN();
        }
        REQUIRE(answers.add(store, std::move(samples)));
    }

    held.release();
    std::vector<Verdict> wanted(9, Verdict::done);
    wanted[4] = Verdict::conflict;
    CHECK(answers.verdicts() == wanted);
    const auto kept = store.metrics({session_name(0), {}, {}, 0, 1000});
    CHECK(kept.size() == 8); // of the bad one neither row is kept
    CHECK(store.waveforms({session_name(0), {}, {}, 0, 1000}).empty());
}

TEST_CASE("What waits when the store is closed is kept first") {
    const TemporaryFolder folder;
    Answers answers;
    {
        SqliteStore store{store_settings(folder.path("ecg.db"))};
        add_sessions(store, 1);
        HeldWriter held{store};
        for (int n = 0; n < 20; ++n) {
            REQUIRE(answers.add(store, {session_name(0), {metrics_record(n)}, {}}));
        }
    }

    CHECK(std::ranges::count(answers.verdicts(), Verdict::done) == 20);
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    CHECK(store.metrics({session_name(0), {}, {}, 0, 1000}).size() == 20);
}

TEST_CASE("A key is remembered for a week and then forgotten") {
    constexpr std::int64_t day = 24LL * 3600 * 1'000'000;
    const TemporaryFolder folder;
    const auto reopened = [&folder](std::int64_t later) {
        SqliteStoreSettings settings = store_settings(folder.path("ecg.db"));
        settings.writer.clock = [later] { return Moment{test_now.microseconds + later}; };
        return settings;
    };
    const auto start = [](const std::string& id) {
        return Write{patient("anna"), StartSession{session_record(id, "anna")}, "key", "digest"};
    };
    {
        SqliteStore store{reopened(0)};
        add_two_users(store);
        CHECK(write(store, start("session_c")).verdict == Verdict::done);
    }
    {
        SqliteStore store{reopened(6 * day)};
        write(store, test_operator, AddUser{user_record("carl", "serial of carl")});
        CHECK(write(store, start("session_d")).verdict == Verdict::repeated);
    }
    {
        SqliteStore store{reopened(8 * day)};
        write(store, test_operator, AddUser{user_record("dora", "serial of dora")});
        CHECK(write(store, start("session_d")).verdict == Verdict::done);
    }
}
