#include "common/error.hpp"
#include "decoded_bytes.hpp"
#include "support/catch.hpp"

using namespace ecg;
using ecg::test::BytesDecoder;
using Names = std::vector<std::string>;
using Values = std::vector<double>;

TEST_CASE("Numbers in columns are millivolts, named by the line before them") {
    BytesDecoder csv{"csv"};

    csv.feed("I,II,V1\r\n0.12,-0.3,1\r\n");

    CHECK(csv.channel_names() == Names{"I", "II", "V1"});
    REQUIRE(csv.frames().size() == 1);
    CHECK(csv.values() == Values{120, -300, 1000});
    CHECK(csv.decoder().channels()[1].uv_per_count == 1);
}

TEST_CASE("Columns may be parted by commas, semicolons, tabs or blanks") {
    for (const char* line : {"1,2,3\n", "1;2;3\n", "1\t2\t3\n", "1 2 3\n", " 1 ,  2,3 \n",
                             "1 \t 2   3\n", "1,2,3,\n"}) {
        CAPTURE(line);
        BytesDecoder csv{"csv:columns=I;II;III,unit=uV"};

        csv.feed(line);

        REQUIRE(csv.frames().size() == 1);
        CHECK(csv.values() == Values{1, 2, 3});
    }
}

TEST_CASE(
    "Numbers are decimal: a sign and an exponent may be, hexadecimal and a decimal comma not") {
    BytesDecoder csv{"csv:columns=I,unit=uV"};

    csv.feed("-3\n+7\n1e3\n12.5\n.5\n");
    CHECK(csv.frames().size() == 5);
    csv.feed("0x1F\n0,5\n1;2\n--4\n5-\ninf\n");

    CHECK(csv.values(0) == Values{-3});
    CHECK(csv.values(1) == Values{7});
    CHECK(csv.values(2) == Values{1000});
    CHECK(csv.values(3) == Values{12.5});
    CHECK(csv.counts().frames == 5);
    CHECK(csv.counts().rejected == 4);   // what begins as a number was a sample
    CHECK(csv.counts().text_lines == 2); // "--4" and "inf" were never numbers
}

TEST_CASE("A number beyond all measure is a damaged sample") {
    BytesDecoder csv{"csv:columns=I"};

    csv.feed("1\n1e307\n2\n");

    REQUIRE(csv.frames().size() == 3);
    CHECK(csv.frames()[1].damaged);
}

TEST_CASE("NaN and an empty column between others are missing, not zero") {
    BytesDecoder csv{"csv:columns=I;II;III"};

    csv.feed("NaN,,0.5\n");

    REQUIRE(csv.frames().size() == 1);
    CHECK(std::isnan(csv.values()[0]));
    CHECK(std::isnan(csv.values()[1]));
    CHECK(csv.values()[2] == 500);
    CHECK_FALSE(csv.frames()[0].damaged);
}

TEST_CASE("A line of too few or too many columns is a damaged sample") {
    BytesDecoder csv{"csv"};

    csv.feed("I,II,V1\n1,2,3\n1,2\n1,2,3,4\n1,2,34,5,6\n7,8,9\n");

    REQUIRE(csv.frames().size() == 5);
    CHECK(csv.frames()[1].damaged);
    CHECK(csv.frames()[2].damaged);
    CHECK(csv.frames()[3].damaged);
    CHECK(csv.values() == Values{7000, 8000, 9000});
    CHECK(csv.counts().rejected == 3);
}

TEST_CASE("Without names the channels are numbered once two lines agree how many there are") {
    BytesDecoder csv{"csv:unit=counts"};

    csv.feed("45,6\n1,2,3\n"); // the rest of a line, and a line
    CHECK(csv.frames().empty());
    csv.feed("4,5,6\n");

    CHECK(csv.channel_names() == Names{"ch1", "ch2", "ch3"});
    REQUIRE(csv.frames().size() == 2);
    CHECK(csv.values(0) == Values{1, 2, 3});
    CHECK(csv.values(1) == Values{4, 5, 6});
    CHECK(csv.counts().rejected == 1);
}

TEST_CASE("Boot text is no sample and names no column") {
    BytesDecoder csv{"csv:unit=counts"};

    csv.feed("ets Jan  8 2013,rst cause:2, boot mode:(3,6)\nADC ready\nHello, world\n");
    csv.feed("\nI,II\n10,20\n11,21\n");

    CHECK(csv.channel_names() == Names{"I", "II"});
    CHECK(csv.counts().frames == 2);
    CHECK(csv.counts().rejected == 0);
    CHECK(csv.counts().text_lines == 4);
    CHECK(csv.replies()[1].text == "ADC ready");
}

TEST_CASE("Of named columns only the leads are taken, whatever stands beside them") {
    BytesDecoder csv{"csv:unit=counts"};

    csv.feed("time;Lead II (mV);\"V5\";HR\n1000;5;6;72\n");

    CHECK(csv.channel_names() == Names{"Lead II", "V5"});
    CHECK(csv.values() == Values{5, 6});

    BytesDecoder other{"csv:unit=counts"};
    other.feed("millis,left,right\n1000,5,6\n");
    CHECK(other.channel_names() == Names{"left", "right"});
}

TEST_CASE("Columns that were asked for are found by name, else by place; a dash leaves one out") {
    BytesDecoder by_name{"csv:columns=V1;I,unit=counts"};
    by_name.feed("t,I,II,V1\n0,1,2,3\n");
    CHECK(by_name.values() == Values{3, 1});

    BytesDecoder by_place{"csv:columns=-/II/I,unit=counts"};
    by_place.feed("900,2,1\n");
    CHECK(by_place.channel_names() == Names{"II", "I"});
    CHECK(by_place.values() == Values{2, 1});
}

TEST_CASE("A board that begins anew may order its columns anew") {
    BytesDecoder csv{"csv:unit=counts"};

    csv.feed("I,II\n1,2\nboard v2 starts\nII,I\n2,1\n");

    CHECK(csv.channel_names() == Names{"I", "II"});
    CHECK(csv.values(0) == csv.values(1));
}

TEST_CASE("After a lost connection the rest of a line is no damaged sample") {
    BytesDecoder csv{"csv:columns=I;II;III"};

    csv.feed("1,2,3\n4,5");
    csv.finish();
    csv.feed("8,9\n7,8,9\n");

    REQUIRE(csv.frames().size() == 2);
    CHECK(csv.counts().truncated_bytes == 3);
    CHECK(csv.counts().rejected == 1);
}

TEST_CASE("NUL bytes, a byte order mark, bare CR and an overlong line cost no good line") {
    BytesDecoder csv{"csv:columns=I;II,unit=counts"};

    csv.feed("\xEF\xBB\xBF"
             "1,2\r");
    csv.feed(test::bytes_of("3\0,4\r"));
    csv.feed(std::string(10000, '7') + "\r\n5,6\r");

    REQUIRE(csv.frames().size() == 3);
    CHECK(csv.values(1) == Values{3, 4});
    CHECK(csv.values(2) == Values{5, 6});
    CHECK(csv.counts().skipped_bytes == 10000);
}

TEST_CASE("Counts have the gain, the zero and the range that they are given") {
    const BytesDecoder csv{"csv:columns=II,unit=counts,gain=4.88,zero=512,lowest=0,highest=1023"};

    REQUIRE(csv.device().channels.size() == 1);
    const acquire::Channel& channel = csv.device().channels[0];
    CHECK(channel.name == "II");
    CHECK(channel.uv_per_count == 4.88);
    CHECK(channel.zero == 512);
    CHECK(channel.lowest == 0);
    CHECK(channel.highest == 1023);
}

TEST_CASE("Columns that cannot be are refused") {
    for (const char* choice :
         {"csv:columns=I;I", "csv:columns=I;;II", "csv:columns=-", "csv:unit=V",
          "csv:columns=1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17"}) {
        CAPTURE(choice);
        CHECK_THROWS_AS(BytesDecoder{choice}, Error);
    }
}

TEST_CASE("What is written as columns is a line of names, then lines of millivolts") {
    BytesDecoder csv{"csv:columns=I;II"};

    CHECK(csv.encoder().banner() == "I,II\r\n");
    CHECK(csv.encoder().encode(test::frame_of({120, -5}), 0) == "I,II\r\n0.12,-0.005\r\n");
    CHECK(csv.encoder().encode(test::frame_of({acquire::no_value, 0}), 1) == "nan,0\r\n");
}

TEST_CASE("The plotter's pairs name their channels once two lines agree") {
    BytesDecoder plotter{"plotter:unit=counts"};

    plotter.feed("Version: 3\nI:12,II:-4,temp:36\nI:13,II:-5,temp:36\n");

    CHECK(plotter.channel_names() == Names{"I", "II"});
    REQUIRE(plotter.frames().size() == 2);
    CHECK(plotter.values(0) == Values{12, -4});
    CHECK(plotter.values(1) == Values{13, -5});
}

TEST_CASE("The plotter's pairs may be parted by blanks and tabs, too, in any order") {
    BytesDecoder plotter{"plotter:columns=I;II,unit=counts"};

    plotter.feed("I: 1\tII: 2\nII:4 I:3\nII : 6 , I : 5\n");

    REQUIRE(plotter.frames().size() == 3);
    CHECK(plotter.values(0) == Values{1, 2});
    CHECK(plotter.values(1) == Values{3, 4});
    CHECK(plotter.values(2) == Values{5, 6});
}

TEST_CASE("A line of pairs that was cut is a damaged sample, one of other names a message") {
    BytesDecoder plotter{"plotter:columns=I;II,unit=counts"};

    plotter.feed("I:1,II:2\nI:1,II:\nI:1,I\nI:1\nfree heap: 20480\nI:3,II:4\n");

    REQUIRE(plotter.frames().size() == 5);
    CHECK(plotter.frames()[1].damaged);
    CHECK(plotter.frames()[2].damaged);
    CHECK(plotter.frames()[3].damaged);
    CHECK(plotter.values() == Values{3, 4});
    CHECK(plotter.counts().text_lines == 1);
}

TEST_CASE("What is written for the plotter names each value") {
    BytesDecoder plotter{"plotter:columns=I;II"};

    CHECK(plotter.encoder().encode(test::frame_of({120, -5}), 0) == "I:0.12,II:-0.005\r\n");
}
