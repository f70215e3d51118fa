#include "sync/run_end.hpp"

#include <array>

namespace ecg::sync {

std::string_view name_of(RunEnd end) {
    constexpr std::array<std::string_view, 6> names{"done",    "waiting", "closed",
                                                    "offline", "denied",  "stopped"};
    return names[static_cast<std::size_t>(end)];
}

} // namespace ecg::sync
