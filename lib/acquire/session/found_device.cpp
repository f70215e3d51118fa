#include "acquire/session/found_device.hpp"

namespace ecg::acquire {

FoundDevice found_device(const std::vector<DriverScore>& ranking,
                         const std::vector<HeardPiece>& pieces, bool live) {
    const DriverScore& best = ranking.front();
    FoundDevice device;
    device.driver = best.candidate->text;
    for (const DriverScore& other : ranking) {
        if (other.candidate != best.candidate && is_as_good(other, best)) {
            device.alike.push_back(other.candidate->text);
        }
    }
    device.model = best.candidate->description.model;
    device.line = best.candidate->description.line;
    device.stream = figures_of(*best.candidate, pieces, live);
    return device;
}

} // namespace ecg::acquire
