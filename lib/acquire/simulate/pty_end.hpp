// A simulated serial port: a pseudo-terminal behind a symbolic link that stays when it does not.
#pragma once

#include "acquire/simulate/device_end.hpp"

#include <string>

namespace ecg::acquire {

/// The link is there while the device is plugged in; the terminal behind it is raw.
class PtyEnd final : public DeviceEnd {
public:
    /// Plugs it in. A link of that name is replaced, anything else is not. Throws Error{data}
    /// "link: why".
    explicit PtyEnd(std::string link);
    ~PtyEnd() override;
    PtyEnd(const PtyEnd&) = delete;
    PtyEnd& operator=(const PtyEnd&) = delete;
    PtyEnd(PtyEnd&&) = delete;
    PtyEnd& operator=(PtyEnd&&) = delete;

    std::string read(MonotonicTime deadline, bool for_room) override;
    std::size_t write(std::string_view bytes) override;

    [[nodiscard]] bool has_listener() const override { return listened_; }

    bool is_drained() override;
    void unplug() override;
    void plug() override;

    /// "/dev/pts/3"; "" while it is unplugged.
    [[nodiscard]] const std::string& terminal() const { return terminal_; }

private:
    std::string link_;
    std::string terminal_;
    int master_ = -1;
    bool listened_ = false;
};

} // namespace ecg::acquire
