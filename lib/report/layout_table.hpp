// The arrangements of the twelve leads: rows, columns, and which lead stands where.
#pragma once

#include "model/lead.hpp"
#include "report/report.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace ecg::report {

/// One arrangement. Leads run down each column, or along each row.
struct LayoutTable {
    Layout layout = Layout::three_by_four_one;
    std::string_view name;  ///< "3x4+1"
    std::string_view words; ///< "3 × 4 leads"
    std::size_t rows = 3;
    std::size_t columns = 4;
    bool down_columns = true;
    std::size_t strips = 1; ///< rhythm strips below, each over the whole width
    Orientation paper = Orientation::landscape;
};

const LayoutTable& table_of(Layout layout);

/// The layout that users call name; absent when there is none such.
std::optional<Layout> layout_named(std::string_view name);

/// A lead as it is drawn; aVR is turned over in Cabrera order.
struct DrawnLead {
    Lead lead = Lead::I;
    bool inverted = false;
};

/// The twelve in the order in which a page shows them.
std::vector<DrawnLead> drawn_leads(LeadOrder order);

/// Where the nth of the drawn leads stands.
struct Cell {
    std::size_t row = 0;
    std::size_t column = 0;
};

Cell cell_of(const LayoutTable& table, std::size_t n);

} // namespace ecg::report
