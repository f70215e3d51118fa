// The table of leads on paper.
#pragma once

#include "report/canvas.hpp"
#include "report/lead_table.hpp"

namespace ecg::report {

/// Of the whole table with its notes, mm, in a box of that width.
double table_height(const Canvas& canvas, const Box& box, const LeadTable& table);

/// How many rows fit the box above the notes; at least one.
std::size_t rows_that_fit(const Canvas& canvas, const Box& box, const LeadTable& table);

/// Which rows of a table a page shows.
struct TablePart {
    std::size_t first = 0;
    std::size_t count = 0;
};

/// Headings, the rows, hairlines between them, and the notes below.
void draw_lead_table(Canvas& canvas, const Box& box, const LeadTable& table, TablePart part);

} // namespace ecg::report
