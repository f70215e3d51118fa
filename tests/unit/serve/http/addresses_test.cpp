#include "raw_client.hpp"
#include "serve/http/addresses.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;
using namespace ecg::serve::test;

namespace {

Request seen_behind(const std::vector<std::string>& trusted, const std::string& address,
                    Headers headers) {
    Request request;
    request.address = address;
    request.headers = std::move(headers);
    Proxies{trusted}.look_behind(request);
    return request;
}

} // namespace

TEST_CASE("A proxy that is trusted says for whom it speaks") {
    const Request one = seen_behind(
        {"127.0.0.1"}, "127.0.0.1",
        {{"X-Forwarded-For", "203.0.113.9, 198.51.100.7"}, {"X-Forwarded-Proto", "https"}});
    CHECK(one.address == "198.51.100.7"); // the one before is only what that one says
    CHECK(one.secure);

    const Request two = seen_behind(
        {"127.0.0.1", "10.0.0.0/8"}, "127.0.0.1",
        {{"X-Forwarded-For", "203.0.113.9"}, {"x-forwarded-for", "198.51.100.7, 10.1.2.3"}});
    CHECK(two.address == "198.51.100.7");
    CHECK_FALSE(two.secure);
}

TEST_CASE("Nobody else is believed") {
    const Request request =
        seen_behind({"10.0.0.0/8"}, "192.0.2.7",
                    {{"X-Forwarded-For", "127.0.0.1"}, {"X-Forwarded-Proto", "https"}});
    CHECK(request.address == "192.0.2.7");
    CHECK_FALSE(request.secure);
}

TEST_CASE("A forwarded word that is no address ends the chain") {
    CHECK(seen_behind({"127.0.0.1"}, "127.0.0.1", {{"X-Forwarded-For", "unknown"}}).address ==
          "127.0.0.1");
    CHECK(seen_behind({"127.0.0.1", "10.0.0.0/8"}, "127.0.0.1",
                      {{"X-Forwarded-For", "192.0.2.7, x, 10.0.0.1"}})
              .address == "10.0.0.1");
}

TEST_CASE("Networks of proxies are compared bit by bit, in both families") {
    const Proxies proxies{{"10.1.0.0/15", "2001:db8::/33", "::1"}};

    CHECK(proxies.trusts("10.1.255.255"));
    CHECK(proxies.trusts("10.0.0.1"));
    CHECK_FALSE(proxies.trusts("10.2.0.1"));
    CHECK(proxies.trusts("2001:db8:7fff::1"));
    CHECK_FALSE(proxies.trusts("2001:db8:8000::1"));
    CHECK(proxies.trusts("::1"));
    CHECK_FALSE(proxies.trusts("::2"));
    CHECK(proxies.trusts("::ffff:10.1.2.3"));
    CHECK_FALSE(proxies.trusts(""));
}

TEST_CASE("A network that is none is refused by name") {
    for (const std::string text : {"10.0.0.0/33", "::/129", "10.0.0", "10.0.0.0/", "10.0.0.0/-1",
                                   "proxy", "", "10.0.0.0/8/8"}) {
        CHECK_THROWS_WITH(Proxies({text}), text + ": no address or network of a proxy");
    }
}

TEST_CASE("A forwarded client is observed by its own address, and secure where its proxy says so") {
    ServerSettings settings = quick_settings();
    settings.trusted_proxies = {"127.0.0.1"};
    Running running{std::move(settings)};
    RawClient client{running.port()};

    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n"
                "X-Forwarded-Proto: https\r\n\r\n");

    CHECK(header_of(client.answer(), "Strict-Transport-Security") == "max-age=31536000");
    REQUIRE(becomes_true([&] { return running.answered().size() == 1; }));
    CHECK(running.answered()[0].address == "192.0.2.7");
}
