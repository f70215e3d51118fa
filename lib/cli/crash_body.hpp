// The parts that the record of a signal and that of an internal error have in common. All of it is
// safe in a signal handler.
#pragma once

#include "cli/crash_text.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace ecg::cli {

/// All that a signal handler needs is made ready while memory can still be trusted.
struct CrashPlace {
    std::array<char, 4096> folder{}; ///< "" when there is none
    std::array<char, 64> tool{};
    std::array<char, 64> version{};
    std::array<char, 160> os{}; ///< "Linux 6.1.0-18-amd64 x86_64"; never the machine's name
    std::uint32_t random = 0;   ///< tells crashes in the same millisecond apart
};

/// The one of this process: a signal handler has no other way to it.
CrashPlace& crash_place() noexcept;

/// Ends with a zero, and is cut where there is no room.
void copy_text(std::string_view from, std::span<char> to) noexcept;

/// Since 1970.
std::int64_t crash_time_ms() noexcept;

/// "1736339696123_1a2b3c4d": when, and something of its own.
class CrashId {
public:
    explicit CrashId(std::int64_t ms) noexcept;

    [[nodiscard]] std::string_view text() const { return {text_.data(), text_.size()}; }

private:
    std::array<char, 13 + 1 + 8> text_{};
};

/// Opens the object: schema, id, tool, version, time, pid, os, memory_mb.
void begin_crash(CrashText& text, const CrashId& id, std::int64_t now_ms) noexcept;

/// From the place of the fault, which is exact, outward: "ecg-serve+0x1f3a", and the build ids of
/// the files that they are in.
void add_backtrace(CrashText& text, std::span<void* const> addresses) noexcept;

/// The last notes, the oldest first.
void add_notes(CrashText& text, std::int64_t now_ms) noexcept;

/// A finished record that was put in its place.
class PlacedCrash {
public:
    PlacedCrash(const CrashId& id, std::string_view text) noexcept;

    /// "" when it could not be.
    [[nodiscard]] std::string_view file_name() const { return name_.data(); }

private:
    std::array<char, 6 + 22 + 5 + 1> name_{};
};

} // namespace ecg::cli
