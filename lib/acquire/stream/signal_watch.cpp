#include "acquire/stream/signal_watch.hpp"

#include <cmath>

namespace ecg::acquire {

SignalWatch::SignalWatch(const LeadPlan& plan, Hertz rate)
    : leads_{plan.measured}, long_enough_{std::llround(flat_for.count() * rate.value)},
      watches_(plan.measured.size()) {}

std::vector<LeadTrouble> SignalWatch::see(const Placed& placed) {
    std::vector<LeadTrouble> found;
    for (const PlacedFrame& frame : placed.frames) {
        for (std::size_t i = 0; i < leads_.size(); ++i) {
            look(i, frame, found);
        }
    }
    return found;
}

void SignalWatch::look(std::size_t lead, const PlacedFrame& frame,
                       std::vector<LeadTrouble>& found) {
    const double count = frame.frame.counts[leads_[lead].channel];
    Watch& watch = watches_[lead];
    if (std::isnan(count)) {
        watch.last = no_value;
        return;
    }
    if (count != watch.last) {
        watch.last = count;
        watch.since = frame.index;
        watch.alike = 1;
        watch.flat_told = false;
    } else if (++watch.alike > long_enough_ && !watch.flat_told) {
        watch.flat_told = true;
        found.push_back({Trouble::flat, leads_[lead].name, watch.since});
    }
    if (count <= leads_[lead].lowest || count >= leads_[lead].highest) {
        if (!watch.saturated_told) {
            found.push_back({Trouble::saturated, leads_[lead].name, frame.index});
        }
        watch.saturated_told = true;
        watch.last_at_end = frame.index;
    } else if (watch.saturated_told && frame.index - watch.last_at_end >= long_enough_) {
        watch.saturated_told = false;
    }
}

} // namespace ecg::acquire
