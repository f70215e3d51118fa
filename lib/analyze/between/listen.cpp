#include "analyze/between/listen.hpp"

#include "analyze/between/flutter_waves.hpp"
#include "analyze/between/p_waves.hpp"
#include "analyze/between/ventricular_waves.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

std::vector<Stretch> within(Stretch over, std::vector<Stretch> stretches) {
    for (Stretch& stretch : stretches) {
        stretch = {std::max(stretch.from, over.from), std::min(stretch.to, over.to)};
    }
    std::erase_if(stretches, [](const Stretch& s) { return s.to <= s.from; });
    return stretches;
}

} // namespace

BetweenBeats listen_between(SlowSignal signal, const Beats& beats, const Delineation& waves,
                            const std::vector<Stretch>& silence, Stretch over) {
    BetweenBeats found;
    found.over = over;
    found.leads = signal.leads.size();
    found.silence = within(over, silence);
    if (signal.size() == 0) {
        return found;
    }
    mark_qrs(signal, beats, waves);
    found.p_waves = find_p_waves(signal, beats, waves);
    std::erase_if(found.p_waves, [&](Seconds p) { return p < over.from || p >= over.to; });
    found.flutter = look_for_flutter(signal, over);
    found.fibrillation = within(over, fibrillating(signal));
    return found;
}

} // namespace ecg::analyze
