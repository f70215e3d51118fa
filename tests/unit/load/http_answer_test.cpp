#include "common/error.hpp"
#include "load/http_answer.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::load;

TEST_CASE("Answers are cut apart however their bytes come") {
    const std::string bytes = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello"
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"
                              "HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n";
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
        AnswerReader reader;
        std::vector<HttpAnswer> answers;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            reader.add(std::string_view{bytes}.substr(at, piece));
            while (auto answer = reader.next()) {
                answers.push_back(std::move(*answer));
            }
        }

        REQUIRE(answers.size() == 3);
        CHECK(answers[0].status == 201);
        CHECK(answers[0].body == "hello");
        CHECK(!answers[0].is_last);
        CHECK(answers[1].body == "abc0123456789");
        CHECK(answers[2].status == 503);
        CHECK(answers[2].is_last);
    }
}

TEST_CASE("What is no HTTP is no answer") {
    AnswerReader reader;
    reader.add("SSH-2.0-server of another kind\r\n\r\n");

    CHECK_THROWS_AS(reader.next(), Error);
}
