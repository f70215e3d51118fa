// The moments at which a list of faults changes something, in order.
#pragma once

#include "acquire/simulate/fault_list.hpp"

#include <string_view>
#include <vector>

namespace ecg::acquire {

enum class MarkKind { stall, unplug, replug };

struct Mark {
    Seconds at{};
    MarkKind kind{};
};

/// As the truth has it: "unplug".
std::string_view name_of(MarkKind kind);

/// By moment. A pause or reboot leaves no mark: the packets know.
std::vector<Mark> marks_of(const FaultList& faults);

/// Those of one kind, by moment.
std::vector<TimedFault> of_kind(const FaultList& faults, TimedKind kind);

} // namespace ecg::acquire
