#include "analyze/delineate/wave_order.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

using Point = std::optional<Seconds>;

void drop_outside(Wave& wave, const Extent& extent) {
    for (Point* point : {&wave.onset, &wave.peak, &wave.offset}) {
        if (*point && (**point < extent.first || **point > extent.last)) {
            point->reset();
        }
    }
}

/// An onset or offset on the wrong side of its peak is none.
void order_within(Wave& wave) {
    if (wave.onset && wave.peak && *wave.onset >= *wave.peak) {
        wave.onset.reset();
    }
    if (wave.offset && wave.peak && *wave.offset <= *wave.peak) {
        wave.offset.reset();
    }
    if (wave.onset && wave.offset && *wave.onset >= *wave.offset) {
        wave.onset.reset();
        wave.offset.reset();
    }
}

Point begin_of(const Wave& wave) {
    return wave.onset ? wave.onset : wave.peak ? wave.peak : wave.offset;
}

Point end_of(const Wave& wave) {
    return wave.offset ? wave.offset : wave.peak ? wave.peak : wave.onset;
}

/// Draws the end of wave back to limit, when it reaches beyond.
void end_by(Wave& wave, const Point& limit) {
    if (!limit) {
        return;
    }
    if ((wave.peak && *wave.peak >= *limit) || (wave.onset && *wave.onset >= *limit)) {
        wave = {};
    } else if (wave.offset && *wave.offset > *limit) {
        wave.offset = limit;
        order_within(wave);
    }
}

/// Draws the begin of wave on to limit, when it reaches before.
void begin_from(Wave& wave, const Point& limit) {
    if (!limit) {
        return;
    }
    if ((wave.peak && *wave.peak <= *limit) || (wave.offset && *wave.offset <= *limit)) {
        wave = {};
    } else if (wave.onset && *wave.onset < *limit) {
        wave.onset = limit;
        order_within(wave);
    }
}

/// A P that begins before the T of the beat before has its peak has no known begin.
void order_beats(Waves& before, Waves& after, Seconds step) {
    if (before.t.peak && begin_of(after.p) && *begin_of(after.p) <= *before.t.peak) {
        if (end_of(after.p) && *end_of(after.p) <= *before.t.peak) {
            after.p = {};
        } else {
            after.p.onset.reset();
        }
    }
    const Point next = after.p.empty() ? begin_of(after.qrs) : begin_of(after.p);
    if (next) {
        end_by(before.t, *next - step);
    }
}

void order_beat(Waves& waves, const Extent& extent) {
    for (Wave* wave : {&waves.p, &waves.qrs, &waves.t}) {
        drop_outside(*wave, extent);
        order_within(*wave);
    }
    end_by(waves.p, begin_of(waves.qrs));
    begin_from(waves.t, end_of(waves.qrs));
}

} // namespace

Delineation in_order(const Delineation& waves, const Extent& extent) {
    Delineation ordered = waves;
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        order_beat(ordered[i].global, extent);
        for (std::size_t l = 0; l < ordered[i].leads.size(); ++l) {
            order_beat(ordered[i].leads[l], extent);
        }
        if (i == 0) {
            continue;
        }
        order_beats(ordered[i - 1].global, ordered[i].global, extent.step);
        const auto leads = std::min(ordered[i - 1].leads.size(), ordered[i].leads.size());
        for (std::size_t l = 0; l < leads; ++l) {
            order_beats(ordered[i - 1].leads[l], ordered[i].leads[l], extent.step);
        }
    }
    return ordered;
}

void follow(BeatWaves& beat, const BeatWaves& before, Seconds step) {
    const auto behind = [step](Waves& own, const Waves& last) {
        if (const Point end = end_of(last.t)) {
            begin_from(own.p, *end + step);
        }
    };
    behind(beat.global, before.global);
    for (std::size_t k = 0; k < std::min(beat.outermost.size(), before.outermost.size()); ++k) {
        behind(beat.outermost[k], before.outermost[k]);
    }
    for (std::size_t l = 0; l < std::min(beat.leads.size(), before.leads.size()); ++l) {
        behind(beat.leads[l], before.leads[l]);
    }
}

} // namespace ecg::analyze
