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

Seconds duration_of(const Episode& episode) {
    return episode.offset - episode.onset;
}

/// The episodes of one code.
struct Told {
    const Episode* longest = nullptr; ///< by time; null when there is none
    int count = 0;
};

Told told_of(const Rhythm& rhythm, std::string_view code) {
    Told told;
    for (const Episode& episode : rhythm.episodes) {
        if (episode.code == code) {
            ++told.count;
            const bool longer =
                told.longest == nullptr || duration_of(episode) > duration_of(*told.longest);
            told.longest = longer ? &episode : told.longest;
        }
    }
    return told;
}

std::string of_how_many(const Told& told) {
    return told.count > 1 ? ", the longest of " + std::to_string(told.count) : "";
}

/// How many beats, and how fast.
void judge_group(const Ectopy& group, const Rhythm& rhythm, Findings& findings) {
    const Told told = told_of(rhythm, group.statement.code);
    if (told.longest == nullptr) {
        return;
    }
    std::string reason = std::to_string(told.longest->beats) + " beats";
    if (told.longest->rate) {
        reason += ", rate " + text_of(*told.longest->rate);
    }
    findings.push_back(say(group.statement, reason + of_how_many(told), group.source));
}

/// By the episode's own reason.
void judge_spell(const Ectopy& spell, const Rhythm& rhythm, Findings& findings) {
    const Told told = told_of(rhythm, spell.statement.code);
    if (told.longest != nullptr) {
        findings.push_back(
            say(spell.statement, told.longest->reason + of_how_many(told), spell.source));
    }
}

void judge_pacing(const Rhythm& rhythm, Findings& findings) {
    if (const Told told = told_of(rhythm, statements::paced.code); told.longest != nullptr) {
        findings.push_back(say(statements::paced, told.longest->reason, "own"));
    }
}

void judge_pauses(const Rhythm& rhythm, Findings& findings) {
    const Told told = told_of(rhythm, "PAUSE");
    if (told.longest == nullptr) {
        return;
    }
    const Seconds rr = duration_of(*told.longest);
    const bool is_long = meets(criteria::long_pause, rr);
    const auto& limit = is_long ? criteria::long_pause : criteria::pause;
    findings.push_back(say(is_long ? statements::long_pause : statements::pause,
                           reason_for("RR", rr, limit) + of_how_many(told), limit.source));
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
