// Who may do what to whom: one table, which every check asks.
#pragma once

#include "serve/store/records.hpp"

#include <array>
#include <optional>
#include <vector>

namespace ecg::serve {

enum class Action {
    list_patients, ///< accounts of patients and devices
    list_accounts, ///< all of them
    read_account,
    change_account, ///< name, age, address …
    change_role,    ///< also to disable an account
    change_password,
    end_tokens, ///< logout, here or everywhere
    add_device,
    list_sessions,
    start_session,
    read_session,  ///< its metrics, waveforms and live tail
    write_session, ///< metrics, waveforms and its end
    list_reports,
    read_report,
    add_report,
};

inline constexpr std::array all_actions{
    Action::list_patients, Action::list_accounts,   Action::read_account, Action::change_account,
    Action::change_role,   Action::change_password, Action::end_tokens,   Action::add_device,
    Action::list_sessions, Action::start_session,   Action::read_session, Action::write_session,
    Action::list_reports,  Action::read_report,     Action::add_report};

/// Whose account, session or report it is. What does not exist is nobody's.
enum class Whose {
    own,
    patients, ///< of another patient or device
    staffs,   ///< of another clinician or administrator
    nobodys,
};

enum class Access {
    allowed,
    not_found, ///< 404: as if there were no such thing
    forbidden, ///< 403: and that tells nothing that the asker may not know
};

/// The table. Lists have no owner: there whose makes no difference.
Access access_to(Action action, Role asker, Whose whose);

/// Those who may do it with what is their own, if with nothing else.
std::vector<Role> roles_with(Action action);

/// owner is the user whom a thing belongs to, absent when there is none.
Whose whose(const Actor& asker, const std::optional<UserRecord>& owner);

} // namespace ecg::serve
