#include "formats/session/old_app_leads.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::formats {
namespace {

LeadSignal* find(std::vector<LeadSignal>& leads, Lead wanted) {
    const auto found = std::find_if(leads.begin(), leads.end(),
                                    [&](const LeadSignal& lead) { return lead.lead == wanted; });
    return found == leads.end() ? nullptr : &*found;
}

/// Whether derived is own * a - other / 2 throughout; missing samples agree with anything.
bool is_combination(const LeadSignal& derived, double a, const LeadSignal& own,
                    const LeadSignal& other, double tolerance) {
    for (std::size_t i = 0; i < derived.samples.size(); ++i) {
        const double expected = a * own.samples[i] - other.samples[i] / 2;
        if (std::abs(derived.samples[i] - expected) > tolerance) {
            return false;
        }
    }
    return true;
}

void derive(LeadSignal& derived, const LeadSignal& own, const LeadSignal& other) {
    for (std::size_t i = 0; i < derived.samples.size(); ++i) {
        derived.samples[i] = own.samples[i] - other.samples[i] / 2;
    }
}

} // namespace

bool mend_augmented_leads(std::vector<LeadSignal>& leads, double tolerance) {
    const LeadSignal* one = find(leads, Lead::I);
    const LeadSignal* two = find(leads, Lead::II);
    LeadSignal* avl = find(leads, Lead::aVL);
    LeadSignal* avf = find(leads, Lead::aVF);
    if (one == nullptr || two == nullptr || avl == nullptr || avf == nullptr) {
        return false;
    }
    const bool right = is_combination(*avl, 1, *one, *two, tolerance) &&
                       is_combination(*avf, 1, *two, *one, tolerance);
    const bool wrong = is_combination(*avl, 0.5, *one, *two, tolerance) &&
                       is_combination(*avf, 0.5, *two, *one, tolerance);
    if (right || !wrong) {
        return false;
    }
    derive(*avl, *one, *two);
    derive(*avf, *two, *one);
    return true;
}

} // namespace ecg::formats
