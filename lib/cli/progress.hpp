// A progress bar for a person at a terminal; nothing for anybody else.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace ecg::cli {

/// "37 of 200 files, 1.5/s, 2 min 10 s left", rewritten in place at most five times a second.
class Progress {
public:
    /// total: how many things there are; what: "files". total 0: the end is not known.
    Progress(std::string what, double total);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(double done);
    /// Where the total is another than it was.
    void show(double done, double total);

private:
    using Clock = std::chrono::steady_clock;

    std::string what_;
    double total_;
    Clock::time_point start_;
    Clock::time_point shown_;
};

struct ProgressPace {
    double left = -1;       ///< seconds to go; negative when it cannot be told
    double per_second = -1; ///< things; negative when it cannot be told
};

/// The words of the bar in so many columns: the narrower, the shorter is the bar, and then the
/// words.
std::string progress_text(double done, double total, const std::string& what,
                          const ProgressPace& pace, std::size_t columns);

} // namespace ecg::cli
