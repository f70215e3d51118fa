// Representative beats whose shape is known in closed form, and analyses around them.
#pragma once

#include "example_recording.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace ecg::report::test {

inline constexpr double triangle_onset = 230; // samples at 500 Hz
inline constexpr double triangle_peak = 250;
inline constexpr double triangle_end = 270;

/// Zero, but for a triangle of that height from 230 to 270 of 641 samples.
inline std::vector<double> triangle(double height_mv) {
    std::vector<double> samples(641, 0.0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double away = std::abs(static_cast<double>(i) - triangle_peak);
        const double half = triangle_peak - triangle_onset;
        samples[i] = height_mv * std::max(0.0, 1 - away / half);
    }
    return samples;
}

/// Triangles of 1 mV, downwards in aVR and V1. P from 150 to 200, QRS from 230 to 270, T to 410.
inline MedianBeat triangle_beat(const std::vector<std::string>& leads) {
    using namespace std::chrono_literals;
    MedianBeat beat;
    beat.rate_hz = 500;
    beat.beats = 9;
    beat.fiducial = 250;
    beat.names = leads;
    for (const std::string& name : leads) {
        beat.leads.push_back(triangle(name == "aVR" || name == "V1" ? -1 : 1));
    }
    beat.p_onset = 150;
    beat.p_offset = 200;
    beat.qrs_onset = triangle_onset;
    beat.qrs_offset = triangle_end;
    beat.t_offset = 410;
    beat.p_onset_uncertainty = 10ms;
    beat.p_offset_uncertainty = 6ms;
    beat.qrs_onset_uncertainty = 5ms;
    beat.qrs_offset_uncertainty = 8ms;
    beat.t_offset_uncertainty = 20ms;
    return beat;
}

/// Every value of a lead, each another number.
inline LeadMeasurements measured_lead(const std::string& name) {
    using namespace std::chrono_literals;
    LeadMeasurements lead;
    lead.lead = name;
    lead.p = Millivolts{0.11};
    lead.q = Millivolts{-0.12};
    lead.r = Millivolts{1.13};
    lead.s = Millivolts{-0.14};
    lead.r2 = Millivolts{0.15};
    lead.t = Millivolts{0.16};
    lead.p_duration = 101ms;
    lead.q_duration = 22ms;
    lead.r_duration = 43ms;
    lead.s_duration = 24ms;
    lead.t_duration = 185ms;
    lead.st_j = Millivolts{0.01};
    lead.st_60 = Millivolts{-0.02};
    lead.st_80 = Millivolts{0.03};
    lead.st_uncertainty = Millivolts{0.0041};
    lead.qt_tangent = 356ms;
    lead.qt_tangent_uncertainty = 7ms;
    lead.r_peak_time = 38ms;
    lead.notches = {30ms, 50ms};
    return lead;
}

/// An analysis of leads with a beat of triangles, whose intervals are those that were measured.
inline Analysis beat_analysis(const std::vector<std::string>& leads) {
    using namespace std::chrono_literals;
    Analysis analysis = example_analysis();
    analysis.median_beat = triangle_beat(leads);
    Measurements& measured = analysis.measurements;
    measured.p_duration = 100ms;
    measured.pr = 160ms;
    measured.qrs = 80ms;
    measured.qt = 360ms;
    measured.qrs_uncertainty = 11ms;
    for (const std::string& name : leads) {
        measured.leads.push_back(measured_lead(name));
        LeadQuality quality;
        quality.lead = name;
        analysis.quality.push_back(quality);
    }
    return analysis;
}

/// The same with a beat that has the waves of a heart.
inline Analysis smooth_beat_analysis(const std::vector<std::string>& leads, double amplitude) {
    Analysis analysis = beat_analysis(leads);
    for (std::size_t l = 0; l < leads.size(); ++l) {
        const double sign = l % 4 == 3 ? -1 : 1;
        for (std::size_t i = 0; i < 641; ++i) {
            const double after = (static_cast<double>(i) - triangle_peak) / 500;
            const bool inside = after > -0.375 && after < 0.6; // one beat of the shape's second
            analysis.median_beat->leads[l][i] =
                inside ? beat_shape(0.375 + after, sign * amplitude) : 0;
        }
    }
    return analysis;
}

} // namespace ecg::report::test
