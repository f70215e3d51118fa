// A recording after the filters, with a verdict on each lead.
#pragma once

#include "model/recording.hpp"

#include <string>
#include <vector>

namespace ecg {

enum class Verdict { good, fair, bad };

/// The beat index over the ten seconds around each five, the first of which begin at `from`.
struct BeatSqiCourse {
    Seconds from{};
    std::vector<std::optional<double>> values;
};

/// What can be said of a lead's signal; bad leads are left out of every measurement.
struct LeadQuality {
    std::string lead;
    Verdict verdict = Verdict::good;
    std::vector<std::string> reasons; ///< "flat", "missing samples 12 %", "muscle noise 80 µV" …
    double missing_share = 0;         ///< 0 to 1
    std::optional<Millivolts> noise;  ///< rms outside the QRS complexes
    bool off = false;                 ///< no signal: flat, or most of its samples missing
    double repeated_share = 0;        ///< 0 to 1: samples where the device repeated its last value
    /// Share of the power up to 40 Hz that lies above 1 Hz, 0 to 1: near 1 without drift
    /// [clifford-2012]. Absent for less than 4 s of signal.
    std::optional<double> baseline_sqi{};
    /// Share of the beats that two detectors, one of all leads and one of this lead alone, agree
    /// on, 0 to 1 [li-2008]: the mean over windows of ten seconds. Absent where no beats were
    /// looked for (bad leads), or fewer than two were found.
    std::optional<double> beat_sqi{};
    BeatSqiCourse beat_sqi_course{};
};

/// What was done to the signal, for the page's filter line.
struct FilterSummary {
    std::optional<Hertz> high_pass;
    std::optional<Hertz> low_pass;        ///< absent: the recording's own bandwidth
    std::optional<Hertz> powerline;       ///< the mains frequency found and taken out, 50 or 60
    std::optional<Hertz> powerline_alias; ///< where it lay, when the rate is too low to hold it
    std::string
        powerline_note{}; ///< why there is no notch at the mains frequency; empty if there is
};

/// Leads as in the recording, filtered; missing samples are bridged, and marked in `missing`.
struct FilteredRecording {
    SampleRate rate{Hertz{500}};     ///< may be a multiple of the recording's
    SampleRate recorded{Hertz{500}}; ///< of the recording
    std::int64_t first_sample = 0;   ///< of the recording's own counting
    Seconds start{};                 ///< of the first sample since the session began
    std::vector<LeadSignal> leads;
    std::vector<std::vector<bool>> missing; ///< by lead and sample
    std::vector<LeadQuality> quality;       ///< by lead
    FilterSummary filters;
    double scale = 1; ///< of leads: they are the recording's times this, not 1 in a doubtful unit
};

} // namespace ecg
