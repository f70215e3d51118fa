#include "analyze/interpret/statements.hpp"
#include "support/catch.hpp"
#include "support/statement_matrix.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::test;

TEST_CASE(
    "Each synthetic heart gets its statements and no other, at 80, 250 and 500 Hz, with noise "
    "and without") {
    for (const MatrixRow& row : matrix_rows()) {
        for (const MatrixSetting& setting : matrix_settings()) {
            if (row.holds) {
                CAPTURE(row.name, setting.rate_hz, setting.noisy);
                CHECK(wrong_codes(row, setting, said_of(row, setting)) == "");
            }
        }
    }
}

TEST_CASE("The matrix has a row for each synthetic heart, but for what has no name") {
    const Codes nameless{"iec-3c", "iec-3d", "tall-t"}; // alike others, or without a statement
    for (const auto& [name, words] : synth::presets()) {
        const auto& rows = matrix_rows();
        CAPTURE(std::string{name});
        CHECK(nameless.contains(name) !=
              std::any_of(rows.begin(), rows.end(),
                          [&](const MatrixRow& row) { return row.name == name; }));
    }
}
