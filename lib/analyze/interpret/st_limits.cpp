#include "analyze/interpret/st_limits.hpp"

namespace ecg::analyze {

const Limit<Millivolts>& st_up_limit(Lead lead, const Patient& patient) {
    if (lead != Lead::V2 && lead != Lead::V3) {
        return criteria::st_up;
    }
    if (patient.sex != Sex::male) {
        return criteria::st_up_v2_v3_women;
    }
    const bool young =
        patient.age && meets(criteria::st_young_age, Count{static_cast<double>(*patient.age)});
    return young ? criteria::st_up_v2_v3_young_men : criteria::st_up_v2_v3_men;
}

} // namespace ecg::analyze
