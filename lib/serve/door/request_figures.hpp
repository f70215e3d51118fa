// What the server counts of its requests, and how Prometheus reads it.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// Safe to be used from any number of threads; counting waits for nobody.
class RequestFigures {
public:
    /// names: of all endpoints; what has no endpoint is counted as "none".
    explicit RequestFigures(const std::vector<std::string>& names);

    void count(std::string_view endpoint, int status, std::chrono::microseconds took);

    /// Appends the text of the Prometheus exposition format, version 0.0.4.
    void write(std::string& out) const;

private:
    /// Upper ends of the buckets; the last is open.
    static constexpr std::array<double, 10> seconds{0.001, 0.0025, 0.005, 0.01, 0.025,
                                                    0.05,  0.1,    0.25,  1,    5};

    struct Counts {
        std::array<std::atomic<std::int64_t>, 6> by_class{}; ///< 1xx to 5xx, by the first digit
        std::array<std::atomic<std::int64_t>, seconds.size() + 1> by_time{};
        std::atomic<std::int64_t> microseconds{0};
    };

    std::map<std::string, std::unique_ptr<Counts>, std::less<>> by_endpoint_; ///< never grows
};

/// "# HELP …", "# TYPE …" and, for a figure of one number, its line.
void write_figure_head(std::string& out, std::string_view name, std::string_view type,
                       std::string_view help);
void write_figure(std::string& out, std::string_view name, std::string_view type,
                  std::string_view help, double value);

} // namespace ecg::serve
