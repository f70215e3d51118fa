// Plays a device: a synthetic heart in the device's protocol, at the device's own pace.
#pragma once

#include "acquire/drivers/registry.hpp"
#include "acquire/simulate/device_end.hpp"
#include "acquire/simulate/fault_list.hpp"
#include "acquire/simulate/simulation_truth.hpp"
#include "synth/settings.hpp"

#include <cstdint>

namespace ecg::acquire {

struct SimulateSettings {
    ChosenDriver device;
    synth::SynthSettings signal; ///< its rate is the device's, its seed that of the faults, too
    bool endless = false;        ///< the signal begins anew at its end
    FaultList faults;
    double clock_ppm = 0;  ///< by how much the device's clock is fast
    Milliseconds burst{0}; ///< bytes come at multiples of it, as USB bridges have it; 0: at once
    bool paced = true;     ///< else as fast as the host reads
    bool asked = true;     ///< streams when the host says so, where the protocol can; else at once
};

struct SimulationCounts {
    std::int64_t samples = 0; ///< that the device took
    std::int64_t lost = 0;    ///< of these, samples that did not get through whole
    std::int64_t bytes = 0;   ///< sent
};

/// The nominal rate of the device, 250 Hz where it has none.
Hertz rate_of(const Description& device);

/// Until the signal is over and the host has read it (at most a second longer), or until a stop is
/// requested. The device's clock starts with the host's first request to start, or when the port
/// is first opened where the device streams unasked, and never stops: what it takes while it is
/// stopped, unplugged or nobody listens is lost. Unplugged, it forgets that it was started.
/// Unpaced, it stands still instead while nobody listens or it is not started.
SimulationCounts simulate(const SimulateSettings& settings, DeviceEnd& end, SimulationTruth& truth);

} // namespace ecg::acquire
