#include "serve/door/request_figures.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

TEST_CASE("Requests are counted by endpoint, class of status and time") {
    RequestFigures figures{{"login", "health"}};
    figures.count("login", 200, 3ms);
    figures.count("login", 201, 2500us);
    figures.count("login", 401, 70s);
    figures.count("", 404, 10us);

    std::string text;
    figures.write(text);

    CHECK_THAT(text, Contains("ecg_requests_total{endpoint=\"login\",status=\"2xx\"} 2\n"));
    CHECK_THAT(text, Contains("ecg_requests_total{endpoint=\"login\",status=\"4xx\"} 1\n"));
    CHECK_THAT(text, Contains("ecg_requests_total{endpoint=\"none\",status=\"4xx\"} 1\n"));
    CHECK_THAT(text, !Contains("ecg_requests_total{endpoint=\"health\""));
    // a bucket holds its upper end and all before it
    CHECK_THAT(text, Contains("ecg_request_seconds_bucket{endpoint=\"login\",le=\"0.0025\"} 1\n"));
    CHECK_THAT(text, Contains("ecg_request_seconds_bucket{endpoint=\"login\",le=\"0.005\"} 2\n"));
    CHECK_THAT(text, Contains("ecg_request_seconds_bucket{endpoint=\"login\",le=\"5\"} 2\n"));
    CHECK_THAT(text, Contains("ecg_request_seconds_bucket{endpoint=\"login\",le=\"+Inf\"} 3\n"));
    CHECK_THAT(text, Contains("ecg_request_seconds_count{endpoint=\"login\"} 3\n"));
    CHECK_THAT(text, Contains("ecg_request_seconds_sum{endpoint=\"login\"} 70.0055\n"));
}
