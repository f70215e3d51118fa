#include "list_command.hpp"

#include "cli/output.hpp"
#include "common/json_writer.hpp"
#include "report/reports_folder.hpp"
#include "report/text_layout.hpp"

#include <algorithm>
#include <filesystem>

namespace ecg {
namespace {

namespace fs = std::filesystem;

/// "2025-01-08T12:34:56", with Z unless the index leaves the zone open, as the original app did.
std::string iso_time(const report::ListedReport& report) {
    constexpr std::size_t date = 10;
    constexpr std::size_t seconds = 19;
    const bool zoned = report.time.find_first_of("Z+-", date) != std::string::npos;
    return format_utc(*report.key).substr(0, seconds) + (zoned ? "Z" : "");
}

std::string time_words(const report::ListedReport& report) {
    if (!report.key) {
        return "-";
    }
    std::string text = iso_time(report);
    text[text.find('T')] = ' ';
    return text;
}

fs::path path_of(const report::ListedReport& report, const std::string& folder) {
    return fs::absolute(folder) / report.file; // a whole path stays one
}

std::string json_line(const report::ListedReport& report, const std::string& folder) {
    const fs::path path = path_of(report, folder);
    std::string line;
    JsonWriter writer{line};
    writer.begin_object().member("schema", "ecg.report-list/1").member("file", path.string());
    if (report.key) {
        writer.member("time", iso_time(report));
    }
    writer.text_unless_empty("patient", report.patient)
        .member("missing", !fs::exists(path))
        .end_object();
    return line + "\n";
}

std::string file_words(const report::ListedReport& report, const std::string& folder) {
    const std::string name = report.file.empty() ? "-" : report::printable(report.file);
    return name + (fs::exists(path_of(report, folder)) ? "" : " (missing)");
}

std::string table(const std::vector<report::ListedReport>& reports, const std::string& folder) {
    constexpr std::size_t time_width = 22;
    std::vector<std::string> files;
    std::size_t width = 0;
    for (const report::ListedReport& report : reports) {
        files.push_back(file_words(report, folder));
        width = std::max(width, files.back().size() + 2);
    }
    std::string text;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        std::string line = time_words(reports[i]);
        line.resize(time_width, ' ');
        line += files[i];
        const std::string patient = report::printable(reports[i].patient);
        if (!patient.empty()) {
            line.resize(time_width + width, ' ');
            line += patient;
        }
        text += line + "\n";
    }
    return text;
}

} // namespace

void list_command(const ReportOptions& options, const config::Settings& config) {
    const std::string folder = config::home_folder(config) + "/reports";
    const std::vector<report::ListedReport> reports = report::reports_in(folder);
    cli::Output output{"-", Overwrite::never};
    if (options.list_json) {
        for (const report::ListedReport& report : reports) {
            output.write(json_line(report, folder));
        }
    } else {
        output.write(table(reports, folder));
    }
    output.finish();
}

} // namespace ecg
