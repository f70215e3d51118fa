// The flags that say which device is at the end of which wire.
#pragma once

#include "acquire/drivers/registry.hpp"
#include "acquire/stream/lead_plan.hpp"
#include "acquire/wire/open_transport.hpp"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ecg {

struct DeviceOptions {
    std::string driver; ///< "name:key=value,…", "auto", or "" where the profile says
    std::string port;
    std::string profile; ///< a YAML file
    std::optional<int> baud;
    std::string frame; ///< "8E1"; "" = the driver's
    acquire::FlowControl flow = acquire::FlowControl::none;
    acquire::SerialBackend backend = acquire::SerialBackend::automatic;
    bool no_reset = false;
    std::optional<std::string> settle;
    std::string rate; ///< "", "measure" or a number
    std::optional<double> gain_uv;
    std::optional<double> zero;
    std::vector<std::string> map; ///< "II=ch1"
    bool no_derive = false;
    std::vector<std::string> inverted;
    bool keep_off = false;
};

/// What the samples mean: --driver, --profile, --rate, --gain, --zero, --map, --no-derive,
/// --invert,
/// --keep-off.
void add_device_flags(CLI::App& command, DeviceOptions& options);
/// How the bytes come: --port, --baud, --frame, --flow, --backend, --no-reset, --settle.
void add_wire_flags(CLI::App& command, DeviceOptions& options);

/// The options with the profile under them, and the driver with its description over which they
/// stand.
struct ChosenDevice {
    acquire::ChosenDriver driver;
    acquire::Description description;
    acquire::LeadWishes leads;
    std::string port;
    std::string serial;               ///< of the device, from the profile
    std::optional<Hertz> forced_rate; ///< --rate or the profile
    bool measure = true;              ///< the rate, where it is not forced
};

/// Throws Error{usage}. driver: as --driver, for one that was found by probing; "" = as the options
/// have it.
ChosenDevice choose_device(const DeviceOptions& options, const std::string& driver = {});

acquire::WireSettings wire_settings(const DeviceOptions& options,
                                    const acquire::Description& device);

} // namespace ecg
