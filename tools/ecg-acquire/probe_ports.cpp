#include "probe_ports.hpp"

#include "acquire/stream/lead_plan.hpp"
#include "cli/messages.hpp"
#include "cli/signals.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"

#include <algorithm>

namespace ecg {
namespace {

using acquire::ProbeResult;
using acquire::ProbeTry;

void append(std::string& list, const std::string& word) {
    list += (list.empty() ? "" : ", ") + word;
}

bool nothing_came(const ProbeTry& one) {
    return one.bytes == 0 && one.errors.framing == 0;
}

std::string answer_words(const acquire::Identity& answer) {
    std::string words = answer.firmware.empty() ? "" : "firmware " + answer.firmware;
    if (!answer.serial.empty()) {
        append(words, "serial number " + answer.serial);
    }
    return words;
}

std::string words_of(const ProbeTry& one, bool has_speed) {
    std::string words = one.asked.empty() ? "" : "asked for " + one.asked + ": ";
    const std::string at = has_speed ? " at " + acquire::words_of(one.line) : "";
    if (const std::string answer = answer_words(one.answer); !answer.empty()) {
        return words + answer + " answered, but no sample came";
    }
    words += std::to_string(one.bytes) + " bytes came" + at + " that no driver reads";
    return one.errors.framing > 0
               ? words + ", and " + std::to_string(one.errors.framing) + " framing errors"
               : words;
}

std::string found_words(const acquire::FoundDevice& device, const ProbeResult& result) {
    std::string words = result.port + ": " + device.driver;
    const std::string line = line_words(result);
    words += line.empty() ? "" : " at " + line;
    return device.alike.empty() ? words : words + ", or " + device.alike.front();
}

void use(DeviceOptions& options, const ProbeResult& result) {
    const acquire::FoundDevice& device = *result.device;
    options.driver = device.driver;
    options.port = result.port;
    if (result.has_speed) {
        const std::string words = acquire::words_of(device.line);
        options.baud = device.line.baud;
        options.frame = words.substr(words.find(' ') + 1);
    }
}

} // namespace

std::vector<acquire::PortInfo> ports_meant(const std::string& port) {
    if (port != "auto") {
        acquire::PortInfo one;
        one.path = port;
        return {one};
    }
    auto ports = acquire::list_ports();
    std::stable_partition(ports.begin(), ports.end(),
                          [](const acquire::PortInfo& one) { return one.kind == "usb"; });
    return ports;
}

ProbeResult probe_port(const std::string& port, const DeviceOptions& options, bool listen_only) {
    acquire::ProbeSettings settings;
    settings.port = port;
    settings.wire = wire_settings(options, acquire::Description{});
    settings.line_is_known = options.baud || !options.frame.empty();
    settings.listen_only = listen_only;
    settings.keep_on = [] {
        if (cli::take_hangup_wish()) {
            request_stop();
        }
        return !stop_requested();
    };
    settings.progress = [&](const std::string& words) { cli::show_status(port + ": " + words); };
    ProbeResult result = acquire::probe(settings);
    cli::show_status("");
    return result;
}

std::string line_words(const ProbeResult& result) {
    return result.has_speed && result.device ? acquire::words_of(result.device->line) : "";
}

std::vector<std::string> words_of_tries(const ProbeResult& result) {
    std::vector<std::string> all;
    std::string silent;
    std::string mute;
    for (const ProbeTry& one : result.tries) {
        if (!nothing_came(one)) {
            all.push_back(words_of(one, result.has_speed));
        } else if (one.asked.empty()) {
            append(silent, acquire::words_of(one.line));
        } else {
            append(mute, one.asked);
        }
    }
    if (!mute.empty()) {
        all.insert(all.begin(), "nothing answered when asked for " + mute);
    }
    if (!silent.empty()) {
        all.insert(all.begin(), result.has_speed ? "nothing came at " + silent : "nothing came");
    }
    if (result.was_lost) {
        all.emplace_back("the connection ended before all was tried");
    }
    return all;
}

DeviceOptions with_found_device(DeviceOptions options, bool verbose) {
    if (options.driver != "auto") {
        if (options.driver.starts_with("auto:")) {
            throw Error{ErrorKind::usage,
                        "--driver " + options.driver + ": auto takes no options; name the driver"};
        }
        return options;
    }
    if (options.port.empty() && !options.profile.empty()) {
        options.port = acquire::read_profile(options.profile).port;
    }
    if (options.port.empty() || options.port == "-") {
        throw Error{ErrorKind::usage,
                    options.port.empty()
                        ? "--port: where is the device? see ecg-acquire list-ports"
                        : "--driver auto: standard input cannot be read twice; name the driver"};
    }
    cli::catch_wishes();
    const bool is_one = options.port != "auto";
    std::string trouble;
    for (const acquire::PortInfo& port : ports_meant(options.port)) {
        if (!port.access.empty()) {
            continue;
        }
        try {
            const ProbeResult result = probe_port(port.path, options);
            if (result.device) {
                if (verbose || cli::person_watches()) {
                    cli::tell(found_words(*result.device, result));
                }
                use(options, result);
                return options;
            }
            for (const std::string& words : words_of_tries(result)) {
                trouble += (trouble.empty() ? "" : "; ") + words;
            }
        } catch (const Error&) {
            if (is_one) {
                throw;
            }
        }
        if (stop_requested()) {
            throw Error{ErrorKind::interrupted, "stopped while looking for the device"};
        }
    }
    throw Error{ErrorKind::unavailable,
                is_one ? options.port + ": no device was recognised: " + trouble
                       : "no port has a device that is recognised; see "
                         "ecg-acquire probe"};
}

} // namespace ecg
