#include "formats/session/session_sequence.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

constexpr Seconds longest_hole{86'400}; // beyond a day it is another recording, or a slip

[[noreturn]] void fail(const std::string& where, const std::string& why) {
    throw Error{ErrorKind::data, where + ": " + why};
}

bool covers(const std::vector<Gap>& gaps, std::int64_t first, std::int64_t end) {
    return std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) {
        return gap.first <= first && gap.first + gap.count >= end;
    });
}

/// Lead by lead in wanted's order. Empty when the names are not the same.
std::vector<LeadSignal> in_order(std::vector<LeadSignal> leads,
                                 const std::vector<LeadSignal>& wanted) {
    std::vector<LeadSignal> ordered;
    for (const LeadSignal& want : wanted) {
        const auto found = std::find_if(leads.begin(), leads.end(), [&](const LeadSignal& lead) {
            return lead.name == want.name;
        });
        if (found == leads.end()) {
            return {};
        }
        ordered.push_back(std::move(*found));
    }
    return ordered.size() == leads.size() ? ordered : std::vector<LeadSignal>{};
}

} // namespace

void SessionSequence::check_place(SessionLine& line, const std::string& where) const {
    Recording& recording = line.recording;
    if (session_->ended) {
        fail(where, "session " + recording.info.id + " goes on after its end");
    }
    if (!(session_->rate == recording.rate)) {
        std::string rates = "sampling_rate is ";
        append_shortest(rates, recording.rate.hertz());
        append_shortest(rates += " Hz, in the line before ", session_->rate.hertz());
        fail(where, rates);
    }
    const std::int64_t hole = recording.first_sample - session_->next_sample;
    if (hole < 0) {
        fail(where, "first_sample " + std::to_string(recording.first_sample) +
                        " lies before the end of the line before, " +
                        std::to_string(session_->next_sample));
    }
    if (recording.rate.time_of(static_cast<double>(hole)) > longest_hole) {
        fail(where, "first_sample lies more than a day after the line before");
    }
    if (hole > 0 && !covers(recording.gaps, session_->next_sample, recording.first_sample) &&
        !covers(session_->gaps, session_->next_sample, recording.first_sample)) {
        recording.gaps.insert(recording.gaps.begin(),
                              {session_->next_sample, hole, "missing lines"});
    }
}

void SessionSequence::settle_leads(Recording& recording, const std::string& where) {
    std::vector<LeadSignal>& known = session_->leads;
    if (recording.leads.empty()) {
        recording.leads = known;
        return;
    }
    if (known.empty()) {
        for (const LeadSignal& lead : recording.leads) {
            known.push_back({lead.name, lead.lead, {}});
        }
        return;
    }
    recording.leads = in_order(std::move(recording.leads), known);
    if (recording.leads.empty()) {
        fail(where, "leads are not those of the lines before");
    }
}

SessionLine SessionSequence::join(SessionLine line, const std::string& where) {
    Recording& recording = line.recording;
    if (!session_ || session_->info.id != recording.info.id) {
        session_ = Session{recording.info, recording.rate, {}, {}, 0, false};
    } else {
        check_place(line, where);
        recording.info = session_->info;
    }
    settle_leads(recording, where);
    session_->gaps = recording.gaps;
    session_->next_sample = recording.first_sample + recording.sample_count();
    session_->ended = line.end.has_value();
    return line;
}

} // namespace ecg::formats
