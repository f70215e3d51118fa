#include "common/error.hpp"
#include "formats/open_recording.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "unit/formats/failure.hpp"

#include <filesystem>

using namespace ecg;
using namespace ecg::formats;
using test::TemporaryFolder;

namespace {

std::string failure(const std::string& path, const OpenSettings& settings = {}) {
    return test::failure_of([&] { open_recording(path, settings); });
}

ErrorKind kind_of_failure(const OpenSettings& settings) {
    try {
        open_recording("nothing.csv", settings);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::data;
}

constexpr const char* kinds = "; a recording is a session file, a WFDB header, CSV or TSV";

} // namespace

TEST_CASE("What is no recording is told by its content, whatever its name") {
    const auto [bytes, what] = GENERATE(table<std::string, std::string>({
        {"%PDF-1.7\n", "is a PDF document"},
        {"\x89PNG\r\n\x1A\n", "is a PNG image"},
        {"PK\x03\x04zip", "is a ZIP archive"},
        {"\x1F\x8B\x08", "is compressed by gzip"},
        {"<?xml version=\"1.0\"?>", "is XML or HTML"},
        {"0       X X X", "is an EDF file"},
        {std::string(128, '\0') + "DICM", "is a DICOM file"},
        {"\xFF\xFEt\0i\0", "is UTF-16 text; save it as UTF-8"},
        {std::string("\x01\x02\x00\x03", 4), "is binary"},
    }));
    const TemporaryFolder folder;
    const auto path = folder.file("x.csv", bytes);

    CAPTURE(what);
    CHECK(failure(path) == path + ": " + what + kinds);
}

TEST_CASE("A file of nothing, or of blanks alone, is empty") {
    const TemporaryFolder folder;
    for (const char* bytes : {"", "\n", "\xEF\xBB\xBF", " \t\r\n\n"}) {
        const auto path = folder.file("x", bytes);
        CHECK(failure(path) == path + ": is empty");
    }
}

TEST_CASE("A signal file leads to its header") {
    const TemporaryFolder folder;
    const auto path = folder.file("x.dat", std::string("\x01\x02\x00\x03", 4));
    const auto header = folder.file("x.hea", "x 1 500 2\nx.dat 16 1 16 0 0 0 0 II\n");

    CHECK(failure(path) == path + ": is no recording by itself; name its header " + header);
    CHECK(failure(header).empty());
}

TEST_CASE("A broken header tells its own fault") {
    const TemporaryFolder folder;
    const auto path = folder.file("x.hea", "x one 500\n");

    CHECK(failure(path) == path + ":1: number of signals is not a whole number");
}

TEST_CASE("What cannot be opened says why") {
    const TemporaryFolder folder;
    const auto itself = folder.path("");

    CHECK(failure(folder.path("none.csv")) ==
          folder.path("none.csv") + ": No such file or directory");
    CHECK(failure(itself) == itself + ": Is a directory");
}

TEST_CASE("A session is known by its brace, behind blank lines and a byte-order mark") {
    const TemporaryFolder folder;
    for (const char* before : {"", "\n \n", "\xEF\xBB\xBF"}) {
        const auto path = folder.file(
            "x.txt", before +
                         std::string{R"({"schema":"ecg.session/1","session_id":"s","seq":0,)"
                                     R"("sampling_rate":250,"unit":"mV","first_sample":0,)"
                                     R"("ecg_snapshot":{"II":[0.1,null,0.3]}})"} +
                         "\n");

        const Recording recording = read_recording(path, {}).recording;
        CHECK(recording.info.id == "s");
        CHECK(recording.sample_count() == 3);
    }
}

TEST_CASE("Settings that make no sense are wrong usage") {
    OpenSettings bad_rate;
    bad_rate.rate = Hertz{-360};
    OpenSettings bad_unit;
    bad_unit.unit = "furlong";

    CHECK(kind_of_failure(bad_rate) == ErrorKind::usage);
    CHECK(kind_of_failure(bad_unit) == ErrorKind::usage);
    CHECK(failure("nothing", bad_rate) == "--rate: must be from 1 to 100000 Hz");
    CHECK(failure("nothing", bad_unit) ==
          "--unit: \"furlong\" is none of mV, uV, V or adc:MICROVOLTS");
}
