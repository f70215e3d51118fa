#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "session_text.hpp"

using namespace ecg;
using namespace ecg::test;

namespace {

constexpr double rate = 250;
constexpr std::int64_t window = 5 * 250;
constexpr UtcTime begin{1'759'140'000'000};

formats::OpenSettings given() {
    formats::OpenSettings settings;
    settings.rate = Hertz{rate};
    settings.unit = "adc:0.78125";
    return settings;
}

/// The count that the app had at a sample; no two stretches are alike.
double count_at(std::int64_t index) {
    return std::round(2000 + 300 * std::sin(0.1 * static_cast<double>(index)) +
                      100 * std::sin(0.0137 * static_cast<double>(index)));
}

struct OldLine {
    std::int64_t end = 0; ///< index past the last sample
    std::string timestamp;
    std::string username = "5550100";
    double level = 0; ///< added to each sample, as the app's demo took out a moving baseline
    std::string metrics = R"({"heart_rate":"94 bpm"})";
};

/// When the sample at index was taken, with jitter in ms.
std::string moment(std::int64_t index, int jitter_ms = 0) {
    return format_utc({begin.milliseconds +
                       std::llround(1000.0 * static_cast<double>(index) / rate) + jitter_ms});
}

std::string text_of(const OldLine& line) {
    std::vector<double> one;
    std::vector<double> two;
    for (std::int64_t i = std::max<std::int64_t>(0, line.end - window); i < line.end; ++i) {
        one.push_back(count_at(i) + line.level);
        two.push_back(count_at(i + 7) + line.level);
    }
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("timestamp", line.timestamp).member("username", line.username);
    json.key("user").raw(
        R"({"full_name":"Otto Muster","age":"61","gender":"male","serial_id":"M-9",)"
        R"("password":"hunter2"})");
    json.key("metrics").raw(line.metrics).key("ecg_snapshot").begin_object();
    json.key("I").numbers(one, 2).key("II").numbers(two, 2).end_object();
    json.key("events").begin_object().end_object().end_object();
    return text + "\n";
}

/// Every sample of lead I and its index, as the lines have them.
void check_samples(const ReadSession& read, std::int64_t offset, std::int64_t count) {
    std::int64_t next = 0;
    for (const SessionLine& line : read.lines) {
        REQUIRE(line.recording.first_sample == next);
        for (const double sample : line.recording.leads[0].samples) {
            REQUIRE(sample == Approx(count_at(offset + next++) * 0.78125e-3));
        }
    }
    CHECK(next == count);
}

} // namespace

TEST_CASE("the old app's overlapping snapshots become one run of samples") {
    std::string text;
    for (std::int64_t end = window; end <= 10 * window; end += 250) {
        text += text_of(OldLine{end, moment(end)});
    }
    const auto read = read_session(text, given());

    REQUIRE(read.error.empty());
    CHECK(read.warnings.empty());
    check_samples(read, 0, 10 * window);
    CHECK(read.lines[0].recording.info.start == begin);
    CHECK(read.lines[0].recording.info.id == "night");
    CHECK(read.lines[0].recording.rate.hertz() == rate);
    CHECK(read.lines.back().sequence == std::ssize(read.lines) - 1);
}

TEST_CASE("a timestamp that is late or early does not move the samples") {
    std::string text;
    int jitter = 0;
    for (std::int64_t end = window; end <= 8 * window; end += 240) {
        jitter = (jitter + 131) % 400 - 200;
        text += text_of(OldLine{end, moment(end, jitter)});
    }
    const auto read = read_session(text, given());
    REQUIRE(read.error.empty());
    CHECK(read.warnings.empty());
    CHECK(read.lines.back().recording.first_sample + read.lines.back().recording.sample_count() ==
          window + 240 * ((8 * window - window) / 240));
    for (const SessionLine& line : read.lines) {
        CHECK(line.recording.gaps.empty());
    }
}

TEST_CASE("a snapshot that grew since the line before is aligned at its end") {
    const auto read =
        read_session(text_of(OldLine{100, moment(100)}) + text_of(OldLine{350, moment(350)}) +
                         text_of(OldLine{600, moment(600)}),
                     given());
    REQUIRE(read.error.empty());
    check_samples(read, 0, 600);
}

TEST_CASE("the same snapshot twice brings nothing new") {
    const auto read = read_session(text_of(OldLine{window, moment(window)}) +
                                       text_of(OldLine{window, moment(window, 40)}),
                                   given());
    REQUIRE(read.lines.size() == 2);
    CHECK(read.lines[1].recording.sample_count() == 0);
    CHECK(read.lines[1].recording.first_sample == window);
}

TEST_CASE("where no samples are shared the timestamps alone place the line, and that is told") {
    const auto read =
        read_session(text_of(OldLine{window, moment(window)}) +
                         text_of(OldLine{window + 250, moment(window + 250), "5550100", 3}) +
                         text_of(OldLine{window + 500, moment(window + 500)}),
                     given());
    REQUIRE(read.error.empty());
    REQUIRE(read.lines.size() == 3);
    CHECK(read.lines[1].recording.sample_count() == 250);
    CHECK(read.lines[2].recording.sample_count() == 250);
    CHECK(read.warnings ==
          std::vector<std::string>{"night.jsonl:2: shares no samples with the line before; such "
                                   "lines are placed by their timestamps alone"});
}

TEST_CASE("time that no snapshot covers is a gap") {
    const std::int64_t late = 4 * window;
    const auto read = read_session(
        text_of(OldLine{window, moment(window)}) + text_of(OldLine{late, moment(late)}), given());
    REQUIRE(read.lines.size() == 2);
    CHECK(read.lines[1].recording.gaps == std::vector<Gap>{{window, 2 * window, "missing lines"}});
    CHECK(read.lines[1].recording.first_sample == 3 * window);
    CHECK(read.lines[1].recording.sample_count() == window);
}

TEST_CASE("metrics in words become numbers, and what the app had not measured is absent") {
    OldLine line{window, moment(window)};
    line.metrics = R"({"heart_rate":"94 bpm","pr_interval":"160 ms","qrs_duration":"0 ms",)"
                   R"("qrs_axis":"-179°","st_interval":"53 ms","qtc_interval":"380/400 ms",)"
                   R"("hrv":"--","sampling_rate":"150.0"})";
    const auto read = read_session(text_of(line), given());
    REQUIRE(read.lines.size() == 1);
    Metrics expected;
    expected.heart_rate = 94;
    expected.pr_interval = 160;
    expected.qrs_axis = -179;
    expected.qt_interval = 380;
    expected.qtc_interval = 400;
    CHECK(read.lines[0].metrics == expected);
}

TEST_CASE("the user is read, the password is not") {
    const auto read = read_session(text_of(OldLine{window, moment(window)}), given());
    const Patient& patient = read.lines.at(0).recording.info.patient;
    CHECK(patient.id == "5550100");
    CHECK(patient.name == "Otto Muster");
    CHECK(patient.age == 61);
    CHECK(patient.sex == Sex::male);
    CHECK(patient.device_serial == "M-9");
    CHECK(ecg::test::text_of(read.lines).find("hunter2") == std::string::npos);
}

TEST_CASE("a line without samples keeps what it says, but none comes before the samples") {
    OldLine bare{0, moment(0)};
    const auto read =
        read_session(text_of(bare) + text_of(OldLine{window, moment(window)}) +
                         R"({"timestamp":")" + moment(window + 9) +
                         R"(","username":"5550100","metrics":{"heart_rate":"80 bpm"}})"
                         "\n",
                     given());
    REQUIRE(read.error.empty());
    REQUIRE(read.lines.size() == 2);
    CHECK(read.lines[0].recording.first_sample == 0);
    CHECK(read.lines[0].recording.sample_count() == window);
    CHECK(read.lines[1].recording.leads.size() == 2);
    CHECK(read.lines[1].recording.first_sample == window);
    CHECK(read.lines[1].metrics->heart_rate == 80.0);
    CHECK(read_session(text_of(bare), given()).error ==
          "night.jsonl: holds no session line with samples");
}

TEST_CASE("aVL and aVF that the app derived wrongly are derived anew") {
    const std::string line =
        R"({"timestamp":"2025-09-29T10:00:00.123456Z","username":"x","metrics":{},)"
        R"("ecg_snapshot":{"I":[100,200,300],"II":[50,400,100],"aVL":[25,-100,100],)"
        R"("aVF":[-25,100,-100]},"events":{}})"
        "\n";
    const auto read = read_session(line, given());
    REQUIRE(read.error.empty());
    const auto& leads = read.lines.at(0).recording.leads;
    CHECK(leads[2].samples[1] == Approx((200 - 400 / 2.0) * 0.78125e-3));
    CHECK(leads[3].samples[1] == Approx((400 - 200 / 2.0) * 0.78125e-3));
    CHECK(read.warnings ==
          std::vector<std::string>{"night.jsonl:1: aVL and aVF are (I - II)/2 and (II - I)/2, an "
                                   "error of the app; derived anew from I and II"});
}

TEST_CASE("aVL and aVF that are right, or measured, stay") {
    const std::string head =
        R"({"timestamp":"2025-09-29T10:00:00Z","metrics":{},"ecg_snapshot":{"I":[100,200],)"
        R"("II":[50,400],)";
    const auto right = read_session(head + R"("aVL":[75,0],"aVF":[0,300]}})" + "\n", given());
    CHECK(right.warnings.empty());
    CHECK(right.lines.at(0).recording.leads[2].samples[0] == Approx(75 * 0.78125e-3));
    const auto other = read_session(head + R"("aVL":[25,-100],"aVF":[0,300]}})" + "\n", given());
    CHECK(other.warnings.empty());
    CHECK(other.lines.at(0).recording.leads[2].samples[1] == Approx(-100 * 0.78125e-3));
}

TEST_CASE("old lines that cannot be placed are errors with their line number") {
    const std::string good = text_of(OldLine{window, moment(window)});
    auto no_rate = given();
    no_rate.rate.reset();
    auto no_unit = given();
    no_unit.unit.clear();
    CHECK(read_session(good, no_rate).error ==
          "night.jsonl:1: the original app's lines have no sampling rate; give it with --rate");
    CHECK(read_session(good, no_unit).error ==
          "night.jsonl:1: unit is missing; give it with --unit");

    const std::string no_time = "night.jsonl:2: timestamp is missing or cannot be read; without it "
                                "the overlap of the snapshots is not known";
    const std::string back = "night.jsonl:2: timestamp lies before that of the line before, or "
                             "more than a day after it";
    const std::int64_t next = window + 250;
    const std::int64_t day = 86'401 * 250;
    CHECK(read_session(good + text_of(OldLine{next, "today"}), given()).error == no_time);
    CHECK(read_session(good + text_of(OldLine{next, moment(0)}), given()).error == back);
    CHECK(read_session(good + text_of(OldLine{next, moment(window + day)}), given()).error == back);
    CHECK(read_session(good + text_of(OldLine{next, moment(next), "5550199"}), given()).error ==
          "night.jsonl:2: username is not that of the line before; give each session a file of its "
          "own");
    CHECK(read_session(good + "{\"hello\":1}\n", given()).error ==
          "night.jsonl:2: is no session line: it has neither schema nor ecg_snapshot");
    CHECK(read_session(good + R"({"timestamp":")" + moment(next) +
                           R"(","username":"5550100","ecg_snapshot":{"V1":[1]}})" + "\n",
                       given())
              .error == "night.jsonl:2: leads are not those of the line before");
}

TEST_CASE("new lines after old ones are a recording of their own") {
    const auto read = read_session(text_of(OldLine{window, moment(window)}) +
                                       ecg::test::text_of({plain_line(0, 5)}),
                                   {Hertz{250}, "adc:0.78125", {}});
    CHECK(read.error == "night.jsonl:2: sampling_rate is 500 Hz, but --rate says 250");
}
