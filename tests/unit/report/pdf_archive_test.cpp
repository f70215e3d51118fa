#include "report/colour_profile.hpp"
#include "report/font_file.hpp"
#include "report/pdf_archive.hpp"
#include "report/pdf_canvas.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <string>

using namespace ecg;
using namespace ecg::report;

namespace {

std::size_t number_at(const std::string& bytes, std::size_t at, std::size_t count) {
    std::size_t value = 0;
    for (const char byte : bytes.substr(at, count)) {
        value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string identifier(const std::string& pdf) {
    const auto at = pdf.rfind("/ID [");
    REQUIRE(at != std::string::npos);
    return pdf.substr(pdf.find('<', at) + 1, 32);
}

std::string page_with(double x) {
    PdfCanvas canvas{font_file("")};
    canvas.begin_page(50, 20);
    canvas.text({x, 5}, "x", {3, {}});
    return canvas.files().at(0);
}

} // namespace

TEST_CASE("metadata is escaped as XML wants it") {
    const PdfAbout about{"A & B <x>", "Größe (1) \\"};

    CHECK(has(metadata_packet(about), ">A &amp; B &lt;x&gt;</rdf:li>"));
    CHECK(has(metadata_packet(about), "<pdf:Producer>Größe (1) \\</pdf:Producer>"));
}

TEST_CASE("a PDF's identifier is its drawing's") {
    CHECK(identifier(page_with(5)) == identifier(page_with(5)));
    CHECK(identifier(page_with(5)) != identifier(page_with(6)));
}

TEST_CASE("the profile of the colours is whole, and its curve is that of sRGB") {
    const std::string profile = srgb_profile();

    REQUIRE(number_at(profile, 0, 4) == profile.size());
    const std::size_t tags = number_at(profile, 128, 4);
    CHECK(tags == 9);
    for (std::size_t i = 0; i < tags; ++i) {
        const std::size_t entry = 132 + 12 * i;
        const std::size_t at = number_at(profile, entry + 4, 4);
        CHECK(at % 4 == 0);
        CHECK(at + number_at(profile, entry + 8, 4) <= profile.size());
        if (profile.substr(entry, 4) == "gTRC") {
            CHECK(number_at(profile, at + 12, 2) == 0);
            CHECK(number_at(profile, at + 12 + 2 * 255, 2) == 65535);
            // IEC 61966-2-1 makes 128 of 255 a share of 0.2158605 of the light.
            CHECK(number_at(profile, at + 12 + 2 * 128, 2) == 14146);
        }
    }
}

TEST_CASE("the three primaries of the profile make its white") {
    const std::string profile = srgb_profile();

    for (std::size_t part = 0; part < 3; ++part) {
        double sum = 0;
        double white = 0;
        for (std::size_t entry = 132; entry < 132 + 12 * 9; entry += 12) {
            const std::string name = profile.substr(entry, 4);
            const std::size_t at = number_at(profile, entry + 4, 4) + 8 + 4 * part;
            const double value = static_cast<double>(number_at(profile, at, 4)) / 65536;
            sum += name.ends_with("XYZ") ? value : 0;
            white += name == "wtpt" ? value : 0;
        }
        CHECK(sum == Approx(white).margin(0.0005));
    }
}
