// Step 6: what the rhythm is, and the single beats that break it.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/measurements.hpp"
#include "model/rhythm.hpp"

namespace ecg::analyze {

/// Sinus rhythm, bradycardia, tachycardia, AF and irregular rhythm as episodes that cover the
/// recording; PVC and PAC as one episode a beat. name is "" with fewer than three beats.
Rhythm name_rhythm(const Beats& beats, const Delineation& waves, const Measurements& measured);

} // namespace ecg::analyze
