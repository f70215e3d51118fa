// Bytes to and from a device, whatever lies between.
#pragma once

#include "common/units.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ecg::acquire {

enum class ReadEnd {
    more,    ///< the connection stands
    lost,    ///< unplugged, hung up, reset: open it anew
    finished ///< a file or stream came to its end
};

struct ReadResult {
    std::size_t count = 0; ///< bytes appended
    ReadEnd end = ReadEnd::more;
};

/// What the line itself had to complain of, where the system counts it.
struct LineErrors {
    std::int64_t framing = 0;
    std::int64_t overrun = 0;
    std::int64_t parity = 0;
};

/// An open connection.
class Transport {
public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    Transport(Transport&&) = delete;
    Transport& operator=(Transport&&) = delete;
    virtual ~Transport() = default;

    /// Waits until something comes, but no longer than patience nor beyond a signal, then appends
    /// all that is there. Never throws for a lost connection.
    virtual ReadResult read(std::string& out, Milliseconds patience) = 0;

    /// False when not all of it could be written within patience.
    virtual bool write(std::string_view bytes, Milliseconds patience) = 0;

    /// False for what goes one way, a file or a pipe: there write() only fails.
    [[nodiscard]] virtual bool takes_commands() const { return true; }

    /// Forgets what came and was not read, where bytes come by themselves; a file or a pipe keeps
    /// all.
    virtual void discard_input() = 0;

    /// Whether bytes come when the device sends them; false for a file, whose time says nothing.
    [[nodiscard]] virtual bool is_live() const = 0;

    /// Since it was opened; all 0 where nobody counts.
    [[nodiscard]] virtual LineErrors line_errors() const { return {}; }

    /// As messages name it: "/dev/ttyUSB0".
    [[nodiscard]] virtual const std::string& name() const = 0;

    /// What was settled, in words for -v: "libserialport, 115200 8N1".
    [[nodiscard]] virtual std::string words() const = 0;

    /// What was not had as it was asked for, to be told once: "460800 baud became 500000"; "" for
    /// nothing.
    [[nodiscard]] virtual std::string warning() const { return ""; }
};

} // namespace ecg::acquire
