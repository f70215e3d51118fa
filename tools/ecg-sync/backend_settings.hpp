// The server that ecg-sync sends to, out of the settings.
#pragma once

#include "config/settings.hpp"
#include "sync/backend_target.hpp"

#include <chrono>

namespace ecg {

/// Throws Error{usage} "origin: why", also when nothing says who we are, and for a password that
/// would go over a network in clear.
sync::BackendSettings backend_settings(const config::Settings& settings);

/// Of all connections to a target, whoever that is.
transfer::HttpSettings http_settings(const config::Settings& settings, const std::string& target);

/// A setting that is a span. Throws Error{usage}.
std::chrono::milliseconds span_in(const config::Settings& settings, const char* name);

} // namespace ecg
