#include "serve/api/multipart.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;

namespace {

const std::string body =
    "--xyz\r\n"
    "Content-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".pdf\"\r\n"
    "Content-Type: application/pdf\r\n"
    "\r\n"
    "%PDF-1.4\r\n--xy not the end\r\n"
    "\r\n--xyz\r\n"
    "content-disposition: form-data; name=metadata\r\n"
    "\r\n"
    "{}"
    "\r\n--xyz--\r\n";

} // namespace

TEST_CASE("A form has its parts, with the bytes as they were sent") {
    const auto parts = parts_of(body, "xyz");

    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK((*parts)[0].name == "file");
    CHECK((*parts)[0].filename == "a \"b\".pdf");
    CHECK((*parts)[0].content_type == "application/pdf");
    CHECK((*parts)[0].content == "%PDF-1.4\r\n--xy not the end\r\n");
    CHECK((*parts)[1].name == "metadata");
    CHECK((*parts)[1].content == "{}");
}

TEST_CASE("A form that is cut anywhere is none") {
    for (std::size_t length = 0; length < body.size() - 4; ++length) {
        INFO(length);
        CHECK_FALSE(parts_of(std::string_view{body}.substr(0, length), "xyz"));
    }
}

TEST_CASE("Only a sound boundary is one") {
    CHECK(boundary_of("multipart/form-data; boundary=xyz") == "xyz");
    CHECK(boundary_of("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"") == "a b");
    CHECK_FALSE(boundary_of("multipart/form-data"));
    CHECK_FALSE(boundary_of("multipart/form-data; boundary="));
    CHECK_FALSE(boundary_of("multipart/form-data; boundary=\"x"));
    CHECK_FALSE(boundary_of("multipart/mixed; boundary=xyz"));
    CHECK_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'x')));
}
