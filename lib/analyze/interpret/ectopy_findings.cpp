#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ecg::analyze {
namespace {

struct Ectopy {
    const Statement& statement;
    std::string_view source;
};

/// Single beats: how many, and how many a minute.
constexpr std::array single_beats{
    Ectopy{statements::ventricular, "mason-2007"},
    Ectopy{statements::atrial, "mason-2007"},
    Ectopy{statements::blocked_atrial, criteria::early_p.source},
};

/// Patterns and runs: how many, and the longest.
constexpr std::array groups{
    Ectopy{statements::bigeminy, criteria::pattern_repeats.source},
    Ectopy{statements::trigeminy, criteria::pattern_repeats.source},
    Ectopy{statements::couplet, criteria::ventricular_run.source},
    Ectopy{statements::short_vt, criteria::ventricular_run.source},
    Ectopy{statements::long_vt, criteria::sustained_vt.source},
    Ectopy{statements::accelerated, criteria::ventricular_run.source},
    Ectopy{statements::idioventricular, criteria::ventricular_run.source},
    Ectopy{statements::supraventricular_run, "page-2016"},
};

/// P waves without a QRS, and ventricles without beats: the longest, and how many.
constexpr std::array spells{
    Ectopy{statements::mobitz_1, criteria::wenckebach_growth.source},
    Ectopy{statements::mobitz_2, "kusumoto-2019"},
    Ectopy{statements::two_to_one, "kusumoto-2019"},
    Ectopy{statements::high_block, "kusumoto-2019"},
    Ectopy{statements::ventricular_fibrillation, "amann-2005"},
    Ectopy{statements::asystole, criteria::asystole.source},
};

/// From the first beat to the last, whatever is missing between.
Seconds observed(const Rhythm& rhythm) {
    Seconds first = Seconds::max();
    Seconds last = Seconds::min();
    for (const Episode& episode : rhythm.episodes) {
        first = std::min(first, episode.onset);
        last = std::max(last, episode.offset);
    }
    return last > first ? last - first : Seconds{0};
}

void judge_single(const Ectopy& ectopy, const Rhythm& rhythm, Findings& findings) {
    const auto count =
        std::count_if(rhythm.episodes.begin(), rhythm.episodes.end(), [&](const Episode& episode) {
            return episode.code == ectopy.statement.code;
        });
    if (count == 0) {
        return;
    }
    std::string reason = std::to_string(count);
    if (const Seconds span = observed(rhythm); span > Seconds{0}) {
        reason += " in " + format_number(span.count(), 0) + " s, " +
                  format_number(60 * static_cast<double>(count) / span.count(), 1) + " per minute";
    }
    findings.push_back(say(ectopy.statement, reason, ectopy.source));
}

void judge_group(const Ectopy& ectopy, const Rhythm& rhythm, Findings& findings) {
    const Episode* longest = nullptr;
    int count = 0;
    for (const Episode& episode : rhythm.episodes) {
        if (episode.code == ectopy.statement.code) {
            ++count;
            longest = longest == nullptr || episode.beats > longest->beats ? &episode : longest;
        }
    }
    if (longest == nullptr) {
        return;
    }
    std::string reason = std::to_string(longest->beats) + " beats";
    if (longest->rate) {
        reason += ", rate " + text_of(*longest->rate);
    }
    if (count > 1) {
        reason += ", the longest of " + std::to_string(count);
    }
    findings.push_back(say(ectopy.statement, reason, ectopy.source));
}

void judge_pacing(const Rhythm& rhythm, Findings& findings) {
    const Episode* longest = nullptr;
    for (const Episode& episode : rhythm.episodes) {
        if (episode.code == statements::paced.code) {
            longest = longest == nullptr || episode.beats > longest->beats ? &episode : longest;
        }
    }
    if (longest != nullptr) {
        findings.push_back(say(statements::paced, longest->reason, "own"));
    }
}

/// The longest by its own reason.
void judge_spell(const Ectopy& spell, const Rhythm& rhythm, Findings& findings) {
    const Episode* longest = nullptr;
    int count = 0;
    for (const Episode& episode : rhythm.episodes) {
        if (episode.code == spell.statement.code) {
            ++count;
            const bool longer = longest == nullptr ||
                                episode.offset - episode.onset > longest->offset - longest->onset;
            longest = longer ? &episode : longest;
        }
    }
    if (longest == nullptr) {
        return;
    }
    std::string reason = longest->reason;
    if (count > 1) {
        reason += ", the longest of " + std::to_string(count);
    }
    findings.push_back(say(spell.statement, reason, spell.source));
}

void judge_pauses(const Rhythm& rhythm, Findings& findings) {
    Seconds longest{0};
    int count = 0;
    for (const Episode& episode : rhythm.episodes) {
        if (episode.code == "PAUSE") {
            longest = std::max(longest, episode.offset - episode.onset);
            ++count;
        }
    }
    if (count == 0) {
        return;
    }
    const bool is_long = meets(criteria::long_pause, longest);
    const auto& limit = is_long ? criteria::long_pause : criteria::pause;
    std::string reason = reason_for("RR", longest, limit);
    if (count > 1) {
        reason += ", the longest of " + std::to_string(count);
    }
    findings.push_back(
        say(is_long ? statements::long_pause : statements::pause, reason, limit.source));
}

} // namespace

Findings ectopy_findings(const Evidence& evidence) {
    Findings findings;
    for (const Ectopy& ectopy : single_beats) {
        judge_single(ectopy, evidence.rhythm, findings);
    }
    for (const Ectopy& ectopy : groups) {
        judge_group(ectopy, evidence.rhythm, findings);
    }
    judge_pacing(evidence.rhythm, findings);
    for (const Ectopy& spell : spells) {
        judge_spell(spell, evidence.rhythm, findings);
    }
    judge_pauses(evidence.rhythm, findings);
    return findings;
}

} // namespace ecg::analyze
