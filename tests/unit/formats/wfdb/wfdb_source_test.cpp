#include "formats/open_recording.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "unit/formats/failure.hpp"

#include <cmath>
#include <vector>

using namespace ecg;
using namespace ecg::formats;
using test::TemporaryFolder;

namespace {

using Values = std::vector<double>;

/// Counts as 16-bit words, low byte first.
std::string words(const std::vector<int>& counts) {
    std::string text;
    for (const int count : counts) {
        text.push_back(static_cast<char>(count & 0xFF));
        text.push_back(static_cast<char>(count >> 8 & 0xFF));
    }
    return text;
}

struct Read {
    Recording recording;
    std::vector<std::string> warnings;
};

Read read(const std::string& path, const OpenSettings& settings = {}) {
    const auto source = open_recording(path, settings);
    while (source->next()) {
    }
    return {read_recording(path, settings).recording, source->take_warnings()};
}

/// Millivolts with NaN as -99, so that they compare.
Values values(const LeadSignal& lead) {
    Values all = lead.samples;
    for (double& value : all) {
        value = std::isnan(value) ? -99 : value;
    }
    return all;
}

std::string failure(const std::string& path, const OpenSettings& settings = {}) {
    return test::failure_of([&] {
        const auto source = open_recording(path, settings);
        while (source->next()) {
        }
    });
}

} // namespace

TEST_CASE("Counts become millivolts by gain, baseline and unit, and the missing count NaN") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1224, 500, 1024, -32768, 824, -500}));
    const auto header = folder.file("x.hea", "x 2 500 3\n"
                                             "x.dat 16 200(1024)/mV 16 0 0 0 0 avr\n"
                                             "x.dat 16 1/uV 16 0 0 0 0 Chest\n");

    const auto [recording, warnings] = read(header);

    REQUIRE(recording.leads.size() == 2);
    CHECK(recording.leads[0].name == "aVR");
    CHECK(recording.leads[0].lead == Lead::aVR);
    CHECK(values(recording.leads[0]) == Values{1, 0, -1});
    CHECK(recording.leads[1].name == "Chest");
    CHECK_FALSE(recording.leads[1].lead.has_value());
    CHECK(values(recording.leads[1]) == Values{0.5, -99, -0.5});
    CHECK(recording.rate.hertz() == 500);
    CHECK(recording.info.id == "x");
    CHECK(recording.info.source == header);
    CHECK(warnings.empty());
}

TEST_CASE("A record is named with or without .hea") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 2, 3}));
    folder.file("x.hea", "x 1 500 3\nx.dat 16 1 16 0 0 0 0 II\n");

    CHECK(values(read(folder.path("x")).recording.leads[0]) == Values{1, 2, 3});
    CHECK(values(read(folder.path("x.hea")).recording.leads[0]) == Values{1, 2, 3});
}

TEST_CASE("Format 8 adds its differences up from the initial value") {
    const TemporaryFolder folder;
    folder.file("x.dat", std::string("\x00\x00\x05\xFF\xFD\x02", 6));
    const auto header = folder.file("x.hea", "x 2 500 3\nx.dat 8 1 8 0 100 0 0 I\n"
                                             "x.dat 8 1 8 0 -50 0 0 II\n");

    const Recording recording = read(header).recording;

    CHECK(values(recording.leads[0]) == Values{100, 105, 102});
    CHECK(values(recording.leads[1]) == Values{-50, -51, -49});
}

TEST_CASE("Each format's missing count is a missing sample") {
    const auto [format, bytes] = GENERATE(table<std::string, std::string>({
        {"16", std::string("\x00\x80\x01\x00", 4)},
        {"24", std::string("\x00\x00\x80\x01\x00\x00", 6)},
        {"32", std::string("\x00\x00\x00\x80\x01\x00\x00\x00", 8)},
        {"61", std::string("\x80\x00\x00\x01", 4)},
        {"80", std::string("\x00\x81", 2)},
        {"160", std::string("\x00\x00\x01\x80", 4)},
        {"212", std::string("\x00\x08\x01", 3)},
        {"310", std::string("\x00\x04\x02\x00", 4)},
        {"311", std::string("\x00\x06\x00\x00", 4)},
    }));
    const TemporaryFolder folder;
    folder.file("x.dat", bytes);
    const auto header = folder.file("x.hea", "x 1 500 2\nx.dat " + format + " 1 0 0 0 0 0 II\n");

    CAPTURE(format);
    CHECK(values(read(header).recording.leads[0]) == Values{-99, 1});
}

TEST_CASE("Without a length in the header the file's length counts, odd ones too") {
    const TemporaryFolder folder;
    folder.file("x.dat", std::string("\x01\x00\x02\x03\x00", 5)); // 1, 2, 3 in format 212
    const auto header = folder.file("x.hea", "x 1 500\nx.dat 212 1 12 0 0 0 0 II\n");

    CHECK(values(read(header).recording.leads[0]) == Values{1, 2, 3});
}

TEST_CASE("Signals may lie in several files, behind a byte offset") {
    const TemporaryFolder folder;
    folder.file("a.dat", "24 bytes before the data" + words({1, 2, 3}));
    folder.file("b.dat", std::string("\x81\x82\x83", 3));
    const auto header = folder.file("x.hea", "x 2 500 3\na.dat 16+24 1 16 0 0 0 0 I\n"
                                             "b.dat 80 1 8 0 0 0 0 II\n");

    const Recording recording = read(header).recording;

    CHECK(values(recording.leads[0]) == Values{1, 2, 3});
    CHECK(values(recording.leads[1]) == Values{1, 2, 3});
}

TEST_CASE("Skew moves a signal against the others; what is beyond the end is missing") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 10, 2, 20, 3, 30, 4, 40}));
    const auto header = folder.file("x.hea", "x 2 500 4\nx.dat 16 1 16 0 0 0 0 I\n"
                                             "x.dat 16:1 1 16 0 0 0 0 II\n");

    const Recording recording = read(header).recording;

    CHECK(values(recording.leads[0]) == Values{1, 2, 3, 4});
    CHECK(values(recording.leads[1]) == Values{20, 30, 40, -99});
}

TEST_CASE("Leads are read at their own rate; slower signals are left out by name") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 2, 70, 10, 20, 3, 4, 71, 30, 40}));
    const auto header = folder.file("x.hea", "x 3 250 2\nx.dat 16x2 1 16 0 0 0 0 I\n"
                                             "x.dat 16 1 16 0 0 0 0 II\n"
                                             "x.dat 16x2 1 16 0 0 0 0 V1\n");

    const auto [recording, warnings] = read(header);

    CHECK(recording.rate.hertz() == 500);
    REQUIRE(recording.leads.size() == 2);
    CHECK(values(recording.leads[0]) == Values{1, 2, 3, 4});
    CHECK(values(recording.leads[1]) == Values{10, 20, 30, 40});
    CHECK(warnings ==
          std::vector<std::string>{header + ": left out, as sampled at another rate: II"});
}

TEST_CASE("A faster signal that is no standard lead does not set the rate") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 2, 70, 3, 4, 71}));
    const auto header = folder.file("x.hea", "x 2 250 2\nx.dat 16x2 1 16 0 0 0 0 EEG\n"
                                             "x.dat 16 1 16 0 0 0 0 II\n");

    const Recording recording = read(header).recording;

    CHECK(recording.rate.hertz() == 250);
    CHECK(values(recording.leads.at(0)) == Values{70, 71});
}

TEST_CASE("What is no voltage is left out, what is not calibrated is told") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({200, 1, 400, 2}));
    const auto header = folder.file("x.hea", "x 2 500 2\nx.dat 16 0 16 0 0 0 0 II\n"
                                             "x.dat 16 20/l/min 16 0 0 0 0 RESP\n");

    const auto [recording, warnings] = read(header);

    REQUIRE(recording.leads.size() == 1);
    CHECK(values(recording.leads[0]) == Values{1, 2});
    CHECK(warnings ==
          std::vector<std::string>{header + ": left out, as no voltage: RESP (l/min)",
                                   header + ": not calibrated, read at 200 counts a mV: II"});

    OpenSettings settings;
    settings.unit = "adc:2";
    CHECK(values(read(header, settings).recording.leads[0]) == Values{0.4, 0.8});
    CHECK(read(header, settings).warnings.size() == 1);
}

TEST_CASE("A second signal of the same name is kept under another") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 2, 3, 4}));
    const auto header = folder.file("x.hea", "x 4 500 1\nx.dat 16 1 16 0 0 0 0 MLII\n"
                                             "x.dat 16 1 16 0 0 0 0 II\n"
                                             "x.dat 16 1 16 0 0 0 0 II\n"
                                             "x.dat 16 1 16 0 0 0 0\n");

    const Recording recording = read(header).recording;

    REQUIRE(recording.leads.size() == 4);
    CHECK(recording.leads[0].name == "II");
    CHECK(recording.leads[0].lead == Lead::II);
    CHECK(recording.leads[1].name == "II#2");
    CHECK_FALSE(recording.leads[1].lead.has_value());
    CHECK(recording.leads[2].name == "II#3");
    CHECK(recording.leads[3].name == "signal 4");
}

TEST_CASE("A wrong checksum is told once, with the signals' names; 0 is none") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 2, 3, 4, 5, 6}));
    const auto header = folder.file("x.hea", "x 3 500 2\nx.dat 16 1 16 0 0 5 0 I\n"
                                             "x.dat 16 1 16 0 0 99 0 II\n"
                                             "x.dat 16 1 16 0 0 0 0 III\n");

    CHECK(read(header).warnings == std::vector<std::string>{header + ": checksum differs: II"});
}

TEST_CASE("A long record comes in pieces of five seconds that join without a seam") {
    const TemporaryFolder folder;
    std::vector<int> counts(2 * 2600);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] = static_cast<int>(i);
    }
    folder.file("x.dat", words(counts));
    const auto header = folder.file("x.hea", "x 2 250 2600\nx.dat 16:7 1 16 0 0 0 0 I\n"
                                             "x.dat 16 1 16 0 0 0 0 II\n");

    const auto source = open_recording(header, {});
    std::vector<std::int64_t> firsts;
    std::vector<double> second;
    while (const auto line = source->next()) {
        CHECK(line->sequence == static_cast<std::int64_t>(firsts.size()));
        firsts.push_back(line->recording.first_sample);
        const auto& samples = line->recording.leads[1].samples;
        second.insert(second.end(), samples.begin(), samples.end());
    }
    CHECK(firsts == std::vector<std::int64_t>{0, 1250, 2500});
    REQUIRE(second.size() == 2600);
    CHECK(second[0] == 1);
    CHECK(second[2599] == 5199);
    CHECK(values(read(header).recording.leads[0])[2592] == 5198);
    CHECK(values(read(header).recording.leads[0])[2593] == -99);
}

TEST_CASE("Segments of a fixed layout join; a null segment is a gap") {
    const TemporaryFolder folder;
    folder.file("a.dat", words({1, 2}));
    folder.file("b.dat", words({30, 40}));
    folder.file("a.hea", "a 1 500 2\na.dat 16 1 16 0 0 3 0 II\n");
    folder.file("b.hea", "b 1 500 2\nb.dat 16 10 16 0 0 70 0 II\n");
    const auto header = folder.file("x.hea", "x/3 1 500 7\na 2\n~ 3\nb 2\n");

    const auto [recording, warnings] = read(header);

    CHECK(values(recording.leads.at(0)) == Values{1, 2, -99, -99, -99, 3, 4});
    CHECK(recording.gaps == std::vector<Gap>{{2, 3, "not recorded"}});
    CHECK(warnings.empty());
}

TEST_CASE("Segments of a variable layout find their leads by name") {
    const TemporaryFolder folder;
    folder.file("l.hea", "l 2 500 0\n~ 0 1 16 0 0 0 0 I\n~ 0 1 16 0 0 0 0 V1\n");
    folder.file("a.dat", words({10, 1, 20, 2}));
    folder.file("a.hea", "a 2 500 2\na.dat 16 1 16 0 0 0 0 V1\na.dat 16 1 16 0 0 0 0 I\n");
    folder.file("b.dat", words({3, 9}));
    folder.file("b.hea", "b 2 500 1\nb.dat 16 1 16 0 0 0 0 I\nb.dat 16 1 16 0 0 0 0 V9\n");
    const auto header = folder.file("x.hea", "x/3 2 500 3\nl 0\na 2\nb 1\n");

    const auto [recording, warnings] = read(header);

    REQUIRE(recording.leads.size() == 2);
    CHECK(values(recording.leads[0]) == Values{1, 2, 3});
    CHECK(values(recording.leads[1]) == Values{10, 20, -99});
    CHECK(recording.gaps.empty());
    CHECK(warnings == std::vector<std::string>{folder.path("b.hea") +
                                               ": left out, as the first segment has none: V9"});
}

TEST_CASE("A signal that only holds a place is missing throughout") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 2}));
    const auto header =
        folder.file("x.hea", "x 2 500 2\n~ 0 1 16 0 0 0 0 I\nx.dat 16 1 16 0 0 0 0 II\n");

    const Recording recording = read(header).recording;

    CHECK(values(recording.leads.at(0)) == Values{-99, -99});
    CHECK(values(recording.leads.at(1)) == Values{1, 2});
}

TEST_CASE("A segment at another rate is missing, and that is told") {
    const TemporaryFolder folder;
    folder.file("a.dat", words({1, 2}));
    folder.file("a.hea", "a 1 500 2\na.dat 16 1 16 0 0 0 0 II\n");
    folder.file("b.hea", "b 1 500 1\na.dat 16x2 1 16 0 0 0 0 II\n");
    const auto header = folder.file("x.hea", "x/2 1 500 3\na 2\nb 1\n");

    const auto [recording, warnings] = read(header);

    CHECK(values(recording.leads.at(0)) == Values{1, 2, -99});
    CHECK(recording.gaps == std::vector<Gap>{{2, 1, "not recorded"}});
    CHECK(warnings ==
          std::vector<std::string>{folder.path("b.hea") +
                                   ": left out, as its leads are sampled at another rate"});
}

TEST_CASE("Faults of a record name the file and what is wrong") {
    const TemporaryFolder folder;
    const std::string dat = folder.file("x.dat", words({1, 2, 3, 4}));
    const std::string header = folder.path("x.hea");
    const auto failure_with = [&](const std::string& text) {
        folder.file("x.hea", text);
        return failure(header);
    };
    const std::string line = "x.dat 16 1 16 0 0 0 0 II\n";

    CHECK(failure_with("x 1 500 650000\n" + line) ==
          dat + ": holds 4 samples a signal, " + header + " promises 650000");
    CHECK(failure_with("x 1 500 5\nx.dat 16+2 1 16 0 0 0 0 II\n") ==
          dat + ": holds 3 samples a signal, " + header + " promises 5");
    CHECK(failure_with("x 1 500 4\ny.dat 16 1 16 0 0 0 0 II\n") ==
          folder.path("y.dat") + ": No such file or directory");
    CHECK(failure_with("x 1 500 4\n. 16 1 16 0 0 0 0 II\n").find("no regular file") !=
          std::string::npos);
    CHECK(failure_with("x 1 0.1 4\n" + line) == header + ": is sampled at 0.1 Hz, as no ECG is");
    CHECK(failure_with("x 1\n" + line) == header + ": names no sampling rate; give --rate");
    CHECK(failure_with("x 0 500 4\n") == header + ": has no signal that is a voltage");
    CHECK(failure_with("x 1 500 4\nx.dat 16 1/mmHg 16 0 0 0 0 ABP\n") ==
          header + ": has no signal that is a voltage");
    CHECK(failure_with("x 2 500 2\n" + line + "x.dat 80 1 16 0 0 0 0 I\n") ==
          header + ":3: format or byte offset differs from that of line 2 in the same file");
    CHECK(failure_with("x/1 1 500 4\n~ 4\n") == header + ": has no segment with samples");
    CHECK(failure_with("x/1 1 500 4\ny 4\n") ==
          folder.path("y.hea") + ": No such file or directory");
    CHECK(failure_with("x 1 500 4\n" + line + "junk\n") == header + ":3: format is missing");
}

TEST_CASE("Faults of segments name the line of the record that they break") {
    const TemporaryFolder folder;
    folder.file("a.dat", words({1, 2}));
    folder.file("a.hea", "a 1 500 2\na.dat 16 1 16 0 0 3 0 II\n");
    folder.file("b.hea", "b 1 250 2\na.dat 16 1 16 0 0 3 0 II\n");
    folder.file("c.hea", "c/1 1 500 2\na 2\n");
    const std::string header = folder.path("x.hea");
    const auto failure_with = [&](const std::string& text) {
        folder.file("x.hea", text);
        return failure(header);
    };

    CHECK(failure_with("x/2 1 500 5\na 2\na 2\n") ==
          header + ": promises 5 samples a signal, its segments hold 4");
    CHECK(failure_with("x/1 1 500 3\na 3\n") ==
          header + ":2: promises 3 samples a signal, " + folder.path("a.hea") + " has 2");
    CHECK(failure_with("x/2 1 500 4\na 2\nb 2\n") ==
          header + ":3: is sampled at another rate than the record");
    CHECK(failure_with("x/2 1 500 4\na 2\nc 2\n") ==
          header + ":3: a segment cannot have segments itself");
}

TEST_CASE("A rate that is asked for must be the file's") {
    const TemporaryFolder folder;
    folder.file("x.dat", words({1, 2}));
    const auto with_rate = folder.file("x.hea", "x 1 500 2\nx.dat 16 1 16 0 0 0 0 II\n");
    const auto without = folder.file("y.hea", "y 1\nx.dat 16 1 16 0 0 0 0 II\n");
    OpenSettings settings;
    settings.rate = Hertz{360};

    CHECK(failure(with_rate, settings) == with_rate + ": is sampled at 500 Hz, --rate says 360");
    CHECK(read(without, settings).recording.rate.hertz() == 360);
}

TEST_CASE("A signal file longer than its header says is told") {
    const TemporaryFolder folder;
    const auto dat = folder.file("x.dat", words({1, 2, 3}));
    const auto header = folder.file("x.hea", "x 1 500 2\nx.dat 16 1 16 0 0 0 0 II\n");

    const auto [recording, warnings] = read(header);

    CHECK(values(recording.leads[0]) == Values{1, 2});
    CHECK(warnings == std::vector<std::string>{dat + ": holds 3 samples a signal, " + header +
                                               " promises 2; the rest is left out"});
}
