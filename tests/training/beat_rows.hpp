// The beats of recordings as rows of numbers, which training reads.
#pragma once

#include "common/files.hpp"
#include "model/recording.hpp"
#include "training/known_beats.hpp"

#include <string>
#include <vector>

namespace ecg::training {

/// One recording with what is known of it. tests/training/beats.py tells kinds of records apart by
/// their numbers.
struct KnownRecording {
    const Recording& recording;
    int record = 0;
    int variant = 0; ///< of one record; of weak ones: 1 with P waves, 0 without
    std::vector<std::vector<KnownBeat>> leads; ///< may be empty
    std::vector<KnownBeat> all;                ///< over all leads; may be empty
};

/// Little-endian float32, one row a beat: record, variant, shape, class, RR before, RR after (s, 0:
/// unknown), recorded Hz, leads; then of each of twelve leads usable (1, 0), 320 samples at 250 Hz
/// with the fiducial at 125 (mV), 9 points (s from the fiducial, NaN: absent or unknown), P and T
/// there (1, 0, NaN: unknown); then 9 points, P and T over all leads.
class BeatRows {
public:
    /// Writes over path. Throws Error{data}.
    explicit BeatRows(const std::string& path);

    /// The beats that the analysis finds and whose windows lie inside the recording.
    void add(const KnownRecording& known);

    void commit();

private:
    void put(double value);
    void put(const std::optional<bool>& known);
    void put_known(const KnownBeat* beat, double fiducial);

    OutputFile file_;
};

} // namespace ecg::training
