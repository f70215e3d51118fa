// The program and its libraries as they lie in memory, so that an address in one of them can be
// found again in its file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ecg::cli {

struct CrashModule {
    std::string_view name;     ///< of its file, without its folder
    std::string_view build_id; ///< in hexadecimal; "" when it has none
    std::uintptr_t base = 0;   ///< an address less this is what addr2line wants
};

/// Looks at what is loaded now: a signal handler may not ask the loader.
void look_at_modules() noexcept;

/// How many were found.
std::size_t module_count() noexcept;
CrashModule module_at(std::size_t index) noexcept;
/// The one that an address lies in; module_count() when it is in none. Safe in a signal handler.
std::size_t module_of(std::uintptr_t address) noexcept;

} // namespace ecg::cli
