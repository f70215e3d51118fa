#include "accuracy/statement_table.hpp"

#include "support/statement_matrix.hpp"

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace ecg::accuracy {
namespace {

struct Row {
    const test::MatrixRow* expected;
    std::map<std::string, int> counts;
    std::map<std::string, int> wrong; ///< by what wrong_codes says
};

std::vector<Row> measure() {
    std::vector<Row> rows;
    for (const test::MatrixRow& expected : test::matrix_rows()) {
        Row row{&expected, {}, {}};
        for (const test::MatrixSetting& setting : test::matrix_settings()) {
            const test::Codes said = test::said_of(expected, setting);
            for (const std::string& code : said) {
                ++row.counts[code];
            }
            if (const auto wrong = test::wrong_codes(expected, setting, said); !wrong.empty()) {
                ++row.wrong[wrong];
            }
        }
        rows.push_back(row);
    }
    return rows;
}

test::Codes columns_of(const std::vector<Row>& rows) {
    test::Codes columns;
    for (const Row& row : rows) {
        columns.insert(row.expected->says.begin(), row.expected->says.end());
        for (const auto& [code, count] : row.counts) {
            columns.insert(code);
        }
    }
    return columns;
}

} // namespace

void print_statement_table() {
    const std::vector<Row> rows = measure();
    const test::Codes columns = columns_of(rows);
    std::printf("\nStatements of %zu settings (80, 250 and 500 Hz, clean and noisy) of each "
                "synthetic heart; [n] where expected\n\n|  |",
                test::matrix_settings().size());
    for (const std::string& code : columns) {
        std::printf(" %s |", code.c_str());
    }
    std::printf("\n|---|");
    for (std::size_t k = 0; k < columns.size(); ++k) {
        std::printf("---|");
    }
    for (const Row& row : rows) {
        std::printf("\n| %s |", row.expected->name.c_str());
        for (const std::string& code : columns) {
            const auto found = row.counts.find(code);
            const int count = found == row.counts.end() ? 0 : found->second;
            if (row.expected->says.contains(code)) {
                std::printf(" [%d] |", count);
            } else {
                std::printf(count == 0 ? " |" : " %d |", count);
            }
        }
    }
    std::printf("\n\nMissing (with a minus) or too much, and in how many settings:\n\n");
    for (const Row& row : rows) {
        for (const auto& [wrong, count] : row.wrong) {
            std::printf("- %s: %s(%d)%s\n", row.expected->name.c_str(), wrong.c_str(), count,
                        row.expected->holds ? "" : ", not yet asked for");
        }
    }
}

} // namespace ecg::accuracy
