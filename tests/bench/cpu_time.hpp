// What this process has used so far.
#pragma once

#include <sys/resource.h>

#include <functional>

namespace ecg::bench {

inline rusage used_so_far() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage;
}

/// What others do on the machine does not count.
inline double cpu_seconds() {
    const rusage usage = used_so_far();
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

inline double seconds_of(const std::function<void()>& work) {
    const double start = cpu_seconds();
    work();
    return cpu_seconds() - start;
}

inline double peak_megabytes() {
    return static_cast<double>(used_so_far().ru_maxrss) / 1024;
}

} // namespace ecg::bench
