// Roles by their names, as the API and the database write them.
#pragma once

#include "serve/store/records.hpp"

#include <optional>
#include <string_view>

namespace ecg::serve {

/// "patient", "device", "clinician" or "admin".
std::string_view name_of(Role role);

/// Absent for any other name.
std::optional<Role> role_named(std::string_view name);

} // namespace ecg::serve
