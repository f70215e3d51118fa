// The device's end of the wire.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace ecg::acquire {

using MonotonicClock = std::chrono::steady_clock;
using MonotonicTime = MonotonicClock::time_point;

class DeviceEnd {
public:
    DeviceEnd() = default;
    DeviceEnd(const DeviceEnd&) = delete;
    DeviceEnd& operator=(const DeviceEnd&) = delete;
    DeviceEnd(DeviceEnd&&) = delete;
    DeviceEnd& operator=(DeviceEnd&&) = delete;
    virtual ~DeviceEnd() = default;

    /// What the host wrote; waits for it until deadline, but no longer than a signal, or until
    /// there is room to write where for_room is set. "" when nothing came.
    virtual std::string read(MonotonicTime deadline, bool for_room) = 0;

    /// Writes what there is room for and returns how much; 0 when nobody listens.
    virtual std::size_t write(std::string_view bytes) = 0;

    /// Whether somebody has the other end open, as the last read or write found it.
    [[nodiscard]] virtual bool has_listener() const = 0;

    /// Whether the host read all that was written, as far as can be known.
    virtual bool is_drained() = 0;

    /// Makes the device vanish from the host, and come back.
    virtual void unplug() = 0;
    virtual void plug() = 0;
};

} // namespace ecg::acquire
