// What was measured in each lead, as rows and columns of words.
#pragma once

#include "model/analysis.hpp"
#include "report/report.hpp"

#include <string>
#include <vector>

namespace ecg::report {

struct TableColumn {
    std::string group;   ///< over neighbours of the same group: "AMPLITUDE, mV"
    std::string heading; ///< "R"
    double share = 1;    ///< of the width
};

struct TableRow {
    std::vector<std::string> cells; ///< one a column; "–" for what is absent
    bool bad = false;               ///< the signal was too poor to measure
};

struct LeadTable {
    std::vector<TableColumn> columns;
    std::vector<TableRow> rows;     ///< in the order of the page
    std::vector<std::string> notes; ///< how it was measured, and why something is absent
};

/// Rows of all leads that the analysis names; none when it measured in no lead.
LeadTable lead_table(const Analysis& analysis, LeadOrder order);

} // namespace ecg::report
