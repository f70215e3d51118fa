#include "model/recording.hpp"

namespace ecg {

const LeadSignal* find_lead(const Recording& recording, Lead lead) {
    for (const LeadSignal& signal : recording.leads) {
        if (signal.lead == lead) {
            return &signal;
        }
    }
    return nullptr;
}

} // namespace ecg
