#include "support/catch.hpp"
#include "transfer/http_message.hpp"

using namespace ecg::transfer;
using namespace std::chrono_literals;

namespace {

std::optional<std::chrono::seconds> wait_for(const std::string& value,
                                             const std::string& date = "") {
    HttpAnswer answer{.status = 503, .headers = {{"Retry-After", value}}};
    if (!date.empty()) {
        answer.headers.push_back({"Date", date});
    }
    return retry_after(answer);
}

} // namespace

TEST_CASE("Retry-After in seconds is at most a day") {
    CHECK(wait_for("7") == 7s);
    CHECK(wait_for("0") == 0s);
    CHECK(wait_for("86401") == 24h);
    CHECK(wait_for("99999999999") == 24h);
    CHECK(wait_for("99999999999999999999999999") == 24h);
    CHECK_FALSE(wait_for("-5"));
    CHECK_FALSE(wait_for("soon"));
    CHECK_FALSE(wait_for(""));
    CHECK_FALSE(retry_after({.status = 503}));
}

TEST_CASE("Retry-After as a date counts from the server's own clock") {
    const std::string now = "Sun, 06 Nov 1994 08:49:37 GMT";
    CHECK(wait_for("Sun, 06 Nov 1994 08:51:07 GMT", now) == 90s);
    CHECK(wait_for("Sun, 06 Nov 1994 08:49:00 GMT", now) == 0s);
    CHECK(wait_for("Tue, 06 Nov 2035 08:49:00 GMT", now) == 24h);
    CHECK_FALSE(wait_for("Sun, 06 Nov 1994 08:51:07 GMT"));
    CHECK_FALSE(wait_for("Sun, 31 Feb 1994 08:51:07 GMT", now));
    CHECK_FALSE(wait_for("Sun, 06 Nov 1994 08:51 GMT", now));
    CHECK_FALSE(wait_for("06 Nov 1994", now));
}
