#include "accuracy/statement_score.hpp"

#include <algorithm>

namespace ecg::accuracy {
namespace {

std::optional<double> share(std::int64_t part, std::int64_t rest) {
    return part + rest == 0
               ? std::nullopt
               : std::optional{100 * static_cast<double>(part) / static_cast<double>(part + rest)};
}

bool has_any(const std::set<std::string>& set, const std::vector<std::string>& wanted) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& one) { return set.contains(one); });
}

bool says_any(const Findings& found, const std::vector<std::string>& codes) {
    return std::any_of(found.begin(), found.end(), [&](const Finding& finding) {
        return std::find(codes.begin(), codes.end(), finding.code) != codes.end();
    });
}

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

} // namespace

std::optional<double> StatementScore::sensitivity() const {
    return share(hits, missed);
}

std::optional<double> StatementScore::specificity() const {
    return share(quiet, extra);
}

std::optional<double> StatementScore::precision() const {
    return share(hits, extra);
}

std::optional<double> StatementScore::f1() const {
    return hits + missed == 0 ? std::nullopt : share(2 * hits, extra + missed);
}

const std::vector<StatementRow>& ptbxl_rows() {
    static const std::vector<StatementRow> rows{
        {"NORM", {"NORM"}, {"NORM", "OTHN"}},
        {"SR", {"SR", "SBRAD", "STACH", "SARRH"}, {"SR", "SBRAD", "STACH", "SARRH"}},
        {"AFIB", {"AFIB"}, {"AFIB"}},
        {"AFLT", {"AFLT"}, {"AFLT"}},
        {"1AVB", {"1AVB"}, {"1AVB"}},
        {"LBBB", {"CLBBB"}, {"CLBBB"}},
        {"RBBB", {"CRBBB"}, {"CRBBB"}},
        {"IRBBB", {"IRBBB"}, {"IRBBB"}},
        {"LAFB", {"LAFB"}, {"LAFB"}},
        {"PVC", {"PVC", "BIGU", "TRIGU"}, {"PVC", "BIGU", "TRIGU", "VCPL", "NSVT", "VT"}},
        {"PAC", {"PAC"}, {"PAC"}},
        {"LVH", {"LVH", "VCLVH"}, {"LVH", "VCLVH"}},
        {"LNGQT", {"LNGQT"}, {"LNGQT"}},
        {"IMI", {"IMI", "ILMI", "IPMI", "IPLMI"}, {"IMI"}},
        {"AMI", {"AMI", "ASMI", "ALMI"}, {"AMI", "ASMI", "ALMI"}},
        {"STD", {"STD_"}, {"STD_"}},
        {"STE", {"STE_"}, {"STE_", "INJAS", "INJAL", "INJIN", "INJIL", "INJLA"}},
    };
    return rows;
}

const std::vector<StatementRow>& cpsc_rows() {
    static const std::vector<StatementRow> rows{
        {"NORM", {"NORM"}, {"NORM", "OTHN"}},
        {"AFIB", {"AFIB"}, {"AFIB"}},
        {"1AVB", {"1AVB"}, {"1AVB"}},
        {"LBBB", {"CLBBB"}, {"CLBBB"}},
        {"RBBB", {"RBBB", "CRBBB", "IRBBB"}, {"CRBBB", "IRBBB"}},
        {"PVC", {"PVC"}, {"PVC", "BIGU", "TRIGU", "VCPL", "NSVT", "VT"}},
        {"PAC", {"PAC"}, {"PAC"}},
        {"STD", {"STD_"}, {"STD_"}},
        {"STE", {"STE_"}, {"STE_", "INJAS", "INJAL", "INJIN", "INJIL", "INJLA"}},
    };
    return rows;
}

void count(StatementScore& score, const StatementRow& row, const LabelledRecord& labelled,
           const Findings& found) {
    const bool is_labelled = has_any(labelled.labels, row.labels);
    if (!is_labelled && has_any(labelled.unsure, row.labels)) {
        return;
    }
    const bool is_found = says_any(found, row.codes);
    const std::string name = labelled.header.stem().string();
    if (is_labelled && is_found) {
        ++score.hits;
    } else if (is_found) {
        ++score.extra;
        score.extra_records.push_back(name);
    } else if (is_labelled) {
        ++score.missed;
        score.missed_records.push_back(name);
    } else {
        ++score.quiet;
    }
}

StatementScore sum_of(const StatementScore& a, const StatementScore& b) {
    StatementScore sum = a;
    sum.hits += b.hits;
    sum.extra += b.extra;
    sum.missed += b.missed;
    sum.quiet += b.quiet;
    append(sum.extra_records, b.extra_records);
    append(sum.missed_records, b.missed_records);
    return sum;
}

} // namespace ecg::accuracy
