#include "synth/wave_renderer.hpp"

namespace ecg::synth {

void WaveRenderer::add(Block& block) {
    const double begin = static_cast<double>(block.first) / rate_;
    const double end =
        static_cast<double>(block.first + static_cast<std::int64_t>(block.count)) / rate_;
    lobes_.clear();
    while (first_p_ < plan_.p_onsets.size() &&
           plan_.p_onsets[first_p_] + model_.p_duration() < begin) {
        ++first_p_;
    }
    for (std::size_t k = first_p_; k < plan_.p_onsets.size() && plan_.p_onsets[k] < end; ++k) {
        model_.append_p(lobes_, plan_.p_onsets[k]);
    }
    while (first_beat_ < plan_.beats.size() && plan_.beats[first_beat_].t_offset < begin) {
        ++first_beat_;
    }
    for (std::size_t k = first_beat_; k < plan_.beats.size() && plan_.beats[k].qrs_onset < end;
         ++k) {
        model_.append_ventricular(lobes_, plan_.beats[k]);
    }
    for (const Lobe& lobe : lobes_) {
        add_lobe(block, lobe, rate_);
    }
}

} // namespace ecg::synth
