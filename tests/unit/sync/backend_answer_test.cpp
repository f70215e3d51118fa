#include "common/json_reader.hpp"
#include "support/catch.hpp"
#include "sync/backend_answer.hpp"

using namespace ecg;
using namespace ecg::sync;
using namespace std::chrono_literals;

namespace {

transfer::HttpOutcome told(int status, const std::string& body,
                           const std::string& type = "application/json",
                           std::vector<transfer::HttpField> more = {}) {
    transfer::HttpOutcome outcome;
    outcome.answer.status = status;
    outcome.answer.headers = std::move(more);
    outcome.answer.headers.push_back({"Content-Type", type});
    outcome.answer.body = body;
    return outcome;
}

const Expected created{201, "key-1", {}};
const std::string success = R"({"status":"success"})";
const std::vector<transfer::HttpField> echo{{"Idempotency-Key", "key-1"}};

Verdict verdict(const transfer::HttpOutcome& outcome, const Expected& expected = created) {
    return meaning_of(outcome, expected).verdict;
}

} // namespace

TEST_CASE("Stored is what the server itself says of this very request") {
    CHECK(verdict(told(201, success, "application/json; charset=utf-8", echo)) == Verdict::stored);
    CHECK(verdict(told(201, success)) == Verdict::unreachable);
    CHECK(verdict(told(201, success, "application/json", {{"Idempotency-Key", "key-2"}})) ==
          Verdict::unreachable);
    CHECK(verdict(told(200, success, "application/json", echo)) == Verdict::unreachable);
    CHECK(verdict(told(201, success, "text/html", echo)) == Verdict::unreachable);
    CHECK(verdict(told(201, R"({"status":"error"})", "application/json", echo)) ==
          Verdict::unreachable);
    CHECK(verdict(told(201, R"({"status":"succ)", "application/json", echo)) ==
          Verdict::unreachable);
    CHECK(verdict(told(201, "", "application/json", echo)) == Verdict::unreachable);
}

TEST_CASE("A portal is no server, whatever its status") {
    const std::string page = "<html>Please accept our terms</html>";
    for (const int status : {200, 201, 302, 307, 401, 403, 404, 511}) {
        CAPTURE(status);
        const Verdict seen = verdict(told(status, page, "text/html"));
        CHECK((seen == Verdict::unreachable || seen == Verdict::later));
    }
}

TEST_CASE("What misses in an answer is looked for") {
    const Expected look{201, "key-1", [](const JsonValue& body) {
                            return body.find("session_id") ? "" : std::string{"no session"};
                        }};
    const Delivered without = meaning_of(told(201, success, "application/json", echo), look);
    CHECK(without.verdict == Verdict::unreachable);
    CHECK(without.reason == "no session");
    CHECK(verdict(told(201, R"({"status":"success","session_id":"s"})", "application/json", echo),
                  look) == Verdict::stored);
}

TEST_CASE("Refusals of the server itself name the item's fault") {
    const std::string error =
        R"({"status":"error","code":"out_of_range","message":"items[3].leads.V1 is missing"})";
    for (const int status : {400, 403, 404, 409, 415, 422}) {
        const Delivered refused = meaning_of(told(status, error), created);
        CHECK(refused.verdict == Verdict::refused);
        CHECK(refused.reason == "items[3].leads.V1 is missing");
        CHECK(refused.status == status);
    }
    CHECK(verdict(told(401, error)) == Verdict::denied);
    CHECK(verdict(told(413, "<html>", "text/html")) == Verdict::refused); // a proxy's limit is one
}

TEST_CASE("A server that is busy or broken is asked again, when it says") {
    for (const int status : {408, 425, 429, 500, 502, 503, 504, 507}) {
        const Delivered later =
            meaning_of(told(status, "<html>", "text/html", {{"Retry-After", "7"}}), created);
        CHECK(later.verdict == Verdict::later);
        CHECK(later.wait == 7s);
    }
}

TEST_CASE("Faults of the network are no fault of an item") {
    using transfer::HttpFault;
    for (const HttpFault fault : {HttpFault::offline, HttpFault::broken, HttpFault::timed_out,
                                  HttpFault::tls, HttpFault::protocol, HttpFault::too_large}) {
        transfer::HttpOutcome outcome;
        outcome.fault = fault;
        outcome.reason = "why";
        CHECK(meaning_of(outcome, created).verdict == Verdict::unreachable);
        CHECK(meaning_of(outcome, created).reason == "why");
    }
    transfer::HttpOutcome outcome;
    outcome.fault = HttpFault::abandoned;
    CHECK(verdict(outcome) == Verdict::abandoned);
}
