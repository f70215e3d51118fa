#include "acquire/wire/list_ports.hpp"

#include "acquire/wire/port_access.hpp"
#include "acquire/wire/port_names.hpp"
#include "common/error.hpp"

#include <libserialport.h>

#include <algorithm>
#include <array>
#include <memory>

namespace ecg::acquire {
namespace {

struct FreeList {
    void operator()(sp_port** ports) const noexcept { sp_free_port_list(ports); }
};

struct Bridge {
    int vendor;
    int product; ///< -1: any
    std::string_view name;
};

constexpr std::array bridges{
    Bridge{0x0403, -1, "FTDI"},      Bridge{0x10c4, -1, "CP210x"},  Bridge{0x1a86, -1, "CH340"},
    Bridge{0x067b, -1, "PL2303"},    Bridge{0x2341, -1, "Arduino"}, Bridge{0x2a03, -1, "Arduino"},
    Bridge{0x1915, -1, "Nordic"},    Bridge{0x2e8a, -1, "RP2040"},  Bridge{0x303a, -1, "ESP32"},
    Bridge{0x0483, 0x5740, "STM32"},
};

std::string text_of(const char* text) {
    return text == nullptr ? "" : text;
}

std::string_view kind_of(const sp_port* port) {
    switch (sp_get_port_transport(port)) {
    case SP_TRANSPORT_USB:
        return "usb";
    case SP_TRANSPORT_BLUETOOTH:
        return "bluetooth";
    case SP_TRANSPORT_NATIVE:
        break;
    }
    return "native";
}

PortInfo info_of(const sp_port* port) {
    PortInfo info;
    info.path = text_of(sp_get_port_name(port));
    info.stable_path = stable_path(info.path);
    info.description = text_of(sp_get_port_description(port));
    info.kind = kind_of(port);
    info.serial = text_of(sp_get_port_usb_serial(port));
    int vendor = 0;
    int product = 0;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) == SP_OK) {
        info.vendor = vendor;
        info.product = product;
        info.bridge = bridge_name(vendor, product);
    }
    info.access = lacking_access(info.path);
    if (info.access.empty()) {
        const std::string holder = holder_of(info.path);
        info.access = holder.empty() ? "" : "in use by " + holder;
    }
    return info;
}

} // namespace

std::string_view bridge_name(int vendor, int product) {
    const auto found = std::find_if(std::begin(bridges), std::end(bridges), [&](const Bridge& b) {
        return b.vendor == vendor && (b.product == -1 || b.product == product);
    });
    return found == std::end(bridges) ? "" : found->name;
}

std::vector<PortInfo> list_ports() {
    sp_port** all = nullptr;
    if (const sp_return failed = sp_list_ports(&all); failed != SP_OK) {
        const char* why = failed == SP_ERR_MEM ? "out of memory" : "the system does not list them";
        throw Error{ErrorKind::unavailable, std::string{"serial ports: "} + why};
    }
    const std::unique_ptr<sp_port*, FreeList> owner{all};
    std::vector<PortInfo> ports;
    for (sp_port** port = all; *port != nullptr; ++port) {
        ports.push_back(info_of(*port));
    }
    std::sort(ports.begin(), ports.end(),
              [](const PortInfo& a, const PortInfo& b) { return a.path < b.path; });
    return ports;
}

} // namespace ecg::acquire
