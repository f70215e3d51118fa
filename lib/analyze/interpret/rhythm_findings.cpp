#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr double surely = 0.9;   // own: certainty of an episode from which it is definite
constexpr double probably = 0.7; // own

struct BaseRhythm {
    const Statement& statement;
    std::string_view source;
};

constexpr std::array base_rhythms{
    BaseRhythm{statements::sinus, "mason-2007"},
    BaseRhythm{statements::sinus_slow, criteria::slow.source},
    BaseRhythm{statements::sinus_fast, criteria::fast.source},
    BaseRhythm{statements::sinus_arrhythmia, criteria::sinus_arrhythmia.source},
    BaseRhythm{statements::fibrillation, criteria::af_duration.source},
    BaseRhythm{statements::flutter, criteria::flutter_once.source},
    BaseRhythm{statements::supraventricular, criteria::svt_rate.source},
    BaseRhythm{statements::wide_tachycardia, criteria::vt_rate.source},
    BaseRhythm{statements::junctional, criteria::junctional_fast.source},
    BaseRhythm{statements::fast_junctional, criteria::junctional_fast.source},
    BaseRhythm{statements::complete_block, "kusumoto-2019"},
    BaseRhythm{statements::irregular, "own"},
    BaseRhythm{statements::regular, "own"},
};

/// All stretches of one base rhythm together.
struct Heard {
    const BaseRhythm* kind;
    const Episode* longest;
    Seconds duration{};
};

Seconds duration_of(const Episode& episode) {
    return episode.offset - episode.onset;
}

std::vector<Heard> base_rhythms_in(const Rhythm& rhythm) {
    std::vector<Heard> heard;
    for (const Episode& episode : rhythm.episodes) {
        const auto* const kind =
            std::find_if(base_rhythms.begin(), base_rhythms.end(), [&](const BaseRhythm& base) {
                return base.statement.code == episode.code;
            });
        if (kind == base_rhythms.end()) {
            continue;
        }
        auto known = std::find_if(heard.begin(), heard.end(),
                                  [&](const Heard& h) { return h.kind == kind; });
        if (known == heard.end()) {
            known = heard.insert(heard.end(), {kind, &episode, Seconds{0}});
        }
        known->duration += duration_of(episode);
        if (duration_of(episode) > duration_of(*known->longest)) {
            known->longest = &episode;
        }
    }
    return heard;
}

Certainty certainty_of(const Episode& episode) {
    return episode.certainty >= surely     ? Certainty::definite
           : episode.certainty >= probably ? Certainty::probable
                                           : Certainty::consider;
}

const Statement& fibrillation_at(const Episode& episode) {
    if (episode.rate && meets(criteria::af_rapid, *episode.rate)) {
        return statements::fibrillation_fast;
    }
    return episode.rate && meets(criteria::slow, *episode.rate) ? statements::fibrillation_slow
                                                                : statements::fibrillation;
}

/// "Sinus rhythm" without a word on its rate, for whom the adult limits do not hold.
Finding sinus_of_a_child(const Episode& episode) {
    std::string reason = "adult rate limits not applied";
    if (episode.rate) {
        reason = "rate " + text_of(*episode.rate) + ", " + reason;
    }
    return say(statements::sinus, reason, "mason-2007", certainty_of(episode));
}

Finding base_finding(const Heard& heard, const Evidence& evidence) {
    const Episode& episode = *heard.longest;
    const std::string_view code = heard.kind->statement.code;
    if (!is_adult(evidence) && (code == "SBRAD" || code == "STACH")) {
        return sinus_of_a_child(episode);
    }
    const Statement& statement = code == "AFIB" ? fibrillation_at(episode) : heard.kind->statement;
    return say(statement, episode.reason, heard.kind->source, certainty_of(episode));
}

void judge_base(const Evidence& evidence, Findings& findings) {
    const std::vector<Heard> heard = base_rhythms_in(evidence.rhythm);
    Seconds all{0};
    for (const Heard& one : heard) {
        all += one.duration;
    }
    for (const Heard& one : heard) {
        Finding finding = base_finding(one, evidence);
        if (heard.size() > 1) {
            finding.reason += ", for " + format_number(one.duration.count(), 0) + " of " +
                              format_number(all.count(), 0) + " s";
        }
        findings.push_back(finding);
    }
}

void judge_rate(const Evidence& evidence, Findings& findings) {
    const auto rate = evidence.measured.heart_rate;
    if (!rate || !is_adult(evidence)) {
        return;
    }
    const std::string& name = evidence.rhythm.name;
    const bool named = is_sinus(evidence) || (name != "IRREG" && name != "REGUL");
    const auto add = [&](const Statement& statement, const Limit<BeatsPerMinute>& limit) {
        findings.push_back(say(statement, reason_for("rate", *rate, limit), limit.source));
    };
    if (meets(criteria::very_slow, *rate)) {
        add(statements::very_slow, criteria::very_slow);
    } else if (meets(criteria::very_fast, *rate)) {
        add(statements::very_fast, criteria::very_fast);
    } else if (!named && meets(criteria::slow, *rate)) {
        add(statements::slow, criteria::slow);
    } else if (!named && meets(criteria::fast, *rate)) {
        add(statements::fast, criteria::fast);
    }
}

} // namespace

Findings rhythm_findings(const Evidence& evidence) {
    Findings findings;
    judge_base(evidence, findings);
    judge_rate(evidence, findings);
    return findings;
}

} // namespace ecg::analyze
