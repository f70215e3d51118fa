#include "list_command.hpp"

#include "acquire/drivers/registry.hpp"
#include "acquire/wire/list_ports.hpp"
#include "acquire/wire/open_transport.hpp"
#include "cli/output.hpp"
#include "cli/run_tool.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"

#include <CLI/CLI.hpp>

namespace ecg {
namespace {

using acquire::Channel;
using acquire::Description;
using acquire::Driver;
using acquire::PortInfo;

void print(const std::string& text) {
    cli::Output output{"-", Overwrite::never};
    output.write(text);
    output.finish();
}

/// cell in a column of that width, with a blank behind it in any case.
std::string column(std::string cell, std::size_t width) {
    cell.append(cell.size() < width ? width - cell.size() : 0, ' ');
    return cell + ' ';
}

Description describe(const Driver& driver) {
    return driver.describe(acquire::choose_driver(driver.name).options);
}

std::string rate_words(const Description& device) {
    return device.rate ? format_number(device.rate->value, 2) + " Hz" : "measured";
}

std::string channel_words(const std::vector<Channel>& channels) {
    std::string words;
    for (const Channel& channel : channels) {
        words.append(words.empty() ? "" : " ").append(channel.name);
    }
    return words.empty() ? "named by the stream" : words;
}

void write_driver(std::string& out, const Driver& driver) {
    const Description device = describe(driver);
    JsonWriter json{out};
    json.begin_object().member("driver", driver.name).member("words", driver.words);
    json.member("model", device.model).member("line", acquire::words_of(device.line));
    if (device.rate) {
        json.member("rate_hz", device.rate->value, 6);
    }
    json.member("bytes_per_sample", device.bytes_per_sample, 3);
    json.key("channels").begin_array();
    for (const Channel& channel : device.channels) {
        json.begin_object().member("name", channel.name);
        json.member("uv_per_count", channel.uv_per_count, 9).member("zero", channel.zero, 3);
        json.member("lowest", channel.lowest, 3).member("highest", channel.highest, 3).end_object();
    }
    json.end_array().member("gain_source", device.gain_source);
    json.member("counter", device.counter_modulus > 0).member("clock", device.tick_modulus > 0);
    json.member("checksum", device.has_checksum).member("electrodes", device.tells_electrodes);
    json.key("options").begin_array();
    for (const acquire::OptionKey& key : driver.options) {
        json.begin_object().member("name", key.name).member("default", key.fallback);
        json.text_unless_empty("choices", key.choices);
        json.member("words", key.words).end_object();
    }
    json.end_array().end_object();
    out.push_back('\n');
}

void list_drivers(bool json) {
    std::string text;
    for (const Driver& driver : acquire::drivers()) {
        if (json) {
            write_driver(text, driver);
            continue;
        }
        const Description device = describe(driver);
        text += column(std::string{driver.name}, 16) + column(acquire::words_of(device.line), 11) +
                column(rate_words(device), 9) + std::string{driver.words} + '\n';
    }
    print(text);
}

std::string told_words(const Description& device) {
    std::string words;
    const auto add = [&](bool told, const char* what) {
        words += told ? (words.empty() ? "" : ", ") + std::string{what} : "";
    };
    add(device.counter_modulus > 0, "counts its samples");
    add(device.tick_modulus > 0, "tells its clock");
    add(device.has_checksum, "guards frames with a checksum");
    add(device.tells_electrodes, "tells lost contact");
    return words.empty() ? "no counter, checksum or contact" : words;
}

void describe_driver(const std::string& name, bool json) {
    const Driver& driver = acquire::driver_named(name);
    std::string text;
    if (json) {
        write_driver(text, driver);
        print(text);
        return;
    }
    const Description device = describe(driver);
    text += std::string{driver.name} + ": " + std::string{driver.words} + '\n';
    text += "  line      " + acquire::words_of(device.line) + '\n';
    text += "  rate      " + rate_words(device) + '\n';
    text += "  channels  " + channel_words(device.channels) + '\n';
    if (!device.channels.empty()) {
        text += "  gain      " + format_number(device.channels.front().uv_per_count, 6) +
                " uV a count, " + device.gain_source + '\n';
    }
    text += "  tells     " + told_words(device) + '\n';
    for (const acquire::OptionKey& key : driver.options) {
        text += "  option    " + std::string{key.name} + "=" + std::string{key.fallback} + "  " +
                std::string{key.words};
        text += key.choices.empty() || key.choices == "*" ? "\n"
                                                          : " (" + std::string{key.choices} + ")\n";
    }
    print(text);
}

std::string hexadecimal(int number) {
    std::string text(4, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number /= 16) {
        *digit = "0123456789abcdef"[number % 16];
    }
    return text;
}

std::string usb_words(const PortInfo& port) {
    if (!port.vendor || !port.product) {
        return "";
    }
    return hexadecimal(*port.vendor) + ':' + hexadecimal(*port.product) +
           (port.serial.empty() ? "" : ':' + port.serial);
}

void list_ports(bool json) {
    std::string text;
    for (const PortInfo& port : acquire::list_ports()) {
        if (json) {
            JsonWriter writer{text};
            writer.begin_object().member("path", port.path).member("kind", port.kind);
            writer.text_unless_empty("stable_path", port.stable_path);
            writer.text_unless_empty("description", port.description);
            writer.text_unless_empty("usb", usb_words(port));
            writer.text_unless_empty("bridge", port.bridge);
            writer.member("usable", port.access.empty());
            writer.text_unless_empty("trouble", port.access).end_object();
            text.push_back('\n');
            continue;
        }
        std::string line = column(port.path, 14) + column(port.kind, 9);
        line += column(usb_words(port), 9) + (port.bridge.empty() ? "" : port.bridge + ' ');
        line += port.description + (port.access.empty() ? "" : " (" + port.access + ")");
        line += port.stable_path.empty() ? "" : "\n  " + port.stable_path;
        text += std::string{trim(line)} + '\n';
    }
    print(text);
}

} // namespace

void add_lists(CLI::App& app, ListOptions& options,
               const std::function<void(std::function<void()>)>& chosen) {
    const auto add = [&](const char* name, const char* words, std::function<void()> run) {
        CLI::App* command = app.add_subcommand(name, words);
        command->add_flag("--json", options.json, "One JSON object a line");
        command->callback([chosen, run = std::move(run)] { chosen(run); });
        return command;
    };
    CLI::App* drivers = add("list-drivers", "The devices that can be recorded from",
                            [&options] { list_drivers(options.json); });
    cli::add_footer(*drivers, "Examples:\n  ecg-acquire list-drivers\n");
    CLI::App* describe = add("describe", "What is known of a device: channels, line, options",
                             [&options] { describe_driver(options.driver, options.json); });
    describe->add_option("driver", options.driver, "Its name, see list-drivers")->required();
    cli::add_footer(*describe, "Examples:\n  ecg-acquire describe deckmount22\n");
    CLI::App* ports = add("list-ports", "The serial ports of this machine",
                          [&options] { list_ports(options.json); });
    cli::add_footer(*ports, "Examples:\n  ecg-acquire list-ports --json\n");
}

} // namespace ecg
