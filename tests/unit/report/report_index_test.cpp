#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "report/report_index.hpp"
#include "report/reports_folder.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <functional>
#include <thread>

using namespace ecg;
using namespace ecg::report;
using ecg::test::TemporaryFolder;

namespace {

// As the original app's two writers leave them: newest first, and oldest first.
constexpr std::string_view short_entries =
    R"([{"filename":"ECG_Report_20250103_080000.pdf","title":"ECG Report","patient":"Ada Example",)"
    R"("date":"2025-01-03","time":"08:00:00"},)"
    R"({"filename":"ECG_Report_20250101_080000.pdf","title":"ECG Report","patient":"",)"
    R"("date":"2025-01-01","time":"08:00:00"}])";
constexpr std::string_view long_entries =
    R"([{"timestamp":"2025-01-02 08:00:00","file":"/app/reports/old.pdf","patient":{"name":"Bo Example",)"
    R"("age":"61","gender":"Male","date_time":""},"metrics":{"HR_bpm":72,"RV5_SV1_mV":[1.25,-0.5]},)"
    R"("username":"0000"},{"timestamp":"20250104_090000","file":"/app/reports/new.pdf","patient":{}}])";

UtcTime at(std::string_view text) {
    return parse_utc(text).value();
}

NewReport report_at(std::string_view text, const std::string& name) {
    return {name, "Cy Example", at(text), std::nullopt};
}

std::vector<std::string> files_of(const std::vector<ListedReport>& reports) {
    std::vector<std::string> files;
    for (const ListedReport& report : reports) {
        files.push_back(report.file);
    }
    return files;
}

std::string message_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::data);
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("An index of the original app's first writer is read") {
    const auto reports = listed_reports(short_entries, "index.json");

    REQUIRE(reports.size() == 2);
    CHECK(reports[0].file == "ECG_Report_20250103_080000.pdf");
    CHECK(reports[0].patient == "Ada Example");
    CHECK(reports[0].time == "2025-01-03 08:00:00");
    CHECK(reports[0].key == at("2025-01-03T08:00:00Z"));
    CHECK(reports[1].patient.empty());
}

TEST_CASE("An index of the original app's second writer is read, and turned round") {
    const auto reports = listed_reports(long_entries, "index.json");

    REQUIRE(reports.size() == 2);
    CHECK(reports[0].file == "/app/reports/new.pdf");
    CHECK(reports[0].patient.empty());
    CHECK(reports[0].key == at("2025-01-04T09:00:00Z"));
    CHECK(reports[1].file == "/app/reports/old.pdf");
    CHECK(reports[1].patient == "Bo Example");
}

TEST_CASE("Both kinds of entries may stand in one index") {
    std::string both{short_entries};
    both.back() = ',';
    both += long_entries.substr(1);

    CHECK(files_of(listed_reports(index_with(both, "i", report_at("2025-01-02T09:00:00Z", "x.pdf")),
                                  "i")) ==
          std::vector<std::string>{"/app/reports/new.pdf", "ECG_Report_20250103_080000.pdf",
                                   "x.pdf", "/app/reports/old.pdf",
                                   "ECG_Report_20250101_080000.pdf"});
}

TEST_CASE("Entries keep members that nobody knows") {
    const std::string text =
        index_with(long_entries, "i", report_at("2026-01-01T00:00:00Z", "x.pdf"));

    CHECK(text.find(R"("metrics":{"HR_bpm":72,"RV5_SV1_mV":[1.25,-0.5]},"username":"0000"})") !=
          std::string::npos);
    CHECK(text.find(R"("age":"61")") != std::string::npos);
    CHECK(index_with(R"(["a note", 7])", "i", report_at("2026-01-01T00:00:00Z", "x.pdf"))
              .ends_with(",\n\"a note\",\n7\n]\n"));
}

TEST_CASE("A new entry has the members that the original app reads") {
    NewReport report = report_at("2026-02-03T04:05:06.789Z", "x.pdf");
    report.recorded = at("2026-02-01T00:00:00Z");

    CHECK(index_with("", "i", report) ==
          R"([
{"filename":"x.pdf","title":"ECG Report","patient":"Cy Example","date":"2026-02-03",)"
          R"("time":"04:05:06","timestamp":"2026-02-03T04:05:06.789Z",)"
          R"("recorded":"2026-02-01T00:00:00.000Z"}
]
)");
}

TEST_CASE("A report takes the entries of the files that it replaces away, and no others") {
    std::string text;
    for (const char* name : {"x-1.svg", "y-1.svg", "x-10.svg"}) {
        text = index_with(text, "i", report_at("2026-01-01T00:00:00Z", name));
    }
    NewReport report = report_at("2026-01-02T00:00:00Z", "x.svg");
    report.replaced = {"x-2.svg", "x-1.svg"};

    CHECK(files_of(listed_reports(index_with(text, "i", report), "i")) ==
          std::vector<std::string>{"x.svg", "x-10.svg", "y-1.svg"});
}

TEST_CASE("A report that is drawn again has one entry") {
    const std::string once = index_with("", "i", report_at("2026-01-01T00:00:00Z", "x.pdf"));
    const std::string twice = index_with(once, "i", report_at("2026-01-02T00:00:00Z", "x.pdf"));

    const auto reports = listed_reports(twice, "i");
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].key == at("2026-01-02T00:00:00Z"));
}

TEST_CASE("An entry without a time comes last") {
    const std::string text = index_with(R"([{"filename":"undated.pdf"}])", "i",
                                        report_at("1999-01-01T00:00:00Z", "x.pdf"));
    CHECK(files_of(listed_reports(text, "i")) == std::vector<std::string>{"x.pdf", "undated.pdf"});
}

TEST_CASE("A thousand entries are all kept, newest first") {
    std::string text;
    const UtcTime first = at("2026-01-01T00:00:00Z");
    for (int i = 0; i < 1000; ++i) {
        const UtcTime made = later(first, Seconds{(i * 37) % 1000}); // in no order
        text = index_with(text, "i", {std::to_string(i) + ".pdf", "", made, std::nullopt});
    }

    const auto reports = listed_reports(text, "i");
    REQUIRE(reports.size() == 1000);
    CHECK(std::is_sorted(reports.rbegin(), reports.rend(),
                         [](const auto& a, const auto& b) { return a.key < b.key; }));
}

TEST_CASE("A broken index is told and stays as it is") {
    const TemporaryFolder folder;
    const FolderLock lock{folder.path("")};
    const NewReport report = report_at("2026-01-01T00:00:00Z", "x.pdf");
    const auto enter = [&] { enter_report(lock, report); };
    const std::string path = folder.path("") + "/index.json";

    for (const std::string broken : {R"([{"filename":"a.pdf")", R"({"filename":"a.pdf"})", "[1,]",
                                     "not JSON", R"([{"HR_bpm":NaN}])", "\xff"}) {
        folder.file("index.json", broken);
        CHECK(message_of(enter).starts_with(path + ": is no"));
        CHECK(folder.bytes("index.json") == broken);
    }
    folder.file("index.json", "");
    CHECK(message_of(enter) == path + ": is empty");
}

TEST_CASE("Reports that are entered at the same time are all in the index") {
    const TemporaryFolder folder;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&folder, t] {
            for (int i = 0; i < 10; ++i) {
                const FolderLock lock{folder.path("")};
                const std::string name = std::to_string(t) + "-" + std::to_string(i) + ".pdf";
                enter_report(lock, report_at("2026-01-01T00:00:00Z", name));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(reports_in(folder.path("")).size() == 40);
    CHECK(folder.entries() == 2); // index.json and its lock
}

TEST_CASE("What killed programs left is taken away, and nothing else") {
    const TemporaryFolder folder;
    folder.file("x.pdf.aB3dE6.tmp", "");
    folder.file("index.json.001234.tmp", "");
    folder.file("x.pdf", "");
    folder.file("notes.aB3dE6.tmp", "");
    folder.file("x.pdf.tmp", "");

    remove_unfinished(FolderLock{folder.path("")});

    CHECK(folder.entries() == 4); // with the lock
    CHECK_FALSE(std::filesystem::exists(folder.path("x.pdf.aB3dE6.tmp")));
}

TEST_CASE("A folder without an index has no reports") {
    const TemporaryFolder folder;
    CHECK(reports_in(folder.path("")).empty());
    CHECK(reports_in(folder.path("none")).empty());
}
