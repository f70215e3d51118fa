#include "device_flags.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

constexpr auto device_group = "Device";
constexpr auto wire_group = "Wire";

/// A flag that takes one of some words, each with what it means.
template <class Value>
void add_choice(CLI::App& command, const std::string& flag, Value& value,
                const std::map<std::string, Value>& choices, const std::string& words) {
    std::vector<std::string> names;
    for (const auto& [name, meaning] : choices) {
        names.push_back(name);
    }
    const std::function<void(const std::string&)> set = [&value, choices](const std::string& name) {
        value = choices.at(name);
    };
    command.add_option_function<std::string>(flag, set, words)
        ->check(CLI::IsMember(names))
        ->type_name("NAME")
        ->group(wire_group);
}

acquire::LeadWishes merged(acquire::LeadWishes wishes, const DeviceOptions& options) {
    for (const std::string& pair : options.map) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
            throw Error{ErrorKind::usage, "--map " + pair + ": is not LEAD=CHANNEL"};
        }
        wishes.channel_of[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    if (options.gain_uv) {
        wishes.uv_per_count = options.gain_uv;
        wishes.gain_source = "--gain";
    }
    if (options.zero) {
        wishes.zero = options.zero;
    }
    wishes.inverted.insert(wishes.inverted.end(), options.inverted.begin(), options.inverted.end());
    wishes.derive = wishes.derive && !options.no_derive;
    return wishes;
}

std::optional<Hertz> forced_rate(const DeviceOptions& options, const acquire::Profile& profile) {
    if (options.rate.empty()) {
        return profile.rate_hz ? std::optional{Hertz{*profile.rate_hz}} : std::nullopt;
    }
    if (options.rate == "measure") {
        return std::nullopt;
    }
    const auto rate = parse_number(options.rate);
    if (!rate || *rate < 1 || *rate > 100'000) {
        throw Error{ErrorKind::usage,
                    "--rate " + options.rate + ": neither measure nor a number from 1 to 100000"};
    }
    return Hertz{*rate};
}

} // namespace

void add_device_flags(CLI::App& command, DeviceOptions& o) {
    const auto group = [](CLI::Option* option) { return option->group(device_group); };
    group(command.add_option("--driver", o.driver, "Kind of device, see list-drivers; or auto"))
        ->type_name("NAME[:KEY=VALUE,…]");
    group(command.add_option("--profile", o.profile, "What is particular of this device, as YAML"))
        ->type_name("FILE");
    group(command.add_option("--rate", o.rate, "Samples a second, or measure"))
        ->type_name("HZ|measure");
    group(command.add_option("--gain", o.gain_uv, "Microvolts a count"))->type_name("UV");
    group(command.add_option("--zero", o.zero, "The count that means 0 mV"))->type_name("COUNT");
    group(
        command.add_option("--map", o.map, "Which channel is which lead; the others are left out"))
        ->type_name("LEAD=CHANNEL")
        ->delimiter(',');
    group(command.add_option("--invert", o.inverted, "Leads that are upside down"))
        ->type_name("LEAD")
        ->delimiter(',');
    group(command.add_flag("--no-derive", o.no_derive, "Only the leads that the device takes"));
    group(command.add_flag("--keep-off", o.keep_off, "Keep samples of leads without contact"));
}

void add_wire_flags(CLI::App& command, DeviceOptions& o) {
    using acquire::FlowControl;
    using acquire::SerialBackend;
    const auto group = [](CLI::Option* option) { return option->group(wire_group); };
    group(command.add_option("--port", o.port,
                             "Path, vid:pid[:serial], auto, tcp:host:port, file:path, or - for "
                             "standard input"))
        ->type_name("PORT");
    group(command.add_option("--baud", o.baud, "Speed of the line, else the driver's"))
        ->type_name("N");
    group(command.add_option("--frame", o.frame, "Bits, parity and stop bits: 8N1, 8E1 …"))
        ->type_name("FRAME");
    add_choice(command, "--flow", o.flow,
               {{"none", FlowControl::none},
                {"rtscts", FlowControl::rts_cts},
                {"xonxoff", FlowControl::xon_xoff}},
               "Flow control");
    add_choice(command, "--backend", o.backend,
               {{"auto", SerialBackend::automatic},
                {"libserialport", SerialBackend::libserialport},
                {"termios", SerialBackend::termios}},
               "Who talks to the port");
    group(command.add_flag("--no-reset", o.no_reset, "DTR down, so that boards do not start anew"));
    group(command.add_option("--settle", o.settle, "Time from opening to the first word"))
        ->type_name("TIME");
}

ChosenDevice choose_device(const DeviceOptions& options, const std::string& driver) {
    acquire::Profile profile;
    if (!options.profile.empty()) {
        profile = acquire::read_profile(options.profile);
    }
    std::string name = driver.empty() ? options.driver : driver;
    name = name.empty() ? profile.driver : name;
    if (name.empty()) {
        throw Error{ErrorKind::usage, "--driver: which device? see ecg-acquire list-drivers"};
    }
    ChosenDevice device;
    device.driver = acquire::choose_driver(name);
    device.description = device.driver.driver->describe(device.driver.options);
    device.leads = merged(profile.leads, options);
    device.port = options.port.empty() ? profile.port : options.port;
    device.serial = profile.device_serial;
    device.forced_rate = forced_rate(options, profile);
    device.measure = !device.forced_rate;
    if (options.rate == "measure") {
        device.description.rate.reset();
    }
    return device;
}

acquire::WireSettings wire_settings(const DeviceOptions& options,
                                    const acquire::Description& device) {
    acquire::WireSettings wire;
    wire.line = device.line;
    wire.line.baud = options.baud.value_or(device.line.baud);
    if (!options.frame.empty()) {
        acquire::set_frame(wire.line, options.frame);
    }
    acquire::check_line(wire.line);
    wire.flow = options.flow;
    wire.backend = options.backend;
    wire.reset_on_open = !options.no_reset;
    return wire;
}

} // namespace ecg
