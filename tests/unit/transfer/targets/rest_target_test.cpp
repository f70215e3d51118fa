#include "support/catch.hpp"
#include "transfer/targets/rest_target.hpp"
#include "unit/transfer/raw_server.hpp"

#include <cstdlib>

using namespace ecg;
using namespace ecg::transfer;
using namespace ecg::transfer::test;

namespace {

/// What arrives when bytes are put there, and what becomes of it.
struct Asked {
    std::string request;
    std::optional<Obstacle> obstacle;
    std::optional<Stored> stored;
};

Asked put(RestSettings settings, const std::string& answer, const std::string& name = "a b/é.pdf",
          const std::string& bytes = "%PDF-") {
    ::setenv("no_proxy", "*", 1);
    Asked asked;
    const RawServer server{[&](RawConnection& connection) {
        asked.request = connection.request();
        connection.say(answer);
    }};
    settings.url = server.url(settings.url);
    HttpClient client{HttpSettings{}};
    RestTarget target{settings, client};
    try {
        asked.stored = target.put(name, bytes);
    } catch (const TargetError& error) {
        asked.obstacle = error.obstacle();
    }
    return asked;
}

bool holds(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
}

const std::string taken = json_answer(201, R"({"status":"success"})");

} // namespace

TEST_CASE("A form has the file and what may be known of it, and the key of its bytes") {
    const Asked asked = put({.url = "/upload", .credential = {"authorization", "Bearer t"}}, taken);

    CHECK(asked.stored == Stored::now);
    CHECK(asked.request.starts_with("POST /upload HTTP/1.1\r\n"));
    CHECK(holds(asked.request, "authorization: Bearer t\r\n"));
    CHECK(
        holds(asked.request, "Content-Disposition: form-data; name=\"file\"; filename=\"é.pdf\""));
    CHECK(holds(asked.request,
                R"("filename":"é.pdf","object":"a b/é.pdf","file_size":5,"sha256":")"));
    CHECK(holds(asked.request, "\r\n\r\n%PDF-\r\n--ecg-"));
    CHECK(holds(asked.request,
                "idempotency-key: " + hex(bytes_of(sha256("%PDF-"))).substr(0, 40) + "\r\n"));
}

TEST_CASE("The body alone goes where the name says, a quotation mark in a form is none") {
    const Asked raw =
        put({.url = "/dav/{name}?x=1", .method = "PUT", .body = RestBody::raw}, taken);
    CHECK(raw.stored == Stored::now);
    CHECK(raw.request.starts_with("PUT /dav/a%20b/%C3%A9.pdf?x=1 HTTP/1.1\r\n"));
    CHECK(raw.request.ends_with("\r\n\r\n%PDF-"));

    const Asked quoted = put({.url = "/upload"}, taken, "a\"b.pdf");
    CHECK(holds(quoted.request, "filename=\"a%22b.pdf\""));
}

TEST_CASE("Only what says that it was taken counts, and a web page does not") {
    CHECK(put({.url = "/"}, "HTTP/1.1 204 No Content\r\n\r\n").stored == Stored::now);
    CHECK(put({.url = "/"}, json_answer(208, "{}")).stored == Stored::before);
    CHECK(put({.url = "/"}, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                            "6\r\n\r\n<html>")
              .obstacle == Obstacle::passing);
    CHECK(put({.url = "/"}, json_answer(409, "{}")).obstacle == Obstacle::conflict);
    CHECK(put({.url = "/"}, json_answer(401, "{}")).obstacle == Obstacle::login);
    CHECK(put({.url = "/"}, json_answer(302, "{}")).obstacle == Obstacle::login);
    CHECK(put({.url = "/"}, json_answer(413, "{}")).obstacle == Obstacle::refused);
    CHECK(put({.url = "/"}, json_answer(503, "{}")).obstacle == Obstacle::passing);
    CHECK(put({.url = "/"}, "HTTP/1.1 201 Cre").obstacle == Obstacle::passing);
}

TEST_CASE("A large file goes as it is read") {
    const std::string bytes(3'000'000, 'x');
    const Asked asked = put({.url = "/{name}", .body = RestBody::raw}, taken, "large", bytes);
    CHECK(asked.stored == Stored::now);
    CHECK(asked.request.ends_with("\r\n\r\n" + bytes));
}
