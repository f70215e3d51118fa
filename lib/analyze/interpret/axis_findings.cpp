#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <array>

namespace ecg::analyze {
namespace {

struct AxisRule {
    const Limit<Degrees>& limit;
    const Statement& statement;
};

/// The first that holds is said.
constexpr std::array axis_rules{
    AxisRule{criteria::extreme_axis, statements::extreme_axis},
    AxisRule{criteria::marked_left_axis, statements::marked_left_axis},
    AxisRule{criteria::left_axis, statements::left_axis},
    AxisRule{criteria::marked_right_axis, statements::marked_right_axis},
    AxisRule{criteria::right_axis, statements::right_axis},
};

} // namespace

Findings axis_findings(const Evidence& evidence) {
    if (!is_adult(evidence)) {
        return {};
    }
    if (const auto axis = evidence.measured.qrs_axis) {
        for (const AxisRule& rule : axis_rules) {
            if (meets(rule.limit, *axis)) {
                return {say(rule.statement, reason_for("QRS axis", *axis, rule.limit),
                            rule.limit.source)};
            }
        }
        return {};
    }
    for (const Absence& absence : evidence.measured.absences) {
        if (absence.key == "qrs_axis_deg" && absence.reason.starts_with("equiphasic")) {
            return {say(statements::no_axis, "QRS " + absence.reason, "surawicz-2009")};
        }
    }
    return {};
}

} // namespace ecg::analyze
