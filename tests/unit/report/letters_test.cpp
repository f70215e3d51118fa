#include "report/composed_letters.hpp"
#include "report/font_file.hpp"
#include "report/font_outlines.hpp"
#include "report/pdf_canvas.hpp"
#include "report/png_canvas.hpp"
#include "report/svg_canvas.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::report;

TEST_CASE("a letter and its marks are composed, in whatever order they were written") {
    CHECK(composed_letters(U"e\u0302\u0323") == U"\u1EC7");
    CHECK(composed_letters(U"e\u0323\u0302") == U"\u1EC7");
    CHECK(composed_letters(U"\u00EA\u0323") == U"\u1EC7");
    CHECK(composed_letters(U"Nguye\u0302\u0303n") == U"Nguyễn");
    CHECK(composed_letters(U"x\u0302") == U"x\u0302");
    CHECK(composed_letters(U"\u0301a") == U"\u0301a");
    CHECK(composed_letters(U"e\u0301\u0301") == U"\u00E9\u0301");
    CHECK(composed_letters(U"e\u0327\u0301") == U"\u0229\u0301");
}

TEST_CASE("letters without a mark stay as they were written") {
    CHECK(composed_letters(U"").empty());
    CHECK(composed_letters(U"\u1F71 \u212B \u0431") == U"\u1F71 \u212B \u0431");
}

TEST_CASE("what a font lacks is a box, and remembered once it is drawn") {
    FontOutlines font{font_file("")};

    CHECK(font.width("中") > 0.3);
    CHECK(font.missing().empty());
    const auto placed = font.placed("a文中文");

    REQUIRE(placed.size() == 4);
    CHECK(placed[0].letter == U'a');
    CHECK(placed[1].letter == U'文');
    CHECK(placed[1].number == placed[2].number);
    CHECK_FALSE(font.outline(placed[1].number).empty());
    CHECK(font.missing() == U"中文");
    CHECK(font.name() == "DejaVuSans");
}

TEST_CASE("every canvas remembers the same letters as missing") {
    PdfCanvas pdf{font_file("")};
    SvgCanvas svg{font_file("")};
    PngCanvas png{font_file(""), 50};

    for (Canvas* canvas :
         {static_cast<Canvas*>(&pdf), static_cast<Canvas*>(&svg), static_cast<Canvas*>(&png)}) {
        canvas->begin_page(50, 20);
        canvas->text({5, 5}, "a中b", {3, {}});
        canvas->text({5, 9}, "文中", {3, {}, Weight::bold});
    }

    CHECK(pdf.font().missing() == U"中文");
    CHECK(svg.font().missing() == U"中文");
    CHECK(png.font().missing() == U"中文");
}
