#include "report/strip_signal.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::size_t few_leads = 2;

Recording part_of(const Recording& recording, const std::vector<std::string>& leads,
                  Stretch stretch) {
    const auto sample = [&](double index) {
        return static_cast<std::int64_t>(
            std::clamp(index - static_cast<double>(recording.first_sample), 0.0,
                       static_cast<double>(recording.sample_count())));
    };
    const double rate = recording.rate.hertz();
    const std::int64_t first = sample(std::floor(stretch.from.count() * rate));
    const std::int64_t end = std::max(first, sample(std::ceil(stretch.to.count() * rate) + 1));

    Recording part;
    part.info = recording.info;
    part.rate = recording.rate;
    part.first_sample = recording.first_sample + first;
    for (const LeadSignal& lead : recording.leads) {
        if (std::find(leads.begin(), leads.end(), lead.name) != leads.end()) {
            const auto from = lead.samples.begin();
            part.leads.push_back({lead.name, lead.lead, {from + first, from + end}});
        }
    }
    std::copy_if(recording.gaps.begin(), recording.gaps.end(), std::back_inserter(part.gaps),
                 [&](const Gap& gap) {
                     return gap.first < recording.first_sample + end &&
                            gap.first + gap.count > part.first_sample;
                 });
    part.electrodes_off = recording.electrodes_off;
    return part;
}

} // namespace

std::vector<std::string> strip_leads(const Recording& recording, Lead wanted) {
    std::vector<std::string> names;
    if (recording.leads.size() <= few_leads) {
        for (const LeadSignal& lead : recording.leads) {
            names.push_back(lead.name);
        }
        return names;
    }
    for (const Lead lead : {wanted, Lead::II, Lead::V1, Lead::V5}) {
        if (const LeadSignal* found = find_lead(recording, lead)) {
            return {found->name};
        }
    }
    return {recording.leads.front().name};
}

LongSignal long_signal(const Recording& recording, Lead wanted) {
    return {[&recording, leads = strip_leads(recording, wanted)](Stretch stretch) {
                return part_of(recording, leads, stretch);
            },
            recording.gaps};
}

Stretch whole_of(const Recording& recording) {
    const Seconds from = recording.rate.time_of(static_cast<double>(recording.first_sample));
    return {from, from + recording.whole_duration()};
}

} // namespace ecg::report
