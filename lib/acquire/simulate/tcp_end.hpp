// A simulated device behind a serial server: one host at a time, on this machine's own address.
#pragma once

#include "acquire/simulate/device_end.hpp"

#include <cstdint>

namespace ecg::acquire {

class TcpEnd final : public DeviceEnd {
public:
    /// Plugs it in: listens on 127.0.0.1; 0 takes any free port. Throws Error{unavailable}
    /// "127.0.0.1:4000: why".
    explicit TcpEnd(std::uint16_t port);
    ~TcpEnd() override;
    TcpEnd(const TcpEnd&) = delete;
    TcpEnd& operator=(const TcpEnd&) = delete;
    TcpEnd(TcpEnd&&) = delete;
    TcpEnd& operator=(TcpEnd&&) = delete;

    std::string read(MonotonicTime deadline, bool for_room) override;
    std::size_t write(std::string_view bytes) override;

    [[nodiscard]] bool has_listener() const override { return host_ >= 0; }

    bool is_drained() override;
    void unplug() override;
    void plug() override;

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    void close_host();

    std::uint16_t port_;
    int listener_ = -1;
    int host_ = -1;
};

} // namespace ecg::acquire
