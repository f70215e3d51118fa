#include "synth/truth.hpp"

#include "common/json_writer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace ecg::synth {
namespace {

constexpr int second_decimals = 6;
constexpr int millisecond_decimals = 3;
constexpr int millivolt_decimals = 6;

/// Collects numbers; their mean is absent while there are none.
class Mean {
public:
    void add(double x) {
        sum_ += x;
        ++count_;
    }

    void add(const std::optional<Milliseconds>& span) {
        if (span) {
            add(span->count());
        }
    }

    [[nodiscard]] std::optional<double> value() const {
        return count_ > 0 ? std::optional{sum_ / static_cast<double>(count_)} : std::nullopt;
    }

    [[nodiscard]] std::optional<Milliseconds> milliseconds() const {
        return count_ > 0 ? std::optional{Milliseconds{*value()}} : std::nullopt;
    }

private:
    double sum_ = 0;
    std::int64_t count_ = 0;
};

std::optional<Milliseconds> between(const std::optional<Seconds>& from,
                                    const std::optional<Seconds>& to) {
    return from && to ? std::optional<Milliseconds>{*to - *from} : std::nullopt;
}

std::optional<Milliseconds> pr_of(const Waves& waves) {
    return between(waves.p.onset, waves.qrs.onset);
}

std::optional<Milliseconds> qt_of(const Waves& waves) {
    return between(waves.qrs.onset, waves.t.offset);
}

/// SDNN and RMSSD of the intervals between neighbouring N beats.
void summarise_variability(TruthSummary& summary, const std::vector<TrueBeat>& beats) {
    std::vector<double> nn;
    Mean squared_steps;
    for (std::size_t k = 1; k < beats.size(); ++k) {
        if (beats[k - 1].label != BeatClass::N || beats[k].label != BeatClass::N) {
            continue;
        }
        nn.push_back(Milliseconds{beats[k].r_peak - beats[k - 1].r_peak}.count());
        if (k >= 2 && beats[k - 2].label == BeatClass::N) {
            const double step = nn.back() - nn[nn.size() - 2];
            squared_steps.add(step * step);
        }
    }
    if (nn.size() >= 2) {
        Mean mean;
        for (const double interval : nn) {
            mean.add(interval);
        }
        double squares = 0;
        for (const double interval : nn) {
            squares += (interval - *mean.value()) * (interval - *mean.value());
        }
        summary.sdnn = Milliseconds{std::sqrt(squares / static_cast<double>(nn.size() - 1))};
    }
    if (const auto square = squared_steps.value()) {
        summary.rmssd = Milliseconds{std::sqrt(*square)};
    }
}

void summarise_normal_beats(TruthSummary& summary, const std::vector<TrueBeat>& beats) {
    Mean p;
    Mean pr;
    Mean qrs;
    Mean qt;
    double normal = 0;
    for (const TrueBeat& beat : beats) {
        if (beat.label != BeatClass::N) {
            continue;
        }
        ++normal;
        p.add(beat.waves.p.duration());
        pr.add(pr_of(beat.waves));
        qrs.add(beat.waves.qrs.duration());
        qt.add(qt_of(beat.waves));
        for (std::size_t k = 0; k < lead_count; ++k) { // running means
            summary.st_j_mv[k] += (beat.st_j_mv[k] - summary.st_j_mv[k]) / normal;
            summary.st_60_mv[k] += (beat.st_60_mv[k] - summary.st_60_mv[k]) / normal;
            summary.st_80_mv[k] += (beat.st_80_mv[k] - summary.st_80_mv[k]) / normal;
        }
    }
    summary.p = p.milliseconds();
    summary.pr = pr.milliseconds();
    summary.qrs = qrs.milliseconds();
    summary.qt = qt.milliseconds();
}

std::optional<double> number_of(const std::optional<Milliseconds>& span) {
    return span ? std::optional{span->count()} : std::nullopt;
}

template <class Unit> std::optional<double> number_of(const std::optional<Quantity<Unit>>& q) {
    return q ? std::optional{q->value} : std::nullopt;
}

void write_ms(JsonWriter& json, std::string_view key, const std::optional<Milliseconds>& span) {
    json.member(key, number_of(span), millisecond_decimals);
}

void write_moment(JsonWriter& json, std::string_view key, const std::optional<Seconds>& moment) {
    if (moment) {
        json.member(key, moment->count(), second_decimals);
    }
}

void write_by_lead(JsonWriter& json, std::string_view key,
                   const std::array<double, lead_count>& values) {
    json.key(key).begin_object();
    for (const Lead lead : all_leads) {
        json.member(name_of(lead), values[index_of(lead)], millivolt_decimals);
    }
    json.end_object();
}

void write_classes(JsonWriter& json, const std::vector<TrueBeat>& beats) {
    std::map<BeatClass, std::int64_t> counts;
    for (const TrueBeat& beat : beats) {
        ++counts[beat.label];
    }
    json.key("beats_by_class").begin_object();
    for (const auto& [label, count] : counts) {
        json.member(std::string(1, letter_of(label)), count);
    }
    json.end_object();
}

JsonWriter& begin_line(JsonWriter& json, std::string_view kind) {
    json.begin_object().member("schema", "ecg.truth/1").member("kind", kind);
    return json;
}

void append_summary(std::string& out, const Truth& truth) {
    const TruthSummary summary = summarise(truth);
    JsonWriter json{out};
    begin_line(json, "summary").text_unless_empty("recording", truth.id);
    json.member("sampling_rate_hz", truth.rate_hz, 6).member("samples", truth.samples);
    json.member("duration_s", static_cast<double>(truth.samples) / truth.rate_hz, second_decimals);
    json.member("rhythm", truth.rhythm).member("beats", truth.beats.size());
    write_classes(json, truth.beats);
    json.member("p_waves", truth.p_onsets.size());
    json.member("heart_rate_bpm", number_of(summary.heart_rate), 3);
    write_ms(json, "rr_ms", summary.rr);
    write_ms(json, "p_ms", summary.p);
    write_ms(json, "pr_ms", summary.pr);
    write_ms(json, "qrs_ms", summary.qrs);
    write_ms(json, "qt_ms", summary.qt);
    write_ms(json, "qtc_bazett_ms", summary.qtc);
    json.member("p_axis_deg", number_of(truth.p_axis), 3);
    json.member("qrs_axis_deg", number_of(truth.qrs_axis), 3);
    json.member("t_axis_deg", number_of(truth.t_axis), 3);
    write_ms(json, "sdnn_ms", summary.sdnn);
    write_ms(json, "rmssd_ms", summary.rmssd);
    write_by_lead(json, "st_j_mv", summary.st_j_mv);
    write_by_lead(json, "st_60_mv", summary.st_60_mv);
    write_by_lead(json, "st_80_mv", summary.st_80_mv);
    json.end_object();
    out.push_back('\n');
}

void append_beat(std::string& out, const Truth& truth, std::size_t index) {
    const TrueBeat& beat = truth.beats[index];
    const Waves& waves = beat.waves;
    JsonWriter json{out};
    begin_line(json, "beat").member("class", std::string(1, letter_of(beat.label)));
    write_moment(json, "r_peak_s", beat.r_peak);
    json.member("r_peak_sample", beat.r_peak.count() * truth.rate_hz, 3);
    write_moment(json, "p_onset_s", waves.p.onset);
    write_moment(json, "p_peak_s", waves.p.peak);
    write_moment(json, "p_offset_s", waves.p.offset);
    write_moment(json, "qrs_onset_s", waves.qrs.onset);
    write_moment(json, "qrs_offset_s", waves.qrs.offset);
    write_moment(json, "t_onset_s", waves.t.onset);
    write_moment(json, "t_peak_s", waves.t.peak);
    write_moment(json, "t_offset_s", waves.t.offset);
    if (index > 0) {
        write_ms(json, "rr_ms", between(truth.beats[index - 1].r_peak, beat.r_peak));
    }
    write_ms(json, "p_ms", waves.p.duration());
    write_ms(json, "pr_ms", pr_of(waves));
    write_ms(json, "qrs_ms", waves.qrs.duration());
    write_ms(json, "qt_ms", qt_of(waves));
    write_by_lead(json, "st_j_mv", beat.st_j_mv);
    write_by_lead(json, "st_60_mv", beat.st_60_mv);
    write_by_lead(json, "st_80_mv", beat.st_80_mv);
    json.end_object();
    out.push_back('\n');
}

void append_episode(std::string& out, const TrueEpisode& episode) {
    JsonWriter json{out};
    begin_line(json, "episode").member("code", episode.code);
    write_moment(json, "onset_s", episode.onset);
    write_moment(json, "offset_s", episode.offset);
    json.end_object();
    out.push_back('\n');
}

void append_p_wave(std::string& out, Seconds onset) {
    JsonWriter json{out};
    write_moment(begin_line(json, "p_wave"), "onset_s", onset);
    json.end_object();
    out.push_back('\n');
}

/// The P waves that no beat calls its own, in order.
std::vector<Seconds> lone_p_onsets(const Truth& truth) {
    std::vector<Seconds> owned;
    for (const TrueBeat& beat : truth.beats) {
        if (beat.waves.p.onset) {
            owned.push_back(*beat.waves.p.onset);
        }
    }
    std::vector<Seconds> lone;
    std::set_difference(truth.p_onsets.begin(), truth.p_onsets.end(), owned.begin(), owned.end(),
                        std::back_inserter(lone));
    return lone;
}

} // namespace

TruthSummary summarise(const Truth& truth) {
    TruthSummary summary;
    const std::vector<TrueBeat>& beats = truth.beats;
    summarise_normal_beats(summary, beats);
    summarise_variability(summary, beats);
    if (beats.size() >= 2) {
        const Seconds mean =
            (beats.back().r_peak - beats.front().r_peak) / static_cast<double>(beats.size() - 1);
        summary.rr = mean;
        summary.heart_rate = BeatsPerMinute{60 / mean.count()};
        if (summary.qt) {
            summary.qtc = *summary.qt / std::sqrt(mean.count());
        }
    }
    return summary;
}

void append_truth_lines(std::string& out, const Truth& truth) {
    append_summary(out, truth);
    for (const TrueEpisode& episode : truth.episodes) {
        append_episode(out, episode);
    }
    const std::vector<Seconds> lone = lone_p_onsets(truth);
    auto p = lone.begin();
    for (std::size_t k = 0; k < truth.beats.size(); ++k) {
        for (; p != lone.end() && *p < truth.beats[k].r_peak; ++p) {
            append_p_wave(out, *p);
        }
        append_beat(out, truth, k);
    }
    for (; p != lone.end(); ++p) {
        append_p_wave(out, *p);
    }
}

} // namespace ecg::synth
