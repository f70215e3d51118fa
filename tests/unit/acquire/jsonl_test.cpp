#include "decoded_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using ecg::test::BytesDecoder;
using Names = std::vector<std::string>;
using Values = std::vector<double>;

TEST_CASE("JSON lines: the keys with numbers are leads, n counts, null is missing") {
    BytesDecoder board{"jsonl"};

    board.feed("{\"n\": 7, \"I\": 0.12, \"II\": -0.3, \"state\": \"ok\", \"on\": true}\n"
               "{\"n\": 8, \"I\": null, \"II\": 1e-1}\r\n");

    CHECK(board.channel_names() == Names{"I", "II"});
    REQUIRE(board.frames().size() == 2);
    CHECK(board.values(0) == Values{120, -300});
    CHECK(board.frames()[0].counter == 7);
    CHECK(board.frames()[1].counter == 8);
    CHECK(std::isnan(board.values(1)[0]));
    CHECK(board.values(1)[1] == 100);
}

TEST_CASE("JSON lines: a list holds the leads in the order that was asked for") {
    BytesDecoder board{"jsonl:columns=II;-;V1,unit=counts"};

    board.feed("{\"ecg\":[1,2,3]}\n{\"ecg\":[4,null,null]}\n{\"ecg\":[1,2]}\n");

    CHECK(board.channel_names() == Names{"II", "V1"});
    REQUIRE(board.frames().size() == 3);
    CHECK(board.values(0) == Values{1, 3});
    CHECK(std::isnan(board.values(1)[1]));
    CHECK(board.frames()[2].damaged);
    CHECK_FALSE(board.frames()[0].counter.has_value());
}

TEST_CASE("JSON lines: a list without names has numbered channels") {
    BytesDecoder board{"jsonl"};

    board.feed("{\"ecg\":[0.001,0.002]}\n");

    CHECK(board.channel_names() == Names{"ch1", "ch2"});
    CHECK(board.values() == Values{1, 2});
}

TEST_CASE("JSON lines: clocks and rates are no channels, nor anything beside leads") {
    BytesDecoder board{"jsonl:unit=counts"};
    board.feed("{\"ts\":1000,\"left\":5,\"hr\":70}\n");
    CHECK(board.channel_names() == Names{"left"});

    BytesDecoder other{"jsonl:unit=counts"};
    other.feed("{\"V2\":6,\"left\":5}\n");
    CHECK(other.channel_names() == Names{"V2"});
}

TEST_CASE("JSON lines: a line whose end was lost costs itself alone") {
    BytesDecoder board{"jsonl:unit=counts"};

    board.feed(
        "{\"n\":0,\"I\":5}\n{\"n\":1,\"I\":6{\"n\":2,\"I\":7}\n\"I\":8}\n{\"n\":4,\"I\":9}\n");

    REQUIRE(board.frames().size() == 5);
    CHECK(board.values(0) == Values{5});
    CHECK(board.frames()[1].damaged);
    CHECK(board.values(2) == Values{7});
    CHECK(board.frames()[2].counter == 2);
    CHECK(board.frames()[3].damaged);
    CHECK(board.values(4) == Values{9});
    CHECK(board.counts().rejected == 2);
}

TEST_CASE("JSON lines: messages are told, not taken for samples") {
    BytesDecoder board{"jsonl"};

    board.feed("boot: 3\n{\"status\":\"ready\"}\n[1,2,3]\n{\"I\":0.5}\n{\"battery\":80}\n");

    CHECK(board.counts().frames == 1);
    CHECK(board.counts().text_lines == 4);
    CHECK(board.counts().rejected == 0);
    CHECK(board.replies()[1].text == "{\"status\":\"ready\"}");
}

TEST_CASE("JSON lines: the counter's key and where it wraps may be given") {
    BytesDecoder board{"jsonl:counter=seq,modulus=256"};
    board.feed("{\"seq\":257,\"I\":0.5}\n");
    CHECK(board.frames()[0].counter == 1);
    CHECK(board.device().counter_modulus == 256);

    BytesDecoder without{"jsonl:counter=-"};
    without.feed("{\"n\":257,\"I\":0.5}\n");
    CHECK_FALSE(without.frames()[0].counter.has_value());
    CHECK(without.device().counter_modulus == 0);
}

TEST_CASE("JSON lines: what is written is an object a line") {
    BytesDecoder board{"jsonl:columns=I;II"};

    CHECK(board.encoder().encode(test::frame_of({120, acquire::no_value}), 5) ==
          "{\"n\":5,\"I\":0.12,\"II\":null}\n");
}
