#include "serve/store/role.hpp"

#include <array>

namespace ecg::serve {
namespace {

constexpr std::array<std::string_view, 4> names{"patient", "device", "clinician", "admin"};

} // namespace

std::string_view name_of(Role role) {
    return names[static_cast<std::size_t>(role)];
}

std::optional<Role> role_named(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) {
            return static_cast<Role>(i);
        }
    }
    return std::nullopt;
}

} // namespace ecg::serve
