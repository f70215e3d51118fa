#include "accuracy/synthetic_table.hpp"

#include "support/synthetic_grid.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>

namespace ecg::accuracy {
namespace {

using namespace ecg::test;

struct Worst {
    long missed = 0;
    long invented = 0;
    std::map<const char*, double> value;
    long absent = 0;
};

void take(Worst& worst, const char* key, const std::optional<double>& error) {
    if (error) {
        worst.value[key] = std::max(worst.value[key], *error);
    } else {
        ++worst.absent;
    }
}

void print_row(const char* noise, double rate, double heart_rate, const Worst& w,
               const GridLimits& l) {
    const auto at = [&](const char* key) {
        const auto found = w.value.find(key);
        return found == w.value.end() ? -1.0 : found->second;
    };
    std::printf(
        "%-6s %5.0f %5.0f %7ld %9ld %7ld  %5.2f/%-4.1f %5.1f/%-4.0f %5.1f/%-4.0f %5.1f/%-4.0f "
        "%5.1f/%-3.0f %6.3f/%.2f\n",
        noise, rate, heart_rate, w.missed, w.invented, w.absent, at("hr"), l.heart_rate_bpm,
        at("pr"), l.pr_ms, at("qrs"), l.qrs_ms, at("qt"), l.qt_ms, at("axis"), l.axis_deg, at("st"),
        l.st_mv);
}

} // namespace

void print_synthetic_table(bool by_case) {
    std::printf("Worst absolute error / limit over three axes\n");
    std::printf("%-6s %5s %5s %7s %9s %7s  %10s %10s %10s %10s %9s %11s\n", "noise", "Hz", "/min",
                "missed", "invented", "absent", "HR bpm", "PR ms", "QRS ms", "QT ms", "axis deg",
                "ST mV");
    for (const bool noisy : {false, true}) {
        std::map<std::pair<double, double>, Worst> rows;
        for (const GridCase& one : grid(noisy)) {
            const GridErrors e = measure_errors(one);
            Worst single;
            for (Worst* w : {&rows[{one.rate_hz, one.heart_rate_bpm}], &single}) {
                w->missed += e.missed;
                w->invented += e.invented;
                take(*w, "hr", e.heart_rate_bpm);
                take(*w, "pr", e.pr_ms);
                take(*w, "qrs", e.qrs_ms);
                take(*w, "qt", e.qt_ms);
                take(*w, "axis", e.axis_deg);
                take(*w, "st", e.st_mv);
            }
            if (by_case) {
                print_row(name_of(one).c_str(), one.rate_hz, one.heart_rate_bpm, single,
                          limits_for(one));
            }
        }
        for (const auto& [key, worst] : rows) {
            print_row(noisy ? "30 uV" : "none", key.first, key.second, worst,
                      limits_for({key.first, key.second, 0, noisy}));
        }
    }
}

} // namespace ecg::accuracy
