// Picks the source of the signal and writes its session lines.
#pragma once

#include "options.hpp"

namespace ecg {

void acquire_command(const AcquireOptions& options);

void record_command(const RecordOptions& options);
/// Throws cli::AlreadyTold when no device was recognised.
void probe_command(const ProbeOptions& options);
void demo_command(const DemoOptions& options);
void replay_command(const ReplayOptions& options);
void simulate_command(const SimulateOptions& options);
/// Throws cli::AlreadyTold when some files failed and the others were done.
void recover_command(const RecoverOptions& options);

} // namespace ecg
