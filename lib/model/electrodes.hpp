// What the leads tell of the electrodes that they are taken from.
#pragma once

#include <string>
#include <vector>

namespace ecg {

enum class ElectrodeState {
    on,
    off,      ///< the leads without a signal are those that it is part of
    uncertain ///< one of several whose loss would look the same
};

struct Electrode {
    std::string name; ///< RA LA LL V1 … V6
    ElectrodeState state = ElectrodeState::on;

    friend bool operator==(const Electrode&, const Electrode&) = default;
};

} // namespace ecg
