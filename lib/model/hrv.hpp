// Heart rate variability of a recording, and the settings behind its numbers.
#pragma once

#include "common/units.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ecg {

/// What another program needs to get the same numbers; ecg-criteria(7) says why these.
struct HrvSettings {
    Milliseconds longest_nn{4000};        ///< own: from there on it is asystole, not an interval
    double artefact_share = 0.20;         ///< off the local median; own, as is customary
    std::int64_t artefact_neighbours = 5; ///< on each side, for that median
    Milliseconds large_difference{50};    ///< NN50 counts what is above [task-force-1996]
    Milliseconds histogram_bin{7.8125};   ///< 1/128 s [task-force-1996]
    Seconds segment{300};                 ///< of SDANN, SDNN index and spectra [task-force-1996]
    Hertz tachogram_rate{4};              ///< Welch reads the cubic spline so often
    Seconds longest_bridge{5}; ///< own: a few ectopic beats; longer holes part the series
    Hertz vlf_from{0.003}, lf_from{0.04}, hf_from{0.15}, hf_to{0.40}; ///< [task-force-1996]
};

/// Powers of the NN intervals, ms². Each is absent when the recording is too short to hold it.
struct HrvPowers {
    std::optional<double> ulf, vlf, lf, hf;
    std::optional<double> total;        ///< the sum of those that are there, from VLF on
    std::optional<double> lf_nu, hf_nu; ///< percent of LF + HF
    std::optional<double> lf_hf;
};

/// The densities that the powers from VLF to HF are sums of, each times step: one-sided, ms²/Hz, at
/// 0, step, 2 step … below the end of HF. ULF is of a finer one, which is not kept.
struct HrvSpectrum {
    Hertz step{};
    std::vector<double> welch, lomb_scargle;
};

enum class LeftOut { ectopic, missing, fibrillating, artefact };

/// An RR interval that is no NN interval.
struct LeftOutInterval {
    std::int64_t beat = 0; ///< number of the beat that ends it, from 0
    LeftOut cause = LeftOut::ectopic;

    friend bool operator==(const LeftOutInterval&, const LeftOutInterval&) = default;
};

struct HeartRateVariability {
    std::int64_t intervals = 0;            ///< NN intervals used
    std::int64_t ectopic = 0;              ///< RR intervals left out for a beat that is not N
    std::int64_t missing = 0;              ///< for missing signal
    std::int64_t fibrillating = 0;         ///< for atria or ventricles that fibrillate or flutter
    std::int64_t artefacts = 0;            ///< for a length that no neighbour has
    double edited_share = 0;               ///< of all RR intervals, left out for whatever reason
    bool much_edited = false;              ///< enough to be read with caution
    std::vector<LeftOutInterval> left_out; ///< by number
    Seconds duration{};                    ///< of all NN intervals together
    Seconds longest_stretch{}; ///< from the first beat to the last, without a longer hole

    std::optional<Milliseconds> mean_nn;
    std::optional<Milliseconds> sdnn; ///< with n - 1 [task-force-1996]
    std::optional<double> cvnn;       ///< SDNN in percent of the mean
    std::int64_t differences = 0; ///< of adjoining NN intervals; never across one that was left out
    std::int64_t nn50 = 0;
    std::optional<Milliseconds> rmssd, sdsd;
    std::optional<double> pnn50;          ///< percent of the differences, not of the intervals
    std::optional<Milliseconds> sd1, sd2; ///< axes of the Poincaré cloud [brennan-2001]
    std::optional<double> sd1_sd2;        ///< absent when SD2 is 0
    std::optional<Milliseconds> sdann, sdnn_index;
    std::optional<double> triangular_index; ///< intervals over the histogram's height
    std::optional<Milliseconds> tinn;       ///< base of the triangle that fits the histogram best

    std::optional<Seconds> spectrum_segment; ///< as long as the recording allowed
    std::int64_t spectrum_segments = 0;      ///< averaged by either method
    HrvPowers welch;
    HrvPowers lomb_scargle; ///< without resampling; it alone has ULF
    std::optional<HrvSpectrum> spectrum;
    std::optional<HrvSettings> settings;
};

} // namespace ecg
