// A place in a cloud that reports are sent to.
#pragma once

#include "common/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::transfer {

/// What stands in the way, by what is to be done about it.
enum class Obstacle {
    passing,  ///< the network or the server: try again later
    login,    ///< the target refuses us: somebody must look at its settings
    conflict, ///< other bytes stand under that name
    refused,  ///< this object, and will be the next time
};

/// An object that did not get there. The message tells the target's own word
/// for the reason.
class TargetError : public Error {
public:
    TargetError(Obstacle obstacle, const std::string& message,
                std::optional<std::chrono::seconds> wait = std::nullopt)
        : Error{obstacle == Obstacle::passing ? ErrorKind::unavailable : ErrorKind::data, message},
          obstacle_{obstacle}, wait_{wait} {}

    [[nodiscard]] Obstacle obstacle() const noexcept { return obstacle_; }

    /// As long as the target asks to be left alone.
    [[nodiscard]] std::optional<std::chrono::seconds> wait() const noexcept { return wait_; }

private:
    Obstacle obstacle_;
    std::optional<std::chrono::seconds> wait_;
};

enum class Stored { now, before };

/// Names are any bytes without control characters, of what length and letters
/// the target takes. All throw TargetError.
class Target {
public:
    Target() = default;
    virtual ~Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    /// On return the target has said that it keeps these bytes under this name,
    /// and its size and checksum of them are right. Never over other bytes.
    virtual Stored put(const std::string& name, std::string_view bytes) = 0;
    /// Absent when there is no such object.
    virtual std::optional<std::uint64_t> size(const std::string& name) = 0;
    /// On return there is no such object.
    virtual void remove(const std::string& name) = 0;
    /// Returns when the target is there and knows us. Nothing is written.
    virtual void probe() = 0;
};

/// The bytes of a file. Throws Error{data} when it cannot be read.
Stored put_file(Target& target, const std::string& name, const std::string& path);

} // namespace ecg::transfer
