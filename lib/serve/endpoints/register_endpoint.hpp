// An account is opened.
#pragma once

#include "serve/api/services.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

Endpoint register_endpoint(const Services& services);

/// What registration and login answer: tokens and the account.
Schema login_answer();

/// A refusal for a password that is none of ours to take; absent for a good one.
std::optional<Refusal> refused_password(const Services& services, std::string_view field,
                                        std::string_view password, std::string_view full_name,
                                        std::string_view device_serial);

} // namespace ecg::serve
