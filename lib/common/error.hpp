// The one exception of the project; its kind picks the exit code.
#pragma once

#include <stdexcept>
#include <string>

namespace ecg {

/// data: the input or the disk is bad (exit 1). usage: the command line is (2).
/// unavailable: a device, server or network is not there now, try again (3).
/// interrupted: the user or the system asked to stop (130).
enum class ErrorKind { data, usage, unavailable, interrupted };

/// Work that failed. The message names its subject first: "night.hea:3: gain is not a number".
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message) : std::runtime_error{message}, kind_{kind} {}

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

private:
    ErrorKind kind_;
};

} // namespace ecg
