#include "analyze/rhythm/episode_over.hpp"

#include <cstdint>

namespace ecg::analyze {

Episode episode_over(const Beats& beats, std::size_t first, std::size_t last,
                     std::string_view code) {
    Episode episode;
    episode.code = code;
    episode.onset = beats[first].time;
    episode.offset = beats[last].time;
    episode.beats = static_cast<std::int64_t>(last - first + 1);
    if (last > first) {
        const Seconds span = episode.offset - episode.onset;
        episode.rate = BeatsPerMinute{60 * static_cast<double>(last - first) / span.count()};
    }
    return episode;
}

} // namespace ecg::analyze
