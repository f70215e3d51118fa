#include "analyze/measure/limb_leads.hpp"

namespace ecg::analyze {

std::optional<FrontalPair> frontal_pair(const std::function<std::optional<double>(Lead)>& value) {
    const auto i = value(Lead::I);
    const auto ii = value(Lead::II);
    const auto iii = value(Lead::III);
    const auto avf = value(Lead::aVF);
    if (i && ii) {
        return FrontalPair{*i, *ii - *i / 2};
    }
    if (i && avf) {
        return FrontalPair{*i, *avf};
    }
    if (i && iii) {
        return FrontalPair{*i, *iii + *i / 2};
    }
    if (ii && iii) {
        return FrontalPair{*ii - *iii, (*ii + *iii) / 2};
    }
    return std::nullopt;
}

} // namespace ecg::analyze
