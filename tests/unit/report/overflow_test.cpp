#include "report/layout_table.hpp"
#include "support/catch.hpp"
#include "tidy_page.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

constexpr std::array layouts{Layout::three_by_four_one, Layout::three_by_four_three,
                             Layout::six_by_two,        Layout::six_by_two_one,
                             Layout::twelve_by_one,     Layout::four_by_three};

/// Calls check with every layout on every paper either way round, named in the test's output.
template <typename Check> void on_every_page(Check check) {
    ReportSettings settings;
    settings.program = "ecg-tools 10.11.12";
    for (const Layout layout : layouts) {
        for (const Paper paper : {Paper::a4, Paper::letter}) {
            for (const Orientation orientation : {Orientation::landscape, Orientation::portrait}) {
                settings.layouts = {layout};
                settings.paper = paper;
                settings.orientation = orientation;
                INFO(table_of(layout).name
                     << (paper == Paper::a4 ? " A4" : " Letter")
                     << (orientation == Orientation::portrait ? " upright" : " wide"));
                check(settings);
            }
        }
    }
}

Analysis with_long_findings() {
    Analysis analysis = example_analysis();
    analysis.criteria = "12";
    analysis.findings = many_findings(25);
    for (const std::size_t critical : {2U, 3U, 11U, 24U}) {
        analysis.findings[critical].critical = true;
    }
    analysis.electrodes = {{"LA", ElectrodeState::off}, {"V3", ElectrodeState::off}};
    analysis.complete = false;
    analysis.filters.low_pass = Hertz{40};
    analysis.filters.powerline_alias = Hertz{30};
    analysis.measurements.pr.reset();
    analysis.measurements.absences = {{"pr_ms", "no P wave before any of the beats of this lead"}};
    return analysis;
}

/// Whether a text of that page says where findings stand that it has no room for.
bool names_other_pages(const RecordingCanvas& canvas, std::size_t page) {
    return std::any_of(canvas.texts.begin(), canvas.texts.end(), [&](const auto& words) {
        return words.page == page && words.text.find(" on page ") != std::string::npos;
    });
}

/// The paper's lines of a page: nothing when the page has none.
Box paper_on(const RecordingCanvas& canvas, std::size_t page) {
    Box paper{1e9, 1e9, 0, 0};
    double right = 0;
    double bottom = 0;
    for (const auto& line : canvas.single_lines) {
        if (line.page == page && line.pen.width == style::fine_grid.width &&
            line.pen.colour == style::fine_grid.colour) {
            for (const Point& end : line.points) {
                paper.left = std::min(paper.left, end.x);
                paper.top = std::min(paper.top, end.y);
                right = std::max(right, end.x);
                bottom = std::max(bottom, end.y);
            }
        }
    }
    paper.width = std::max(0.0, right - paper.left);
    paper.height = std::max(0.0, bottom - paper.top);
    return paper;
}

/// Only what is said of a lead stands on the paper's lines.
void check_words_beside_paper(const RecordingCanvas& canvas) {
    REQUIRE(paper_on(canvas, 1).height > 100);
    for (const auto& words : canvas.texts) {
        const Box paper = paper_on(canvas, words.page);
        const double size = words.style.size;
        const bool of_lead = size == style::lead.size || size == style::lead_time.size ||
                             words.style.colour == style::lead_note.colour;
        INFO(words.text);
        if (paper.height > 0 && !of_lead) {
            const bool above = words.at.y + 0.2 * size <= paper.top;
            const bool below = words.at.y - 0.75 * size >= paper.bottom();
            CHECK((above || below));
        }
    }
}

/// All words of one column of the findings, in their order, whichever page they stand on.
std::string column_text(const RecordingCanvas& canvas, const std::string& first,
                        const TextStyle& style) {
    std::string out;
    for (const auto& words : canvas.texts) {
        const bool same = words.style.size == style.size && words.style.weight == style.weight &&
                          words.style.colour == style.colour;
        if (same && (!out.empty() || words.text.starts_with(first))) {
            out += (out.empty() ? "" : " ") + words.text;
        }
    }
    return out;
}

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

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

TEST_CASE("longest names and 25 long findings keep their place on every page") {
    const Analysis analysis = with_long_findings();
    on_every_page([&](ReportSettings settings) {
        for (const bool confirmed : {false, true}) {
            if (confirmed) {
                settings.confirmed = Confirmation{
                    "Prof. Dr. med. Testa Maria-Magdalena Wolfeschlegelsteinhausenbergerdorff",
                    parse_utc("2025-01-09T08:00:01Z")};
            }
            RecordingCanvas canvas;

            draw_pages(canvas, with_long_names(), &analysis, settings);

            check_tidy(canvas);
            check_words_beside_paper(canvas);
        }
    });
}

TEST_CASE("no word of a reason is lost on the way from page to page") {
    const Analysis analysis = with_long_findings();
    on_every_page([&](const ReportSettings& settings) {
        RecordingCanvas canvas;

        draw_pages(canvas, with_long_names(), &analysis, settings);

        const std::string reasons = column_text(canvas, "QRS 124 ms", style::quiet);
        CHECK(times(reasons, analysis.findings[0].reason) == 25);
    });
}

TEST_CASE("the page that is named for further findings begins with the next one") {
    const Analysis analysis = with_long_findings();
    on_every_page([&](ReportSettings settings) {
        settings.layouts.push_back(Layout::twelve_by_one);
        RecordingCanvas canvas;

        draw_pages(canvas, twelve_lead_recording(), &analysis, settings);

        std::size_t notes = 0;
        for (const auto& words : canvas.texts) {
            const std::size_t cut = words.text.find(" on page ");
            if (cut == std::string::npos) {
                continue;
            }
            const std::size_t more = std::stoul(words.text.substr(0, cut));
            const std::size_t page = std::stoul(words.text.substr(cut + 9));
            if (page < words.page) { // the further page of a chart names its first one
                CHECK(more == 25);
                CHECK(names_other_pages(canvas, page));
                continue;
            }
            ++notes;
            const std::string next = "Finding " + std::to_string(25 - more + 1) + " of";
            const auto first =
                std::find_if(canvas.texts.begin(), canvas.texts.end(), [&](const auto& text) {
                    return text.page == page && text.text.starts_with("Finding ");
                });
            REQUIRE(first != canvas.texts.end());
            CHECK(first->text.starts_with(next));
        }
        CHECK(notes == 2);
    });
}

TEST_CASE("many critical findings take two lines and then refer to the list") {
    Analysis analysis = with_long_findings();
    for (Finding& finding : analysis.findings) {
        finding.critical = true;
    }
    on_every_page([&](const ReportSettings& settings) {
        RecordingCanvas canvas;

        draw_pages(canvas, twelve_lead_recording(), &analysis, settings);

        CHECK(canvas.says(" … and more, see below"));
        check_tidy(canvas);
        check_words_beside_paper(canvas);
    });
}
