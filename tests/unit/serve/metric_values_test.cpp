#include "serve/api/metric_values.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::serve;

namespace {

ReadMetrics read(const std::string& metrics, const std::string& more = "") {
    static JsonReader reader{16};
    const std::string text =
        R"({"timestamp":"2025-01-08T12:34:56.789Z","metrics":)" + metrics + more + "}";
    return read_metrics(reader.parse(text, "body"), "");
}

} // namespace

TEST_CASE("Numbers are kept as they came") {
    const ReadMetrics out =
        read(R"({"heart_rate":75,"st_segment":-0.05,"hrv":45.25,"pr_interval":null})");

    CHECK(out.problems.empty());
    CHECK(out.record.values ==
          R"({"heart_rate":75,"st_segment":-0.05,"hrv":45.25,"pr_interval":null})");
    CHECK(out.record.heart_rate == 75);
    CHECK(out.record.st_segment == -0.05);
    CHECK(out.record.extra.empty());
    CHECK(out.record.time.microseconds == 1'736'339'696'789'000);
}

TEST_CASE("Display text is read as the number it shows, and kept beside it") {
    const ReadMetrics out = read(
        R"({"heart_rate":"94 bpm","qrs_axis":"-179°","qtc_interval":"380/400 ms","pr_interval":"--","sampling_rate":"150.0"})");

    CHECK(out.problems.empty());
    CHECK(
        out.record.values ==
        R"({"heart_rate":94,"qrs_axis":-179,"qt_interval":380,"qtc_interval":400,"pr_interval":null,"sampling_rate":150})");
    CHECK(
        out.record.extra ==
        R"({"display":{"heart_rate":"94 bpm","qrs_axis":"-179°","qtc_interval":"380/400 ms","pr_interval":"--","sampling_rate":"150.0"}})");
}

TEST_CASE("Keys that nobody knows are kept") {
    const ReadMetrics out =
        read(R"({"heart_rate":75,"mood":"calm"})", R"(,"session_id":"s","device":{"a":1})");

    CHECK(out.problems.empty());
    CHECK(out.record.extra == R"({"metrics.mood":"calm","device":{"a":1}})");
}

TEST_CASE("What no heart can be is refused") {
    for (const char* bad :
         {R"({"heart_rate":-1})", R"({"heart_rate":5000})", R"({"heart_rate":1e308})", "{}"}) {
        INFO(bad);
        const ReadMetrics out = read(bad);
        REQUIRE(out.problems.size() == 1);
        CHECK_FALSE(out.problems[0].wrong_form);
    }
}

TEST_CASE("A number in quotes, a wrong unit and a list are of the wrong form") {
    for (const char* bad : {R"({"heart_rate":"75"})", R"({"heart_rate":"75 ms"})",
                            R"({"heart_rate":[75]})", R"({"heart_rate":"fast"})"}) {
        INFO(bad);
        const ReadMetrics out = read(bad);
        REQUIRE(out.problems.size() == 1);
        CHECK(out.problems[0].wrong_form);
        CHECK(out.problems[0].field == "metrics.heart_rate");
    }
}
