#include "sync/round_outcome.hpp"

#include <algorithm>

namespace ecg::sync {

RoundOutcome outcome_of(const std::vector<Delivered>& all) {
    RoundOutcome round;
    for (const Delivered& one : all) {
        switch (one.verdict) {
        case Verdict::denied:
            return {.ended = Verdict::denied, .reason = one.reason, .asked = {}};
        case Verdict::abandoned:
            return {.ended = Verdict::abandoned, .reason = "", .asked = {}};
        case Verdict::later:
        case Verdict::unreachable:
            round.any_missed = true;
            round.reason = one.reason;
            if (one.wait) {
                round.asked = std::max(round.asked.value_or(std::chrono::seconds{0}), *one.wait);
            }
            break;
        case Verdict::stored:
        case Verdict::refused:
            round.any_answered = true;
            break;
        }
    }
    return round;
}

} // namespace ecg::sync
