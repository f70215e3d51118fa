// The numbers of an ECG. What could not be measured is absent, and `absences` says why.
#pragma once

#include "common/units.hpp"
#include "model/hrv.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// One lead of the representative beat. Amplitudes are against the level at QRS onset.
struct LeadMeasurements {
    std::string lead;
    std::optional<Millivolts> p, q, r, s, r2, t; ///< peak amplitudes; r2 is R'
    std::optional<Milliseconds> p_duration, q_duration, r_duration, s_duration, t_duration;
    std::optional<Millivolts> st_j, st_60, st_80; ///< at J, J+60 ms, J+80 ms
    std::optional<Millivolts> st_uncertainty;     ///< of those, standard, by how three beats
                                                  ///< or more differ
    /// From the global QRS onset to this lead's end of T: by tangent [lepeschkin-surawicz-1952] and
    /// by threshold, a fifth of its steepest slope [mclaughlin-1995]. Absent where T is flatter
    /// than 0.1 mV or runs into the next wave.
    std::optional<Milliseconds> qt_tangent, qt_threshold;
    std::optional<Milliseconds> qt_tangent_uncertainty; ///< standard, of noise and of QRS onset
    /// From the global QRS onset to the last R peak [surawicz-2009]. Absent without an R.
    std::optional<Milliseconds> r_peak_time;
    /// Notches of the QRS deflections, since the global QRS onset; none is an empty list. Absent
    /// where the recording is too slow to show them.
    std::optional<std::vector<Milliseconds>> notches;
};

/// The end of the P wave in V1, where it is negative [morris-1964]. All absent without a P in V1.
struct TerminalP {
    std::optional<Millivolts> depth;      ///< negative; absent when P ends upright
    std::optional<Milliseconds> duration; ///< absent when P ends upright
    std::optional<double> force_mv_ms;    ///< their product without its sign; 0 when P ends upright
};

struct CorrectedQt {
    std::optional<Milliseconds> bazett, fridericia, framingham, hodges, rautaharju;
};

/// What is measured on every single beat; the representative beat has the rest.
struct BeatMeasurements {
    std::optional<Millivolts> st_60_ii; ///< lead II at J+60 ms against the level at QRS onset
    std::optional<Degrees> qrs_axis;
};

/// What is absent and why: {"pr_ms", "no P wave"}.
struct Absence {
    std::string key;
    std::string reason;

    friend bool operator==(const Absence&, const Absence&) = default;
};

struct Measurements {
    std::int64_t beats = 0;
    std::optional<BeatsPerMinute> heart_rate;       ///< 60 s over the mean RR
    std::optional<BeatsPerMinute> slowest, fastest; ///< over single RR intervals
    std::optional<Milliseconds> rr;                 ///< mean
    std::optional<Milliseconds> p_duration, pr, qrs, qt;
    /// Standard uncertainties of those: two of three true values lie within.
    std::optional<Milliseconds> p_uncertainty, pr_uncertainty, qrs_uncertainty, qt_uncertainty;
    /// QT again by rules that anyone can check, of lead II, else V5, else the median over leads.
    std::optional<Milliseconds> qt_tangent, qt_threshold, qt_tangent_uncertainty;
    std::string qt_tangent_lead; ///< "II", "V5" or "median"; empty when absent
    CorrectedQt qtc;
    TerminalP p_terminal_v1;
    std::optional<Degrees> p_axis, qrs_axis, t_axis; ///< frontal, atan2(2 aVF/sqrt 3, I) of areas
    HeartRateVariability hrv;
    std::vector<LeadMeasurements> leads;
    std::vector<Absence> absences;
};

/// A mean beat of the dominant kind: one row a lead, mV, zero at QRS onset.
struct MedianBeat {
    double rate_hz = 0;
    std::int64_t beats = 0;    ///< how many went into it
    std::int64_t fiducial = 0; ///< index of the QRS fiducial
    std::vector<std::string> names;
    std::vector<std::vector<double>> leads;
    std::optional<double> p_onset, p_offset, qrs_onset, qrs_offset, t_offset; ///< indices
    std::optional<Milliseconds> p_onset_uncertainty{}, p_offset_uncertainty{},
        qrs_onset_uncertainty{}, qrs_offset_uncertainty{}, t_offset_uncertainty{}; ///< of those
};

} // namespace ecg
