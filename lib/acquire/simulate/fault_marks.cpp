#include "acquire/simulate/fault_marks.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace ecg::acquire {

std::string_view name_of(MarkKind kind) {
    constexpr std::array<std::string_view, 3> names{"stall", "unplug", "replug"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<Mark> marks_of(const FaultList& faults) {
    std::vector<Mark> marks;
    for (const TimedFault& fault : faults.timed) {
        if (fault.kind == TimedKind::unplug) {
            marks.push_back({fault.from, MarkKind::unplug});
            marks.push_back({fault.to, MarkKind::replug});
        } else if (fault.kind == TimedKind::stall) {
            marks.push_back({fault.from, MarkKind::stall});
        }
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const Mark& a, const Mark& b) { return a.at < b.at; });
    return marks;
}

std::vector<TimedFault> of_kind(const FaultList& faults, TimedKind kind) {
    std::vector<TimedFault> found;
    std::copy_if(faults.timed.begin(), faults.timed.end(), std::back_inserter(found),
                 [&](const TimedFault& fault) { return fault.kind == kind; });
    return found;
}

} // namespace ecg::acquire
