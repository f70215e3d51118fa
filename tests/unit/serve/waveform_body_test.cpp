#include "serve/api/waveform_body.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg;
using namespace ecg::serve;

namespace {

const std::vector<std::string> twelve{"I",  "II", "III", "aVR", "aVL", "aVF",
                                      "V1", "V2", "V3",  "V4",  "V5",  "V6"};

/// Leads of that list of samples each.
std::string leads(const std::vector<std::string>& names, const std::string& samples) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "\"" : ",\"") + name + "\":" + samples;
    }
    return "{" + out + "}";
}

struct Answered {
    ReadWaveform read;
    std::vector<Problem> problems; ///< of the schema, else of the reading
};

Answered read(const std::string& leads, const std::string& more = "",
              const std::string& rate = "2") {
    static JsonReader reader{16};
    const std::string text = R"({"timestamp":"2025-01-08T12:34:56.789Z","sampling_rate":)" + rate +
                             R"(0,"leads":)" + leads + more + "}";
    const JsonValue body = reader.parse(text, "body");
    Answered out;
    out.problems = problems_of(body, waveform_body());
    if (out.problems.empty()) {
        out.read = read_waveform(body, "");
        out.problems = out.read.problems;
    }
    return out;
}

void check_refused(const Answered& answered, bool wrong_form) {
    REQUIRE_FALSE(answered.problems.empty());
    CHECK(answered.problems.front().wrong_form == wrong_form);
}

} // namespace

TEST_CASE("Samples are kept in the order and to the digit in which they were sent") {
    const auto out = read(leads(twelve, "[0.0675,-1e-7]"), R"(,"duration_seconds":0.1,"user":"x")");

    REQUIRE(out.problems.empty());
    const SentWaveform& sent = out.read.waveform;
    CHECK(sent.names == twelve);
    CHECK(sent.samples[11] == std::vector{0.0675, -1e-7});
    CHECK(sent.sampling_rate == 20);
    CHECK(sent.duration_seconds == 0.1);
    CHECK(sent.extra == R"({"user":"x"})");
}

TEST_CASE("Without a duration it is that of the samples") {
    CHECK(read(leads(twelve, "[1,2,3,4]")).read.waveform.duration_seconds == 0.2);
}

TEST_CASE("Eleven leads, an unknown one, unequal or no samples are out of range") {
    std::vector<std::string> eleven{twelve.begin(), twelve.end() - 1};
    check_refused(read(leads(eleven, "[1]")), false);
    eleven.push_back("X9");
    check_refused(read(leads(eleven, "[1]")), false);
    check_refused(read(leads(twelve, "[]")), false);
    eleven.pop_back();
    const std::string some = leads(eleven, "[1]");
    check_refused(read(some.substr(0, some.size() - 1) + R"(,"V6":[1,2]})"), false);
    std::string many = "[0";
    for (int i = 0; i < 10'000; ++i) {
        many += ",0";
    }
    check_refused(read(leads(twelve, many + "]"), "", "100"), false);
}

TEST_CASE("Fewer leads are taken when the body names them") {
    const auto out = read(leads({"II", "MLII"}, "[1]"), R"(,"leads_recorded":["II","MLII"])");

    CHECK(out.problems.empty());
    check_refused(read(leads({"II"}, "[1]"), R"(,"leads_recorded":["II","V1"])"), false);
}

TEST_CASE("A sample that is no number is of the wrong form") {
    check_refused(read(leads(twelve, R"(["1"])")), true);
    check_refused(read(leads(twelve, "[[1]]")), true);
    check_refused(read(leads(twelve, "7")), true);
    check_refused(read(leads(twelve, "[1e9]")), false);
}

TEST_CASE("A null needs a gap or an electrode that is off") {
    check_refused(read(leads(twelve, "[1,null]")), false);
    check_refused(read(leads(twelve, "[null,null]"), R"(,"gaps":[{"first":1,"count":1}])"), false);

    const auto gap = read(leads(twelve, "[1,null]"),
                          R"(,"first_sample":100,"gaps":[{"first":101,"count":5,"cause":"lost"}])");
    REQUIRE(gap.problems.empty());
    CHECK(std::isnan(gap.read.waveform.samples[0][1]));

    const std::string eleven = leads({twelve.begin(), twelve.end() - 1}, "[1]");
    const std::string off = eleven.substr(0, eleven.size() - 1) + R"(,"V6":[null]})";
    CHECK(read(off, R"(,"leads_off":["V6"])").problems.empty());
    check_refused(read(off, R"(,"leads_off":["V5"])"), false);
}

TEST_CASE("Rate and duration are those of a recording, and fit") {
    const std::string two = leads(twelve, "[1,2]");
    check_refused(read(two, "", "-8"), false);
    check_refused(read(two, "", ""), false); // 0
    check_refused(read(two, "", "100000000"), false);
    check_refused(read(two, R"(,"duration_seconds":0)"), false);
    check_refused(read(two, R"(,"duration_seconds":86400)"), false);
    check_refused(read(two, R"(,"duration_seconds":0.3)"), false);
    CHECK(read(two, R"(,"duration_seconds":0.15)").problems.empty()); // within one sample
}
