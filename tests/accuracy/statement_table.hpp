// What is said of each synthetic heart.
#pragma once

namespace ecg::accuracy {

/// Prints a confusion matrix as Markdown: rows matrix_rows, columns the statements, in the cells
/// how often each was made in matrix_settings; [n] where it is to be made. Then what is wrong, by
/// row.
void print_statement_table();

} // namespace ecg::accuracy
