#include "serve/api/pdf_check.hpp"
#include "support/catch.hpp"

#include <zlib.h>

#include <string>

using namespace ecg::serve;
using Catch::Matchers::Contains;

namespace {

std::string packed(const std::string& text) {
    std::string out(compressBound(text.size()), '\0');
    uLongf size = out.size();
    compress2(reinterpret_cast<Bytef*>(out.data()), &size,
              reinterpret_cast<const Bytef*>(text.data()), text.size(), 9);
    out.resize(size);
    return out;
}

std::string pdf_with(const std::string& stream, const std::string& dictionary = "") {
    return "%PDF-1.4\n1 0 obj\n<<" + dictionary + ">>\nstream\n" + stream +
           "\nendstream\nendobj\ntrailer\n%%EOF\n";
}

} // namespace

TEST_CASE("A PDF has its beginning and its end") {
    CHECK(pdf_fault(pdf_with("")).empty());
    CHECK(pdf_fault(pdf_with(packed(std::string(100'000, 'x')))).empty());
    CHECK(pdf_fault(pdf_with("no zlib stream at all")).empty());
    CHECK_THAT(pdf_fault(""), Contains("empty"));
    CHECK_THAT(pdf_fault("MZ\x90 renamed"), Contains("does not begin with %PDF-"));
    CHECK_THAT(pdf_fault("%PDF-1.4\n1 0 obj"), Contains("cut short"));
    CHECK_THAT(pdf_fault("%PDF-1.4\n%%EOF" + std::string(2000, ' ')), Contains("cut short"));
}

TEST_CASE("Streams that unpack to more than a viewer can hold make a bomb, alone or together") {
    const std::string half = packed(std::string(largest_unpacked_pdf / 2 + 1, '\0'));
    CHECK(half.size() < 1'000'000);

    CHECK(pdf_fault(pdf_with(half, "/Filter/FlateDecode")).empty());
    CHECK_THAT(pdf_fault(pdf_with(half + "\nendstream\n2 0 obj\n<<>>\nstream\r\n" + half)),
               Contains("unpacks to more"));
}
