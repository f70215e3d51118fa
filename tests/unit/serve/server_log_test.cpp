#include "common/json_reader.hpp"
#include "serve/server_log.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <future>
#include <vector>

using namespace ecg;
using namespace ecg::serve;
using namespace std::chrono_literals;

namespace {

Moment fixed_time() {
    return {1'736'339'696'789'123};
}

Answered answered(int status) {
    Answered one;
    one.method = Method::post;
    one.route = "add_metrics";
    one.status = status;
    one.bytes_in = 300;
    one.bytes_out = 80;
    one.duration = 1500us;
    one.request_id = "00ff";
    one.address = "192.0.2.7";
    return one;
}

} // namespace

TEST_CASE("The log is a JSON line a request, of nothing but the request itself") {
    std::string text;
    {
        ServerLog log{[&](std::string_view lines) { text += lines; }, LogRequests::all, fixed_time};
        log.request(answered(201));
        log.tell("info", "started", "port 8080");
    }

    CHECK(text == R"({"time":"2025-01-08T12:34:56.789Z","level":"info","event":"request",)"
                  R"("request":"00ff","endpoint":"add_metrics","method":"POST","status":201,)"
                  R"("bytes_in":300,"bytes_out":80,"ms":1.5,"address":"192.0.2.7"})"
                  "\n"
                  R"({"time":"2025-01-08T12:34:56.789Z","level":"info","event":"started",)"
                  R"("message":"port 8080"})"
                  "\n");
}

TEST_CASE("Only what failed is logged where that is asked for, or no request at all") {
    for (const auto& [choice, lines] :
         {std::pair{LogRequests::all, 3}, std::pair{LogRequests::failed, 2},
          std::pair{LogRequests::none, 0}}) {
        std::string text;
        {
            ServerLog log{[&](std::string_view some) { text += some; }, choice, fixed_time};
            log.request(answered(200));
            log.request(answered(404));
            log.request(answered(500));
        }
        CHECK(std::count(text.begin(), text.end(), '\n') == lines);
    }
}

TEST_CASE("Nobody waits for a log that is not read; what is left out is counted") {
    std::promise<void> go_on;
    std::string text;
    constexpr int many = 100'000;
    {
        ServerLog log{[&, blocked = go_on.get_future().share()](std::string_view lines) {
                          blocked.wait();
                          text += lines;
                      },
                      LogRequests::all, fixed_time};
        for (int i = 0; i < many; ++i) {
            log.request(answered(200));
        }
        go_on.set_value();
    }

    std::int64_t written = 0, left_out = 0;
    JsonReader reader;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        const JsonValue line = reader.parse(std::string_view{text}.substr(at, end - at), "log");
        left_out += line.integer_at("lines").value_or(0);
        written += line.text_at("event") == "request" ? 1 : 0;
        at = end + 1;
    }
    CHECK(left_out > 0);
    CHECK(written + left_out == many);
}
