// Leads I and aVF, as recorded or as Einthoven and Goldberger give them from two others.
#pragma once

#include "model/lead.hpp"

#include <functional>
#include <optional>

namespace ecg::analyze {

struct FrontalPair {
    double i{};
    double avf{};
};

/// A linear measure (an area, an amplitude) of leads I and aVF, from whichever two of I, II and
/// III are there, or from I and aVF. value gives the measure of a lead, absent where it is not.
std::optional<FrontalPair> frontal_pair(const std::function<std::optional<double>(Lead)>& value);

} // namespace ecg::analyze
