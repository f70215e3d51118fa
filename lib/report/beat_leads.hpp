// Which leads of the representative beat a page shows, and in which order.
#pragma once

#include "model/recording.hpp"
#include "report/report.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// A lead that has a cell.
struct BeatLead {
    std::string name;                   ///< the lead's, as the recording has it
    std::string label;                  ///< as it is printed: "−aVR" where it is turned over
    const LeadSignal* signal = nullptr; ///< absent: not recorded
    bool inverted = false;
    bool chest = false; ///< V1 to V6
};

struct BeatLeads {
    std::vector<BeatLead> shown;       ///< at most twelve
    std::vector<std::string> left_out; ///< names of those that found no cell
};

/// All twelve, recorded or not, where seven of them are there; else those that are, the standard
/// ones first.
BeatLeads choose_beat_leads(const std::vector<LeadSignal>& signals, LeadOrder order);

/// Places of names: standard leads in the order of the page, each once, then all others.
std::vector<std::size_t> places_in_order(const std::vector<std::string>& names, LeadOrder order);

} // namespace ecg::report
