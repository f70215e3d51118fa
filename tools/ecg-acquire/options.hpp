// What the user may ask of ecg-acquire.
#pragma once

#include "decode_command.hpp"
#include "formats/open_recording.hpp"
#include "list_command.hpp"
#include "model/patient.hpp"
#include "probe_flags.hpp"
#include "record_flags.hpp"
#include "recover_flags.hpp"
#include "signal_flags.hpp"
#include "simulate_flags.hpp"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ecg {

/// Where lines go.
struct TargetOptions {
    std::string path = "-"; ///< "-" is standard output
    bool force = false;
    bool verbose = false;
};

struct DemoOptions {
    TargetOptions target;
    bool list_presets = false;
    SignalOptions signal;
    std::string truth; ///< "" = not asked for
    bool realtime = false;
    Patient patient;
    std::string session_id;                     ///< "" = made of preset and seed
    std::string start = "2025-01-01T00:00:00Z"; ///< or "now"
};

struct ReplayOptions {
    TargetOptions target;
    std::string input;
    std::string speed = "1"; ///< or "max"
    bool loop = false;
    formats::OpenSettings open;
};

enum class AcquireKind { record, demo, replay, simulate, recover, probe, list, decode };

struct AcquireOptions {
    AcquireKind kind = AcquireKind::record;
    RecordOptions record;
    DecodeOptions decode;
    DemoOptions demo;
    ReplayOptions replay;
    SimulateOptions simulate;
    RecoverOptions recover;
    ProbeOptions probe;
    ListOptions list;
    std::function<void()> run_list; ///< when kind is list
};

void add_options(CLI::App& app, AcquireOptions& options);

/// The arguments with "record" put first where flags stand without a command: record is the
/// default.
std::vector<char*> with_default_command(int argc, char** argv);

} // namespace ecg
