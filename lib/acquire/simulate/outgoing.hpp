// Bytes on their way to the host, in order, whatever room there is for them.
#pragma once

#include "acquire/simulate/device_end.hpp"

#include <string>
#include <string_view>

namespace ecg::acquire {

class Outgoing {
public:
    explicit Outgoing(DeviceEnd& end) : end_{end} {}

    /// Writes what there is room for and keeps the rest.
    void add(std::string_view bytes);
    /// Writes what was kept and now has room; forgets it where nobody listens any more.
    void go_on();

    void forget() { waiting_.clear(); }

    /// Bytes that were kept.
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    DeviceEnd& end_;
    std::string waiting_;
};

} // namespace ecg::acquire
