#include "cli/output.hpp"
#include "cli/run_tool.hpp"
#include "cli/signals.hpp"
#include "command.hpp"
#include "common/error.hpp"
#include "common/json_writer.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"
#include "common/threads.hpp"
#include "probe_ports.hpp"

#include <future>
#include <vector>

namespace ecg {
namespace {

using acquire::FoundDevice;
using acquire::ProbeResult;

/// A port and what it turned out to be, or why it was not looked at.
struct Probed {
    ProbeResult result;
    std::string trouble;
};

std::string listed(const std::vector<std::string>& words, const char* between) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : between) + word;
    }
    return text;
}

std::string percent(double share) {
    return format_number(100 * share, 2) + " %";
}

void append_row(std::string& out, std::string name, const std::string& value) {
    if (!value.empty()) {
        name.resize(10, ' ');
        out += "  " + name + value + '\n';
    }
}

void append_device(std::string& out, const ProbeResult& result) {
    const FoundDevice& device = *result.device;
    const acquire::StreamFigures& stream = device.stream;
    out += result.port + ": " + device.driver + '\n';
    append_row(out, "alike", listed(device.alike, ", "));
    append_row(out, "model", device.model);
    append_row(out, "firmware", device.identity.firmware);
    append_row(out, "serial", device.identity.serial);
    append_row(out, "line", line_words(result));
    append_row(out, "rate", stream.rate ? format_number(stream.rate->value, 1) + " Hz" : "");
    append_row(out, "loss",
               percent(stream.loss()) + ", " + std::to_string(stream.lost) + " of " +
                   std::to_string(stream.lost + stream.samples) + " samples");
    append_row(out, "read", percent(stream.understood) + " of the bytes");
    append_row(out, "channels", listed(stream.channels, " "));
    append_row(out, "sends", device.was_asked ? "when it is asked to" : "unasked");
}

std::string for_people(const Probed& probed) {
    std::string out;
    if (probed.result.device) {
        append_device(out, probed.result);
        return out;
    }
    if (!probed.trouble.empty()) {
        return probed.result.port + ": not looked at\n  " + probed.trouble + '\n';
    }
    out = probed.result.port + ": no device recognised\n";
    for (const std::string& words : words_of_tries(probed.result)) {
        out += "  " + words + '\n';
    }
    return out;
}

void write_identity(JsonWriter& json, const acquire::Identity& identity) {
    json.text_unless_empty("firmware", identity.firmware);
    json.text_unless_empty("serial", identity.serial);
}

void write_device(JsonWriter& json, const ProbeResult& result) {
    const FoundDevice& device = *result.device;
    json.member("driver", device.driver).key("alike").begin_array();
    for (const std::string& other : device.alike) {
        json.value(other);
    }
    json.end_array().member("model", device.model);
    write_identity(json, device.identity);
    json.text_unless_empty("line", line_words(result));
    if (device.stream.rate) {
        json.member("rate_hz", device.stream.rate->value, 2);
    }
    json.member("samples", device.stream.samples).member("lost", device.stream.lost);
    json.member("understood", device.stream.understood, 4).key("channels").begin_array();
    for (const std::string& channel : device.stream.channels) {
        json.value(channel);
    }
    json.end_array().member("asked", device.was_asked);
}

std::string as_json(const Probed& probed) {
    std::string text;
    const ProbeResult& result = probed.result;
    JsonWriter json{text};
    json.begin_object().member("schema", "ecg.probe/1").member("port", result.port);
    json.member("recognised", result.device.has_value());
    json.text_unless_empty("trouble", probed.trouble);
    if (result.device) {
        write_device(json, result);
    }
    json.key("tried").begin_array();
    for (const acquire::ProbeTry& one : result.tries) {
        json.begin_object();
        if (result.has_speed) {
            json.member("line", acquire::words_of(one.line));
        }
        json.text_unless_empty("asked", one.asked).member("bytes", one.bytes);
        json.member("framing_errors", one.errors.framing);
        write_identity(json, one.answer);
        json.end_object();
    }
    json.end_array().end_object();
    return text + '\n';
}

DeviceOptions wire_of(const ProbeOptions& options) {
    DeviceOptions device;
    device.baud = options.baud;
    device.frame = options.frame;
    device.no_reset = options.no_reset;
    return device;
}

/// Of several ports one that fails is told in its place; of one it is thrown.
Probed look_at(const acquire::PortInfo& port, const ProbeOptions& options) {
    Probed probed;
    probed.result.port = port.path;
    probed.trouble = port.access;
    if (!probed.trouble.empty()) {
        return probed;
    }
    try {
        probed.result = probe_port(port.path, wire_of(options), options.listen_only);
    } catch (const Error& error) {
        if (options.port != "auto") {
            throw;
        }
        probed.trouble = error.what();
    }
    return probed;
}

} // namespace

void probe_command(const ProbeOptions& options) {
    cli::catch_wishes();
    const auto ports = ports_meant(options.port);
    if (ports.empty()) {
        throw Error{ErrorKind::unavailable, "this machine has no serial port"};
    }
    std::vector<std::future<Probed>> at_once; // a silent port takes ten seconds
    for (const acquire::PortInfo& port : ports) {
        at_once.push_back(std::async(std::launch::async, [&] {
            const SignalStack stack;
            return look_at(port, options);
        }));
    }
    cli::Output output{"-", Overwrite::never};
    bool is_any_known = false;
    for (std::future<Probed>& one : at_once) {
        const Probed probed = one.get();
        if (stop_requested() && !probed.result.device) {
            break; // what was not tried to the end says nothing
        }
        is_any_known = is_any_known || probed.result.device;
        output.write(options.json ? as_json(probed) : for_people(probed));
        output.end_lines();
    }
    output.finish();
    if (!is_any_known && !stop_requested()) {
        throw cli::AlreadyTold{3};
    }
}

} // namespace ecg
