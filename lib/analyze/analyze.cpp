#include "analyze/analyze.hpp"

#include "analyze/between/listen.hpp"
#include "analyze/classify/class_odds.hpp"
#include "analyze/classify/classify_beats.hpp"
#include "analyze/delineate/delineate_beats.hpp"
#include "analyze/delineate/network.hpp"
#include "analyze/delineate/wave_order.hpp"
#include "analyze/detect/beat_odds.hpp"
#include "analyze/detect/beat_sqi.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/filter/electrodes.hpp"
#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/interpret.hpp"
#include "analyze/measure/measure_beats.hpp"
#include "analyze/measure/recorded_unit.hpp"
#include "analyze/memory.hpp"
#include "analyze/rhythm/doubt.hpp"
#include "analyze/rhythm/name_rhythm.hpp"

#include <limits>

namespace ecg::analyze {
namespace {

/// What is known of each beat, one entry a beat in every list.
struct EachBeat {
    Beats beats;
    Delineation waves;
    std::vector<BeatMeasurements> measurements;
};

/// The beats whose time lies in span.
EachBeat within(Span span, const EachBeat& all) {
    EachBeat wanted;
    for (std::size_t i = 0; i < all.beats.size(); ++i) {
        if (all.beats[i].time >= span.from && all.beats[i].time < span.to) {
            wanted.beats.push_back(all.beats[i]);
            wanted.waves.push_back(all.waves[i]);
            wanted.measurements.push_back(all.measurements[i]);
        }
    }
    return wanted;
}

Extent extent_of(const Recording& recording) {
    const auto first = static_cast<double>(recording.first_sample);
    const auto count = static_cast<double>(recording.sample_count());
    return {recording.rate.time_of(first), recording.rate.time_of(first + count - 1),
            recording.rate.time_of(1)};
}

std::int64_t averaged_in(const DelineatedBeats& delineated) {
    return delineated.dominant ? static_cast<std::int64_t>(delineated.dominant->beat.members.size())
                               : 0;
}

} // namespace

Analysis analyze_span(const Recording& recording, const AnalyzeSettings& settings, Span span,
                      RecordingMemory& memory) {
    const FilteredRecording clean = filter_recording(recording, settings.filter);
    const Detection detection =
        detect_beats(clean, settings.detector ? *settings.detector : trained_network());
    const Extent extent = extent_of(recording);
    const std::vector<LeadQuality> quality =
        with_beat_sqi(clean.quality, detection,
                      {std::max(span.from, extent.first), std::min(span.to, extent.last)});
    const Beats all = classify_beats(clean, detection.beats, memory.beats,
                                     settings.classes ? *settings.classes : trained_classes());
    const SlowSignal slow = slow_signal(clean);
    const std::vector<Stretch> silence = silent(slow, all, memory.heights);
    const Beats classified = without_noise(all, silence);
    const DelineatedBeats delineated = delineate_beats(
        clean, classified,
        {settings.lead_waves, settings.delineator ? *settings.delineator : delineation_network()});
    const Stretch over{std::max(span.from, extent.first), std::min(span.to, extent.last)};
    const BetweenBeats between = listen_between(slow, classified, delineated.waves, silence, over);
    const EachBeat each =
        within(span, {classified, in_order(delineated.waves, extent),
                      in_recorded_unit(measure_each_beat(clean, delineated), clean.scale)});
    Measurements measured =
        in_recorded_unit(measure_beats(clean, each.beats, delineated), clean.scale);
    Rhythm rhythm = name_rhythm(each.beats, each.waves, measured, between);
    doubt_fibrillation(rhythm, quality);
    measure_variability(measured, each.beats, rhythm);
    if (const auto absence = missing_beat_sqi(quality)) {
        measured.absences.push_back(*absence);
    }
    const std::vector<Electrode> electrodes = judge_electrodes(quality);
    const Findings findings =
        interpret({measured, rhythm, quality, recording.info.patient, recording.rate.hertz(),
                   electrodes, averaged_in(delineated), clean.filters.low_pass});

    Analysis analysis;
    analysis.info = recording.info;
    analysis.rate_hz = recording.rate.hertz();
    analysis.samples = recording.sample_count();
    analysis.beats = each.beats;
    analysis.waves = each.waves;
    analysis.beat_measurements = each.measurements;
    analysis.between = between;
    analysis.measurements = measured;
    analysis.median_beat = in_recorded_unit(representative_beat(clean, delineated), clean.scale);
    analysis.rhythm = rhythm;
    analysis.findings = findings;
    analysis.criteria = std::string{criteria::version};
    analysis.quality = quality;
    analysis.electrodes = electrodes;
    analysis.filters = clean.filters;
    return analysis;
}

Analysis analyze(const Recording& recording, const AnalyzeSettings& settings) {
    const Seconds forever{std::numeric_limits<double>::infinity()};
    RecordingMemory nothing_before;
    return analyze_span(recording, settings, {-forever, forever}, nothing_before);
}

} // namespace ecg::analyze
