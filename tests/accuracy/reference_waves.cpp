#include "accuracy/reference_waves.hpp"

#include <algorithm>

namespace ecg::accuracy {
namespace {

// WFDB's annotation codes
constexpr int p_wave = 24;
constexpr int t_wave = 27;
constexpr int u_wave = 29;
constexpr int wave_onset = 39;
constexpr int wave_offset = 40;

std::optional<WaveKind> wave_kind(int code) {
    if (code == p_wave) {
        return WaveKind::p;
    }
    if (code == t_wave) {
        return WaveKind::t;
    }
    return formats::is_beat_annotation(code) ? std::optional{WaveKind::qrs} : std::nullopt;
}

/// Puts waves together from marks that come in order.
class WaveBuilder {
public:
    void onset(double time) {
        open_ = false;
        onset_ = time;
    }

    void peak(WaveKind kind, double time) {
        if (open_ && kind == WaveKind::t && waves_.back().kind == kind) {
            return; // another peak of the same T wave
        }
        waves_.push_back({kind, onset_, time, std::nullopt});
        open_ = true;
        onset_.reset();
    }

    void offset(double time) {
        if (open_) {
            waves_.back().offset = time;
        }
        forget();
    }

    void forget() {
        open_ = false;
        onset_.reset();
    }

    std::vector<MarkedWave> take() { return std::move(waves_); }

private:
    std::vector<MarkedWave> waves_;
    bool open_ = false; ///< the last wave may still get its offset
    std::optional<double> onset_;
};

} // namespace

std::vector<MarkedWave> waves_of(const std::vector<formats::Annotation>& annotations,
                                 double rate_hz) {
    WaveBuilder builder;
    for (const formats::Annotation& mark : annotations) {
        const double time = static_cast<double>(mark.sample) / rate_hz;
        if (mark.code == wave_onset) {
            builder.onset(time);
        } else if (mark.code == wave_offset) {
            builder.offset(time);
        } else if (mark.code == u_wave) {
            builder.forget();
        } else if (const auto kind = wave_kind(mark.code)) {
            builder.peak(*kind, time);
        }
    }
    return builder.take();
}

std::vector<MarkedWave> read_waves(const std::filesystem::path& file, double rate_hz) {
    if (!std::filesystem::exists(file)) {
        return {};
    }
    return waves_of(formats::read_annotations(file.string()), rate_hz);
}

PointLists points_of(const std::vector<MarkedWave>& waves) {
    PointLists lists;
    for (const MarkedWave& wave : waves) {
        const auto list = [&](Place place) -> std::vector<double>& {
            return lists.at(point_index(wave.kind, place));
        };
        if (wave.onset) {
            list(Place::onset).push_back(*wave.onset);
        }
        list(Place::peak).push_back(wave.peak);
        if (wave.offset) {
            list(Place::offset).push_back(*wave.offset);
        }
    }
    for (auto& times : lists) {
        std::sort(times.begin(), times.end());
    }
    return lists;
}

} // namespace ecg::accuracy
