#include "acquire/wire/port_names.hpp"
#include "support/catch.hpp"
#include "support/pseudo_terminal.hpp"
#include "support/transport_reading.hpp"

using namespace ecg;
using namespace ecg::acquire;
using ecg::test::point_link;
using ecg::test::TemporaryFolder;
using ecg::test::trouble;

namespace {

PortInfo native_port(const std::string& path) {
    PortInfo port;
    port.path = path;
    port.kind = "native";
    return port;
}

PortInfo usb_port(const std::string& path, int vendor, int product, const std::string& serial) {
    PortInfo port;
    port.path = path;
    port.kind = "usb";
    port.vendor = vendor;
    port.product = product;
    port.serial = serial;
    return port;
}

const PortInfo own = native_port("/dev/ttyS0");
const PortInfo first = usb_port("/dev/ttyUSB0", 0x0403, 0x6015, "DM01");
const PortInfo second = usb_port("/dev/ttyUSB1", 0x0403, 0x6015, "DM02");

std::string missing(const std::string& name, const std::vector<PortInfo>& ports) {
    return trouble(ErrorKind::unavailable, [&] { path_of_port(name, ports); });
}

} // namespace

TEST_CASE("auto is the only USB device, or else the only port") {
    CHECK(path_of_port("auto", {own, first}) == "/dev/ttyUSB0");
    CHECK(path_of_port("auto", {own}) == "/dev/ttyS0");
    CHECK(missing("auto", {}) == "auto: no such port; there is none");
    CHECK(missing("auto", {own, first, second}) ==
          "auto: may be /dev/ttyUSB0, /dev/ttyUSB1; name one");
}

TEST_CASE("a USB device is found by its numbers wherever it is plugged in") {
    CHECK(path_of_port("0403:6015", {own, second}) == "/dev/ttyUSB1");
    CHECK(path_of_port("0403:6015:DM02", {first, second}) == "/dev/ttyUSB1");
    CHECK(missing("0403:6015", {first, second}) ==
          "0403:6015: may be /dev/ttyUSB0, /dev/ttyUSB1; add the serial number: 0403:6015:SERIAL");
    CHECK(missing("0403:6015:DM03", {own, first}) ==
          "0403:6015:DM03: no such port; there are /dev/ttyS0, /dev/ttyUSB0");
    CHECK(missing("10C4:EA60", {own}) == "10C4:EA60: no such port; there is /dev/ttyS0");
}

TEST_CASE("what is no USB name is a path") {
    for (const char* name : {"/dev/ttyUSB0", "./here", "0403:601", "0403:6015x", "040g:6015"}) {
        CHECK(path_of_port(name, {first}) == name);
        CHECK_FALSE(is_looked_up(name));
    }
    CHECK(is_looked_up("0403:6015"));
    CHECK(is_looked_up("0403:6015:DM01"));
    CHECK(is_looked_up("auto"));
}

TEST_CASE("a word is looked for in /dev") {
    CHECK(path_of_port("null", {}) == "/dev/null");
    CHECK(path_of_port("ttyNOWHERE", {}) == "ttyNOWHERE");
}

TEST_CASE("a device that comes back under another name is found by its id") {
    const TemporaryFolder folder;
    const TemporaryFolder ids;
    const std::string before = folder.file("ttyUSB0", "");
    const std::string after = folder.file("ttyUSB1", "");
    point_link(ids.path("usb-gone"), folder.path("nowhere"));
    point_link(ids.path("usb-DM01"), before);

    const std::string name = lasting_name(before, ids.path(""));
    point_link(ids.path("usb-DM01"), after);

    CHECK(name == ids.path("usb-DM01"));
    CHECK(stable_path(after, ids.path("")) == name);
    CHECK(stable_path(before, ids.path("")).empty());
}

TEST_CASE("what has no id keeps its name, and so does a link that the user chose") {
    const TemporaryFolder folder;
    const TemporaryFolder ids;
    const std::string port = folder.file("ttyUSB0", "");
    point_link(folder.path("ecg"), port);
    point_link(ids.path("usb-DM01"), port);

    CHECK(lasting_name(folder.path("ecg"), ids.path("")) == folder.path("ecg"));
    CHECK(lasting_name(folder.file("ttyS0", ""), ids.path("")) == folder.path("ttyS0"));
    CHECK(lasting_name("tcp:host:7000", ids.path("")) == "tcp:host:7000");
    CHECK(lasting_name(port, ids.path("none")) == port);
}

TEST_CASE("a bridge is known by its maker's number") {
    CHECK(bridge_name(0x0403, 0x6001) == "FTDI");
    CHECK(bridge_name(0x10c4, 0xea60) == "CP210x");
    CHECK(bridge_name(0x1234, 0x5678).empty());
}

TEST_CASE("the ports of this machine are sorted by path") {
    const auto ports = list_ports();
    CHECK(std::is_sorted(ports.begin(), ports.end(),
                         [](const PortInfo& a, const PortInfo& b) { return a.path < b.path; }));
}
