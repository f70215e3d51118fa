// The targets beside the server, and which items go where, out of the settings.
#pragma once

#include "config/settings.hpp"
#include "sync/crash_mails.hpp"
#include "sync/rules.hpp"
#include "transfer/http_client.hpp"
#include "transfer/targets/target.hpp"

#include <memory>
#include <optional>
#include <string>

namespace ecg {

/// What goes where. Throws Error{usage} "origin: why" for a name that is no target's.
sync::Rules rules_in(const config::Settings& settings);

/// Whether anything is known of such a target.
bool is_target(const config::Settings& settings, const std::string& name);

/// The kind of a target, as the original app calls it in its log: "api" for REST.
std::string service_of(const config::Settings& settings, const std::string& name);

/// What tells the target from another under its name: a digest of its address, which may hold a
/// secret.
std::string place_of(const config::Settings& settings, const std::string& name);

/// Whether it gets crashes in words.
bool is_mail(const config::Settings& settings, const std::string& name);

/// How a target of mail sends crashes; absent for any other. Throws as open_target() does.
std::optional<sync::CrashMailSettings> crash_mail_settings(const config::Settings& settings,
                                                           const std::string& name,
                                                           const transfer::HttpSettings& http);

/// http: what all connections share; the target's own certificates come in here. Throws
/// Error{usage} "origin: why" or "target NAME: what is missing".
std::shared_ptr<transfer::Target> open_target(const config::Settings& settings,
                                              const std::string& name, transfer::HttpSettings http);

} // namespace ecg
