#include "support/catch.hpp"
#include "transfer/sign/dropbox.hpp"

#include <algorithm>

using namespace ecg::transfer;

namespace {

constexpr std::size_t block = 4U << 20U;

std::string digest_of(std::string_view bytes) {
    return std::string{bytes_of(sha256(bytes))};
}

} // namespace

TEST_CASE("A content hash is the SHA-256 of the blocks' SHA-256") {
    const std::string bytes(2 * block + 1, 'a');
    const std::string whole = digest_of(std::string(block, 'a'));

    CHECK(dropbox_content_hash("") == hex(digest_of("")));
    CHECK(dropbox_content_hash("a") == hex(digest_of(digest_of("a"))));
    CHECK(dropbox_content_hash(bytes.substr(0, block - 1)) ==
          hex(digest_of(digest_of(bytes.substr(0, block - 1)))));
    CHECK(dropbox_content_hash(bytes.substr(0, block)) == hex(digest_of(whole)));
    CHECK(dropbox_content_hash(bytes) == hex(digest_of(whole + whole + digest_of("a"))));
    // Made by Python's hashlib.
    CHECK(dropbox_content_hash(bytes.substr(0, block + 1)) ==
          "5f858b62ccd88447586305aec6fd53c96747cfebf527cbba129a6dfed47d9624");
}

TEST_CASE("A content hash of pieces is that of the whole, however it is cut") {
    std::string bytes(2 * block + 100, '\0');
    std::uint32_t state = 7;
    for (char& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24U);
    }
    const std::string whole = dropbox_content_hash(bytes);

    for (const std::size_t piece : {std::size_t{65536}, block - 1, block, block + 1}) {
        DropboxHash hash;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            hash.add(std::string_view{bytes}.substr(at, piece));
        }
        CHECK(hash.finish() == whole);
    }
}

TEST_CASE("JSON in a header is printable ASCII, all else escaped") {
    CHECK(dropbox_header_json(R"({"path":"/a b.pdf"})") == R"({"path":"/a b.pdf"})");
    CHECK(dropbox_header_json("\"é日\x7f\"") == R"("\u00e9\u65e5\u007f")");
    CHECK(dropbox_header_json("\"\xF0\x9F\xAB\x80\"") == R"("\ud83e\udec0")");
    CHECK(dropbox_header_json("\"\xF4\x8F\xBF\xBF\"") == R"("\udbff\udfff")");
    CHECK(dropbox_header_json(R"("\r\n")") == R"("\r\n")");
}

TEST_CASE("A line end never gets into a header, not even one that is no JSON") {
    const std::string header = dropbox_header_json("a\r\nb\xC3");

    CHECK(std::ranges::all_of(header, [](char c) { return c >= ' ' && c < '\x7f'; }));
}
