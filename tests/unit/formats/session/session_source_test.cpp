#include "session_text.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::test;

namespace {

/// A line of the schema with these members besides id and schema.
std::string line_with(const std::string& members) {
    return R"({"schema":"ecg.session/1","session_id":"s1",)" + members + "}\n";
}

std::string at(std::int64_t first, const std::string& snapshot = R"({"I":[1,2],"II":[3,4]})") {
    return line_with(R"("sampling_rate":500,"unit":"mV","first_sample":)" + std::to_string(first) +
                     R"(,"ecg_snapshot":)" + snapshot);
}

std::string with_unit(const std::string& unit) {
    return line_with(R"("sampling_rate":500,"unit":")" + unit +
                     R"(","first_sample":0,"ecg_snapshot":{"I":[1]})");
}

struct BadCase {
    const char* what;
    std::string text;
    std::string error;
};

} // namespace

TEST_CASE("a brace begins a session file, white space and a mark aside") {
    CHECK(formats::looks_like_session("{\"schema\""));
    CHECK(formats::looks_like_session("\n \xEF\xBB\xBF{") == false);
    CHECK(formats::looks_like_session("\xEF\xBB\xBF {"));
    CHECK(formats::looks_like_session("\r\n{"));
    CHECK_FALSE(formats::looks_like_session(""));
    CHECK_FALSE(formats::looks_like_session("100 2 360"));
}

TEST_CASE("blank lines, CRLF and a byte order mark are passed over") {
    std::string text = "\xEF\xBB\xBF\n" + at(0) + "\r\n \n" + at(2);
    text.insert(text.size() - 1, "\r");
    const auto read = read_session(text);
    CHECK(read.error.empty());
    CHECK(read.lines.size() == 2);
}

TEST_CASE("units are turned into millivolts") {
    const std::vector<std::pair<std::string, double>> units{
        {"mV", 1},  {"uV", 1e-3}, {"\u00b5V", 1e-3},           {"\u03bcV", 1e-3},
        {"V", 1e3}, {"MV", 1},    {"adc:0.78125", 0.78125e-3}, {"adc:4", 0.004}};
    for (const auto& [unit, expected] : units) {
        CAPTURE(unit);
        const auto read = read_session(with_unit(unit));
        REQUIRE(read.error.empty());
        CHECK(read.lines.at(0).recording.leads[0].samples[0] == Approx(expected));
    }
}

TEST_CASE("rate and unit may come from the command line where the line has none") {
    const std::string bare = line_with(R"("first_sample":0,"ecg_snapshot":{"I":[1]})");
    formats::OpenSettings settings;
    CHECK(read_session(bare, settings).error ==
          "night.jsonl:1: sampling_rate is missing; give it with --rate");
    settings.rate = Hertz{250};
    CHECK(read_session(bare, settings).error ==
          "night.jsonl:1: unit is missing; give it with --unit");
    settings.unit = "uV";
    const auto read = read_session(bare, settings);
    REQUIRE(read.error.empty());
    CHECK(read.lines.at(0).recording.rate.hertz() == 250);
    CHECK(read.lines.at(0).recording.leads[0].samples[0] == Approx(0.001));
}

TEST_CASE("what the command line says may not differ from the line") {
    formats::OpenSettings settings;
    settings.rate = Hertz{250};
    CHECK(read_session(at(0), settings).error ==
          "night.jsonl:1: sampling_rate is 500 Hz, but --rate says 250");
    settings.rate = Hertz{500};
    settings.unit = "uV";
    CHECK(read_session(at(0), settings).error == "night.jsonl:1: unit is mV, but --unit says uV");
    settings.unit = "mv";
    CHECK(read_session(at(0), settings).error.empty());
}

TEST_CASE("lead names are those of the twelve, whatever their case") {
    const auto read = read_session(at(0, R"({"avr":[1],"Lead II":[2],"MLII":[3],"noise":[4]})"));
    const auto& leads = read.lines.at(0).recording.leads;
    CHECK(leads[0].name == "aVR");
    CHECK(leads[0].lead == Lead::aVR);
    CHECK(leads[1].name == "II");
    CHECK(leads[2].name == "MLII");
    CHECK(leads[2].lead == Lead::II);
    CHECK(leads[3].name == "noise");
    CHECK_FALSE(leads[3].lead);
}

TEST_CASE("each bad line is told with file and line") {
    const std::string where = "night.jsonl:2: ";
    const std::vector<BadCase> cases{
        {"garbage", "garbage\n", "is not valid JSON"},
        {"NaN", at(2, R"({"I":[NaN],"II":[1]})"), "is not valid JSON"},
        {"Infinity", at(2, R"({"I":[Infinity],"II":[1]})"), "is not valid JSON"},
        {"out of range", at(2, R"({"I":[1e999],"II":[1]})"), "is not valid JSON"},
        {"array", "[1,2]\n", "is not a JSON object"},
        {"number", "7\n", "is not a JSON object"},
        {"later schema", "{\"schema\":\"ecg.session/2\"}\n",
         "schema is \"ecg.session/2\", not ecg.session/1"},
        {"analysis line", "{\"schema\":\"ecg.analysis/1\"}\n",
         "schema is \"ecg.analysis/1\", not ecg.session/1"},
        {"schema is a number", "{\"schema\":1}\n", "schema is 1, not ecg.session/1"},
        {"no session id", "{\"schema\":\"ecg.session/1\"}\n", "session_id is missing"},
        {"overlap", at(1), "first_sample 1 lies before the end of the line before, 2"},
        {"the same again", at(0), "first_sample 0 lies before the end of the line before, 2"},
        {"a year's hole", at(20'000'000'000),
         "first_sample lies more than a day after the line before"},
        {"unequal", at(2, R"({"I":[1,2],"II":[1]})"), "lead II has 1 samples, lead I has 2"},
        {"text sample", at(2, R"({"I":[1,"2"],"II":[1,2]})"),
         "lead I: sample 1 is not a number or null"},
        {"no list", at(2, R"({"I":1,"II":[1,2]})"), "lead I: sample 0 is not a number or null"},
        {"huge", at(2, R"({"I":[1e7],"II":[1]})"), "lead I has a sample beyond 1000 V"},
        {"snapshot is text", at(2, "\"x\""), "ecg_snapshot is not an object"},
        {"twice", at(2, R"({"I":[1],"i":[1]})"), "lead I is there twice"},
        {"other leads", at(2, R"({"I":[1],"V1":[1]})"), "leads are not those of the lines before"},
        {"fewer leads", at(2, R"({"I":[1]})"), "leads are not those of the lines before"},
        {"other rate",
         line_with(R"("sampling_rate":250,"unit":"mV","first_sample":2,"ecg_snapshot":{})"),
         "sampling_rate is 250 Hz, in the line before 500"},
        {"zero rate", line_with(R"("sampling_rate":0,"first_sample":2)"),
         "sampling_rate 0 is not between 1 and 100000 Hz"},
        {"negative rate", line_with(R"("sampling_rate":-500,"first_sample":2)"),
         "sampling_rate -500 is not between 1 and 100000 Hz"},
        {"fast", line_with(R"("sampling_rate":100001,"first_sample":2)"),
         "sampling_rate 100001 is not between 1 and 100000 Hz"},
        {"text rate", line_with(R"("sampling_rate":"500","first_sample":2)"),
         "sampling_rate is not a number"},
        {"no rate", line_with(R"("first_sample":2)"),
         "sampling_rate is missing; give it with --rate"},
        {"no unit",
         line_with(R"("sampling_rate":500,"first_sample":2,"ecg_snapshot":{"I":[1],"II":[1]})"),
         "unit is missing; give it with --unit"},
        {"odd unit", with_unit("furlong"),
         "unit \"furlong\" is none of mV, uV, V or adc:MICROVOLTS"},
        {"odd counts", with_unit("adc:0"), "unit \"adc:0\" is none of mV, uV, V or adc:MICROVOLTS"},
        {"no first_sample", line_with(R"("sampling_rate":500,"unit":"mV")"),
         "first_sample is missing or no whole number from 0 on"},
        {"negative first_sample", at(-1), "first_sample is missing or no whole number from 0 on"},
        {"half a sample", line_with(R"("sampling_rate":500,"unit":"mV","first_sample":0.5)"),
         "first_sample is missing or no whole number from 0 on"},
        {"centuries", at(9'000'000'000'000'000), "first_sample is too large for the sampling rate"},
        {"timestamp",
         line_with(R"("timestamp":"yesterday","sampling_rate":500,"unit":"mV","first_sample":2)"),
         "timestamp \"yesterday\" is no moment in ISO 8601"},
        {"year 0",
         line_with(R"("timestamp":"0000-01-01T00:00:00Z","sampling_rate":500,"first_sample":2)"),
         "timestamp \"0000-01-01T00:00:00Z\" is no moment in ISO 8601"},
        {"gap",
         line_with(R"("sampling_rate":500,"unit":"mV","first_sample":2,"gaps":[{"first":1}])"),
         "gap: count is missing or no whole number from 0 on"},
        {"end",
         line_with(R"("sampling_rate":500,"unit":"mV","first_sample":2,"end":{"reason":"x"})"),
         "end: samples is missing or no whole number from 0 on"},
        {"seq", line_with(R"("seq":-1,"sampling_rate":500,"unit":"mV","first_sample":2)"),
         "seq is missing or no whole number from 0 on"},
    };
    for (const BadCase& bad : cases) {
        CAPTURE(bad.what);
        const auto read = read_session(at(0) + bad.text + at(4));
        CHECK(read.error == where + bad.error);
        CHECK(read.lines.size() == 1);
    }
}

TEST_CASE("a file without lines is told") {
    CHECK(read_session("").error == "night.jsonl: holds no session line with samples");
    CHECK(read_session("\n \n").error == "night.jsonl: holds no session line with samples");
}

TEST_CASE("a cut last line is told, and the lines before it stand") {
    const std::string text = at(0) + at(2);
    for (std::size_t cut = at(0).size() + 1; cut < text.size() - 1; ++cut) {
        const auto read = read_session(text.substr(0, cut));
        REQUIRE(read.error.empty());
        REQUIRE(read.lines.size() == 1);
        REQUIRE_FALSE(read.complete);
        REQUIRE(read.warnings ==
                std::vector<std::string>{"night.jsonl:2: last line is cut, " +
                                         std::to_string(cut - at(0).size()) + " bytes left out"});
    }
}

TEST_CASE("a last line that lacks its line end alone is whole") {
    const auto read = read_session(at(0) + at(2).substr(0, at(2).size() - 1));
    CHECK(read.lines.size() == 2);
    CHECK(read.complete);
    CHECK(read.warnings.empty());
}

TEST_CASE("a last line that is wrong, not cut, is an error") {
    CHECK(read_session(at(0) + "{\"a\":NaN}").error == "night.jsonl:2: is not valid JSON");
    CHECK(read_session(at(0) + "rubbish").error == "night.jsonl:2: is not valid JSON");
    CHECK(read_session(at(0) + "{\"a\":").error.empty());
}

TEST_CASE("a hole between lines becomes a gap of the next, unless a line tells of it") {
    const auto read = read_session(at(0) + at(10) + at(12));
    REQUIRE(read.lines.size() == 3);
    CHECK(read.lines[1].recording.gaps == std::vector<Gap>{{2, 8, "missing lines"}});
    CHECK(read.lines[2].recording.gaps.empty());

    const auto told =
        read_session(at(0) + line_with(R"("sampling_rate":500,"unit":"mV","first_sample":10,)"
                                       R"("ecg_snapshot":{"I":[1],"II":[1]},)"
                                       R"("gaps":[{"first":2,"count":8,"cause":"lost"}])"));
    CHECK(told.lines.at(1).recording.gaps == std::vector<Gap>{{2, 8, "lost"}});

    const auto told_before = read_session(
        line_with(R"("sampling_rate":500,"unit":"mV","first_sample":0,)"
                  R"("ecg_snapshot":{"I":[1],"II":[1]},"gaps":[{"first":1,"count":9}])") +
        at(10));
    CHECK(told_before.lines.at(1).recording.gaps.empty());
}

TEST_CASE("a session may be cut off at the front") {
    const auto read = read_session(at(5000) + at(5002));
    REQUIRE(read.lines.size() == 2);
    CHECK(read.lines[0].recording.first_sample == 5000);
    CHECK(read.lines[0].recording.gaps.empty());
}

TEST_CASE("a new session id begins a new recording") {
    std::string other = at(0, R"({"V1":[7]})");
    other.replace(other.find("s1"), 2, "s2");
    const auto read = read_session(at(0) + other);
    REQUIRE(read.lines.size() == 2);
    CHECK(read.lines[1].recording.info.id == "s2");
    CHECK(read.lines[1].recording.leads.size() == 1);
}

TEST_CASE("leads may stand in another order in later lines") {
    const auto read = read_session(at(0) + at(2, R"({"II":[30,40],"I":[10,20]})"));
    REQUIRE(read.lines.size() == 2);
    CHECK(read.lines[1].recording.leads[0].name == "I");
    CHECK(read.lines[1].recording.leads[0].samples == std::vector<double>{10, 20});
}

TEST_CASE("a line without samples keeps the session's leads and place") {
    const auto read = read_session(at(0) + at(2, "{}") + at(2, R"({"I":[],"II":[]})") + at(2));
    REQUIRE(read.error.empty());
    REQUIRE(read.lines.size() == 4);
    CHECK(read.lines[1].recording.sample_count() == 0);
    CHECK(read.lines[1].recording.leads.size() == 2);
    CHECK(read.lines[3].recording.gaps.empty());
}

TEST_CASE("nothing of a session comes after its end") {
    const std::string ended =
        line_with(R"("sampling_rate":500,"unit":"mV","first_sample":2,"ecg_snapshot":{},)"
                  R"("end":{"reason":"stopped","samples":2,"gaps":0})");
    CHECK(read_session(at(0) + ended).lines.at(1).end == SessionEnd{"stopped", 2, 0});
    CHECK(read_session(at(0) + ended + at(2)).error ==
          "night.jsonl:3: session s1 goes on after its end");
}

TEST_CASE("the first line's patient and device are the session's") {
    const std::string first = line_with(
        R"("username":"ada","user":{"full_name":"Ada Beispiel","password":"secret"},)"
        R"("sampling_rate":500,"unit":"mV","first_sample":0,"ecg_snapshot":{"I":[1,2],"II":[3,4]},)"
        R"("device":{"serial":"E-7","demo":true})");
    const auto read = read_session(first + at(2));
    REQUIRE(read.lines.size() == 2);
    for (const SessionLine& line : read.lines) {
        CHECK(line.recording.info.patient.name == "Ada Beispiel");
        CHECK(line.recording.info.device.serial == "E-7");
        CHECK(line.recording.info.device.demo);
    }
    CHECK(text_of(read.lines).find("secret") == std::string::npos);
}
