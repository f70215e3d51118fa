// A progress bar for a person at a terminal; nothing for anybody else.
#pragma once

#include <chrono>
#include <string>

namespace ecg::cli {

/// "37 of 200 files, 2 min 10 s left", rewritten in place at most five times a second.
class Progress {
public:
    /// total: how many things there are; what: "files". total 0: the end is not known.
    Progress(std::string what, double total);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(double done);

private:
    using Clock = std::chrono::steady_clock;

    std::string what_;
    double total_;
    Clock::time_point start_;
    Clock::time_point shown_;
};

/// The words of the bar. left: seconds to go as far as it can be told, negative when it cannot.
std::string progress_text(double done, double total, const std::string& what, double left);

} // namespace ecg::cli
