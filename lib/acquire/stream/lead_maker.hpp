// Counts of channels become leads in millivolts.
#pragma once

#include "acquire/stream/electrode_latch.hpp"
#include "acquire/stream/lead_plan.hpp"
#include "acquire/stream/timeline.hpp"
#include "model/recording.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ecg::acquire {

/// From one sample on these have no contact.
struct ContactChange {
    std::int64_t first = 0;
    ElectrodeSet electrodes_off;
    ChannelSet channels_off;
};

/// Takes each channel's zero out, then derives III, aVR, aVL and aVF from I and II [einthoven-1913,
/// goldberger-1942]. Leads without their electrodes have no samples.
class LeadMaker {
public:
    /// keep_off: leads whose electrode is off keep what the device sent.
    LeadMaker(LeadPlan plan, Hertz rate, bool keep_off);

    /// The next samples, cut where a hole is longer than SessionCutter fills or where other leads
    /// are off.
    std::vector<Recording> add(const Placed& placed);
    /// A piece of count samples from first on that never came.
    [[nodiscard]] Recording nothing(std::int64_t first, std::int64_t count) const;

    /// Who lost or won contact since the last call, in order.
    std::vector<ContactChange> take_contact_changes() { return std::exchange(changes_, {}); }

private:
    static constexpr std::size_t most_leads = most_channels + 4;
    using LeadSet = std::bitset<most_leads>;

    [[nodiscard]] Recording start(std::int64_t first) const;
    [[nodiscard]] LeadSet leads_off() const;
    void see_contact(const PlacedFrame& frame);
    void put(const Frame& frame, const LeadSet& off, Recording& piece) const;
    void skip_to(std::int64_t index, Recording& piece) const;
    void tell_off(const LeadSet& off, Recording& piece) const;

    LeadPlan plan_;
    SampleRate rate_;
    bool keep_off_;
    ElectrodeLatch latch_;
    ContactChange contact_; ///< as last told
    std::vector<ContactChange> changes_;
    std::vector<LeadSignal> names_;        ///< of all leads, without samples, in order
    std::vector<std::size_t> place_;       ///< of each measured lead in names_
    std::array<std::size_t, 4> derived_{}; ///< places of III, aVR, aVL, aVF
    std::size_t place_i_ = 0, place_ii_ = 0;
    std::vector<ElectrodeSet> needs_; ///< of each measured lead
};

} // namespace ecg::acquire
