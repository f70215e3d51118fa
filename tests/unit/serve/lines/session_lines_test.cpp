#include "common/json_reader.hpp"
#include "serve/lines/session_line_rows.hpp"
#include "serve/operate/session_export.hpp"
#include "serve/operate/session_import.hpp"
#include "serve/store/readings.hpp"
#include "serve/store/sqlite_store.hpp"
#include "support/catch.hpp"
#include "support/store_writes.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;
using Catch::Contains;

namespace {

const std::string head =
    R"({"schema":"ecg.session/1","session_id":"night","seq":0,"timestamp":"2025-01-08T12:34:56.789Z",)"
    R"("sampling_rate":250,"unit":"mV","first_sample":1000,)";
const std::string samples =
    R"("ecg_snapshot":{"I":[0.1,-0.0001,null,12345.678,0.1234567890123],"My Lead":[1,2,3,4,null]},)";
const std::string rest =
    R"("gaps":[{"first":1002,"count":1,"cause":"lost"}],"leads_off":["My Lead"],)"
    R"("device":{"serial":"serial of anna","driver":"demo"},"metrics":{"heart_rate":71.5,)"
    R"("pr_interval":null},"analysis":{"x":1.50}})";
const std::string end_line =
    R"({"schema":"ecg.session/1","session_id":"night","seq":1,"timestamp":"2025-01-08T12:34:56.809Z",)"
    R"("sampling_rate":250,"first_sample":1005,"ecg_snapshot":{},"end":{"reason":"recovered",)"
    R"("samples":5,"gaps":1}})";

SessionLineRows rows_in(const std::string& line, std::optional<Moment> start = std::nullopt) {
    JsonReader reader;
    return rows_of_line(reader.parse(line, "f:1"), line, start, "f:1");
}

/// A database with two accounts, and what is imported into it.
class Rig {
public:
    Rig() { add_two_users(store); }

    std::vector<ImportedSession> import(const std::vector<std::string>& lines,
                                        const std::string& user = "anna",
                                        std::optional<Moment> start = std::nullopt) {
        SessionImport import{database, user, [] { return test_now; }};
        for (const std::string& line : lines) {
            import.add(rows_in(line, start), "f:1");
        }
        return import.commit("f");
    }

    std::string exported(const std::string& id) {
        std::string text;
        export_session(database, id, [&text](std::string_view line) { text += line; });
        return text;
    }

    std::string count(const std::string& table) {
        return database.answer("SELECT count(*) FROM " + table);
    }

    const TemporaryFolder folder;
    SqliteStore store{store_settings(folder.path("ecg.db"))};
    Database database = open_for_writing(folder.path("ecg.db"));
};

std::string without(std::string text, const std::string& part) {
    return text.erase(text.find(part), part.size());
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
    return text.replace(text.find(part), part.size(), by);
}

} // namespace

TEST_CASE("A session line becomes rows with its numbers, and the same line again, to the byte") {
    const std::string line = head + samples + rest;

    const SessionLineRows rows = rows_in(line);

    REQUIRE(rows.waveform);
    CHECK(rows.waveform->time == test_now);
    CHECK(rows.waveform->sampling_rate == 250);
    CHECK(rows.waveform->duration_seconds == Approx(0.02));
    CHECK(rows.end.microseconds == test_now.microseconds + 20'000);
    const std::vector<LeadSamples> leads = leads_of(*rows.waveform);
    REQUIRE(leads.size() == 2);
    CHECK(leads[1].name == "My Lead");
    CHECK(leads[0].samples[4] == 0.1234567890123);
    CHECK(std::isnan(leads[0].samples[2]));
    REQUIRE(rows.metrics);
    CHECK(rows.metrics->heart_rate == 71.5);
    CHECK(rows.metrics->time == test_now);
    CHECK(rows.device_serial == "serial of anna");
    CHECK(line_of(*rows.waveform) == line);
    CHECK_THAT(rows.waveform->extra, Contains(R"("leads_recorded":["I","My Lead"])") &&
                                         Contains(R"("first_sample":1000)") &&
                                         Contains(R"("ecg_snapshot":null)"));
}

TEST_CASE("A line without samples is carried by metrics, with or without any") {
    const SessionLineRows rows = rows_in(end_line);

    CHECK_FALSE(rows.waveform);
    REQUIRE(rows.metrics);
    CHECK(rows.metrics->values == "{}");
    CHECK(line_of(*rows.metrics) == end_line);
    CHECK(rows.session_end == R"({"reason":"recovered","samples":5,"gaps":1})");
}

TEST_CASE("A row without a line gives none, nor does one whose line is something else") {
    WaveformRecord row = waveform_record(1);
    CHECK(line_of(row).empty());
    row.extra = R"({"line":"text"})";
    CHECK(line_of(row).empty());
    row.extra = R"({"line":{"seq":1}})";
    CHECK_THAT(line_of(row), Contains(R"({"seq":1,"ecg_snapshot":{"I":[)"));
    row.extra = R"({"line":{}})";
    CHECK_THAT(line_of(row), Contains(R"({"ecg_snapshot":{"I":[)"));
}

TEST_CASE("Numbers are written as people write them, and read back as the same") {
    const std::vector<double> numbers{0,     -0.0,    0.0001, -1e-9, 1e-12,
                                      1e-13, 1.5e300, 1e14,   0.1,   1.0 / 3};
    const std::string text = snapshot_of({{"a", numbers}});

    CHECK_THAT(text, Contains("[0,0,0.0001,-0.000000001,0.000000000001,1e-13,1.5e+300,"
                              "100000000000000,0.1,0.3333333333333333]"));
    JsonReader reader;
    std::vector<double> back;
    reader.parse(text, "text").find("a")->append_numbers(back);
    CHECK(back == numbers);
}

TEST_CASE("A line says what it lacks") {
    const std::string line = head + samples + rest;

    const std::string timeless = without(line, R"("timestamp":"2025-01-08T12:34:56.789Z",)");
    CHECK_THROWS_WITH(rows_in(timeless), Contains("f:1: has no timestamp; --start"));
    CHECK(rows_in(timeless, test_now).time.microseconds == test_now.microseconds + 4'000'000);
    CHECK_THROWS_WITH(rows_in(replaced(line, R"("mV")", R"("uV")")),
                      Contains("f:1: unit is not mV"));
    CHECK_THROWS_WITH(rows_in(replaced(line, "71.5", "7150")),
                      "f:1: metrics.heart_rate must be 0 to 600");
    CHECK_THROWS_WITH(rows_in(replaced(line, "2025-01-08T", "yesterday ")),
                      Contains("f:1: timestamp is no moment"));
    CHECK_THROWS_WITH(rows_in(replaced(line, ":250,", ":null,")),
                      Contains("f:1: sampling_rate is missing"));
}

TEST_CASE("What was imported is exported to the byte, and imported again it is there already") {
    Rig rig;
    const std::vector<std::string> lines{head + samples + rest, end_line};

    const auto first = rig.import(lines);
    const auto second = rig.import(lines);

    REQUIRE(first.size() == 1);
    CHECK(first[0].recorded_as == "night");
    CHECK_THAT(first[0].id, Catch::StartsWith("session_20250108_123452_")); // of sample 0
    CHECK(first[0].waveforms == 1);
    CHECK(first[0].metrics == 2);
    CHECK_FALSE(first[0].is_open);
    REQUIRE(second.size() == 1);
    CHECK(second[0].id == first[0].id);
    CHECK(second[0].waveforms + second[0].metrics == 0);
    CHECK(rig.exported(first[0].id) == lines[0] + '\n' + lines[1] + '\n');
    const std::string theirs = replaced(lines[0], "serial of anna", "serial of bert");
    CHECK(rig.import({theirs, lines[1]}, "bert")[0].id != first[0].id);
    const auto session = rig.store.session(first[0].id);
    REQUIRE(session);
    CHECK(session->status == "completed");
    CHECK_THAT(session->device_info, Contains(R"("recorded_as":"night")"));
}

TEST_CASE("An import goes on where one before it ended, and not behind the end of the session") {
    Rig rig;
    const std::string line = head + samples + rest;
    const std::string next =
        replaced(replaced(replaced(line, "56.789", "56.809"), R"("seq":0)", R"("seq":1)"),
                 R"("first_sample":1000)", R"("first_sample":1005)");

    const auto first = rig.import({line});
    CHECK(first[0].is_open);
    const auto both = rig.import({line, next});
    CHECK(both[0].id == first[0].id);
    CHECK(both[0].waveforms == 1);
    CHECK(rig.exported(first[0].id) == line + '\n' + next + '\n');

    rig.import({end_line});
    const std::string later = replaced(next, "56.809", "57.809");
    const std::string before = rig.count("waveforms");
    CHECK_THROWS_WITH(rig.import({later}), Contains("the session has ended"));
    CHECK(rig.count("waveforms") == before);
}

TEST_CASE("Other lines of the same recording are not put beside those that are there") {
    Rig rig;
    const std::string line = head + samples + rest;
    rig.import({line});

    CHECK_THROWS_WITH(rig.import({replaced(line, "1.50", "1.51")}),
                      Contains("has other lines of the same time; nothing of it was stored"));
    CHECK(rig.count("waveforms") == "1");
}

TEST_CASE("A file is stored whole or not at all, however many sessions are in it") {
    Rig rig;
    const std::string line = head + samples + rest;
    const std::string theirs =
        replaced(replaced(line, "night", "other"), "serial of anna", "serial of bert");

    CHECK_THROWS_WITH(rig.import({line, theirs}), Contains("f: session other: the device is"));
    CHECK(rig.count("sessions") == "2"); // those of the rig
    CHECK(rig.count("waveforms") == "0");
    CHECK_THROWS_WITH(rig.import({replaced(line, "56.789", "56.790"), end_line, line}),
                      Contains("f:1: timestamp lies before"));
    CHECK(rig.import({line, replaced(theirs, "serial of bert", "")}).size() == 2);
}

TEST_CASE("A session keeps an id of the store's form, unless it is another account's") {
    Rig rig;
    const std::string id = "session_20250108_123456_89abcdef";
    const std::string line = replaced(head + samples + rest, "night", id);

    CHECK(rig.import({line})[0].id == id);
    CHECK_THROWS_WITH(rig.import({line}, "bert"), Contains("is another account's"));
}

TEST_CASE("Samples and metrics of clients become lines that session readers take") {
    Rig rig;
    WaveformRecord first = waveform_record(0), second = waveform_record(1), third = first;
    second.extra = R"({"gaps":[{"first":3,"count":2,"cause":"lost"}],"leads_off":["V1"],"x":1.50})";
    third.time = first.time;
    third.time.microseconds += 12'000'000; // two seconds behind the second
    write(rig.store, patient("anna"),
          AddSamples{"session_a", {metrics_record(0), metrics_record(1)}, {first, second, third}});
    write(rig.store, patient("anna"),
          EndSession{"session_a", {test_now.microseconds + 17'000'000}, R"({"note":1})", 17, 70});

    const std::string text = rig.exported("session_a");

    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        lines.push_back(text.substr(at, text.find('\n', at) - at));
    }
    REQUIRE(lines.size() == 6); // waveform, metrics, metrics, waveform, waveform, end
    JsonReader reader;
    const std::vector<std::int64_t> first_samples{0, 400, 400, 400, 960, 1360};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const JsonValue line = reader.parse(lines[i], "line");
        CHECK(line.text_at("schema") == "ecg.session/1");
        CHECK(line.integer_at("seq") == static_cast<std::int64_t>(i));
        CHECK(line.integer_at("first_sample") == first_samples[i]);
    }
    CHECK_THAT(lines[0], Contains(R"("timestamp":"2025-01-08T12:34:56.789Z")") &&
                             Contains(R"("full_name":"Name of anna")") &&
                             Contains(R"("serial":"serial of anna")"));
    CHECK_THAT(lines[1], Contains(R"("ecg_snapshot":{},"metrics":{"heart_rate":60,"n":0})"));
    CHECK_THAT(lines[3], Contains(R"("gaps":[{"first":403,"count":2,"cause":"lost"}])") &&
                             Contains(R"("leads_off":["V1"],"extra":{"x":1.50})"));
    CHECK_THAT(lines[5], Contains(R"("end":{"reason":"finished","samples":1360,"gaps":1})") &&
                             Contains(R"("summary":{"note":1})"));
    std::vector<double> back;
    const JsonValue line = reader.parse(lines[3], "line");
    line.find("ecg_snapshot")->find("I")->append_numbers(back);
    CHECK(back == leads_of(second)[0].samples);
}

TEST_CASE("A damaged waveform is told, not exported") {
    Rig rig;
    const std::string id = rig.import({head + samples + rest})[0].id;
    rig.database.run_script("UPDATE waveforms SET packed = CAST(x'00' || packed AS BLOB)");

    CHECK_THROWS_WITH(rig.exported(id), Contains("its bytes are not those that were stored"));
    CHECK_THROWS_WITH(rig.exported("none"), Contains("there is no such session"));
}

TEST_CASE("A server goes on storing while a file is imported") {
    Rig rig;
    SessionImport import{rig.database, "bert", [] { return test_now; }};
    import.add(rows_in(replaced(head + samples + rest, "serial of anna", "")), "f:1");

    const Outcome meanwhile =
        write(rig.store, patient("anna"), AddSamples{"session_a", {metrics_record(1)}, {}});
    const auto stored = import.commit("f");

    CHECK(meanwhile.verdict == Verdict::done);
    CHECK(stored[0].waveforms == 1);
    CHECK(rig.store.session(stored[0].id));
}
