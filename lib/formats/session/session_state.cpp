#include "formats/session/session_state.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

constexpr std::string_view beginning = R"({"schema":"ecg.session/1")";

} // namespace

void take_line(std::optional<SessionState>& state, const SessionLine& line, std::int64_t samples) {
    const Recording& recording = line.recording;
    if (!state || state->info.id != recording.info.id) {
        state.emplace();
        state->first_sample = line.sequence == 0 ? recording.first_sample : 0;
        state->next_sample = recording.first_sample;
        state->rate = recording.rate;
    }
    for (const Gap& gap : recording.gaps) { // one that touches two lines is named by both
        state->gaps += state->lines == 0 || gap.first >= state->next_sample ? 1 : 0;
    }
    if (state->leads.empty()) {
        for (const LeadSignal& lead : recording.leads) {
            state->leads.push_back({lead.name, lead.lead, {}});
        }
    }
    ++state->lines;
    state->info = recording.info;
    state->next_sequence = line.sequence + 1;
    state->next_sample = recording.first_sample + samples;
    state->end = line.end;
}

std::string_view name_of(TailKind kind) {
    switch (kind) {
    case TailKind::none:
        return "";
    case TailKind::cut_line:
        return "cut line";
    case TailKind::zeros:
        return "zero-filled end";
    case TailKind::garbage:
        return "garbage";
    }
    return "";
}

TailKind kind_of_tail(std::string_view text) {
    if (text.empty()) {
        return TailKind::none;
    }
    if (text.find_first_not_of('\0') == std::string_view::npos) {
        return TailKind::zeros;
    }
    const std::size_t common = std::min(text.size(), beginning.size());
    return text.substr(0, common) == beginning.substr(0, common) ? TailKind::cut_line
                                                                 : TailKind::garbage;
}

} // namespace ecg::formats
