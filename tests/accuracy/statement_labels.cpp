#include "accuracy/statement_labels.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

namespace ecg::accuracy {
namespace {

namespace fs = std::filesystem;

constexpr double sure_from = 50; // percent
constexpr int over_89 = 90;      // PTB-XL writes 300 for "over 89"

struct Name {
    std::string_view written;
    std::string_view acronym;
};

/// CPSC 2018 does not tell the complete block of the right bundle from the incomplete one: "RBBB"
/// stays.
constexpr std::array names{
    Name{"Normal", "NORM"},     Name{"AF", "AFIB"},         Name{"I-AVB", "1AVB"},
    Name{"LBBB", "CLBBB"},      Name{"STD", "STD_"},        Name{"STE", "STE_"},
    Name{"426783006", "NORM"},  Name{"164889003", "AFIB"},  Name{"270492004", "1AVB"},
    Name{"164909002", "CLBBB"}, Name{"733534002", "CLBBB"}, Name{"59118001", "RBBB"},
    Name{"713427006", "CRBBB"}, Name{"713426002", "IRBBB"}, Name{"445118002", "LAFB"},
    Name{"284470004", "PAC"},   Name{"164884008", "PVC"},   Name{"427172004", "PVC"},
    Name{"17338001", "PVC"},    Name{"429622005", "STD_"},  Name{"164931005", "STE_"},
    Name{"164873001", "LVH"},   Name{"111975006", "LNGQT"},
};

std::string text_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw Error{ErrorKind::data, path.string() + ": cannot be opened"};
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Cells of one row by the names of the columns.
class Row {
public:
    Row(const std::map<std::string, std::size_t>& columns, const std::vector<std::string>& cells)
        : columns_{columns}, cells_{cells} {}

    [[nodiscard]] std::string cell(const std::string& name) const {
        const auto found = columns_.find(name);
        return found == columns_.end() || found->second >= cells_.size() ? ""
                                                                         : cells_[found->second];
    }

private:
    const std::map<std::string, std::size_t>& columns_;
    const std::vector<std::string>& cells_;
};

/// {'NORM': 100.0, 'SR': 0.0}
void read_codes(std::string_view text, LabelledRecord& record) {
    for (const std::string_view entry : split(text, ',')) {
        const auto from = entry.find('\'');
        const auto to = entry.rfind('\'');
        const auto colon = entry.rfind(':');
        if (from == to || colon == std::string_view::npos) {
            continue;
        }
        const std::string code{entry.substr(from + 1, to - from - 1)};
        const double likelihood =
            std::strtod(std::string{entry.substr(colon + 1)}.c_str(), nullptr);
        (likelihood > 0 && likelihood < sure_from ? record.unsure : record.labels).insert(code);
    }
}

std::optional<int> age_of(const std::string& cell) {
    const double age = std::strtod(cell.c_str(), nullptr);
    return cell.empty() ? std::nullopt : std::optional{std::min(static_cast<int>(age), over_89)};
}

} // namespace

std::vector<std::vector<std::string>> csv_rows(std::string_view text) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> cells{""};
    bool quoted = false;
    const auto end_row = [&] {
        if (cells.size() > 1 || !cells.front().empty()) {
            rows.push_back(cells);
        }
        cells = {""};
    };
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == ',') {
            cells.emplace_back();
        } else if (!quoted && c == '\n') {
            end_row();
        } else if (quoted || c != '\r') {
            cells.back() += c;
        }
    }
    end_row();
    return rows;
}

std::vector<LabelledRecord> ptbxl_labels(const fs::path& folder) {
    const fs::path table = folder / "ptbxl_database.csv";
    const auto rows = csv_rows(text_of(table));
    if (rows.empty()) {
        throw Error{ErrorKind::data, table.string() + ": is empty"};
    }
    std::map<std::string, std::size_t> columns;
    for (std::size_t i = 0; i < rows.front().size(); ++i) {
        columns[rows.front()[i]] = i;
    }
    std::vector<LabelledRecord> records;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Row row{columns, rows[i]};
        const fs::path name{row.cell("filename_hr") + ".hea"};
        LabelledRecord record;
        record.header = fs::exists(folder / name) ? folder / name : folder / name.filename();
        if (!fs::exists(record.header)) {
            continue;
        }
        record.patient.age = age_of(row.cell("age"));
        record.patient.sex = row.cell("sex") == "1" ? Sex::female : Sex::male;
        read_codes(row.cell("scp_codes"), record);
        records.push_back(std::move(record));
    }
    return records;
}

std::set<std::string> dx_labels(std::string_view header) {
    std::set<std::string> labels;
    for (const std::string_view line : split(header, '\n')) {
        const std::string_view comment = trim(line);
        const auto dx = comment.find("Dx:");
        if (!comment.starts_with('#') || dx == std::string_view::npos) {
            continue;
        }
        for (const std::string_view part : split(comment.substr(dx + 3), ',')) {
            const std::string_view written = trim(part);
            const auto* const known =
                std::find_if(names.begin(), names.end(),
                             [&](const Name& name) { return name.written == written; });
            labels.emplace(known == names.end() ? written : known->acronym);
        }
    }
    return labels;
}

std::vector<LabelledRecord> dx_records(const fs::path& folder) {
    std::vector<LabelledRecord> records;
    std::error_code trouble;
    for (const auto& entry : fs::directory_iterator{folder, trouble}) {
        if (entry.path().extension() == ".hea") {
            LabelledRecord record;
            record.header = entry.path();
            record.labels = dx_labels(text_of(record.header));
            records.push_back(std::move(record));
        }
    }
    if (records.empty()) {
        throw Error{ErrorKind::data, folder.string() + ": no recordings"};
    }
    std::sort(records.begin(), records.end(),
              [](const auto& a, const auto& b) { return a.header < b.header; });
    return records;
}

} // namespace ecg::accuracy
