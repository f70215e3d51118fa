#include "report/median_words.hpp"

#include "common/text.hpp"
#include "report/wording.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) {
        all += (all.empty() ? "" : ", ") + name;
    }
    return all;
}

std::string gain_words(const MedianLayout& layout) {
    const std::string gain = format_number(layout.scale.mm_per_mv, 1) + " mm/mV";
    return layout.chest_mm_per_mv == layout.scale.mm_per_mv
               ? gain
               : gain + ", chest leads " + format_number(layout.chest_mm_per_mv, 1) + " mm/mV";
}

std::string poor_signal(const LeadQuality& quality) {
    return quality.reasons.empty() ? "poor signal" : "poor signal: " + quality.reasons.front();
}

} // namespace

std::vector<LeadNote> lead_notes(const MedianLayout& layout, const Recording& recording,
                                 const std::vector<LeadQuality>& quality) {
    std::vector<LeadNote> notes;
    for (const std::string& lead : recording.electrodes_off) {
        notes.emplace_back(lead, "electrode off");
    }
    for (const BeatCell& cell : layout.cells) {
        if (cell.strip.signal == nullptr) {
            notes.emplace_back(cell.strip.name, "not recorded");
        }
    }
    for (const LeadQuality& lead : quality) {
        if (lead.verdict == Verdict::bad) {
            notes.emplace_back(lead.lead, poor_signal(lead));
        }
    }
    return notes;
}

std::string hidden_points(const MedianLayout& layout, const std::vector<BeatPoint>& points) {
    std::vector<std::string> names;
    for (const BeatPoint& point : points) {
        if (!layout.shows(point.at)) {
            names.emplace_back(point.name);
        }
    }
    return names.empty() ? "" : "not shown: " + joined(names);
}

std::string median_scale_words(const MedianLayout& layout, const MedianBeat& beat,
                               LeadOrder order) {
    std::string out = format_number(layout.scale.mm_per_s, 1) + " mm/s · " + gain_words(layout);
    if (order == LeadOrder::cabrera) {
        out += " · Cabrera order";
    }
    const std::size_t samples = beat.leads.front().size();
    const double whole = samples > 1 ? static_cast<double>(samples - 1) / beat.rate_hz : 0;
    const std::string shown = format_number(layout.shown.count(), 2);
    const std::string all = format_number(whole, 2);
    out += shown == all ? " · the beat's " + all + " s"
                        : " · " + shown + " of the beat's " + all + " s shown";
    if (!layout.left_out.empty()) {
        out += " · not shown: " + joined(layout.left_out);
    }
    return out;
}

std::string median_filter_words(const Analysis& analysis) {
    return "Zero: the level at QRS onset · bands: ± standard uncertainty · below " +
           format_number(analysis.rate_hz / 2, 2) + " Hz by its rate, " +
           measured_filter_words(analysis.filters);
}

} // namespace ecg::report
