#include "acquire/wire/port_names.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

namespace ecg::acquire {
namespace {

namespace fs = std::filesystem;

std::string paths_of(const std::vector<PortInfo>& ports) {
    std::string paths;
    for (const PortInfo& port : ports) {
        paths.append(paths.empty() ? "" : ", ").append(port.path);
    }
    return paths;
}

struct UsbName {
    int vendor{};
    int product{};
    std::string serial; ///< "" for any
};

std::optional<int> four_hex_digits(std::string_view text) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    const bool is_whole = failed == std::errc{} && end == text.data() + text.size();
    return is_whole && text.size() == 4 && value >= 0 ? std::optional{value} : std::nullopt;
}

std::optional<UsbName> usb_name(std::string_view name) {
    if (name.size() < 9 || name[4] != ':' || (name.size() > 9 && name[9] != ':')) {
        return std::nullopt;
    }
    const auto vendor = four_hex_digits(name.substr(0, 4));
    const auto product = four_hex_digits(name.substr(5, 4));
    if (!vendor || !product) {
        return std::nullopt;
    }
    return UsbName{*vendor, *product, std::string{name.size() > 10 ? name.substr(10) : ""}};
}

/// The only one of found.
std::string only_path(const std::string& name, const std::vector<PortInfo>& found,
                      const std::vector<PortInfo>& all, const std::string& how_to_tell) {
    if (found.empty()) {
        throw Error{ErrorKind::unavailable, name + ": no such port; " + ports_there_are(all)};
    }
    if (found.size() > 1) {
        throw Error{ErrorKind::unavailable,
                    name + ": may be " + paths_of(found) + "; " + how_to_tell};
    }
    return found.front().path;
}

template <class Choice>
std::vector<PortInfo> those_that(const std::vector<PortInfo>& ports, const Choice& choice) {
    std::vector<PortInfo> chosen;
    std::copy_if(ports.begin(), ports.end(), std::back_inserter(chosen), choice);
    return chosen;
}

std::string only_port(const std::vector<PortInfo>& ports) {
    // A computer's own ports are there whether something is plugged in or not.
    auto found = those_that(ports, [](const PortInfo& port) { return port.kind == "usb"; });
    return only_path("auto", found.empty() ? ports : found, ports, "name one");
}

std::string usb_port(const std::string& name, const UsbName& wanted,
                     const std::vector<PortInfo>& ports) {
    const auto found = those_that(ports, [&](const PortInfo& port) {
        return port.vendor == wanted.vendor && port.product == wanted.product &&
               (wanted.serial.empty() || port.serial == wanted.serial);
    });
    return only_path(name, found, ports, "add the serial number: " + name + ":SERIAL");
}

/// "ttyUSB0" is found in /dev, an id as list-ports shows it in /dev/serial/by-id.
std::string path_of_word(const std::string& name) {
    for (const char* folder : {"", "/dev/", "/dev/serial/by-id/", "/dev/serial/by-path/"}) {
        std::error_code ignored;
        if (fs::exists(folder + name, ignored)) {
            return folder + name;
        }
    }
    return name;
}

} // namespace

std::string ports_there_are(const std::vector<PortInfo>& ports) {
    if (ports.empty()) {
        return "there is none";
    }
    return (ports.size() == 1 ? "there is " : "there are ") + paths_of(ports);
}

std::string stable_path(const std::string& device, const std::string& folder) {
    std::error_code trouble; // no such folder, or a link that goes this moment
    fs::directory_iterator at{folder, trouble};
    while (!trouble && at != fs::directory_iterator{}) {
        std::error_code dangling;
        if (fs::canonical(*at, dangling) == device) {
            return at->path().string();
        }
        at.increment(trouble);
    }
    return "";
}

std::string lasting_name(const std::string& port, const std::string& folder) {
    std::error_code ignored;
    const std::string stable = fs::is_symlink(port, ignored) ? "" : stable_path(port, folder);
    return stable.empty() ? port : stable;
}

bool is_looked_up(const std::string& name) {
    return name == "auto" || usb_name(name).has_value();
}

std::string path_of_port(const std::string& name, const std::vector<PortInfo>& ports) {
    if (name == "auto") {
        return only_port(ports);
    }
    if (const auto usb = usb_name(name)) {
        return usb_port(name, *usb, ports);
    }
    const bool is_word = name.find('/') == std::string::npos && !name.empty();
    return is_word ? path_of_word(name) : name;
}

} // namespace ecg::acquire
