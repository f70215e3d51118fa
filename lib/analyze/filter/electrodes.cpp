#include "analyze/filter/electrodes.hpp"

#include "model/lead.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string_view>

namespace ecg::analyze {
namespace {

// A set of limb electrodes is a number of three bits.
constexpr unsigned right_arm = 1;
constexpr unsigned left_arm = 2;
constexpr unsigned left_leg = 4;
constexpr unsigned all_limbs = right_arm | left_arm | left_leg;
constexpr std::array<std::string_view, 3> limb_names{"RA", "LA", "LL"};

/// The limb electrodes that a lead is taken from.
unsigned limbs_of(Lead lead) {
    switch (lead) {
    case Lead::I:
        return right_arm | left_arm;
    case Lead::II:
        return right_arm | left_leg;
    case Lead::III:
        return left_arm | left_leg;
    default:
        return all_limbs; // the chest leads too, by way of the central terminal
    }
}

/// Which of the twelve leads are there, and which of them are off.
struct Seen {
    std::array<bool, lead_count> there{};
    std::array<bool, lead_count> off{};
};

Seen see(const std::vector<LeadQuality>& quality) {
    Seen seen;
    for (const LeadQuality& q : quality) {
        if (const auto lead = lead_named(q.lead)) {
            seen.there[index_of(*lead)] = true;
            seen.off[index_of(*lead)] = q.off;
        }
    }
    return seen;
}

/// Whether the loss of these limb electrodes, and of no other, leaves the limb leads as seen.
bool explains(unsigned lost, const Seen& seen) {
    return std::all_of(all_leads.begin(), all_leads.end(), [&](Lead lead) {
        const std::size_t l = index_of(lead);
        return !is_limb(lead) || !seen.there[l] || seen.off[l] == ((limbs_of(lead) & lost) != 0);
    });
}

/// What the limb leads tell of the limb electrodes.
struct Limbs {
    unsigned off = 0;       ///< in every smallest explanation
    unsigned uncertain = 0; ///< in some of them
};

Limbs judge_limbs(const Seen& seen) {
    int fewest = 4;
    Limbs limbs{all_limbs, 0};
    for (unsigned lost = 0; lost <= all_limbs; ++lost) {
        const int count = std::popcount(lost);
        if (count > fewest || !explains(lost, seen)) {
            continue;
        }
        if (count < fewest) {
            fewest = count;
            limbs = {all_limbs, 0};
        }
        limbs.off &= lost;
        limbs.uncertain |= lost;
    }
    if (fewest == 4) { // a lead alone is off: a fault of the amplifier, or of the file
        return {};
    }
    limbs.uncertain &= ~limbs.off;
    return limbs;
}

unsigned limbs_seen(const Seen& seen) {
    unsigned limbs = 0;
    for (const Lead lead : all_leads) {
        if (is_limb(lead) && seen.there[index_of(lead)]) {
            limbs |= limbs_of(lead);
        }
    }
    return limbs;
}

/// A chest electrode cannot be told from the central terminal when every chest lead is off, nor
/// when a limb electrode is off and took the lead with it.
ElectrodeState judge_chest(Lead lead, const Seen& seen, const Limbs& limbs) {
    if (!seen.off[index_of(lead)]) {
        return ElectrodeState::on;
    }
    return limbs.off != 0 || limbs.uncertain != 0 ? ElectrodeState::uncertain : ElectrodeState::off;
}

ElectrodeState state_of(unsigned electrode, const Limbs& limbs) {
    if ((limbs.off & electrode) != 0) {
        return ElectrodeState::off;
    }
    return (limbs.uncertain & electrode) != 0 ? ElectrodeState::uncertain : ElectrodeState::on;
}

} // namespace

std::vector<Electrode> judge_electrodes(const std::vector<LeadQuality>& quality) {
    const Seen seen = see(quality);
    const Limbs limbs = judge_limbs(seen);
    const unsigned known = limbs_seen(seen);
    std::vector<Electrode> electrodes;
    for (std::size_t i = 0; i < limb_names.size(); ++i) {
        const unsigned electrode = 1U << i;
        if ((known & electrode) != 0) {
            electrodes.push_back({std::string{limb_names[i]}, state_of(electrode, limbs)});
        }
    }
    for (const Lead lead : all_leads) {
        if (!is_limb(lead) && seen.there[index_of(lead)]) {
            electrodes.push_back({std::string{name_of(lead)}, judge_chest(lead, seen, limbs)});
        }
    }
    return electrodes;
}

} // namespace ecg::analyze
