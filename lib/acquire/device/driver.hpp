// What is known of a kind of device: its channels, its line, its protocol, and how to talk to it.
#pragma once

#include "acquire/device/decoder.hpp"
#include "acquire/device/driver_options.hpp"
#include "common/units.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ecg::acquire {

enum class Parity { none, even, odd };

/// How a serial line is set.
struct LineSettings {
    int baud = 115200;
    int data_bits = 8;
    Parity parity = Parity::none;
    int stop_bits = 1;

    friend bool operator==(const LineSettings&, const LineSettings&) = default;
};

/// A device as its driver knows it before a byte has come.
struct Description {
    std::string model;
    std::vector<Channel> channels;    ///< as in Frame::counts, but for Decoder::channels()
    std::optional<Hertz> rate;        ///< nominal; absent: only to be measured
    std::string gain_source;          ///< "documented" or "assumed"
    std::int64_t counter_modulus = 0; ///< 0: frames are not counted
    Hertz tick_rate{0};               ///< of the device's clock; 0: it tells no time
    std::int64_t tick_modulus = 0;
    bool has_checksum = false;     ///< so that a flipped bit shows
    bool tells_electrodes = false; ///< or channels without contact
    double bytes_per_sample{};     ///< on the wire, for what the line must carry
    LineSettings line;
    Milliseconds settle{0}; ///< how long it boots when its port is opened
    bool needs_dtr = false; ///< silent unless DTR is up
};

/// One thing that the host does.
struct Step {
    std::string send;               ///< bytes; "" to only wait
    std::optional<ReplyKind> await; ///< absent: go on at once
    Milliseconds patience{500};     ///< for the reply; without one the script goes on
    Milliseconds pause{0};          ///< after it
};

/// How a device is asked who it is, started and stopped; empty scripts where it only streams.
struct Scripts {
    std::vector<Step> identify;
    std::vector<Step> start;
    std::vector<Step> stop;
    std::string keep_alive; ///< bytes to send while it streams; "" for none
    Milliseconds keep_alive_every{0};
};

enum class Effect { none, start, stop };

/// A request as the device understands it, for the simulator.
struct Request {
    std::string bytes;
    std::string mask;  ///< same length, a bit set where it counts; "" = all count
    std::string reply; ///< what it answers
    Effect effect = Effect::none;
};

/// What the simulated device understands. Without a request that starts it, it streams unasked.
using Requests = std::vector<Request>;

/// For a row: a Made, from the options where it takes them.
template <class Interface, class Made>
std::unique_ptr<Interface> make(const DriverOptions& options) {
    if constexpr (std::is_constructible_v<Made, const DriverOptions&>) {
        return std::make_unique<Made>(options);
    } else {
        return std::make_unique<Made>();
    }
}

/// One row of the table of drivers.
struct Driver {
    std::string_view name;
    std::string_view words; ///< which devices, for lists
    std::span<const OptionKey> options;
    Description (*describe)(const DriverOptions&);
    std::unique_ptr<Decoder> (*decoder)(const DriverOptions&);
    std::unique_ptr<Encoder> (*encoder)(const DriverOptions&);
    Scripts (*scripts)(const DriverOptions&);   ///< nullptr: it only streams
    Requests (*requests)(const DriverOptions&); ///< nullptr: it understands nothing
};

} // namespace ecg::acquire
