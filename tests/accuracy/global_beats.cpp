#include "accuracy/global_beats.hpp"

#include "accuracy/statistics.hpp"

#include <algorithm>
#include <limits>

namespace ecg::accuracy {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double rounding = 1e-9;
constexpr double next_lead = 0.06;  // seconds between the centres of one QRS in two leads
constexpr double whole_beat = 0.20; // … and in all leads
constexpr double p_before = 0.45;   // a P wave belongs to a QRS this much later
constexpr double t_behind = 0.75;

struct LeadsNeeded {
    std::size_t qrs, p, t;
};

LeadsNeeded leads_needed(std::size_t leads) {
    return leads >= 12 ? LeadsNeeded{6, 4, 6} : LeadsNeeded{1, 1, 1};
}

struct Complex {
    double centre;
    const MarkedWave* wave;
};

std::vector<Complex> complexes_of(const std::vector<LeadWaves>& leads) {
    std::vector<Complex> all;
    for (const LeadWaves& lead : leads) {
        for (const MarkedWave& wave : lead) {
            if (wave.kind == WaveKind::qrs) {
                const bool whole = wave.onset && wave.offset;
                all.push_back({whole ? (*wave.onset + *wave.offset) / 2 : wave.peak, &wave});
            }
        }
    }
    std::sort(all.begin(), all.end(),
              [](const Complex& a, const Complex& b) { return a.centre < b.centre; });
    return all;
}

/// One past the last complex of the beat that begins with `first`.
std::size_t end_of_beat(const std::vector<Complex>& all, std::size_t first) {
    std::size_t end = first + 1;
    while (end < all.size() && all[end].centre - all[end - 1].centre < next_lead &&
           all[end].centre - all[first].centre < whole_beat) {
        ++end;
    }
    return end;
}

GlobalBeat beat_of(const std::vector<Complex>& all, std::size_t first, std::size_t end) {
    std::vector<double> centres;
    std::vector<double> onsets;
    std::vector<double> offsets;
    for (std::size_t i = first; i < end; ++i) {
        centres.push_back(all[i].centre);
        if (all[i].wave->onset) {
            onsets.push_back(*all[i].wave->onset);
        }
        if (all[i].wave->offset) {
            offsets.push_back(*all[i].wave->offset);
        }
    }
    GlobalBeat beat;
    beat.centre = *median_of(centres);
    beat.qrs_onset = borne_out_onset(onsets, 0.012);
    beat.qrs_offset = borne_out_offset(offsets, 0.016);
    return beat;
}

/// What lies between a beat's neighbours.
struct Surroundings {
    double previous;
    double centre;
    double next;
};

const MarkedWave* p_of(const LeadWaves& lead, const Surroundings& beat) {
    const MarkedWave* last = nullptr;
    for (const MarkedWave& wave : lead) {
        if (wave.kind == WaveKind::p && wave.peak < beat.centre &&
            wave.peak > std::max(beat.previous, beat.centre - p_before)) {
            last = &wave;
        }
    }
    return last;
}

const MarkedWave* t_of(const LeadWaves& lead, const Surroundings& beat) {
    const auto found = std::find_if(lead.begin(), lead.end(), [&](const MarkedWave& wave) {
        return wave.kind == WaveKind::t && wave.peak > beat.centre &&
               wave.peak < std::min(beat.next, beat.centre + t_behind);
    });
    return found == lead.end() ? nullptr : &*found;
}

void add_p_and_t(GlobalBeat& beat, const std::vector<LeadWaves>& leads, const Surroundings& where) {
    std::vector<double> p_onsets;
    std::vector<double> p_offsets;
    std::vector<double> t_offsets;
    for (const LeadWaves& lead : leads) {
        const MarkedWave* p = p_of(lead, where);
        const MarkedWave* t = t_of(lead, where);
        if (p != nullptr && p->onset) {
            p_onsets.push_back(*p->onset);
        }
        if (p != nullptr && p->offset) {
            p_offsets.push_back(*p->offset);
        }
        if (t != nullptr && t->offset) {
            t_offsets.push_back(*t->offset);
        }
    }
    const LeadsNeeded needed = leads_needed(leads.size());
    if (p_onsets.size() >= needed.p) {
        beat.p_onset = borne_out_onset(p_onsets, 0.020);
    }
    if (p_offsets.size() >= needed.p) {
        beat.p_offset = borne_out_offset(p_offsets, 0.020);
    }
    if (t_offsets.size() >= needed.t) {
        beat.t_offset = borne_out_offset(t_offsets, 0.030);
    }
}

/// How far an onset or offset may lie from the peak.
double reach_of(WaveKind kind) {
    switch (kind) {
    case WaveKind::p:
        return 0.25;
    case WaveKind::qrs:
        return 0.30;
    case WaveKind::t:
        break;
    }
    return 0.45;
}

} // namespace

std::optional<double> borne_out_onset(std::vector<double> times, double close) {
    std::sort(times.begin(), times.end());
    for (std::size_t i = 0; i + 2 < times.size(); ++i) {
        if (times[i + 2] - times[i] <= close + rounding) {
            return times[i];
        }
    }
    return median_of(times);
}

std::optional<double> borne_out_offset(std::vector<double> times, double close) {
    for (double& time : times) {
        time = -time;
    }
    const auto mirrored = borne_out_onset(times, close);
    return mirrored ? std::optional{-*mirrored} : std::nullopt;
}

std::vector<GlobalBeat> global_beats(const std::vector<LeadWaves>& leads) {
    const std::vector<Complex> complexes = complexes_of(leads);
    std::vector<GlobalBeat> beats;
    for (std::size_t first = 0; first < complexes.size();) {
        const std::size_t end = end_of_beat(complexes, first);
        if (end - first >= leads_needed(leads.size()).qrs) {
            beats.push_back(beat_of(complexes, first, end));
        }
        first = end;
    }
    for (std::size_t i = 0; i < beats.size(); ++i) {
        const Surroundings where{i > 0 ? beats[i - 1].centre : -infinity, beats[i].centre,
                                 i + 1 < beats.size() ? beats[i + 1].centre : infinity};
        add_p_and_t(beats[i], leads, where);
    }
    return beats;
}

PointLists points_of(const std::vector<GlobalBeat>& beats) {
    PointLists lists;
    const auto add = [&](WaveKind kind, Place place, const std::optional<double>& time) {
        if (time) {
            lists.at(point_index(kind, place)).push_back(*time);
        }
    };
    for (const GlobalBeat& beat : beats) {
        add(WaveKind::p, Place::onset, beat.p_onset);
        add(WaveKind::p, Place::offset, beat.p_offset);
        add(WaveKind::qrs, Place::onset, beat.qrs_onset);
        add(WaveKind::qrs, Place::offset, beat.qrs_offset);
        add(WaveKind::t, Place::offset, beat.t_offset);
    }
    return lists;
}

LeadWaves waves_from(const PointLists& lists) {
    LeadWaves waves;
    for (const WaveKind kind : {WaveKind::p, WaveKind::qrs, WaveKind::t}) {
        const auto& onsets = lists.at(point_index(kind, Place::onset));
        const auto& offsets = lists.at(point_index(kind, Place::offset));
        const auto& marked = lists.at(point_index(kind, Place::peak));
        const auto& edges = onsets.empty() ? offsets : onsets;
        const auto& peaks = marked.empty() ? edges : marked; // an edge stands for a peak
        const double reach = reach_of(kind);
        for (std::size_t i = 0; i < peaks.size(); ++i) {
            const double previous = i > 0 ? peaks[i - 1] : -infinity;
            const double next = i + 1 < peaks.size() ? peaks[i + 1] : infinity;
            MarkedWave wave{kind, std::nullopt, peaks[i], std::nullopt};
            for (const double onset : onsets) {
                if (onset <= wave.peak + rounding && onset > previous &&
                    wave.peak - onset < reach) {
                    wave.onset = onset;
                }
            }
            for (const double offset : offsets) {
                if (!wave.offset && offset >= wave.peak - rounding && offset < next &&
                    offset - wave.peak < reach) {
                    wave.offset = offset;
                }
            }
            waves.push_back(wave);
        }
    }
    return waves;
}

} // namespace ecg::accuracy
