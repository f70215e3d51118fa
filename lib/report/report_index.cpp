#include "report/report_index.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <utility>

namespace ecg::report {
namespace {

struct Entry {
    ListedReport listed;
    std::string json;
};

/// "20250108_123456" as "2025-01-08 12:34:56"; other text stays.
std::string spelled_out(const std::string& text) {
    if (text.size() != 15 || text[8] != '_') {
        return text;
    }
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == 4 || i == 6) {
            out.push_back('-');
        } else if (i == 11 || i == 13) {
            out.push_back(':');
        }
        out.push_back(i == 8 ? ' ' : text[i]);
    }
    return out;
}

/// "timestamp" is one writer's word for it, "date" and "time" another's.
std::string time_of(const JsonValue& entry) {
    if (const auto timestamp = entry.text_at("timestamp")) {
        return spelled_out(*timestamp);
    }
    const std::string date = entry.text_at("date").value_or("");
    return std::string{trim(date + " " + entry.text_at("time").value_or(""))};
}

std::string patient_of(const JsonValue& entry) {
    const auto patient = entry.find("patient");
    if (!patient) {
        return {};
    }
    if (const auto name = patient->text()) {
        return std::string{*name};
    }
    return patient->text_at("name").value_or("");
}

std::string file_of(const JsonValue& entry) {
    const auto name = entry.text_at("filename");
    return name ? *name : entry.text_at("file").value_or("");
}

Entry entry_of(const JsonValue& value) {
    const std::string time = time_of(value);
    return {{file_of(value), patient_of(value), time, parse_utc(time)}, value.json()};
}

/// Absent times are the oldest; what is equal stays in its order.
void sort_newest_first(std::vector<Entry>& entries) {
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.listed.key > b.listed.key; // an absent one is less than any
    });
}

std::vector<Entry> entries_of(std::string_view text, std::string_view subject) {
    JsonReader reader;
    const JsonValue root = reader.parse(text, subject);
    if (root.kind() != JsonKind::array) {
        throw Error{ErrorKind::data, std::string{subject} + ": is no list of reports"};
    }
    std::vector<Entry> entries;
    root.each_element([&](const JsonValue& value) { entries.push_back(entry_of(value)); });
    sort_newest_first(entries);
    return entries;
}

std::string json_of(const NewReport& report) {
    const std::string made = format_utc(report.made);
    std::string json;
    JsonWriter writer{json};
    writer.begin_object()
        .member("filename", report.file_name)
        .member("title", "ECG Report")
        .member("patient", report.patient)
        .member("date", made.substr(0, 10))
        .member("time", made.substr(11, 8))
        .member("timestamp", made);
    if (report.recorded) {
        writer.member("recorded", format_utc(*report.recorded));
    }
    writer.end_object();
    return json;
}

Entry entry_of(const NewReport& report) {
    return {{report.file_name, report.patient, format_utc(report.made), report.made},
            json_of(report)};
}

bool takes_place_of(const NewReport& report, const std::string& file) {
    return file == report.file_name ||
           std::find(report.replaced.begin(), report.replaced.end(), file) != report.replaced.end();
}

std::string text_of(const std::vector<Entry>& entries) {
    std::string text = "[";
    for (const Entry& entry : entries) {
        text.append(text.size() > 1 ? ",\n" : "\n").append(entry.json);
    }
    return text + "\n]\n";
}

} // namespace

std::vector<ListedReport> listed_reports(std::string_view text, std::string_view subject) {
    std::vector<ListedReport> reports;
    for (Entry& entry : entries_of(text, subject)) {
        reports.push_back(std::move(entry.listed));
    }
    return reports;
}

std::string index_with(std::string_view text, std::string_view subject, const NewReport& report) {
    std::vector<Entry> entries{entry_of(report)}; // first, so that it stays before its equals
    if (!text.empty()) {
        for (Entry& entry : entries_of(text, subject)) {
            if (!takes_place_of(report, entry.listed.file)) {
                entries.push_back(std::move(entry));
            }
        }
    }
    sort_newest_first(entries);
    return text_of(entries);
}

} // namespace ecg::report
