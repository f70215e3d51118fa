#include "common/error.hpp"
#include "serve/auth/key_ring.hpp"
#include "serve/clock.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "transfer/crypto.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

using namespace ecg;
using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr Moment now = moment_of(1'736'339'696); // 2025-01-08T12:34:56Z

unsigned mode_of(const std::string& path) {
    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

void put(const std::string& path, const std::string& text, unsigned mode = 0600) {
    std::ofstream{path} << text;
    REQUIRE(::chmod(path.c_str(), mode) == 0);
}

std::string only_file(const std::string& folder) {
    std::string found;
    for (const auto& entry : fs::directory_iterator{folder}) {
        REQUIRE(found.empty());
        found = entry.path();
    }
    return found;
}

std::string trouble(const std::string& folder) {
    try {
        open_key_ring(folder, "jwt", now);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

const std::string good_key = transfer::base64url(std::string(32, 'k')) + '\n';
const std::string good_name = "/jwt-20250108T123456Z-0123abcd.key";

} // namespace

TEST_CASE("A first key is made, 32 random bytes that only its owner reads") {
    const test::TemporaryFolder folder;
    const std::string keys = folder.path("server/keys");

    const KeyRing ring = open_key_ring(keys, "jwt", now);

    REQUIRE(ring.keys.size() == 1);
    CHECK(ring.newest().secret.size() == 32);
    CHECK(ring.newest().made == now);
    CHECK(mode_of(keys) == 0700);
    const std::string file = only_file(keys);
    CHECK(mode_of(file) == 0600);
    CHECK(fs::path{file}.filename() == "jwt-20250108T123456Z-" + ring.newest().id + ".key");
}

TEST_CASE("The same key is read again, and another purpose has another") {
    const test::TemporaryFolder folder;
    const std::string keys = folder.path("keys");

    const KeyRing first = open_key_ring(keys, "jwt", now);
    const KeyRing again = open_key_ring(keys, "jwt", now + 1h);
    const KeyRing links = open_key_ring(keys, "link", now);

    CHECK(again.newest().secret == first.newest().secret);
    CHECK(again.newest().id == first.newest().id);
    CHECK(links.newest().secret != first.newest().secret);
    CHECK(links.keys.size() == 1);
}

TEST_CASE("A key that is added is the newest, and the old one stays") {
    const test::TemporaryFolder folder;
    const KeyRing first = open_key_ring(folder.path("keys"), "jwt", now);

    add_key(folder.path("keys"), "jwt", now + 1h);
    const KeyRing both = open_key_ring(folder.path("keys"), "jwt", now + 2h);

    REQUIRE(both.keys.size() == 2);
    CHECK(both.newest().made == now + 1h);
    CHECK(both.keys[1].secret == first.newest().secret);
}

TEST_CASE("A key that others may read is refused") {
    const test::TemporaryFolder folder;
    const std::string keys = folder.path("keys");
    fs::create_directory(keys);
    REQUIRE(::chmod(keys.c_str(), 0700) == 0);
    for (const unsigned mode : {0644U, 0640U, 0604U, 0620U}) {
        put(keys + good_name, good_key, mode);
        CHECK(trouble(keys).find(good_name.substr(1) + ": others may use it") != std::string::npos);
    }
    put(keys + good_name, good_key, 0600);
    CHECK(trouble(keys).empty());
    REQUIRE(::chmod(keys.c_str(), 0755) == 0);
    CHECK(trouble(keys).find("keys: others may use it") != std::string::npos);
}

TEST_CASE("A key that is short, no base64url, wrongly named or a link is refused") {
    const test::TemporaryFolder folder;
    const std::string keys = folder.path("keys");
    fs::create_directory(keys);
    REQUIRE(::chmod(keys.c_str(), 0700) == 0);

    put(keys + good_name, transfer::base64url(std::string(31, 'k')) + '\n');
    CHECK(trouble(keys).find("is too short") != std::string::npos);
    put(keys + good_name, "");
    CHECK(trouble(keys).find("is too short") != std::string::npos);
    put(keys + good_name, "secret!\n");
    CHECK(trouble(keys).find("is no line of base64url") != std::string::npos);
    fs::remove(keys + good_name);

    for (const char* name : {"/jwt-.key", "/jwt-20250108T123456Z-0123ABCD.key",
                             "/jwt-20250230T123456Z-0123abcd.key", "/jwt-old.key"}) {
        put(keys + name, good_key);
        CHECK(trouble(keys).find("is not called") != std::string::npos);
        fs::remove(keys + name);
    }

    put(folder.path("elsewhere"), good_key);
    fs::create_symlink(folder.path("elsewhere"), keys + good_name);
    CHECK_FALSE(trouble(keys).empty());
}

TEST_CASE("Two keys of one name are refused, for nobody knew which was meant") {
    const test::TemporaryFolder folder;
    const std::string keys = folder.path("keys");
    fs::create_directory(keys);
    REQUIRE(::chmod(keys.c_str(), 0700) == 0);
    put(keys + good_name, good_key);
    put(keys + "/jwt-20250109T123456Z-0123abcd.key", good_key);

    CHECK(trouble(keys).find("two keys are called 0123abcd") != std::string::npos);
}

TEST_CASE("What was left half written is no key") {
    const test::TemporaryFolder folder;
    const std::string keys = folder.path("keys");
    const KeyRing ring = open_key_ring(keys, "jwt", now);
    put(keys + "/jwt-20250109T123456Z-0123abcd.new", "c2Vj");

    CHECK(open_key_ring(keys, "jwt", now).keys.size() == 1);
}
