// Leads that say nothing though samples come: stuck at one value, or at the converter's end.
#pragma once

#include "acquire/stream/lead_plan.hpp"
#include "acquire/stream/timeline.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ecg::acquire {

enum class Trouble { flat, saturated };

struct LeadTrouble {
    Trouble trouble{};
    std::string lead;
    std::int64_t first = 0; ///< sample where it began
};

/// Tells each trouble once, when it is sure; again only after the lead was well for a while.
class SignalWatch {
public:
    SignalWatch(const LeadPlan& plan, Hertz rate);

    std::vector<LeadTrouble> see(const Placed& placed);

    static constexpr Seconds flat_for{2};

private:
    struct Watch {
        double last = no_value;
        std::int64_t since = 0;        ///< the sample from which it is last
        std::int64_t alike = 0;        ///< samples since then; what was lost does not count
        std::int64_t last_at_end = -1; ///< the newest sample that was saturated; -1: none
        bool flat_told = false;
        bool saturated_told = false;
    };

    void look(std::size_t lead, const PlacedFrame& frame, std::vector<LeadTrouble>& found);

    std::vector<PlannedLead> leads_;
    std::int64_t long_enough_; ///< samples
    std::vector<Watch> watches_;
};

} // namespace ecg::acquire
