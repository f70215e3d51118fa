#include "support/catch.hpp"
#include "transfer/crypto.hpp"

#include <random>
#include <set>
#include <thread>
#include <vector>

using namespace ecg::transfer;

namespace {

std::string hex_of(const Digest& digest) {
    return hex(bytes_of(digest));
}

std::string any_bytes(std::mt19937& random, std::size_t count) {
    std::string bytes(count, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(random() & 255U);
    }
    return bytes;
}

} // namespace

TEST_CASE("SHA-256 gives the digests of FIPS 180-2") {
    CHECK(hex_of(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex_of(sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex_of(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hex_of(sha256(std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 of pieces is that of the whole, however it is cut") {
    std::mt19937 random{1}; // NOLINT(cert-msc51-cpp): the same bytes on every run
    for (std::size_t size = 0; size < 300; size += 7) {
        const std::string bytes = any_bytes(random, size);
        const std::size_t cut = size == 0 ? 0 : random() % size;
        Sha256 pieces;
        pieces.add(std::string_view{bytes}.substr(0, cut));
        pieces.add(std::string_view{bytes}.substr(cut));
        CHECK(pieces.finish() == sha256(bytes));
    }
}

TEST_CASE("MD5 gives the digests of RFC 1321") {
    CHECK(hex(md5("")) == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(hex(md5("abc")) == "900150983cd24fb0d6963f7d28e17f72");
    CHECK(hex(md5("message digest")) == "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST_CASE("HMAC-SHA-256 gives the seals of RFC 4231") {
    CHECK(hex_of(Hmac{std::string(20, '\x0b')}.of("Hi There")) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex_of(Hmac{"Jefe"}.of("what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex_of(Hmac{std::string(20, '\xaa')}.of(std::string(50, '\xdd'))) ==
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    CHECK(hex_of(Hmac{std::string(131, '\xaa')}.of(
              "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HMAC-SHA-256 gives the signature of RFC 7515, appendix A.1") {
    const auto key =
        from_base64url("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0"
                       "iPS4hcgUuTwjAzZr1Z9CAow");
    REQUIRE(key);

    const Digest seal =
        Hmac{*key}.of("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA"
                      "4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");

    CHECK(base64url(bytes_of(seal)) == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

TEST_CASE("HMAC under the empty key is that of a key of zeros") {
    CHECK(Hmac{""}.of("abc") == Hmac{std::string(64, '\0')}.of("abc"));
    CHECK(Hmac{""}.of("abc") != Hmac{"abc"}.of("abc"));
}

TEST_CASE("One keyed HMAC serves several threads") {
    const Hmac hmac{"key"};
    const Digest once = hmac.of("message");
    std::vector<int> wrong(4);
    std::vector<std::thread> threads;
    for (int& count : wrong) {
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i) {
                count += hmac.of("message") == once ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(wrong == std::vector<int>(4));
}

TEST_CASE("Hex has two small digits a byte and reads back in either case") {
    CHECK(hex(std::string_view{"\x00\x7f\xff", 3}) == "007fff");
    CHECK(from_hex("007FfF") == std::string("\x00\x7f\xff", 3));
    CHECK(from_hex("") == "");
    CHECK_FALSE(from_hex("0"));
    CHECK_FALSE(from_hex("0g"));
    CHECK_FALSE(from_hex(" 0"));
    CHECK_FALSE(from_hex("0x"));
}

TEST_CASE("Base64 gives the texts of RFC 4648 with their padding, and reads them") {
    const std::vector<std::pair<std::string, std::string>> known{{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"},
                                                                 {"\xfb\xff", "+/8="}};

    for (const auto& [bytes, text] : known) {
        CHECK(base64(bytes) == text);
        CHECK(from_base64(text) == bytes);
    }
}

TEST_CASE(
    "Base64 refuses missing and too much padding, the other alphabet, blanks and bits left over") {
    for (const char* text :
         {"Zg", "Zg=", "Zm9v====", "Z===", "-_8=", "Zm9v\n", "Zm 9", "Zh==", "Zm9=", "Zg==Zg=="}) {
        CHECK_FALSE(from_base64(text));
    }
}

TEST_CASE("Base64url gives the texts of RFC 4648 without their padding") {
    CHECK(base64url("").empty());
    CHECK(base64url("f") == "Zg");
    CHECK(base64url("fo") == "Zm8");
    CHECK(base64url("foo") == "Zm9v");
    CHECK(base64url("foob") == "Zm9vYg");
    CHECK(base64url("fooba") == "Zm9vYmE");
    CHECK(base64url("foobar") == "Zm9vYmFy");
    CHECK(base64url("\xfb\xff") == "-_8");
}

TEST_CASE("Base64url reads back what it wrote") {
    std::mt19937 random{2}; // NOLINT(cert-msc51-cpp): the same bytes on every run
    for (std::size_t size = 0; size < 200; ++size) {
        const std::string bytes = any_bytes(random, size);
        CHECK(from_base64url(base64url(bytes)) == bytes);
    }
}

TEST_CASE("Base64url refuses padding, the other alphabet, blanks and cut letters") {
    for (const char* text : {"Zg==", "Zm8=", "Zm9v=", "+_8", "-/8", "Zm 9v", "Zm9v\n", "Z", "Zm9vY",
                             "Zm9v.", "\xc3\xa9"}) {
        CHECK_FALSE(from_base64url(text));
    }
    CHECK_FALSE(from_base64url(std::string_view{"Zg\0\0", 4}));
}

TEST_CASE("Each bytes have one base64url text only: bits left over are refused") {
    std::set<char> taken;
    for (int c = 0; c < 256; ++c) {
        const std::string text{'Z', static_cast<char>(c)};
        if (from_base64url(text) == "f") {
            taken.insert(static_cast<char>(c));
        }
    }

    CHECK(taken == std::set<char>{'g'});
    CHECK_FALSE(from_base64url("Zm9"));
}

TEST_CASE("Random bytes are as many as asked for and never the same") {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string bytes = random_bytes(16);
        REQUIRE(bytes.size() == 16);
        seen.insert(bytes);
    }

    CHECK(seen.size() == 1000);
    CHECK(random_bytes(0).empty());
}

TEST_CASE("Equal in constant time is equal") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK_FALSE(equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(equal_in_constant_time("abc", "ab"));
    CHECK_FALSE(equal_in_constant_time("abc", ""));
}

TEST_CASE("A wiped secret is empty, and its bytes are gone") {
    std::string secret = "correct horse battery staple";
    const char* bytes = secret.data();

    wipe(secret);

    CHECK(secret.empty());
    CHECK(std::string_view{bytes, 7} != "correct");
}
