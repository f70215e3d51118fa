// What the commands share: where the server's folder is, and how they speak to a person.
#pragma once

#include "config/settings.hpp"
#include "serve/server_folder.hpp"
#include "serve/store/check_store.hpp"

#include <string>
#include <string_view>

namespace ecg {

/// $ECG_HOME/server.
serve::ServerFolder server_of(const config::Settings& settings);

/// "3 users, 12 sessions, …"
std::string counts_of(const serve::StoreCheck& store);

/// On standard output.
void print(std::string_view text);

/// Shows how far the reading of a store is, and throws Error{interrupted} when the user asks to
/// stop.
serve::CheckProgress reading_progress();

} // namespace ecg
