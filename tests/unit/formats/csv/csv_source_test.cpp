#include "formats/open_recording.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "unit/formats/failure.hpp"

#include <cmath>

using namespace ecg;
using namespace ecg::formats;
using test::TemporaryFolder;

namespace {

using Values = std::vector<double>;

struct Read {
    Recording recording;
    std::vector<std::string> warnings;
    bool complete = true;
};

OpenSettings settings(double rate, const std::string& unit = "",
                      std::vector<std::string> leads = {}) {
    OpenSettings result;
    if (rate > 0) {
        result.rate = Hertz{rate};
    }
    result.unit = unit;
    result.leads = std::move(leads);
    return result;
}

Read read(const std::string& text, const OpenSettings& open) {
    const TemporaryFolder folder;
    const auto source = open_recording(folder.file("x.csv", text), open);
    Read result;
    result.recording = read_recording(*source, "x.csv").recording;
    for (const std::string& warning : source->take_warnings()) {
        result.warnings.push_back(warning.substr(folder.path("").size()));
    }
    result.complete = source->complete();
    return result;
}

/// The message without the folder.
std::string failure(const std::string& text, const OpenSettings& open) {
    const TemporaryFolder folder;
    const std::string message =
        test::failure_of([&] { read_recording(folder.file("x.csv", text), open); });
    return message.empty() ? "" : message.substr(folder.path("").size());
}

/// NaN as -99, so that samples compare.
Values values(const Recording& recording, std::size_t lead) {
    Values all = recording.leads.at(lead).samples;
    for (double& value : all) {
        value = std::isnan(value) ? -99 : value;
    }
    return all;
}

/// A table of rows at a rate, time in the given format, one lead counting up.
std::string timed_rows(const std::string& header, const char* format, double rate, int rows) {
    std::string text = header + "\n";
    for (int i = 0; i < rows; ++i) {
        char time[64];
        std::snprintf(time, sizeof time, format, i / rate);
        text += std::string{time} + "," + std::to_string(i) + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("A header names leads and units; samples are millivolts") {
    const auto [recording, warnings, complete] =
        read("II (mV),avr_uV,Chest [V]\n1,2000,0.003\n-1.5e0,-500,0\n", settings(500));

    REQUIRE(recording.leads.size() == 3);
    CHECK(recording.leads[0].lead == Lead::II);
    CHECK(recording.leads[1].name == "aVR");
    CHECK_FALSE(recording.leads[2].lead.has_value());
    CHECK(recording.leads[2].name == "Chest");
    CHECK(values(recording, 0) == Values{1, -1.5});
    CHECK(values(recording, 1) == Values{2, -0.5});
    CHECK(values(recording, 2) == Values{3, 0});
    CHECK(recording.rate.hertz() == 500);
    CHECK(recording.info.id == "x");
    CHECK(warnings.empty());
    CHECK(complete);
}

TEST_CASE("Tables come in many forms that mean the same") {
    const auto text = GENERATE(
        as<std::string>{}, //
        "I (mV),II (mV)\n0.5,-1\n,2\n", "I (mV);II (mV)\n0.5;-1\n;2\n",
        "I (mV);II (mV)\n0,5;-1,0\n;2\n", "I (mV)\tII (mV)\n0.5\t-1\n\t2\n",
        "I (mV) II (mV)\n0.5 -1\nnan 2\n", "I_mV   II_mV \n  0.5   -1  \nNaN\t2\n",
        "\xEF\xBB\xBFI (mV),II (mV)\r\n0.5,-1\r\nNAN,2\r\n",
        "\"I (mV)\",\"II (mV)\"\n\"0.5\",\"-1\"\n\"\",\"2\"\n", "'I','II'\n'mV','mV'\n0.5,-1\n,2\n",
        "# made by hand\n\nI (mV), II (mV)\n# rows\n 0.5 , -1 \n , +2 \n\n",
        "I (mV),II (mV)\n5e-1,-1\n,2");
    CAPTURE(text);

    const auto [recording, warnings, complete] = read(text, settings(250));

    REQUIRE(recording.leads.size() == 2);
    CHECK(recording.leads[0].name == "I");
    CHECK(recording.leads[1].name == "II");
    CHECK(values(recording, 0) == Values{0.5, -99});
    CHECK(values(recording, 1) == Values{-1, 2});
    CHECK(warnings.empty());
    CHECK(complete);
}

TEST_CASE("Without a header the caller names columns, rate and unit") {
    CHECK(values(read("1,2\n3,4\n", settings(250, "mV", {"I", "II"})).recording, 1) ==
          Values{2, 4});
    CHECK(values(read("1000\n2000\n", settings(250, "uV", {"II"})).recording, 0) == Values{1, 2});
    CHECK(values(read("100\n-100\n", settings(250, "adc:2.5", {"II"})).recording, 0) ==
          Values{0.25, -0.25});
    CHECK(read("5,1\n6,2\n", settings(250, "mV", {"sample", "V1"})).recording.leads.size() == 1);
}

TEST_CASE("The rate is read off a column of times, whatever its unit and rounding") {
    const auto [header, format, factor, rate] =
        GENERATE(table<std::string, const char*, double, double>({
            {"time,II (mV)", "%.3f", 1, 500},
            {"time_s,II (mV)", "%.6f", 1, 360},
            {"t,II (mV)", "%.3f", 1, 360}, // 0.003, 0.006, 0.008: whole Hz all the same
            {"Time (s),II (mV)", "%.4f", 1, 1000},
            {"seconds,II (mV)", "%.9f", 1, 62.4725},
            {"time_ms,II (mV)", "%.0f", 1e3, 250},
            {"Time [ms],II (mV)", "%.3f", 1e3, 128},
            {"us,II (mV)", "%.0f", 1e6, 300},
        }));
    CAPTURE(header, rate);

    const Recording recording = read(timed_rows(header, format, rate / factor, 3000), {}).recording;

    CHECK(recording.rate.hertz() == Approx(rate).epsilon(1e-6));
    CHECK(recording.leads.size() == 1);
    CHECK(recording.sample_count() == 3000);
    CHECK(recording.leads[0].samples[2999] == 2999);
}

TEST_CASE("Elapsed times as rdsamp prints them are times") {
    std::string text = "'Elapsed time','MLII'\n'hh:mm:ss.mmm','mV'\n";
    for (int i = 0; i < 500; ++i) {
        char row[64];
        std::snprintf(row, sizeof row, "'%d:%02d.%03d',%d\n", i * 4 / 60000 + 1, i * 4 / 1000,
                      i * 4 % 1000, i);
        text += row;
    }

    const Recording recording = read(text, {}).recording;

    CHECK(recording.rate.hertz() == 250);
    CHECK(recording.leads.at(0).lead == Lead::II);
}

TEST_CASE("A time whose unit is not named may be milliseconds, if the caller's rate says so") {
    const std::string text = timed_rows("time,II (mV)", "%.0f", 0.5, 100); // steps by 2

    CHECK(read(text, settings(500)).recording.rate.hertz() == 500);
    CHECK(failure(text, {}) ==
          "x.csv: time steps by 2; its header must name the unit, as in time_ms");
}

TEST_CASE("A long table comes in pieces of five seconds") {
    const TemporaryFolder folder;
    const auto source =
        open_recording(folder.file("x.csv", timed_rows("time,II (mV)", "%.3f", 250, 3000)), {});
    std::vector<std::int64_t> firsts;
    std::int64_t samples = 0;
    while (const auto line = source->next()) {
        CHECK(line->sequence == static_cast<std::int64_t>(firsts.size()));
        CHECK(line->recording.leads[0].samples[0] ==
              static_cast<double>(line->recording.first_sample));
        firsts.push_back(line->recording.first_sample);
        samples += line->recording.sample_count();
    }

    CHECK(firsts == std::vector<std::int64_t>{0, 1250, 2500});
    CHECK(samples == 3000);
}

TEST_CASE("Columns that are no voltage or have no name are left out, with a word") {
    const auto [recording, warnings, complete] =
        read(",II (mV),Resp (l/min),note (-)\n0,1,7,calm\n1,2,8,\n", settings(250));

    REQUIRE(recording.leads.size() == 1);
    CHECK(values(recording, 0) == Values{1, 2});
    CHECK(warnings == std::vector<std::string>{"x.csv:1: column 1 has no name and is left out",
                                               "x.csv:1: column 3 is Resp (l/min) and is left out",
                                               "x.csv:1: column 4 is note (-) and is left out"});
    CHECK(complete);
}

TEST_CASE("A last line that is cut is told and left out") {
    for (const char* tail : {"3", "3,", "3,4,-", "3,4,1e"}) {
        CAPTURE(tail);
        const auto [recording, warnings, complete] =
            read(std::string{"I (mV),II (mV),III (mV)\n1,2,3\n"} + tail, settings(250));

        CHECK(recording.sample_count() == 1);
        CHECK(warnings == std::vector<std::string>{"x.csv:3: last line is cut and is left out"});
        CHECK_FALSE(complete);
    }
}

TEST_CASE("Columns whose header says nothing are named by --leads, which never turns leads about") {
    CHECK(read("ch1,ch2\n1,2\n", settings(250, "mV", {"I", "II"})).recording.leads[1].lead ==
          Lead::II);
    CHECK(failure("I,II\n1,2\n", settings(250, "mV", {"II", "I"})) ==
          "x.csv:1: column 1 is I, --leads says II");
    CHECK(failure("ch1,ch2\n1,2\n", settings(250, "mV", {"II"})) ==
          "x.csv:1: has 2 leads, --leads names 1");
}

TEST_CASE("A faulty table says in which line and why") {
    const OpenSettings none;
    const OpenSettings at_250 = settings(250);
    const auto [text, open, message] = GENERATE_COPY(table<std::string, OpenSettings, std::string>({
        {"II (mV)\n0.1\nabc\n0.2\n", at_250, "x.csv:3: column 1 is not a number"},
        {"I (mV),II (mV)\n1,2\n1,2,3\n", at_250, "x.csv:3: has 3 columns, not 2"},
        {"I (mV),II (mV)\n1,2\n1\n1,2\n", at_250, "x.csv:3: has 1 column, not 2"},
        {"I (mV),II (mV)\n1,2\n1,0.1.2\n", at_250, "x.csv:3: column 2 is not a number"},
        {"I (mV),II (mV)\n1,2\n1,2 3\n", at_250, "x.csv:3: column 2 is not a number"},
        {"I (mV),II (mV)\n1,inf\n", at_250, "x.csv:2: column 2 is infinite or far too large"},
        {"I (mV),II (mV)\n-Infinity,1\n", at_250, "x.csv:2: column 1 is infinite or far too large"},
        {"I (mV),II (mV)\n1,1e30\n", at_250, "x.csv:2: column 2 is infinite or far too large"},
        {"I (mV),II (mV)\n1,1e999\n", at_250, "x.csv:2: column 2 is not a number"},
        {"I (mV),II (mV)\n1,abc", at_250, "x.csv:2: column 2 is not a number"},
        {"I (mV)\tII (mV)\n1\t0,5\n", at_250, "x.csv:2: column 2 is not a number"},
        {"II (mV)\n1\n\n2\n", at_250, "x.csv:3: is blank"},
        {"II (mV)\n", at_250, "x.csv: holds no samples"},
        {"# nothing\n", at_250, "x.csv: holds no samples"},
        {"II (mV)\n1\n2\n", none, "x.csv: names no sampling rate; give --rate"},
        {"II\n1\n2\n", at_250, "x.csv:1: column 1 (II) names no unit; give --unit"},
        {"time,II\n0,1\n", none, "x.csv:1: column 2 (II) names no unit; give --unit"},
        {"II (mV)\n1\n", settings(250, "uV"),
         "x.csv:1: column 1 (II) has another unit than --unit says"},
        {"1,2\n3,4\n", settings(250, "mV"), "x.csv:1: has no header; give --leads"},
        {"1,2\n3,4\n", settings(250, "mV", {"I"}), "x.csv:1: has 2 columns, --leads names 1"},
        {"time_ms\n1\n2\n", none, "x.csv:1: no column is a lead"},
        {"Dear doctor\nplease find\n", none,
         "x.csv:1: names neither leads nor units: a table begins like \"time_ms,II (mV)\", or "
         "give --leads, --rate and --unit"},
        {"sample,II (mV)\n1,1\n2,1\n4,1\n", at_250,
         "x.csv:4: sample number does not follow the one before"},
        {"time_ms,II (mV)\n0,1\n4,1\n8,1\n16,1\n20,1\n", at_250,
         "x.csv:5: time steps by 0.008, before by 0.004"},
        {"time_ms,II (mV)\n0,1\n4,1\n2,1\n", at_250, "x.csv:4: time does not increase"},
        {"time_ms,II (mV)\n0,1\n,1\n", at_250, "x.csv:3: time is missing"},
        {"time_ms,II (mV)\n0,1\n4,1\n8,1\n", settings(500),
         "x.csv: times tell 250 Hz, --rate says 500"},
        {"time_ms,II (mV)\n0,1\n3,1\n5,1\n8,1\n", none,
         "x.csv: times are too coarse to tell the sampling rate; give --rate"},
        {"time_ms,II (mV)\n0,1\n", none, "x.csv: one row tells no sampling rate; give --rate"},
        {"time_s,II (mV)\n0.0,1\n10.0,1\n20.0,1\n", none,
         "x.csv: is sampled at 0.1 Hz, as no ECG is"},
    }));
    CAPTURE(text);

    CHECK(failure(text, open) == message);
}

TEST_CASE("A step in time far into a table is found in its line") {
    std::string text = timed_rows("time,II (mV)", "%.3f", 250, 2000);
    text += "8.100,1\n";

    CHECK(failure(text, {}) == "x.csv:2002: time steps by 0.104, before by 0.004");
}

TEST_CASE("A clock that runs slowly away from its rate is found") {
    std::string text = timed_rows("time_s,II (mV)", "%.4f", 250, 1100);
    for (int i = 1; i < 3000; ++i) {
        char row[64];
        std::snprintf(row, sizeof row, "%.4f,1\n", 1099 / 250.0 + i * 0.00405);
        text += row;
    }

    CHECK(failure(text, {}).find("time runs away from the sampling rate of 250 Hz") !=
          std::string::npos);
}
