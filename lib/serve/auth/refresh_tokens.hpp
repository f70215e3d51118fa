// Refresh tokens: random, opaque to the client, and known to the store by their digest alone.
#pragma once

#include "serve/store/records.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

/// How long a login lasts: unused, and at all.
struct RefreshLimits {
    std::chrono::seconds idle, absolute;
};

/// Staff at dashboards are logged off 15 to 30 minutes after the last request, for an access token
/// may still have its 15; a recorder in a drawer is not.
RefreshLimits refresh_limits(Role role);

/// A token, to be sent once, and what the store keeps of it.
struct NewRefresh {
    std::string token;
    RefreshRecord record;
};

/// The first of a login: for NoteLogin.
NewRefresh begin_refresh(const std::string& user_id, Role role, Moment now);

/// What a token says of its login. It is believed only when the store knows the token's digest.
struct RefreshClaims {
    Role role = Role::patient;
    Moment login;
    std::string digest;
};

/// Absent for what is no refresh token of ours, an access token among them.
std::optional<RefreshClaims> read_refresh(std::string_view token);

/// The next of the same login: for RotateRefresh, which fills in family and user_id. Absent when
/// the login's time is up. A role is that of the login: a change of role has to end the families
/// of that user.
std::optional<NewRefresh> next_refresh(const RefreshClaims& old, Moment now);

} // namespace ecg::serve
