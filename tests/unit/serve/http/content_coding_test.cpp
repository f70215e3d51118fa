#include "raw_client.hpp"
#include "support/catch.hpp"
#include "transfer/content_coding.hpp"

using namespace ecg::serve;
using namespace ecg::transfer;
using namespace ecg::serve::test;
using Outcome = Unpacked::Outcome;

namespace {

std::string long_text() {
    std::string text;
    for (int i = 0; i < 1'000; ++i) {
        text.append(R"({"heart_rate_bpm":)").append(std::to_string(60 + i % 40)).append("}\n");
    }
    return text;
}

std::string post_packed(std::string_view coding, std::string_view body) {
    std::string request = "POST /p HTTP/1.1\r\nHost: x\r\nContent-Encoding: ";
    request.append(coding).append("\r\nContent-Length: ").append(std::to_string(body.size()));
    return request.append("\r\n\r\n").append(body);
}

Handler answering(const Response& response) {
    return [response](const Request&, const Answer& answer) { answer(response); };
}

std::string get_accepting(const std::string& codings) {
    return "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: " + codings +
           "\r\n\r\n";
}

Response text_of(const std::string& body) {
    return {.headers = {{"Content-Type", "application/json"}, {"ETag", "\"a\""}}, .body = body};
}

/// A stream of a text in pieces of a hundred bytes.
class Pieces : public BodyStream {
public:
    explicit Pieces(std::string text) : text_{std::move(text)} {}

    void next(Take take) override {
        if (at_ >= text_.size()) {
            take(std::nullopt);
            return;
        }
        at_ += 100;
        take(text_.substr(at_ - 100, 100));
    }

private:
    std::string text_;
    std::size_t at_ = 0;
};

} // namespace

TEST_CASE("What is packed is the same when unpacked, and shorter") {
    const std::string text = long_text();
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const std::string packed = pack(coding, text);
        const Unpacked back = unpack(coding, packed, text.size());

        CHECK(packed.size() < text.size() / 4);
        CHECK(back.outcome == Outcome::whole);
        CHECK(back.body == text);
        CHECK(unpack(coding, pack(coding, ""), 0).outcome == Outcome::whole);
    }
}

TEST_CASE("Two packed texts in a row are one text") {
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        CHECK(unpack(coding, pack(coding, "one ") + pack(coding, "two"), 100).body == "one two");
    }
}

TEST_CASE("Packed text that is cut, changed or followed by something else is refused") {
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const std::string packed = pack(coding, long_text());
        for (std::size_t size = 0; size < packed.size(); size += 7) {
            CHECK(unpack(coding, packed.substr(0, size), 100'000).outcome == Outcome::broken);
        }
        CHECK(unpack(coding, packed + "no frame", 100'000).outcome == Outcome::broken);
    }
    std::string changed = pack(Coding::gzip, long_text());
    changed[changed.size() - 6] = static_cast<char>(changed[changed.size() - 6] ^ 1); // of the CRC
    CHECK(unpack(Coding::gzip, changed, 100'000).outcome == Outcome::broken);
}

TEST_CASE("A small body that unpacks to a huge one is given up at the limit") {
    const std::string zeros(200'000'000, '\0');
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const std::string bomb = pack(coding, zeros);
        REQUIRE(bomb.size() < 1'000'000);
        CHECK(unpack(coding, bomb, 1'000'000).outcome == Outcome::too_large);

        Running running;
        RawClient client{running.port()};
        client.send(post_packed(name_of(coding), bomb));
        CHECK(status_of(client.answer()) == 413);
    }
}

TEST_CASE("The best coding that a client accepts is chosen") {
    CHECK(accepted_coding("") == Coding::identity);
    CHECK(accepted_coding("gzip, deflate, br") == Coding::gzip);
    CHECK(accepted_coding("gzip, deflate, br, zstd") == Coding::zstd);
    CHECK(accepted_coding("zstd;q=0.5, gzip;q=0.8") == Coding::gzip);
    CHECK(accepted_coding("gzip;q=0") == Coding::identity);
    CHECK(accepted_coding("*") == Coding::zstd);
    CHECK(accepted_coding("*;q=0.1, zstd;q=0") == Coding::gzip);
    CHECK(accepted_coding("identity") == Coding::identity);
    CHECK(accepted_coding("gzip;q=high") == Coding::identity);
    CHECK(accepted_coding(",, GZIP ;q=1 ,") == Coding::gzip);
}

TEST_CASE("A packed body reaches the handler unpacked") {
    Running running;
    RawClient client{running.port()};

    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        client.send(post_packed(name_of(coding), pack(coding, "hello")));
        CHECK(body_of(client.answer()) == "POST /p? hello");
    }
    client.send(post_packed("identity", "hello"));
    CHECK(body_of(client.answer()) == "POST /p? hello");
}

TEST_CASE("A body in a coding that is unknown or a lie is refused, and the connection goes on") {
    Running running;
    RawClient client{running.port()};

    client.send(post_packed("br", "hello"));
    const std::string unknown = client.answer();
    client.send(post_packed("gzip, gzip", "hello"));
    const std::string twice = client.answer();
    client.send(post_packed("gzip", "hello"));
    const std::string broken = client.answer();
    client.send(post_packed("zstd", "hello"));

    CHECK(status_of(unknown) == 415);
    CHECK(header_of(unknown, "Accept-Encoding") == "gzip, zstd");
    CHECK(status_of(twice) == 415);
    CHECK(status_of(broken) == 400);
    CHECK(status_of(client.answer()) == 400);
}

TEST_CASE("A long text is packed for a client that accepts it, and its tag is a weak one then") {
    Running running{quick_settings(), answering(text_of(long_text()))};

    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const std::string answer =
            RawClient{running.port()}.ask(get_accepting(std::string{name_of(coding)}));
        CHECK(header_of(answer, "Content-Encoding") == name_of(coding));
        CHECK(header_of(answer, "Vary") == "Accept-Encoding");
        CHECK(header_of(answer, "ETag") == "W/\"a\"");
        CHECK(header_of(answer, "Content-Length") == std::to_string(body_of(answer).size()));
        CHECK(unpack(coding, body_of(answer), 1'000'000).body == long_text());
    }
    const std::string plain = RawClient{running.port()}.ask(get_accepting("br"));
    CHECK(header_of(plain, "Content-Encoding").empty());
    CHECK(header_of(plain, "Vary") == "Accept-Encoding");
    CHECK(header_of(plain, "ETag") == "\"a\"");
    CHECK(body_of(plain) == long_text());
}

TEST_CASE("What is short, packed already, a picture or a part is sent as it is") {
    Response packed = text_of(long_text());
    packed.headers.push_back({"Content-Encoding", "br"});
    Response picture = text_of(long_text());
    picture.headers[0].value = "image/png";
    Response part = text_of(long_text());
    part.status = 206;

    for (const Response& response : {text_of("{}"), packed, picture, part}) {
        Running running{quick_settings(), answering(response)};
        const std::string answer = RawClient{running.port()}.ask(get_accepting("gzip, zstd"));
        CHECK(body_of(answer) == response.body);
        CHECK(header_of(answer, "ETag") == "\"a\"");
    }
    ServerSettings settings = quick_settings();
    settings.compress = false;
    Running running{std::move(settings), answering(text_of(long_text()))};
    CHECK(body_of(RawClient{running.port()}.ask(get_accepting("gzip"))) == long_text());
}

TEST_CASE("A streamed text is packed piece by piece") {
    Running running{quick_settings(), [](const Request&, const Answer& answer) {
                        answer({.headers = {{"Content-Type", "application/json"}},
                                .body = {},
                                .stream = std::make_shared<Pieces>(long_text())});
                    }};

    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const std::string answer =
            RawClient{running.port()}.ask(get_accepting(std::string{name_of(coding)}));
        CHECK(header_of(answer, "Content-Encoding") == name_of(coding));
        const std::string body = without_chunks(body_of(answer));
        CHECK(body.size() < long_text().size() / 4);
        CHECK(unpack(coding, body, 1'000'000).body == long_text());
    }
}

TEST_CASE("An event that is packed can be read at once") {
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        Packer packer{coding, true};
        const std::string first = packer.add("data: 1\n\n", true);
        const std::string second = packer.add("data: 2\n\n", true);
        CHECK_FALSE(first.empty());
        CHECK(second.size() < 40);
        CHECK(unpack(coding, first + second + packer.finish(), 100).body ==
              "data: 1\n\ndata: 2\n\n");
    }
}
