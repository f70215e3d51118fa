#include "training/beat_rows.hpp"

#include "analyze/classify/classify_beats.hpp"
#include "analyze/delineate/average_beat.hpp"
#include "analyze/delineate/beat_window.hpp"
#include "analyze/detect/detect_beats.hpp"
#include "analyze/filter/filter_recording.hpp"
#include "dsp/resample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace ecg::training {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::size_t leads_a_row = 12;
constexpr double before_fiducial = 0.52; // s: a little more than the network's window
constexpr double whole = 1.32;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

struct BeatPlace {
    double time = 0;      ///< s since the recording began
    double index = 0;     ///< into the filtered samples
    double rr_before = 0; ///< s, 0: unknown
    double rr_after = 0;
};

BeatPlace place_of(const FilteredRecording& clean, const Beats& beats, std::size_t b) {
    const double time = beats[b].time.count();
    return {time, (time - clean.start.count()) * clean.rate.hertz(),
            b > 0 ? time - beats[b - 1].time.count() : 0,
            b + 1 < beats.size() ? beats[b + 1].time.count() - time : 0};
}

/// Whether the window that average_beat takes around a beat lies inside the recording.
bool is_whole(const BeatPlace& place, const FilteredRecording& clean) {
    const auto reach = [&](double rr, double share, Seconds most) {
        const double second = 1; // where the interval is not known
        const double wanted = share * (rr > 0 ? rr : second);
        return std::floor(std::min(most.count(), wanted) * clean.rate.hertz());
    };
    const double first = place.index - reach(place.rr_before, 0.65, analyze::most_before);
    const double last = place.index + reach(place.rr_after, 0.95, analyze::most_after);
    return first >= 0 && last + 1 <= static_cast<double>(clean.leads.front().samples.size());
}

} // namespace

BeatRows::BeatRows(const std::string& path) : file_{path, Overwrite::allowed} {}

void BeatRows::put(double value) {
    const auto number = static_cast<float>(value);
    file_.write({reinterpret_cast<const char*>(&number), sizeof number});
}

void BeatRows::put(const std::optional<bool>& known) {
    put(known ? static_cast<double>(*known) : unknown);
}

void BeatRows::put_known(const KnownBeat* beat, double fiducial) {
    const KnownBeat nothing;
    const KnownBeat& known = beat != nullptr ? *beat : nothing;
    for (const std::optional<double>& time : known.points) {
        put(time ? *time - fiducial : unknown);
    }
    put(known.has_p);
    put(known.has_t);
}

void BeatRows::add(const KnownRecording& known) {
    const FilteredRecording clean = analyze::filter_recording(known.recording, {});
    const Beats beats = analyze::classify_beats(clean, analyze::detect_beats(clean).beats);
    const double rate = clean.rate.hertz();
    const double first = std::floor(before_fiducial * rate);
    const auto length = static_cast<std::size_t>(std::ceil(whole * rate));
    const analyze::BeatWindow grid{rate, first, length};
    for (std::size_t b = 0; b < beats.size(); ++b) {
        const BeatPlace place = place_of(clean, beats, b);
        if (!is_whole(place, clean)) {
            continue;
        }
        for (const int number :
             {known.record, known.variant, beats[b].shape, static_cast<int>(beats[b].label)}) {
            put(number);
        }
        for (const double number : {place.rr_before, place.rr_after, known.recording.rate.hertz(),
                                    static_cast<double>(clean.leads.size())}) {
            put(number);
        }
        for (std::size_t l = 0; l < leads_a_row; ++l) {
            const bool there = l < clean.leads.size();
            put(there && clean.quality[l].verdict != Verdict::bad ? 1.0 : 0.0);
            std::vector<float> window(analyze::window_samples);
            if (there) {
                window =
                    grid.of(dsp::values_from(clean.leads[l].samples, place.index - first, length));
            }
            std::for_each(window.begin(), window.end(), [this](float v) { put(v); });
            const bool is_known = there && l < known.leads.size();
            put_known(is_known ? beat_at(known.leads[l], place.time) : nullptr, place.time);
        }
        put_known(beat_at(known.all, place.time), place.time);
    }
}

void BeatRows::commit() {
    file_.commit();
}

} // namespace ecg::training
