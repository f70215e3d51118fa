#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"

using namespace ecg::serve;
using namespace ecg::test;

namespace {

const Actor clinician{"clara", Role::clinician};
const Actor nobody{"", Role::patient};

Verdict add_one(Store& store, const Actor& by, const std::string& session, std::int64_t n) {
    return write(store, by, AddSamples{session, {metrics_record(n)}, {}}).verdict;
}

} // namespace

TEST_CASE("A session comes back as it was started and ended") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const Moment end{test_now.microseconds + 1};
    const EndSession ending{"session_a", end, R"({"duration_seconds":1800})", 1800.0, 75.5};

    CHECK(store.session("session_a")->status == "active");
    CHECK(write(store, patient("anna"), ending).verdict == Verdict::done);

    const auto found = store.session("session_a");
    REQUIRE(found);
    CHECK(found->user_id == "anna");
    CHECK(found->device_serial == "serial of anna");
    CHECK(found->device_info == R"({"sampling_rate":80})");
    CHECK(found->start_time == test_now);
    CHECK(found->end_time == end);
    CHECK(found->summary == ending.summary);
    CHECK(found->duration_seconds == 1800.0);
    CHECK(found->average_heart_rate == 75.5);
    CHECK(found->status == "completed");
    CHECK_FALSE(store.session("session_c"));
}

TEST_CASE("A session ends once") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    EndSession ending{"session_a", test_now, "{}", {}, {}};

    CHECK(write(store, patient("anna"), ending).verdict == Verdict::done);
    CHECK(write(store, patient("anna"), ending).verdict == Verdict::repeated);
    ending.summary = R"({"other":1})";
    CHECK(write(store, patient("anna"), ending).verdict == Verdict::ended);
    CHECK(store.session("session_a")->summary == "{}");
}

TEST_CASE("Nobody starts, fills or ends the session of another") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const EndSession ending{"session_a", test_now, "{}", {}, {}};

    CHECK(add_one(store, patient("bert"), "session_a", 1) == Verdict::not_found);
    CHECK(add_one(store, nobody, "session_a", 1) == Verdict::not_found);
    CHECK(add_one(store, clinician, "session_a", 1) == Verdict::forbidden);
    CHECK(add_one(store, patient("anna"), "session_c", 1) == Verdict::not_found);
    CHECK(write(store, patient("bert"), ending).verdict == Verdict::not_found);
    CHECK(write(store, patient("bert"), StartSession{session_record("s", "anna")}).verdict ==
          Verdict::not_found);
    CHECK(store.metrics({"session_a", {}, {}, 0, 10}).empty());
    CHECK(store.session("session_a")->status == "active");
    CHECK(add_one(store, test_operator, "session_a", 1) == Verdict::done);
}

TEST_CASE("A session is not started with another's device nor under a taken id") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    SessionRecord session = session_record("session_c", "anna");
    session.device_serial = "serial of bert";

    CHECK(write(store, patient("anna"), StartSession{session}).verdict == Verdict::forbidden);
    session.device_serial = "of nobody";
    CHECK(write(store, patient("anna"), StartSession{session}).verdict == Verdict::done);
    CHECK(write(store, patient("anna"), StartSession{session}).verdict == Verdict::conflict);
}

TEST_CASE("Metrics and waveforms come back to the last digit, in the order of their times") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    MetricsRecord metrics = metrics_record(5);
    metrics.values = R"({"heart_rate":75.0000000000000001})";
    metrics.st_segment = -0.25;
    metrics.extra = R"({"display":{"heart_rate":"75 bpm"}})";
    WaveformRecord wave = waveform_record(3);
    wave.extra = R"({"gaps":[]})";

    const Outcome outcome =
        write(store, patient("anna"),
              AddSamples{"session_a", {metrics, metrics_record(2)}, {wave, waveform_record(1)}});

    REQUIRE(outcome.verdict == Verdict::done);
    REQUIRE(outcome.metrics.size() == 2);
    REQUIRE(outcome.waveforms.size() == 2);
    const auto rows = store.metrics({"session_a", {}, {}, 0, 10});
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].id == outcome.metrics[1]);
    CHECK(rows[1].id == outcome.metrics[0]);
    CHECK(rows[1].time == metrics.time);
    CHECK(rows[1].values == metrics.values);
    CHECK(rows[1].heart_rate == metrics.heart_rate);
    CHECK(rows[1].st_segment == -0.25);
    CHECK(rows[1].extra == metrics.extra);
    CHECK_FALSE(rows[0].st_segment);
    const auto waves = store.waveforms({"session_a", {}, {}, 0, 10});
    REQUIRE(waves.size() == 2);
    CHECK(waves[1].id == outcome.waveforms[0]);
    CHECK(waves[1].packed == wave.packed);
    CHECK(waves[1].extra == wave.extra);
    CHECK(waves[1].sampling_rate == 80);
    CHECK(waves[1].duration_seconds == 5);
}

TEST_CASE("What is sent again is not stored again and gets its first id") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const AddSamples samples{
        "session_a", {metrics_record(1), metrics_record(1)}, {waveform_record(1)}};

    const Outcome first = write(store, patient("anna"), samples);
    const Outcome again = write(store, patient("anna"), samples);
    const Outcome more = write(store, patient("anna"),
                               AddSamples{"session_a", {metrics_record(1), metrics_record(2)}, {}});

    CHECK(first.verdict == Verdict::done);
    CHECK(first.metrics[0] == first.metrics[1]);
    CHECK(again.verdict == Verdict::repeated);
    CHECK(again.metrics == first.metrics);
    CHECK(again.waveforms == first.waveforms);
    CHECK(more.verdict == Verdict::done);
    CHECK(more.metrics[0] == first.metrics[0]);
    CHECK(more.metrics[1] != first.metrics[0]);
    CHECK(store.metrics({"session_a", {}, {}, 0, 10}).size() == 2);
    CHECK(store.waveforms({"session_a", {}, {}, 0, 10}).size() == 1);
}

TEST_CASE("The same content at another time, or in another session, is another row") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    MetricsRecord later = metrics_record(1);
    later.time.microseconds += 1;
    MetricsRecord other = metrics_record(1);
    other.extra = R"({"a":1})";

    CHECK(add_one(store, patient("anna"), "session_a", 1) == Verdict::done);
    CHECK(add_one(store, patient("bert"), "session_b", 1) == Verdict::done);
    CHECK(write(store, patient("anna"), AddSamples{"session_a", {later, other}, {}}).verdict ==
          Verdict::done);
    CHECK(store.metrics({"session_a", {}, {}, 0, 10}).size() == 3);
}

TEST_CASE("After its end a session takes nothing new, but tells again what it has") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const AddSamples samples{"session_a", {metrics_record(1)}, {waveform_record(1)}};
    const Outcome first = write(store, patient("anna"), samples);
    write(store, patient("anna"), EndSession{"session_a", test_now, "{}", {}, {}});

    const Outcome again = write(store, patient("anna"), samples);
    CHECK(again.verdict == Verdict::repeated);
    CHECK(again.metrics == first.metrics);
    CHECK(again.waveforms == first.waveforms);
    CHECK(write(store, patient("anna"),
                AddSamples{"session_a", {metrics_record(1), metrics_record(2)}, {}})
              .verdict == Verdict::ended);
    CHECK(store.metrics({"session_a", {}, {}, 0, 10}).size() == 1);
}

TEST_CASE("A range is read piece by piece, rows of one time among them, none twice") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    AddSamples samples{"session_a", {}, {}};
    for (std::int64_t n = 0; n < 40; ++n) {
        MetricsRecord row = metrics_record(n);
        row.time = {test_now.microseconds + n / 8}; // eight of a time
        samples.metrics.push_back(row);
    }
    REQUIRE(write(store, patient("anna"), samples).verdict == Verdict::done);

    RowRange range{"session_a", {}, Moment{test_now.microseconds + 4}, 0, 5};
    std::vector<std::int64_t> ids;
    for (auto rows = store.metrics(range); !rows.empty(); rows = store.metrics(range)) {
        CHECK(rows.size() <= 5);
        for (const MetricsRecord& row : rows) {
            ids.push_back(row.id);
        }
        range.from = rows.back().time;
        range.after_id = rows.back().id;
    }

    CHECK(ids.size() == 32);
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    CHECK(store.metrics({"session_a", Moment{test_now.microseconds + 4}, {}, 0, 50}).size() == 8);
}

TEST_CASE("The newest sessions and reports come first, page by page") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    for (int n = 0; n < 10; ++n) {
        SessionRecord session = session_record("session_" + std::to_string(n), "anna");
        session.start_time.microseconds += 1 + n / 2; // two at a time
        REQUIRE(write(store, patient("anna"), StartSession{session}).verdict == Verdict::done);
    }

    const auto page = store.sessions_of("anna", {3, 1});
    CHECK(page.total == 11);
    REQUIRE(page.rows.size() == 3);
    CHECK(page.rows[0].id == "session_8");
    CHECK(page.rows[1].id == "session_7");
    CHECK(page.rows[2].id == "session_6");
    CHECK(store.sessions_of("anna", {50, 11}).rows.empty());
    CHECK(store.sessions_of("nobody", {}).total == 0);
    CHECK(store.users({1, 0}).rows.at(0).id == "bert");
}

TEST_CASE("Reports and errors are numbered, and none is kept twice") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    ReportRecord report{0, "anna", "session_a", "abcdef", 500, R"({"a":1})", test_now};
    ErrorRecord error{0, "anna", "session_a", "serial", test_now, "type", "text", "", "{}"};

    const Outcome first = write(store, patient("anna"), AddReport{report});
    CHECK(first.verdict == Verdict::done);
    CHECK(write(store, patient("anna"), AddReport{report}).verdict == Verdict::repeated);
    CHECK(write(store, patient("anna"), AddReport{report}).number == first.number);
    CHECK(write(store, patient("bert"), AddReport{report}).verdict == Verdict::not_found);
    CHECK(write(store, clinician, AddReport{report}).verdict == Verdict::forbidden);
    report.session_id = "session_b";
    CHECK(write(store, patient("anna"), AddReport{report}).verdict == Verdict::not_found);
    report.session_id = "";
    CHECK(write(store, patient("anna"), AddReport{report}).number > first.number);

    const auto found = store.report(first.number);
    REQUIRE(found);
    CHECK(found->user_id == "anna");
    CHECK(found->session_id == "session_a");
    CHECK(found->object == "abcdef");
    CHECK(found->bytes == 500);
    CHECK(found->metadata == R"({"a":1})");
    CHECK(found->created_at == test_now);
    CHECK(store.reports_of("anna", {}).total == 2);
    CHECK(store.reports_of("anna", {}).rows.at(0).session_id.empty());
    CHECK(store.reports_of_session("session_a").size() == 1);
    CHECK_FALSE(store.report(99));

    const Outcome told = write(store, patient("anna"), AddError{error});
    CHECK(told.verdict == Verdict::done);
    CHECK(write(store, patient("anna"), AddError{error}).number == told.number);
    error.user_id = "";
    error.session_id = "of no server";
    CHECK(write(store, nobody, AddError{error}).verdict == Verdict::done);
}

TEST_CASE("A key tells the first outcome again, and only to the same request") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const Write start{patient("anna"), StartSession{session_record("session_c", "anna")}, "key 1",
                      "digest 1"};
    Write again = start;
    std::get<StartSession>(again.change).session.id = "session_d"; // the server's, made anew
    Write other = again;
    other.key_digest = "digest 2";
    Write of_another{patient("bert"), StartSession{session_record("session_e", "bert")}, "key 1",
                     "digest 3"};

    CHECK(write(store, start).verdict == Verdict::done);
    const Outcome second = write(store, again);
    CHECK(second.verdict == Verdict::repeated);
    CHECK(second.id == "session_c");
    CHECK(write(store, other).verdict == Verdict::key_reused);
    CHECK(write(store, of_another).verdict == Verdict::done);
    CHECK_FALSE(store.session("session_d"));

    Write samples{patient("anna"),
                  AddSamples{"session_c", {metrics_record(1)}, {waveform_record(1)}}, "key 2",
                  "digest"};
    const Outcome first = write(store, samples);
    const Outcome repeated = write(store, samples);
    CHECK(repeated.verdict == Verdict::repeated);
    CHECK(repeated.metrics == first.metrics);
    CHECK(repeated.waveforms == first.waveforms);
    CHECK(repeated.id == "session_c");
}

TEST_CASE("A refusal is not remembered under its key") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    add_two_users(store);
    const Write early{patient("anna"), AddSamples{"session_c", {metrics_record(1)}, {}}, "k", "d"};

    CHECK(write(store, early).verdict == Verdict::not_found);
    write(store, patient("anna"), StartSession{session_record("session_c", "anna")});
    CHECK(write(store, early).verdict == Verdict::done);
}

TEST_CASE("What a write is told with is let go of when it was told") {
    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    auto held = std::make_shared<int>();
    const std::weak_ptr<int> seen = held;

    REQUIRE(store.write(Write{test_operator, AddUser{user_record("anna", "serial")}, {}, {}},
                        [held](const Outcome&) {}));
    held.reset();
    store.drain();
    CHECK(seen.expired());
}
