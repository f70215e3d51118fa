#include "raw_client.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "tls_client.hpp"

#include <fstream>

using namespace ecg::serve;
using namespace ecg::serve::test;
using namespace std::chrono_literals;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

struct Certified {
    explicit Certified(const std::string& name = "first.example") { renew(name); }

    void renew(const std::string& name) const { write_certificate(certificate, key, name); }

    [[nodiscard]] ServerSettings settings() const {
        ServerSettings settings = quick_settings();
        settings.certificate = certificate;
        settings.key = key;
        return settings;
    }

    ecg::test::TemporaryFolder folder;
    std::filesystem::path certificate = folder.path("server.pem");
    std::filesystem::path key = folder.path("server.key");
};

void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream{file} << text;
}

} // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken, and older ones are not") {
    const Certified certified;
    Running running{certified.settings()};

    for (const int version : {12, 13}) {
        TlsClient client{running.port(), version};
        REQUIRE(client.is_open());
        CHECK(client.version() == (version == 12 ? "TLSv1.2" : "TLSv1.3"));
        CHECK(client.protocol() == "http/1.1");
        CHECK(client.peer_name() == "first.example");
        client.send(get);
        const std::string answer = client.until("GET /? ");
        CHECK(status_of(answer) == 200);
        CHECK(header_of(answer, "Strict-Transport-Security") == "max-age=31536000");
    }
    CHECK_FALSE(TlsClient(running.port(), 11).is_open());
}

TEST_CASE("Long bodies go both ways over TLS, and so do requests that come at once") {
    const Certified certified;
    Running running{certified.settings()};
    TlsClient client{running.port(), 13};
    const std::string body(500'000, 'a');

    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n" + body + get +
                "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string said = client.rest();

    CHECK(said.find("POST /p? " + body + "HTTP/1.1 200 OK") != std::string::npos);
    CHECK(said.ends_with("GET /last? "));
}

TEST_CASE("A new certificate is in use after a reload, and open connections go on") {
    const Certified certified;
    Running running{certified.settings()};
    TlsClient before{running.port(), 13};

    certified.renew("second.example");
    CHECK(TlsClient(running.port(), 13).peer_name() == "first.example");
    CHECK(running.server->reload_certificates());

    CHECK(TlsClient(running.port(), 13).peer_name() == "second.example");
    before.send(get);
    CHECK(status_of(before.until("GET /? ")) == 200);
}

TEST_CASE("A new certificate that is none is told, and the old one stays") {
    const Certified certified;
    Running running{certified.settings()};

    write(certified.certificate, "no certificate");
    CHECK_FALSE(running.server->reload_certificates());

    CHECK(TlsClient(running.port(), 13).peer_name() == "first.example");
    REQUIRE(running.told().size() == 1);
    CHECK_THAT(running.told()[0],
               Catch::StartsWith(certified.certificate.string() + ": no certificate in PEM") &&
                   Catch::EndsWith("; the old certificate stays in use"));
}

TEST_CASE("Files that are no certificate and its key are refused by name") {
    const Certified certified;
    const Certified other;
    const auto serve = [](const ServerSettings& settings) { const Server server{settings, echo}; };

    ServerSettings foreign_key = certified.settings();
    foreign_key.key = other.key;
    CHECK_THROWS_WITH(serve(foreign_key), Catch::StartsWith(other.key.string() + ": "));
    ServerSettings no_key = certified.settings();
    no_key.key.clear();
    CHECK_THROWS_WITH(serve(no_key), "a certificate and its key belong together");
    ServerSettings missing = certified.settings();
    missing.key = certified.folder.path("missing");
    CHECK_THROWS_WITH(serve(missing), missing.key.string() + ": no such file");

    std::filesystem::permissions(certified.key, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    CHECK_THROWS_WITH(serve(certified.settings()),
                      certified.key.string() +
                          ": everybody may read this key; chmod o-rwx takes that away");
}

TEST_CASE("Who speaks no TLS, or does not finish the handshake, is let go") {
    const Certified certified;
    ServerSettings settings = certified.settings();
    settings.deadlines.request = 300ms;
    Running running{std::move(settings)};

    CHECK(RawClient{running.port()}.ask(get).find("HTTP") == std::string::npos);
    CHECK(RawClient{running.port()}.rest().empty());
    CHECK(becomes_true([&] { return running.server->connections() == 0; }));
    CHECK(running.answered().empty());
}

TEST_CASE("A stop says goodbye over TLS") {
    const Certified certified;
    Running running{certified.settings()};
    TlsClient idle{running.port(), 13};
    idle.send(get);
    REQUIRE(status_of(idle.until("GET /? ")) == 200);

    CHECK(running.server->stop(10s));
    CHECK(idle.rest().empty());
}
