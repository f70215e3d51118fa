#include "common/error.hpp"
#include "example_recording.hpp"
#include "report/code_points.hpp"
#include "report/font_file.hpp"
#include "report/page_mark.hpp"
#include "report/pdf_canvas.hpp"
#include "report/png_canvas.hpp"
#include "report/report.hpp"
#include "report/style.hpp"
#include "report/svg_canvas.hpp"
#include "support/catch.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

std::vector<std::string> files(PageFormat format, const Analysis* analysis = nullptr,
                               double dots_per_inch = 150) {
    ReportSettings settings;
    settings.format = format;
    settings.dots_per_inch = dots_per_inch;
    settings.program = "ecg-tools 9.8.7";
    return make_report_files(twelve_lead_recording(), analysis, settings).files;
}

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        value = (value << 8) | static_cast<unsigned char>(bytes.at(i));
    }
    return value;
}

/// The drawing of one small page.
std::string svg_of(const std::function<void(Canvas&)>& draw) {
    SvgCanvas canvas{font_file("")};
    canvas.begin_page(100, 50);
    draw(canvas);
    return canvas.files().at(0);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a PNG has as many pixels as its millimetres ask for, and says how large they are") {
    const double dots_per_inch = GENERATE(50.0, 100.0, 150.0, 254.0);

    const std::string png = files(PageFormat::png, nullptr, dots_per_inch).at(0);

    REQUIRE(png.starts_with("\x89PNG\r\n\x1a\n"));
    CHECK(big_endian(png, 16) == std::lround(297 * dots_per_inch / 25.4));
    CHECK(big_endian(png, 20) == std::lround(210 * dots_per_inch / 25.4));
    CHECK(big_endian(png, 33) == 9);
    CHECK(png.substr(37, 4) == "pHYs");
    CHECK(big_endian(png, 41) == std::lround(dots_per_inch / 0.0254));
    CHECK(big_endian(png, 45) == big_endian(png, 41));
    CHECK(png[49] == 1); // pixels per metre
}

TEST_CASE("the chunk of the pixels' size has the sum that PNG asks for") {
    const std::string png = files(PageFormat::png, nullptr, 72).at(0);

    CHECK(big_endian(png, 41) == 2835); // of which every program's 72 dpi files have this sum
    CHECK(big_endian(png, 50) == 0x009a9c18);
}

TEST_CASE("an SVG is as large as the paper and counts hundredths of a millimetre") {
    const std::string svg = files(PageFormat::svg).at(0);

    CHECK(has(svg, R"(width="297mm" height="210mm" viewBox="0 0 29700 21000")"));
    CHECK(has(svg, "l500 0 0-1000 500 0 0 1000 ")); // 10 mm high, 5 mm wide
    CHECK(has(svg, R"(stroke-width="25" d="M)"));   // the trace's 0.25 mm
}

TEST_CASE("what is drawn stands in an SVG where it was drawn") {
    const std::string svg = svg_of([](Canvas& canvas) {
        canvas.polyline(std::array{Point{10, 20}, Point{12, 20}, Point{12, 10}, Point{17, 10}},
                        {0.25, {0, 0, 0}});
        canvas.polyline(std::array{Point{1, 2}}, {0.5, {1, 0, 0}});
        canvas.lines(std::array{Line{{0, 1}, {2, 1}}, Line{{0, 2}, {2, 2}}}, {0.06, {0, 1, 0}});
        canvas.fill(std::array{Point{1, 1}, Point{2, 1}, Point{2, 3}}, {0, 0, 1});
        canvas.polyline({}, {0.25, {}});
    });

    CHECK(has(svg,
              R"(<path stroke="#000000" stroke-width="25" d="M1000 2000l200 0 0-1000 500 0"/>)"));
    CHECK(has(svg, R"(<path stroke="#ff0000" stroke-width="50" d="M100 200h0"/>)"));
    CHECK(has(svg, R"(<path stroke="#00ff00" stroke-width="6" d="M0 100l200 0M0 200l200 0"/>)"));
    CHECK(has(svg, R"(<path fill="#0000ff" d="M100 100l100 0 0 200"/>)"));
}

TEST_CASE("the words of an SVG can be selected, and have the width of their letters") {
    const TextStyle style{4, {}, Weight::bold};
    double width = 0;

    const std::string svg = svg_of([&](Canvas& canvas) {
        canvas.text({10, 20}, "a < b & \"Łucja\" > c", style);
        canvas.text({10, 30}, "\xEF\xBF\xBF\x01", style);
        width = canvas.text_width("a < b & \"Łucja\" > c", style) - 4 * style::bold_stroke;
    });

    const auto at = svg.find("<text x=\"1000\" y=\"2000\" font-size=\"400\" textLength=\"");
    REQUIRE(at != std::string::npos);
    const auto length = svg.find("textLength=\"", at) + 12;
    CHECK(std::stod(svg.substr(length)) == Approx(width * 100).margin(0.006));
    CHECK(has(svg, ">a &lt; b &amp; \"Łucja\" &gt; c</text>"));
    CHECK(has(svg, ">\xEF\xBF\xBD\xEF\xBF\xBD</text>"));
}

TEST_CASE("words are as wide on every canvas, so that lines break at the same places") {
    const PdfCanvas pdf{font_file("")};
    const PngCanvas png{font_file(""), 100};
    const SvgCanvas svg{font_file("")};

    for (const char* words : {"", "i", "Ventricular tachycardia", "Łucja Ünal-Ørsted",
                              "bpm (58–66)", "Ирина Καλλιόπη", "▲▼", "\xEF\xBF\xBD"}) {
        for (const Weight weight : {Weight::regular, Weight::bold}) {
            const TextStyle style{2.9, {}, weight};
            INFO(words);
            CHECK(png.text_width(words, style) ==
                  Approx(pdf.text_width(words, style)).margin(1e-9));
            CHECK(svg.text_width(words, style) ==
                  Approx(pdf.text_width(words, style)).margin(1e-9));
        }
    }
}

TEST_CASE("a picture says which page of how many it is, and no other file does") {
    SvgCanvas svg{font_file("")};
    PngCanvas png{font_file(""), 50};
    for (int page = 0; page < 3; ++page) {
        svg.begin_page(100, 50);
        png.begin_page(100, 50);
    }
    for (const auto& files : {svg.files(), png.files()}) {
        REQUIRE(files.size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(page_mark(files[i]) == PageMark{i + 1, 3});
            CHECK(page_mark(files[i].substr(0, page_mark_reach)) == PageMark{i + 1, 3});
        }
    }
    for (const std::string other :
         {"", "%PDF-1.4 data-page=\"1 of 2\"", "<?xml version=\"1.0\"?>\n<svg/>",
          "<?xml <svg data-page=\"1 or 2\"", "\x89PNG ecPG1 of", "\x89PNG data-page=\"1 of 2\""}) {
        CHECK_FALSE(page_mark(other));
    }
}

TEST_CASE("SVG and PNG are a file a page, PDF one of all") {
    Analysis analysis = example_analysis();
    analysis.findings = many_findings(25);

    const auto svg = files(PageFormat::svg, &analysis);

    REQUIRE(svg.size() == 3);
    for (std::size_t i = 0; i < svg.size(); ++i) {
        CHECK(has(svg[i], "page " + std::to_string(i + 1) + " of 3</text>"));
        CHECK(has(svg[i], "Testa Musterfrau</text>"));
    }
    CHECK(files(PageFormat::png, &analysis, 50).size() == 3);
    CHECK(files(PageFormat::pdf, &analysis).size() == 1);
}

TEST_CASE(
    "the same input gives the same bytes as SVG and PNG, without a date or a name beside it") {
    const PageFormat format = GENERATE(PageFormat::svg, PageFormat::png);

    const auto first = files(format);

    CHECK(first == files(format));
    CHECK_FALSE(has(first.at(0), "<metadata"));
    CHECK_FALSE(has(first.at(0), "tEXt"));
    CHECK_FALSE(has(first.at(0), "tIME"));
    CHECK(first.at(0).size() < 500'000);
}

TEST_CASE("pixels too large or too small are wrong usage, and a file that is no font is told") {
    const auto kind_of = [](const ReportSettings& settings) {
        try {
            make_report_files(twelve_lead_recording(), nullptr, settings);
        } catch (const Error& error) {
            return error.kind();
        }
        return ErrorKind::interrupted;
    };
    ReportSettings settings;
    settings.format = PageFormat::png;
    for (const double dots_per_inch : {0.0, 49.0, 601.0, -1.0, std::nan("")}) {
        settings.dots_per_inch = dots_per_inch;
        CHECK(kind_of(settings) == ErrorKind::usage);
    }
    settings.dots_per_inch = 50;
    CHECK(kind_of(settings) == ErrorKind::interrupted);
    settings.font_file = "/dev/null";
    CHECK(kind_of(settings) == ErrorKind::unavailable);
}

TEST_CASE("UTF-8 is taken apart and put together again") {
    CHECK(code_points("aé–😀") == U"aé–😀");
    CHECK(code_points("x\xFF"
                      "y\xE2\x80") == U"x\uFFFDy\uFFFD\uFFFD");
    for (const char32_t letter : {U'a', U'é', U'–', U'😀'}) {
        std::string text;
        append_utf8(text, letter);
        CHECK(code_points(text) == std::u32string{letter});
    }
}
