#include "acquire/stream/lead_maker.hpp"

#include "acquire/session_cutter.hpp"
#include "synth/electrodes.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr double seconds_to_settle = 0.1; // of good contact until a lead is believed again
constexpr std::array derived_leads{Lead::III, Lead::aVR, Lead::aVL, Lead::aVF};

ElectrodeSet electrodes_of(const PlannedLead& lead) {
    ElectrodeSet set;
    for (const synth::Electrode electrode : synth::all_electrodes) {
        if (lead.lead && synth::needs(*lead.lead, electrode)) {
            set.set(static_cast<std::size_t>(electrode));
        }
    }
    return set;
}

} // namespace

LeadMaker::LeadMaker(LeadPlan plan, Hertz rate, bool keep_off)
    : plan_{std::move(plan)}, rate_{rate}, keep_off_{keep_off},
      latch_{std::max<std::int64_t>(1, std::llround(seconds_to_settle * rate.value))} {
    for (const PlannedLead& lead : plan_.measured) {
        place_.push_back(names_.size());
        names_.push_back({lead.name, lead.lead, {}});
        needs_.push_back(electrodes_of(lead));
        if (plan_.derived && lead.lead == Lead::II) { // I stands before it, nothing between
            place_ii_ = place_.back();
            for (std::size_t i = 0; i < derived_.size(); ++i) {
                derived_[i] = names_.size();
                names_.push_back({std::string{name_of(derived_leads[i])}, derived_leads[i], {}});
            }
        }
    }
}

Recording LeadMaker::start(std::int64_t first) const {
    Recording piece;
    piece.rate = rate_;
    piece.first_sample = first;
    piece.leads = names_;
    return piece;
}

Recording LeadMaker::nothing(std::int64_t first, std::int64_t count) const {
    Recording piece = start(first);
    skip_to(first + count, piece);
    return piece;
}

LeadMaker::LeadSet LeadMaker::leads_off() const {
    LeadSet off;
    for (std::size_t i = 0; i < plan_.measured.size(); ++i) {
        if ((latch_.electrodes_off() & needs_[i]).any() ||
            latch_.channels_off().test(plan_.measured[i].channel)) {
            off.set(place_[i]);
        }
    }
    if (plan_.derived && (off.test(place_i_) || off.test(place_ii_))) {
        for (const std::size_t place : derived_) {
            off.set(place);
        }
    }
    return off;
}

void LeadMaker::put(const Frame& frame, const LeadSet& off, Recording& piece) const {
    for (std::size_t i = 0; i < plan_.measured.size(); ++i) {
        const PlannedLead& lead = plan_.measured[i];
        const bool without = frame.damaged || (off.test(place_[i]) && !keep_off_);
        const double count = without ? no_value : frame.counts[lead.channel];
        piece.leads[place_[i]].samples.push_back((count - lead.zero) * lead.mv_per_count);
    }
    if (plan_.derived) {
        const double one = piece.leads[place_i_].samples.back();
        const double two = piece.leads[place_ii_].samples.back();
        const std::array values{two - one, -0.5 * (one + two), one - 0.5 * two, two - 0.5 * one};
        for (std::size_t i = 0; i < values.size(); ++i) {
            piece.leads[derived_[i]].samples.push_back(values[i]);
        }
    }
}

void LeadMaker::skip_to(std::int64_t index, Recording& piece) const {
    const std::int64_t hole = index - piece.first_sample - piece.sample_count();
    for (LeadSignal& lead : piece.leads) {
        lead.samples.insert(lead.samples.end(), static_cast<std::size_t>(hole), no_value);
    }
}

void LeadMaker::tell_off(const LeadSet& off, Recording& piece) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (off.test(i)) {
            piece.electrodes_off.push_back(names_[i].name);
        }
    }
}

void LeadMaker::see_contact(const PlacedFrame& frame) {
    latch_.see(frame.frame);
    if (latch_.electrodes_off() != contact_.electrodes_off ||
        latch_.channels_off() != contact_.channels_off) {
        contact_ = {frame.index, latch_.electrodes_off(), latch_.channels_off()};
        changes_.push_back(contact_);
    }
}

std::vector<Recording> LeadMaker::add(const Placed& placed) {
    std::vector<Recording> pieces;
    std::optional<Recording> piece;
    LeadSet off = leads_off();
    const auto close = [&] {
        if (piece) {
            tell_off(off, *piece);
            pieces.push_back(std::move(*piece));
        }
        piece.reset();
    };
    auto loss = placed.losses.begin();
    for (const PlacedFrame& placed_frame : placed.frames) {
        const std::int64_t index = placed_frame.index;
        see_contact(placed_frame);
        const LeadSet now = leads_off();
        const bool is_far = piece && index - piece->first_sample - piece->sample_count() >
                                         rate_.samples_in(SessionCutter::longest_filled);
        if (now != off || is_far) {
            close();
            off = now;
        }
        if (!piece) {
            piece = start(index);
        }
        skip_to(index, *piece);
        for (; loss != placed.losses.end() && loss->first < index; ++loss) {
            piece->gaps.push_back({loss->first, loss->count, loss->cause});
        }
        if (placed_frame.frame.damaged) {
            piece->gaps.push_back({index, 1, "damaged"});
        }
        put(placed_frame.frame, off, *piece);
    }
    close();
    return pieces;
}

} // namespace ecg::acquire
