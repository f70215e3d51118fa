// Statements found against statements labelled, one kind at a time: a table of two by two.
#pragma once

#include "accuracy/statement_labels.hpp"
#include "model/findings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// One row of the confusion table: which labels and which codes of findings stand for it.
struct StatementRow {
    std::string name;
    std::vector<std::string> labels;
    std::vector<std::string> codes;
};

struct StatementScore {
    std::int64_t hits = 0, extra = 0, missed = 0, quiet = 0;
    std::vector<std::string> extra_records, missed_records;

    /// Shares in percent; absent where there is nothing to divide by.
    [[nodiscard]] std::optional<double> sensitivity() const;
    [[nodiscard]] std::optional<double> specificity() const;
    [[nodiscard]] std::optional<double> precision() const;
    [[nodiscard]] std::optional<double> f1() const;
};

/// The statements of the table: by the acronyms of PTB-XL.
const std::vector<StatementRow>& ptbxl_rows();

/// Those that CPSC 2018 has. It does not tell complete from incomplete blocks of the right bundle.
const std::vector<StatementRow>& cpsc_rows();

/// Counts one record; one whose label is unsure does not count.
void count(StatementScore& score, const StatementRow& row, const LabelledRecord& labelled,
           const Findings& found);

StatementScore sum_of(const StatementScore& a, const StatementScore& b);

} // namespace ecg::accuracy
