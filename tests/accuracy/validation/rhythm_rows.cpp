#include "accuracy/validation/rhythm_rows.hpp"

#include "accuracy/statement_labels.hpp"
#include "accuracy/validation/beat_folds.hpp"
#include "accuracy/validation/run_records.hpp"
#include "common/error.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>

namespace ecg::accuracy {
namespace {

namespace fs = std::filesystem;

constexpr std::array sets{"mitdb", "afdb", "ltafdb", "vfdb", "svdb", "cudb"};

using Annotations = std::vector<formats::Annotation>;

/// The header of a record of CinC 2017: beside the table, or where PhysioNet's archive has it.
fs::path header_of(const fs::path& folder, const std::string& record) {
    const std::string name = record + ".hea";
    for (const fs::path& path : {folder / name, folder / "training" / record.substr(0, 3) / name}) {
        if (fs::exists(path)) {
            return path;
        }
    }
    return {};
}

fs::path reference_table(const Request& request) {
    for (const fs::path& folder :
         {request.data / "cinc2017", request.data / "training2017", request.data}) {
        if (fs::exists(folder / "REFERENCE.csv")) {
            return folder / "REFERENCE.csv";
        }
    }
    return {};
}

bool finds_fibrillation(const Analysis& analysis) {
    return std::any_of(analysis.findings.begin(), analysis.findings.end(),
                       [](const Finding& finding) { return finding.code == "AFIB"; });
}

/// With signal and with marks of rhythm: afdb has annotations without signal, too.
std::map<std::string, Annotations> marked_records(const fs::path& folder) {
    std::map<std::string, Annotations> marked;
    std::error_code trouble;
    for (const auto& entry : fs::directory_iterator{folder, trouble}) {
        fs::path file = entry.path();
        if (file.extension() != ".atr") {
            continue;
        }
        const bool has_signal = fs::exists(fs::path{file}.replace_extension(".hea")) &&
                                fs::exists(fs::path{file}.replace_extension(".dat"));
        Annotations all = has_signal ? formats::read_annotations(file.string()) : Annotations{};
        if (!marked_rhythms(all, Hertz{1}, Seconds{0}).empty()) {
            marked[file.stem().string()] = std::move(all);
        }
    }
    return marked;
}

RhythmSet analyse_set(const Request& request, const fs::path& folder, const std::string& name) {
    RhythmSet set{name, {}};
    const auto marked = marked_records(folder);
    if (marked.empty()) {
        return set;
    }
    std::vector<fs::path> headers = headers_in(folder);
    std::erase_if(headers, [&](const fs::path& h) { return !marked.contains(h.stem().string()); });
    const BeatFolds folds{name == "mitdb" ? request.folds : ""};
    RunPlan plan;
    plan.title = name;
    plan.jobs = request.jobs;
    plan.settings = [&](const std::string& record) {
        analyze::AnalyzeSettings settings = folds.settings_for(record);
        settings.lead_waves = false; // as ecg-analyze has it
        return settings;
    };
    for (const AnalysedRecord& record : analyse_records(headers, plan)) {
        const Analysis& analysis = record.analysis;
        const Seconds end{static_cast<double>(analysis.samples) / analysis.rate_hz};
        set.records.push_back(
            {record.name, marked_rhythms(marked.at(record.name), Hertz{record.file_rate_hz}, end),
             found_rhythms(analysis.rhythm)});
    }
    return set;
}

} // namespace

std::vector<LabelledClass> count_fibrillation(const Request& request) {
    const fs::path table = reference_table(request);
    if (table.empty()) {
        return {};
    }
    std::ifstream file{table, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    std::map<std::string, std::string> labels;
    std::vector<fs::path> headers;
    for (const auto& row : csv_rows(text)) {
        const fs::path header =
            row.size() < 2 ? fs::path{} : header_of(table.parent_path(), row[0]);
        if (!header.empty()) {
            headers.push_back(header);
            labels[row[0]] = row[1];
        }
    }
    std::vector<LabelledClass> classes{{"A", {}, {}}, {"N", {}, {}}, {"O", {}, {}}, {"~", {}, {}}};
    RunPlan plan;
    plan.title = "CinC 2017";
    plan.jobs = request.jobs;
    for (const AnalysedRecord& record : analyse_records(headers, plan)) {
        const auto labelled = std::find_if(classes.begin(), classes.end(), [&](const auto& one) {
            return one.name == labels[record.name];
        });
        if (labelled == classes.end()) {
            throw Error{ErrorKind::data,
                        table.string() + ": " + record.name + " is none of N, A, O and ~"};
        }
        (finds_fibrillation(record.analysis) ? labelled->with : labelled->without)
            .push_back(record.name);
    }
    return classes;
}

StatementScore fibrillation_score(const std::vector<LabelledClass>& classes) {
    StatementScore score;
    for (const LabelledClass& one : classes) {
        if (one.name == "A") {
            score.hits += static_cast<std::int64_t>(one.with.size());
            score.missed += static_cast<std::int64_t>(one.without.size());
            score.missed_records = one.without;
        } else if (one.name != "~") {
            score.extra += static_cast<std::int64_t>(one.with.size());
            score.quiet += static_cast<std::int64_t>(one.without.size());
            score.extra_records.insert(score.extra_records.end(), one.with.begin(), one.with.end());
        }
    }
    return score;
}

std::vector<RhythmSet> analyse_rhythms(const Request& request) {
    std::vector<RhythmSet> all;
    for (const std::string name : sets) {
        all.push_back(analyse_set(request, request.data / name, name));
    }
    all.push_back(analyse_set(request, request.data, request.data.filename().string()));
    std::erase_if(all, [](const RhythmSet& set) { return set.records.empty(); });
    return all;
}

} // namespace ecg::accuracy
