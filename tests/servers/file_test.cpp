#include "servers/test_server.hpp"
#include "servers/uploads.hpp"
#include "support/catch.hpp"
#include "transfer/targets/file_target.hpp"

#include <filesystem>

using namespace ecg;
using namespace ecg::transfer;

namespace {

FileTargetSettings ftps_of(const test::TestServer& server, const std::string& scheme,
                           const std::string& port) {
    return {.server = {.url = scheme + "://localhost:" + std::to_string(server.number(port)),
                       .user = server.text("user"),
                       .password = server.text("password"),
                       .authorities = server.text("authority"),
                       .private_key = "",
                       .known_hosts = ""},
            .folder = server.text("path")};
}

FileTargetSettings sftp_of(const test::TestServer& server) {
    return {.server = {.url = "sftp://127.0.0.1:" + std::to_string(server.number("port")),
                       .user = server.text("user"),
                       .password = "",
                       .authorities = "",
                       .private_key = server.text("private_key"),
                       .known_hosts = server.text("known_hosts")},
            .folder = server.text("folder")};
}

/// As check_uploads, by size alone.
void check_files(Target& target, const std::string& folder) {
    for (const std::string& name : test::hostile_names) {
        CAPTURE(name);
        CHECK(target.put(name, name) == Stored::now);
        CHECK(target.size(name) == name.size());
        CHECK(target.read(name, 1000) == name);
        CHECK(std::filesystem::file_size(folder + '/' + name) == name.size());
    }
    const std::string& name = test::hostile_names[0];
    CHECK(target.put(name, name) == Stored::before);
    CHECK(test::obstacle_of(target, name, "other bytes") == Obstacle::conflict);
    CHECK(target.put("empty", "") == Stored::now);
    CHECK(target.size("empty") == 0);
    const std::string large = test::some_bytes(1'234'567);
    CHECK(target.put("new/folder é/large.bin", large) == Stored::now);
    CHECK(target.size("new/folder é/large.bin") == large.size());
    CHECK(test::obstacle_of(target, "a\r\nDELE empty", "b") == Obstacle::refused);
    CHECK(target.size("empty") == 0);
    for (const std::string& one : test::hostile_names) {
        CAPTURE(one);
        target.remove(one);
        CHECK_FALSE(target.size(one));
        CHECK_NOTHROW(target.remove(one));
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        CHECK_FALSE(entry.path().filename().string().ends_with(".part"));
    }
}

/// A file whose beginning is there already, as a cut upload has left it, becomes whole, though the
/// server may still be at work on the cut one. Returns how often its bytes were read.
double check_cut_file(const FileTargetSettings& settings, const std::string& folder) {
    const std::string bytes = test::some_bytes(9'000'000);
    {
        std::size_t given = 0;
        const test::MeteredBytes ending{bytes, [&](std::size_t count) {
                                            given += count;
                                            if (given > bytes.size() + 5'000'000) {
                                                throw Error{ErrorKind::data, "the power is gone"};
                                            }
                                        }};
        FileTarget target{settings};
        CHECK_THROWS_WITH(target.put("cut.bin", ending), "the power is gone");
    }
    std::size_t given = 0;
    const test::MeteredBytes again{bytes, [&](std::size_t count) { given += count; }};
    FileTarget target{settings};
    CHECK(target.put("cut.bin", again) == Stored::now);
    CHECK(target.read("cut.bin", bytes.size()) == bytes);
    CHECK(std::filesystem::file_size(folder + "/cut.bin") == bytes.size());
    return static_cast<double>(given) / static_cast<double>(bytes.size());
}

} // namespace

TEST_CASE("vsftpd keeps files of hostile names, each under its name once it is whole", "[ftps]") {
    const test::TestServer& server = test::shared_server("ftps");
    ECG_NEEDS_SERVER(server);
    FileTarget target{ftps_of(server, "ftp", "port")};
    target.probe();
    check_files(target, server.text("folder"));

    CHECK(check_cut_file(ftps_of(server, "ftp", "port"), server.text("folder")) == 2.0);

    FileTarget implicit{ftps_of(server, "ftps", "implicit_port")};
    CHECK(implicit.put("implicit", "bytes") == Stored::now);
    CHECK(implicit.size("implicit") == 5);
}

TEST_CASE("Of twenty uploads over FTPS none is cut", "[ftps]") {
    const test::TestServer& server = test::shared_server("ftps");
    ECG_NEEDS_SERVER(server);
    FileTarget target{ftps_of(server, "ftp", "port")};
    const std::string bytes = test::some_bytes(500'000);

    for (int i = 0; i < 20; ++i) {
        CHECK(target.put("many/" + std::to_string(i), bytes) == Stored::now);
    }
}

TEST_CASE("A wrong password and a strange certificate are for somebody to mend", "[ftps]") {
    const test::TestServer& server = test::shared_server("ftps");
    ECG_NEEDS_SERVER(server);
    FileTargetSettings settings = ftps_of(server, "ftp", "port");
    settings.server.password = "wrong";
    FileTarget wrong{settings};
    CHECK(test::obstacle_of(wrong, "a", "b") == Obstacle::login);
    CHECK_THROWS_AS(wrong.probe(), TargetError);

    settings = ftps_of(server, "ftp", "port");
    settings.server.authorities.clear();
    FileTarget strange{settings};
    CHECK(test::obstacle_of(strange, "a", "b") == Obstacle::login);
}

TEST_CASE("sshd keeps files of hostile names, each under its name once it is whole", "[sftp]") {
    const test::TestServer& server = test::shared_server("sftp");
    ECG_NEEDS_SERVER(server);
    FileTarget target{sftp_of(server)};

    target.probe();
    check_files(target, server.text("folder"));
    CHECK(check_cut_file(sftp_of(server), server.text("folder")) < 2.0); // some of them were there
}

TEST_CASE("A host whose key changed or is not known is refused, and so is a strange user",
          "[sftp]") {
    const test::TestServer& server = test::shared_server("sftp");
    ECG_NEEDS_SERVER(server);
    FileTargetSettings settings = sftp_of(server);
    settings.server.known_hosts = server.text("changed_hosts");
    FileTarget changed{settings};
    CHECK(test::obstacle_of(changed, "a", "b") == Obstacle::login);

    settings.server.known_hosts = "/dev/null";
    FileTarget unknown{settings};
    CHECK(test::obstacle_of(unknown, "a", "b") == Obstacle::login);

    settings = sftp_of(server);
    settings.server.private_key.clear();
    settings.server.password = "wrong";
    FileTarget stranger{settings};
    CHECK(test::obstacle_of(stranger, "a", "b") == Obstacle::login);
}

TEST_CASE("Without a file of known hosts there is no SFTP", "[sftp]") {
    for (const char* file : {"", "/nowhere/known_hosts"}) {
        FileTargetSettings settings;
        settings.server.url = "sftp://127.0.0.1:9";
        settings.server.known_hosts = file;
        CHECK_THROWS_AS(FileTarget{settings}, Error);
    }
}
