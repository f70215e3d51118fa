// Settings as people write them, made into what the server takes.
#pragma once

#include "config/settings.hpp"
#include "serve/backend.hpp"
#include "serve/http/settings.hpp"
#include "serve/server_log.hpp"

namespace ecg {

serve::BackendSettings backend_settings(const config::Settings& settings,
                                        const serve::Clock& clock);

/// Throws Error{usage} for an address that the whole network would reach without TLS, unless that
/// is asked for.
serve::ServerSettings http_settings(const config::Settings& settings);

serve::LogRequests log_requests(const config::Settings& settings);

} // namespace ecg
