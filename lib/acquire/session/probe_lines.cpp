#include "acquire/session/probe_lines.hpp"

#include "acquire/session/driver_score.hpp"
#include "acquire/wire/port_claim.hpp"

#include <algorithm>
#include <filesystem>

namespace ecg::acquire {

std::vector<LineSettings> lines_of_drivers() {
    std::vector<LineSettings> lines;
    const auto users = [](const LineSettings& line) {
        return std::count_if(candidates().begin(), candidates().end(),
                             [&](const Candidate& one) { return one.description.line == line; });
    };
    for (const Candidate& candidate : candidates()) {
        const LineSettings& line = candidate.description.line;
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) {
            lines.push_back(line);
        }
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [&](const auto& a, const auto& b) { return users(a) > users(b); });
    return lines;
}

std::vector<LineSettings> other_lines() {
    const auto known = lines_of_drivers();
    std::vector<LineSettings> lines;
    for (const int baud : {9600, 19200, 38400, 57600, 115200, 230400, 250000, 460800, 921600}) {
        LineSettings line;
        line.baud = baud;
        if (std::find(known.begin(), known.end(), line) == known.end()) {
            lines.push_back(line);
        }
    }
    return lines;
}

bool has_speed(const std::string& port) {
    if (port == "-" || port.starts_with("tcp:") || port.starts_with("file:")) {
        return false;
    }
    std::error_code missing;
    const auto device = std::filesystem::canonical(port, missing);
    return missing || !is_pseudo_terminal(device.string());
}

} // namespace ecg::acquire
