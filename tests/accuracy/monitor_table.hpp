// Heart rates in the rhythms that monitors are tested with.
#pragma once

namespace ecg::accuracy {

/// Prints what is counted in each of monitor_cases, at three rates, in twelve leads and in one.
void print_monitor_table();

} // namespace ecg::accuracy
