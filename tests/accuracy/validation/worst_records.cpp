#include "accuracy/validation/worst_records.hpp"

#include "accuracy/statistics.hpp"
#include "accuracy/validation/markdown.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::accuracy {
namespace {

constexpr std::size_t shown = 5;

std::vector<std::string> records_of(const PointScore& score) {
    std::vector<std::string> names;
    for (const Strip& strip : score.strips()) {
        if (names.empty() || names.back() != strip.record) {
            names.push_back(strip.record);
        }
    }
    return names;
}

double squares_around(const std::vector<double>& values, double mean) {
    double sum = 0;
    for (const double v : values) {
        sum += (v - mean) * (v - mean);
    }
    return sum;
}

} // namespace

std::string worst_of(std::vector<Ranked> all) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Ranked& a, const Ranked& b) { return a.cost > b.cost; });
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, all.size()) && all[i].cost > 0; ++i) {
        text += (i > 0 ? ", " : "") + all[i].text;
    }
    return text;
}

std::string worst_by_counts(const PointScore& score) {
    std::vector<Ranked> all;
    for (const std::string& record : records_of(score)) {
        const Counts counts = score.of_record(record).counts();
        all.push_back({static_cast<double>(counts.missed + counts.invented),
                       record + " (" + figure(counts.missed) + " missed, " +
                           figure(counts.invented) + " invented)"});
    }
    return worst_of(std::move(all));
}

std::string worst_by_spread(const PointScore& score) {
    const std::vector<double> errors = score.errors_ms();
    const double mean = mean_of(errors).value_or(0);
    const double whole = squares_around(errors, mean);
    std::vector<Ranked> all;
    for (const std::string& record : records_of(score)) {
        const std::vector<double> own = score.of_record(record).errors_ms();
        const double share = whole > 0 ? 100 * squares_around(own, mean) / whole : 0;
        all.push_back({share, record + " (" + figure(share, 0) + " % of the squares, mean " +
                                  figure(mean_of(own), 0) + " ms)"});
    }
    return worst_of(std::move(all));
}

std::string worst_by_mean(const PointScore& score) {
    const double sign = mean_of(score.errors_ms()).value_or(0) < 0 ? -1 : 1;
    std::vector<Ranked> all;
    for (const std::string& record : records_of(score)) {
        const std::vector<double> own = score.of_record(record).errors_ms();
        const double mean = mean_of(own).value_or(0);
        all.push_back({sign * mean * static_cast<double>(own.size()),
                       record + " (mean " + figure(mean, 0) + " ms)"});
    }
    return worst_of(std::move(all));
}

std::string worst_by_difference(const IntervalScore& score) {
    const double mean = mean_of(score.differences_ms()).value_or(0);
    std::vector<Ranked> all;
    for (const RecordInterval& record : score.records) {
        all.push_back({std::abs(record.difference_ms() - mean),
                       record.record + " (" + figure(record.difference_ms(), 0) + " ms)"});
    }
    return worst_of(std::move(all));
}

} // namespace ecg::accuracy
