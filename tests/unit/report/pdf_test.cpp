#include "common/error.hpp"
#include "common/files.hpp"
#include "example_recording.hpp"
#include "report/report.hpp"
#include "support/catch.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

ReportSettings settings() {
    ReportSettings out;
    out.program = "ecg-tools 9.8.7";
    return out;
}

/// A file of its own in the system's folder for such, gone with it.
class TemporaryPdf {
public:
    explicit TemporaryPdf(const std::string& bytes)
        : path_{(std::filesystem::temp_directory_path() /
                 ("ecg-report-test-" + std::to_string(::getpid()) + ".pdf"))
                    .string()} {
        OutputFile file{path_, Overwrite::allowed};
        file.write(bytes);
        file.commit();
    }

    ~TemporaryPdf() { std::filesystem::remove(path_); }

    TemporaryPdf(const TemporaryPdf&) = delete;
    TemporaryPdf& operator=(const TemporaryPdf&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// What a command prints; absent when it fails or there is none such.
std::optional<std::string> output_of(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) {
        return std::nullopt;
    }
    std::string out;
    std::array<char, 4096> part{};
    for (std::size_t n = 0; (n = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
        out.append(part.data(), n);
    }
    return ::pclose(pipe) == 0 ? std::optional{out} : std::nullopt;
}

bool is_installed(const std::string& program) {
    return output_of("command -v " + program).has_value();
}

} // namespace

#define SKIP_WITHOUT_PROGRAM(program)                                                              \
    if (!is_installed(program)) {                                                                  \
        WARN("skipped: no " program " to read the PDF with");                                      \
        return;                                                                                    \
    }

TEST_CASE("the same input gives the same bytes") {
    const Analysis analysis = example_analysis();

    const std::string first = make_report(twelve_lead_recording(), &analysis, settings());
    const std::string second = make_report(twelve_lead_recording(), &analysis, settings());

    CHECK(first == second);
    CHECK(first.starts_with("%PDF-1."));
    CHECK(first.substr(first.size() - 6).find("%%EOF") != std::string::npos);
    CHECK(first.find("CreationDate") == std::string::npos);
    CHECK(first.size() < 110'000);
}

TEST_CASE("metadata holds no word of the patient") {
    const std::string pdf = make_report(twelve_lead_recording(), nullptr, settings());

    CHECK(pdf.find("(ECG report)") != std::string::npos);
    CHECK(pdf.find("Musterfrau") == std::string::npos);
    CHECK(pdf.find("T-0042") == std::string::npos);
}

TEST_CASE("the file is sound and its words can be read back") {
    SKIP_WITHOUT_PROGRAM("qpdf");
    SKIP_WITHOUT_PROGRAM("pdftotext");
    Recording recording = twelve_lead_recording();
    recording.info.patient.name = "Łucja Ünal-Ørsted";
    Analysis analysis = example_analysis();
    analysis.findings = many_findings(25);
    const TemporaryPdf file{make_report(recording, &analysis, settings())};

    CHECK(output_of("qpdf --check " + file.path()).has_value());
    CHECK(output_of("pdftotext " + file.path() + " - 2>&1 >/dev/null") == "");
    const auto text = output_of("pdftotext -layout " + file.path() + " -");
    REQUIRE(text.has_value());
    for (const char* words : {"Łucja Ünal-Ørsted", "25 mm/s", "10 mm/mV", "ABNORMAL ECG",
                              "Finding 25 of", "page 3 of 3", "bpm (58–66)"}) {
        INFO(words);
        CHECK(text->find(words) != std::string::npos);
    }
}

TEST_CASE("the content stream is true to a hundredth of a millimetre") {
    SKIP_WITHOUT_PROGRAM("qpdf");
    const TemporaryPdf file{make_report(twelve_lead_recording(), nullptr, settings())};
    const auto text = output_of("qpdf --qdf --object-streams=disable " + file.path() + " -");
    REQUIRE(text.has_value());

    const auto matrix = text->find(" cm\n");
    REQUIRE(matrix != std::string::npos);
    const auto line = text->rfind('\n', matrix) + 1;
    const double points_per_unit = std::strtod(text->c_str() + line, nullptr);
    const double mm_per_unit = points_per_unit * 25.4 / 72;
    // The rhythm strip: the longest path, from 0 s to 9.998 s.
    double width = 0;
    for (std::size_t at = text->find(" m\n"); at != std::string::npos;
         at = text->find(" m\n", at + 1)) {
        const auto begin = text->rfind('\n', at) + 1;
        const auto end = text->find("\nS\n", at);
        const auto next = text->find(" m\n", at + 1);
        if (end == std::string::npos || next < end) {
            continue; // the lines of a grid
        }
        if (end - at < 1'000) {
            continue; // its last line, and other short ones
        }
        const auto last = text->rfind('\n', end - 1) + 1;
        width = std::max(width, std::strtod(text->c_str() + last, nullptr) -
                                    std::strtod(text->c_str() + begin, nullptr));
    }
    CHECK(width * mm_per_unit == Approx(249.95).margin(0.02));
}

TEST_CASE("a font that is not there or no font is told with the package that has one") {
    ReportSettings wrong = settings();
    wrong.font_file = "/nowhere/none.ttf";
    ReportSettings not_a_font = settings();
    const TemporaryPdf file{"this is no font"};
    not_a_font.font_file = file.path();

    for (const ReportSettings& one : {wrong, not_a_font}) {
        try {
            make_report(twelve_lead_recording(), nullptr, one);
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::unavailable);
            CHECK(std::string{error.what()}.find("fonts-dejavu-core") != std::string::npos);
            CHECK(std::string{error.what()}.starts_with(one.font_file));
        }
    }
}

TEST_CASE("half a second is enough for a page") {
    CHECK(make_report(example_recording({"I"}, 0.5, 80), nullptr, settings()).size() > 1000);
}
