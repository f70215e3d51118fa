#include "support/catch.hpp"
#include "tidy_page.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

TEST_CASE("many long findings go on to further pages, each whole and none lost") {
    Analysis analysis = example_analysis();
    analysis.findings = many_findings(25);
    analysis.findings[3].critical = true;

    const RecordingCanvas canvas = page_of(with_long_names(), &analysis);

    const std::size_t pages = canvas.pages.size();
    CHECK(pages > 1);
    CHECK(pages < 5);
    for (int i = 1; i <= 25; ++i) {
        const std::string words = "Finding " + std::to_string(i) + " of a long list";
        INFO(words);
        CHECK(std::count_if(canvas.texts.begin(), canvas.texts.end(),
                            [&](const auto& text) { return text.text.starts_with(words); }) == 1);
    }
    CHECK(canvas.says("more on page 2"));
    for (std::size_t page = 1; page <= pages; ++page) {
        CHECK(canvas.says("page " + std::to_string(page) + " of " + std::to_string(pages)));
    }
    CHECK(canvas.texts_of("Not a medical device. Must be reviewed by a qualified physician.")
              .size() == pages);
    check_tidy(canvas);
}

TEST_CASE("a finding longer than a page is cut into pages") {
    Analysis analysis = example_analysis();
    analysis.findings = {finding("Long", std::string(9000, 'm'), Severity::abnormal)};

    const RecordingCanvas canvas = page_of(twelve_lead_recording(), &analysis);

    CHECK(canvas.pages.size() > 2);
    check_tidy(canvas);
}

TEST_CASE("longest names keep within their blocks on both papers") {
    Analysis analysis = example_analysis();
    analysis.measurements.pr.reset();
    analysis.measurements.absences = {{"pr_ms", "no P wave before any of the beats of this lead"}};
    ReportSettings settings;
    settings.paper = GENERATE(Paper::a4, Paper::letter);
    settings.program = "ecg-tools 0.1.0 with a long name of the program that made this page";
    RecordingCanvas canvas;

    draw_pages(canvas, with_long_names(), &analysis, settings);

    check_tidy(canvas);
    CHECK(canvas.says("…"));
}
