#include "formats/lead_keeper.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecg::formats {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::int64_t end_of(const Gap& gap) {
    return gap.first + gap.count;
}

/// A gap that goes on from piece to piece, or is told again, is one.
void add_gap(std::vector<Gap>& gaps, const Gap& gap) {
    const auto known = std::find_if(gaps.rbegin(), gaps.rend(), [&](const Gap& other) {
        return other.cause == gap.cause && gap.first >= other.first && gap.first <= end_of(other);
    });
    if (known != gaps.rend()) {
        known->count = std::max(end_of(*known), end_of(gap)) - known->first;
    } else {
        gaps.push_back(gap);
    }
}

bool covers(const std::vector<Gap>& gaps, const Gap& hole) {
    return std::any_of(gaps.rbegin(), gaps.rend(), [&](const Gap& gap) {
        return gap.first <= hole.first && end_of(gap) >= end_of(hole);
    });
}

bool touches(const Gap& gap, std::int64_t first, std::int64_t end) {
    return gap.first < end && end_of(gap) > first;
}

const LeadSignal* lead_of(const Recording& piece, const std::string& name) {
    const auto found = std::find_if(piece.leads.begin(), piece.leads.end(),
                                    [&](const LeadSignal& lead) { return lead.name == name; });
    return found != piece.leads.end() ? &*found : nullptr;
}

} // namespace

std::optional<SessionLine> LeadKeeper::next() {
    auto line = source_->next();
    if (!line) {
        return line;
    }
    line->analysis.reset();
    const Recording& piece = line->recording;
    if (!begun_) {
        begin(piece);
    }
    ended_ = ended_ || piece.info.id != info_.id;
    if (!ended_) {
        keep(piece);
    }
    return line;
}

void LeadKeeper::begin(const Recording& piece) {
    begun_ = true;
    info_ = piece.info;
    rate_ = piece.rate;
    for (const std::string& name : choose_(piece)) {
        const LeadSignal* lead = lead_of(piece, name);
        leads_.push_back(
            {name, lead != nullptr ? lead->lead : std::nullopt, SampleSpool{in_memory_}, {}});
    }
}

void LeadKeeper::keep(const Recording& piece) {
    place(piece);
    const auto count = static_cast<std::size_t>(piece.sample_count());
    for (KeptLead& kept : leads_) {
        const LeadSignal* lead = lead_of(piece, kept.name);
        kept.samples.append(lead != nullptr ? lead->samples : std::vector<double>(count, missing));
    }
    for (const Gap& gap : piece.gaps) {
        add_gap(gaps_, gap);
    }
    note_electrodes(piece);
}

void LeadKeeper::place(const Recording& piece) {
    if (segments_.empty()) {
        segments_.push_back({piece.first_sample, piece.sample_count(), 0});
        return;
    }
    Segment& last = segments_.back();
    const std::int64_t end = last.first + last.count;
    const Gap hole{end, piece.first_sample - end, "missing"};
    if (hole.count == 0) {
        last.count += piece.sample_count();
        return;
    }
    if (!covers(gaps_, hole) && !covers(piece.gaps, hole)) {
        add_gap(gaps_, hole);
    }
    segments_.push_back({piece.first_sample, piece.sample_count(), last.place + last.count});
}

void LeadKeeper::note_electrodes(const Recording& piece) {
    for (KeptLead& kept : leads_) {
        const auto& off = piece.electrodes_off;
        if (std::find(off.begin(), off.end(), kept.name) != off.end()) {
            add_gap(kept.off, {piece.first_sample, piece.sample_count(), ""});
        }
    }
}

std::vector<double> LeadKeeper::samples_of(const KeptLead& kept, std::int64_t first,
                                           std::int64_t end) const {
    std::vector<double> samples(static_cast<std::size_t>(std::max<std::int64_t>(end - first, 0)),
                                missing);
    for (const Segment& segment : segments_) {
        const std::int64_t from = std::max(first, segment.first);
        const std::int64_t to = std::min(end, segment.first + segment.count);
        if (from < to) {
            const std::span all{samples};
            kept.samples.read(segment.place + from - segment.first,
                              all.subspan(static_cast<std::size_t>(from - first),
                                          static_cast<std::size_t>(to - from)));
        }
    }
    return samples;
}

Recording LeadKeeper::read(Stretch stretch) const {
    Recording part;
    part.info = info_;
    part.rate = rate_;
    if (segments_.empty()) {
        return part;
    }
    const auto sample = [&](double index) {
        const Segment& last = segments_.back();
        return static_cast<std::int64_t>(std::clamp(index,
                                                    static_cast<double>(segments_.front().first),
                                                    static_cast<double>(last.first + last.count)));
    };
    const std::int64_t first = sample(std::floor(stretch.from.count() * rate_.hertz()));
    const std::int64_t end = sample(std::ceil(stretch.to.count() * rate_.hertz()) + 1);
    part.first_sample = first;
    for (const KeptLead& kept : leads_) {
        part.leads.push_back({kept.name, kept.lead, samples_of(kept, first, end)});
        const bool off = std::any_of(kept.off.begin(), kept.off.end(),
                                     [&](const Gap& one) { return touches(one, first, end); });
        if (off) {
            part.electrodes_off.push_back(kept.name);
        }
    }
    std::copy_if(gaps_.begin(), gaps_.end(), std::back_inserter(part.gaps),
                 [&](const Gap& gap) { return touches(gap, first, end); });
    return part;
}

} // namespace ecg::formats
