#include "analyze/interpret/st_limits.hpp"

namespace ecg::analyze {

namespace {

const Limit<Millivolts>& limit_of(Lead lead, Sex sex, bool young) {
    if (lead != Lead::V2 && lead != Lead::V3) {
        return criteria::st_up;
    }
    if (sex == Sex::female) {
        return criteria::st_up_v2_v3_women;
    }
    return young ? criteria::st_up_v2_v3_young_men : criteria::st_up_v2_v3_men;
}

bool is_young(int age) {
    return meets(criteria::st_young_age, Count{static_cast<double>(age)});
}

} // namespace

const Limit<Millivolts>& st_up_limit(Lead lead, const Patient& patient) {
    return limit_of(lead, patient.sex.value_or(Sex::female), patient.age && is_young(*patient.age));
}

const Limit<Millivolts>& st_alarm_limit(Lead lead, const Patient& patient) {
    return limit_of(lead, patient.sex.value_or(Sex::male), !patient.age || is_young(*patient.age));
}

} // namespace ecg::analyze
