#include "accuracy/point_score.hpp"

#include "accuracy/statistics.hpp"

namespace ecg::accuracy {
namespace {

std::optional<double> percent(std::int64_t part, std::int64_t whole) {
    if (whole == 0) {
        return std::nullopt;
    }
    return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

template <class Belongs> PointScore part_of(const PointScore& whole, Belongs belongs) {
    PointScore part;
    for (const Strip& strip : whole.strips()) {
        if (belongs(strip)) {
            part.add(strip);
        }
    }
    return part;
}

} // namespace

std::optional<double> Counts::sensitivity() const {
    return percent(found, found + missed);
}

std::optional<double> Counts::predictivity() const {
    return percent(found, found + invented);
}

std::optional<double> Counts::f1() const {
    return percent(2 * found, 2 * found + missed + invented);
}

Counts PointScore::counts() const {
    Counts sum;
    for (const Strip& strip : strips_) {
        sum.found += static_cast<std::int64_t>(strip.errors_ms.size());
        sum.missed += strip.missed;
        sum.invented += strip.invented;
    }
    return sum;
}

std::vector<double> PointScore::errors_ms() const {
    std::vector<double> all;
    for (const Strip& strip : strips_) {
        all.insert(all.end(), strip.errors_ms.begin(), strip.errors_ms.end());
    }
    return all;
}

std::optional<double> PointScore::strip_mean_ms() const {
    std::vector<double> means;
    for (const Strip& strip : strips_) {
        if (const auto mean = mean_of(strip.errors_ms)) {
            means.push_back(*mean);
        }
    }
    return mean_of(means);
}

std::optional<double> PointScore::strip_sd_ms() const {
    std::vector<double> sds;
    for (const Strip& strip : strips_) {
        if (const auto sd = sd_of(strip.errors_ms)) {
            sds.push_back(*sd);
        }
    }
    return mean_of(sds);
}

PointScore PointScore::of_record(const std::string& record) const {
    return part_of(*this, [&](const Strip& strip) { return strip.record == record; });
}

PointScore PointScore::of_lead(const std::string& lead) const {
    return part_of(*this, [&](const Strip& strip) { return strip.lead == lead; });
}

} // namespace ecg::accuracy
