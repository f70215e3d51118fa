// What a day of one lead costs.
#pragma once

namespace ecg::bench {

/// Prints CPU seconds and memory for 24 h of one lead with 100,000 beats, read from a WFDB file as
/// ecg-analyze reads it; in a process of its own, so that its memory is seen alone.
void bench_day();

} // namespace ecg::bench
