#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "transfer/folder_object_store.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

using namespace ecg;
using namespace ecg::transfer;

namespace {

const std::string name = "abcdef0123456789";

} // namespace

TEST_CASE("An object comes back as it was put, whole or in part") {
    const test::TemporaryFolder folder;
    FolderObjectStore store{folder.path("objects")};

    const std::string bytes{"0123\0"
                            "456",
                            8};

    store.put(name, bytes);

    CHECK(store.size(name) == 8);
    CHECK(store.exists(name));
    CHECK(store.read(name, 0, 100) == bytes);
    CHECK(store.read(name, 3, 3) == bytes.substr(3, 3));
    CHECK(store.read(name, 8, 10) == "");
    CHECK(store.read(name, 1U << 30, 10) == "");
}

TEST_CASE("What is not there is absent, not an error") {
    const test::TemporaryFolder folder;
    FolderObjectStore store{folder.path("objects")};

    CHECK_FALSE(store.read(name, 0, 1));
    CHECK_FALSE(store.size(name));
    CHECK_FALSE(store.exists(name));
    CHECK_FALSE(store.remove(name));
}

TEST_CASE("Only hexadecimal names name objects") {
    const test::TemporaryFolder folder;
    FolderObjectStore store{folder.path("objects")};

    for (const std::string bad :
         {"", "abcd", "../../etc/passwd", "ABCDEF01", "abcdeg", "abc/def", "unfinished"}) {
        CHECK_THROWS_AS(store.put(bad, "x"), Error);
        CHECK_THROWS_AS(store.read(bad, 0, 1), Error);
        CHECK_THROWS_AS(store.remove(bad), Error);
    }
    CHECK_THROWS_AS(store.put(std::string(129, 'a'), "x"), Error);
}

TEST_CASE("An object that is put again is not written again, a cut one is mended") {
    const test::TemporaryFolder folder;
    FolderObjectStore store{folder.path("objects")};
    store.put(name, "whole");
    const std::string path = folder.path("objects/ab/cd/" + name);

    struct stat before {
    }, after{};

    REQUIRE(::stat(path.c_str(), &before) == 0);

    store.put(name, "whole");
    REQUIRE(::stat(path.c_str(), &after) == 0);
    CHECK(before.st_ino == after.st_ino);
    CHECK((after.st_mode & 0777) == 0600);

    std::filesystem::resize_file(path, 2);
    store.put(name, "whole");
    CHECK(store.read(name, 0, 10) == "whole");
}

TEST_CASE("Each object is listed once, and no half-written one") {
    const test::TemporaryFolder folder;
    FolderObjectStore store{folder.path("objects")};
    store.put("aaaaa", "1");
    store.put("bbbbb", "2");
    std::ofstream{folder.path("objects/unfinished/ccccc.1.0")} << "3";

    std::vector<std::string> names;
    store.each([&names](const std::string& one) { names.push_back(one); });
    std::ranges::sort(names);
    CHECK(names == std::vector<std::string>{"aaaaa", "bbbbb"});

    CHECK(store.remove("aaaaa"));
    CHECK_FALSE(store.exists("aaaaa"));
}

TEST_CASE("What a killed program left half written goes at the next start, once it is old") {
    const test::TemporaryFolder folder;
    { FolderObjectStore store{folder.path("objects")}; }
    const std::string old = folder.path("objects/unfinished/aaaaa.1.0");
    const std::string young = folder.path("objects/unfinished/bbbbb.1.0");
    std::ofstream{old} << "1";
    std::ofstream{young} << "2";
    std::filesystem::last_write_time(old, std::filesystem::file_time_type::clock::now() -
                                              std::chrono::hours{2});

    FolderObjectStore store{folder.path("objects")};

    CHECK_FALSE(std::filesystem::exists(old));
    CHECK(std::filesystem::exists(young));
}

TEST_CASE("Threads that put the same objects do not get into each other's way") {
    const test::TemporaryFolder folder;
    FolderObjectStore store{folder.path("objects")};

    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&store] {
            for (int n = 0; n < 20; ++n) {
                store.put("abcd" + std::to_string(100 + n), std::string(1000, 'a'));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    int found = 0;
    store.each([&](const std::string& one) {
        ++found;
        CHECK(store.read(one, 0, 2000) == std::string(1000, 'a'));
    });
    CHECK(found == 20);
}

TEST_CASE("A folder that cannot be made is named") {
    const test::TemporaryFolder folder;
    std::ofstream{folder.path("taken")} << "a file";

    CHECK_THROWS_WITH(FolderObjectStore{folder.path("taken/objects")},
                      Catch::Matchers::Contains("taken/objects"));
}
