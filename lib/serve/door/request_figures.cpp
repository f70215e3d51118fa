#include "serve/door/request_figures.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

constexpr std::string_view no_endpoint = "none";

void write_line(std::string& out, std::string_view name, const std::string& labels, double value) {
    out.append(name).append(labels).append(" ");
    append_shortest(out, value);
    out.append("\n");
}

/// {endpoint="add_metrics",le="0.1"}
std::string labels_of(std::string_view endpoint, std::string_view name = "",
                      std::string_view value = "") {
    std::string text = "{endpoint=\"";
    text.append(endpoint).append("\"");
    if (!name.empty()) {
        text.append(",").append(name).append("=\"").append(value).append("\"");
    }
    return text.append("}");
}

} // namespace

RequestFigures::RequestFigures(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        by_endpoint_.emplace(name, std::make_unique<Counts>());
    }
    by_endpoint_.emplace(no_endpoint, std::make_unique<Counts>());
}

void RequestFigures::count(std::string_view endpoint, int status, std::chrono::microseconds took) {
    auto found = by_endpoint_.find(endpoint);
    if (found == by_endpoint_.end()) {
        found = by_endpoint_.find(no_endpoint);
    }
    Counts& counts = *found->second;
    const double took_s = std::chrono::duration<double>(took).count();
    const auto* bucket = std::lower_bound(seconds.begin(), seconds.end(), took_s);
    counts.by_time[static_cast<std::size_t>(bucket - seconds.begin())].fetch_add(
        1, std::memory_order_relaxed);
    counts.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(
        1, std::memory_order_relaxed);
    counts.microseconds.fetch_add(took.count(), std::memory_order_relaxed);
}

void RequestFigures::write(std::string& out) const {
    write_figure_head(out, "ecg_requests_total", "counter", "Requests that were answered.");
    for (const auto& [name, counts] : by_endpoint_) {
        for (std::size_t digit = 1; digit < counts->by_class.size(); ++digit) {
            const std::int64_t count = counts->by_class[digit].load(std::memory_order_relaxed);
            if (count > 0) {
                write_line(out, "ecg_requests_total",
                           labels_of(name, "status", std::to_string(digit) + "xx"),
                           static_cast<double>(count));
            }
        }
    }
    write_figure_head(out, "ecg_request_seconds", "histogram", "From a request to its answer.");
    for (const auto& [name, counts] : by_endpoint_) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < counts->by_time.size(); ++i) {
            sum += counts->by_time[i].load(std::memory_order_relaxed);
            std::string end = "+Inf";
            if (i < seconds.size()) {
                end.clear();
                append_shortest(end, seconds[i]);
            }
            write_line(out, "ecg_request_seconds_bucket", labels_of(name, "le", end),
                       static_cast<double>(sum));
        }
        const std::string labels = labels_of(name);
        write_line(out, "ecg_request_seconds_sum", labels,
                   static_cast<double>(counts->microseconds.load(std::memory_order_relaxed)) / 1e6);
        write_line(out, "ecg_request_seconds_count", labels, static_cast<double>(sum));
    }
}

void write_figure_head(std::string& out, std::string_view name, std::string_view type,
                       std::string_view help) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n");
    out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void write_figure(std::string& out, std::string_view name, std::string_view type,
                  std::string_view help, double value) {
    write_figure_head(out, name, type, help);
    write_line(out, name, "", value);
}

} // namespace ecg::serve
