#include "accuracy/monitor_table.hpp"

#include "support/monitor_cases.hpp"

#include <cmath>
#include <cstdio>

namespace ecg::accuracy {

void print_monitor_table() {
    std::printf(
        "\nHeart rate, 1/min, in rhythms after IEC 60601-2-27 and beside tall T waves; what "
        "lies outside is marked *\n\n");
    std::printf("| signal | true | Hz | 12 leads | lead II | lead I | lead V5 |\n");
    std::printf("|---|---|---|---|---|---|---|\n");
    for (const double rate : {80.0, 250.0, 500.0}) {
        for (const test::MonitorCase& one : test::monitor_cases(Hertz{rate})) {
            std::printf("| %s | %.0f ±%.0f | %.0f |", one.name.c_str(), one.rate_bpm, one.allowed,
                        rate);
            for (const char* lead : {"", "II", "I", "V5"}) {
                const auto found = test::found_rate(one, lead);
                const bool good = found && std::abs(*found - one.rate_bpm) <= one.allowed;
                std::printf(" %.1f%s |", found.value_or(0), good ? "" : " *");
            }
            std::printf("\n");
        }
    }
}

} // namespace ecg::accuracy
