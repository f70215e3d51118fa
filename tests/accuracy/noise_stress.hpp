// The noise stress test of the MIT-BIH databases: electrode motion added at a known ratio.
#pragma once

#include "accuracy/beat_score.hpp"
#include "model/recording.hpp"

#include <vector>

namespace ecg::accuracy {

/// From five minutes on, two minutes with noise and two without in turn, as nst(1) does.
std::vector<TimeSpan> noisy_spans(Seconds duration);

/// The recording with the noise's leads added to its own in the noisy spans, each lead scaled so
/// that 10 log10(S / N) = snr_db: S is an eighth of the squared mean peak-to-peak height of the
/// normal QRS complexes (within 50 ms of the annotation, the middle nine tenths of them), N the
/// noise's mean square. Sample i has the noise's sample i, from its start again at its end.
/// Both have one rate, and the noise as many leads as the recording or more.
Recording with_noise(const Recording& recording, const Reference& reference, const Recording& noise,
                     double snr_db);

} // namespace ecg::accuracy
