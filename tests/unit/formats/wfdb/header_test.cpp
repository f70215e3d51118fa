#include "formats/wfdb/comments.hpp"
#include "formats/wfdb/header.hpp"
#include "support/catch.hpp"
#include "unit/formats/failure.hpp"

using namespace ecg;
using namespace ecg::formats;

namespace {

WfdbHeader parse(const std::string& text) {
    return parse_wfdb_header(text, "x.hea");
}

std::string repeated(const std::string& line, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) {
        text += line;
    }
    return text;
}

WfdbSignal signal_with_gain(const std::string& gain) {
    return parse("x 1 360 10\nx.dat 16 " + gain + " 11 1024 0 0 0 II\n").signals.at(0);
}

} // namespace

TEST_CASE("A header of a record gives all its fields") {
    const WfdbHeader header = parse("100 2 360 650000 12:30:15.5 08/01/2025\n"
                                    "100.dat 212 200 11 1024 995 -22131 0 MLII\n"
                                    "100.dat 212x2:3+512 100(-5)/uV 12 7 1011 20052 0 V5 chest\n"
                                    "# 69 M 1085 1629 x1\n"
                                    "# Aldomet\n");

    CHECK(header.name == "100");
    CHECK(header.rate == 360.0);
    CHECK(header.frames == 650000);
    CHECK(header.start == parse_utc("2025-01-08T12:30:15.500Z"));
    REQUIRE(header.signals.size() == 2);
    const WfdbSignal& first = header.signals[0];
    CHECK(first.file == "100.dat");
    CHECK(first.format == 212);
    CHECK(first.gain == 200.0);
    CHECK(first.baseline == 1024); // the ADC's zero, where the gain names none
    CHECK(first.unit == "mV");
    CHECK(first.initial_value == 995);
    CHECK(first.checksum == -22131);
    CHECK(first.description == "MLII");
    const WfdbSignal& second = header.signals[1];
    CHECK(second.samples_per_frame == 2);
    CHECK(second.skew == 3);
    CHECK(second.offset == 512);
    CHECK(second.baseline == -5);
    CHECK(second.unit == "uV");
    CHECK(second.description == "V5 chest");
    CHECK(header.comments == std::vector<std::string>{"69 M 1085 1629 x1", "Aldomet"});
    CHECK(header.warnings.empty());
}

TEST_CASE("Gain, baseline and unit come in every form that header(5) allows") {
    CHECK(signal_with_gain("200(1000)/mV").baseline == 1000);
    CHECK(signal_with_gain("200(1000)/mV").gain == 200.0);
    CHECK(signal_with_gain("200/uV").unit == "uV");
    CHECK(signal_with_gain("200/uV").baseline == 1024);
    CHECK(signal_with_gain("200(0)").baseline == 0);
    CHECK(signal_with_gain("200(0)").unit == "mV");
    CHECK(signal_with_gain("1000.0(-12)/mV").gain == 1000.0);
    CHECK(signal_with_gain("1000.0(-12)/mV").baseline == -12);
    CHECK_FALSE(signal_with_gain("0").gain.has_value());
    CHECK_FALSE(signal_with_gain("0/mV").gain.has_value());
}

TEST_CASE("A signal line may end after its format") {
    const WfdbSignal signal = parse("x 1 360\nx.dat 16\n").signals.at(0);

    CHECK_FALSE(signal.gain.has_value());
    CHECK_FALSE(signal.checksum.has_value());
    CHECK(signal.unit == "mV");
    CHECK(signal.description.empty());
}

TEST_CASE("The counter frequency after the rate is passed over") {
    CHECK(parse("x 0 250/360 10").rate == 250.0);
    CHECK(parse("x 0 250/360(0) 10").rate == 250.0);
    CHECK(parse("x 0 62.4725/1(3.5)").rate == 62.4725);
    CHECK_FALSE(parse("x 0").rate.has_value());
    CHECK_FALSE(parse("x 0 500 0").frames.has_value()); // 0 is: not known
}

TEST_CASE("Date and time are read in the orders and forms that are found in the wild") {
    const auto expected = parse_utc("2020-05-05T11:39:16Z");
    CHECK(parse("x 0 500 10 11:39:16 05/05/2020").start == expected);
    CHECK(parse("x 0 500 10 05-May-2020 11:39:16").start == expected);
    CHECK(parse("x 0 500 10 05-05-2020 11:39:16").start == expected);
    CHECK(parse("x 0 500 10 11:39:16 5/5/2020").warnings.empty());
    CHECK_FALSE(parse("x 0 500 10 11:39:16").start.has_value());
    CHECK_FALSE(parse("x 0 500 10 05/05/2020").start.has_value());
}

TEST_CASE("What is no date is told and left out, not guessed") {
    for (const char* start : {"2020", "11:39:16 31/02/2020", "11:61:00 05/05/2020"}) {
        const WfdbHeader header = parse(std::string{"x 0 500 10 "} + start);
        CAPTURE(start);
        CHECK_FALSE(header.start.has_value());
        CHECK(header.warnings.size() == 1);
    }
}

TEST_CASE("A record of segments lists them") {
    const WfdbHeader header =
        parse("night/3 2 360 3000\r\nnight_0 0\r\n~ 1000\r\nnight_1 2000\r\n");

    REQUIRE(header.segments.size() == 3);
    CHECK(header.segments[0].frames == 0);
    CHECK(header.segments[1].name == "~");
    CHECK(header.segments[2].name == "night_1");
    CHECK(header.segments[2].frames == 2000);
    CHECK(header.signals.empty());
}

TEST_CASE("A faulty header says in which line and why") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"", "x.hea: has no record line"},
        {"# only a comment\n", "x.hea: has no record line"},
        {"x\n", "x.hea:1: number of signals is missing"},
        {"# first\nx two 360\n", "x.hea:2: number of signals is not a whole number"},
        {"x -1 360\n", "x.hea:1: number of signals is out of range"},
        {"x 99999999999999999999 360\n", "x.hea:1: number of signals is not a whole number"},
        {"x 1 fast\n", "x.hea:1: sampling rate is not a number"},
        {"x 1 -360\n", "x.hea:1: sampling rate is not positive"},
        {"x 1 0\n", "x.hea:1: sampling rate is not positive"},
        {"x 1 inf\n", "x.hea:1: sampling rate is not a number"},
        {"x 1 1e9\n", "x.hea:1: sampling rate is above 100000 Hz"},
        {"x 1 360 many\n", "x.hea:1: number of samples is not a whole number"},
        {"x 1 360 -5\n", "x.hea:1: number of samples is negative"},
        {"x 1 360 9999999999999\n", "x.hea:1: number of samples is out of range"},
        {"x 9999 360\n", "x.hea:1: number of signals is out of range"},
        {"x 17 360\n" + repeated("x.dat 16x65536\n", 17),
         "x.hea:18: a frame of all signals is too long"},
        {"x 2 360 10\nx.dat 16\n", "x.hea: promises 2 signals, describes 1"},
        {"x 1 360 10\nx.dat 16\nx.dat 16\n", "x.hea:3: is one signal more than promised"},
        {"x 1 360 10\nx.dat\n", "x.hea:2: format is missing"},
        {"x 1 360 10\nx.dat mp3\n", "x.hea:2: format is not a whole number"},
        {"x 1 360 10\nx.dat 17\n", "x.hea:2: format 17 is not supported"},
        {"x 1 360 10\nx.dat 516\n", "x.hea:2: format 516 is not supported"},
        {"x 1 360 10\nx.dat 16x0\n", "x.hea:2: number of samples a frame is out of range"},
        {"x 1 360 10\nx.dat 16x99999999\n", "x.hea:2: number of samples a frame is out of range"},
        {"x 1 360 10\nx.dat 16:-1\n", "x.hea:2: skew is out of range"},
        {"x 1 360 10\nx.dat 16+\n", "x.hea:2: byte offset is not a whole number"},
        {"x 1 360 10\nx.dat 16?2\n", "x.hea:2: format is not a number"},
        {"x 1 360 10\nx.dat 16 high\n", "x.hea:2: gain is not a number"},
        {"x 1 360 10\nx.dat 16 nan/mV\n", "x.hea:2: gain is not a number"},
        {"x 1 360 10\nx.dat 16 200(1.5)/mV\n",
         "x.hea:2: baseline is not a whole number in brackets"},
        {"x 1 360 10\nx.dat 16 200(5/mV\n", "x.hea:2: baseline is not a whole number in brackets"},
        {"x 1 360 10\nx.dat 16 200 b\n", "x.hea:2: ADC resolution is not a whole number"},
        {"x 1 360 10\nx.dat 16 200 16 b\n", "x.hea:2: ADC zero is not a whole number"},
        {"x 1 360 10\nx.dat 16 200 16 0 b\n", "x.hea:2: initial value is not a whole number"},
        {"x 1 360 10\nx.dat 16 200 16 0 0 b\n", "x.hea:2: checksum is not a whole number"},
        {"x 1 360 10\nx.dat 16 200 16 0 0 0 b\n", "x.hea:2: block size is not a whole number"},
        {"x/0 1 360 10\n", "x.hea:1: number of segments is out of range"},
        {"x/2 1 360 10\nx1 10\n", "x.hea: promises 2 segments, describes 1"},
        {"x/1 1 360 10\nx1\n", "x.hea:2: number of samples is missing"},
        {"x/1 1 360 10\nx1 -10\n", "x.hea:2: number of samples is negative"},
        {"x/1 1 360 10\nx1 5\nx2 5\n", "x.hea:3: is one segment more than promised"},
    }));

    const std::string header = text; // Clang 14 takes no structured binding into a lambda
    CAPTURE(header);
    CHECK(test::failure_of([&] { parse(header); }) == message);
}

TEST_CASE("A header is told from columns of numbers and from prose") {
    CHECK(looks_like_wfdb_header("100 2 360 650000\n100.dat 212 200\n"));
    CHECK(looks_like_wfdb_header("# a comment\n100 2 360/100(0)\n100.dat 212 200\n"));
    CHECK(looks_like_wfdb_header("night/2 2 360\n001 500\n002 500\n"));
    CHECK_FALSE(looks_like_wfdb_header("1 2 3\n4 5 6\n"));
    CHECK_FALSE(looks_like_wfdb_header("0.1 2\n"));
    CHECK_FALSE(looks_like_wfdb_header("time,II\n0,1\n"));
    CHECK_FALSE(looks_like_wfdb_header("Dear doctor\nthis is a letter\n"));
    CHECK_FALSE(looks_like_wfdb_header(""));
}

TEST_CASE("Age and sex are found in the comments of many data sets") {
    const auto patient = [](std::vector<std::string> comments) {
        return patient_in_comments(comments);
    };
    CHECK(patient({"69 M 1085 1629 x1"}).age == 69);
    CHECK(patient({"69 M 1085 1629 x1"}).sex == Sex::male);
    CHECK(patient({"Age: 74", "Sex: Male"}).age == 74);
    CHECK(patient({"Age: 74", "Sex: Female"}).sex == Sex::female);
    CHECK(patient({"<age>: 51", "<sex>: F"}).age == 51);
    CHECK(patient({"<age>:51", "<sex>: F"}).sex == Sex::female);
    CHECK(patient({"Age: 58  Sex: M  Mixed angina"}).age == 58);
    CHECK(patient({"Age: 58  Sex: M  Mixed angina"}).sex == Sex::male);
}

TEST_CASE("An age or sex that the comments do not tell is absent") {
    const Patient unknown = patient_in_comments(
        {"Age: NaN", "Sex: Unknown", "300 M", "-1 F", "Digoxin", "Average: 5", "age:"});

    CHECK_FALSE(unknown.age.has_value());
    CHECK(unknown.sex == Sex::male); // "300 M" tells the sex alone
    CHECK_FALSE(patient_in_comments({"Dosage: 50 mg"}).age.has_value());
}
