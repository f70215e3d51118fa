#include "analyze/analyze.hpp"

#include "analyze/classify/classify_beats.hpp"
#include "analyze/delineate/delineate_beats.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/interpret/interpret.hpp"
#include "analyze/measure/measure_beats.hpp"
#include "analyze/rhythm/name_rhythm.hpp"

#include <limits>

namespace ecg::analyze {
namespace {

/// What belongs to the beats from first to last (not included).
template <class T> std::vector<T> part(std::vector<T> all, std::size_t first, std::size_t last) {
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(last), all.end());
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first));
    return all;
}

} // namespace

Analysis analyze_span(const Recording& recording, const AnalyzeSettings& settings, Span span) {
    Analysis result;
    result.info = recording.info;
    result.rate_hz = recording.rate.hertz();
    result.samples = recording.sample_count();
    if (recording.sample_count() == 0) {
        complete(result.measurements);
        return result;
    }
    const FilteredRecording clean = filter_recording(recording, settings.filter);
    const Beats found = detect_beats(clean);
    const Beats classified = classify_beats(clean, found);
    const DelineatedBeats delineated = delineate_beats(clean, classified, settings.lead_waves);

    std::size_t first = 0;
    while (first < classified.size() && classified[first].time < span.from) {
        ++first;
    }
    std::size_t last = first;
    while (last < classified.size() && classified[last].time < span.to) {
        ++last;
    }
    result.beats = part(classified, first, last);
    result.waves = part(delineated.waves, first, last);
    result.beat_measurements = part(measure_each_beat(clean, delineated), first, last);
    result.measurements = measure_beats(clean, result.beats, delineated);
    result.median_beat = representative_beat(clean, delineated);
    result.quality = clean.quality;
    result.filters = clean.filters;
    result.rhythm = name_rhythm(result.beats, result.waves, result.measurements);
    result.findings = interpret({result.measurements, result.rhythm, result.quality,
                                 recording.info.patient, result.rate_hz});
    return result;
}

Analysis analyze(const Recording& recording, const AnalyzeSettings& settings) {
    const Seconds forever{std::numeric_limits<double>::infinity()};
    return analyze_span(recording, settings, {-forever, forever});
}

} // namespace ecg::analyze
