#include "serve/auth/access.hpp"

#include <string_view>

namespace ecg::serve {
namespace {

/// For each role a word of four letters, what is its own, patients', staff's and nobody's:
/// y = allowed, n = not found, f = forbidden.
struct Row {
    Action action;
    std::string_view patient, device, clinician, admin;
};

// A role that does not see a thing is told the same whether that exists or not: within a word,
// all letters behind the last y are equal. A device asks for nobody's lists but its own, so a
// foreign one is forbidden whether there is such a user or not.
constexpr std::array<Row, all_actions.size()> table{{
    {Action::list_patients, "ffff", "ffff", "yyyy", "yyyy"},
    {Action::list_accounts, "ffff", "ffff", "ffff", "yyyy"},
    {Action::read_account, "ynnn", "ynnn", "yynn", "yyyn"},
    {Action::change_account, "ynnn", "ynnn", "yfnn", "yyyn"},
    {Action::change_role, "ffff", "ffff", "ffff", "yyyn"},
    {Action::change_password, "ynnn", "ynnn", "yfnn", "yyyn"},
    {Action::end_tokens, "ynnn", "ynnn", "yfnn", "yyyn"},
    {Action::add_device, "ynnn", "ynnn", "ffff", "yyyn"},
    {Action::list_sessions, "ynnn", "yfff", "yynn", "yyyn"},
    {Action::start_session, "ynnn", "ynnn", "ffff", "yyyn"},
    {Action::read_session, "ynnn", "ynnn", "yynn", "yyyn"},
    {Action::write_session, "ynnn", "ynnn", "ffff", "yyyn"},
    {Action::list_reports, "ynnn", "yfff", "yynn", "yyyn"},
    {Action::read_report, "ynnn", "ynnn", "yynn", "yyyn"},
    {Action::add_report, "ynnn", "ynnn", "ffff", "yyyn"},
}};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].action != all_actions[i] || all_actions[i] != static_cast<Action>(i)) {
            return false;
        }
    }
    return true;
}

static_assert(is_in_order(), "a row is found by its action's number");

std::string_view word_of(const Row& row, Role role) {
    switch (role) {
    case Role::patient:
        return row.patient;
    case Role::device:
        return row.device;
    case Role::clinician:
        return row.clinician;
    case Role::admin:
        return row.admin;
    }
    return "ffff";
}

} // namespace

Access access_to(Action action, Role asker, Whose whose) {
    const std::string_view word = word_of(table[static_cast<std::size_t>(action)], asker);
    switch (word[static_cast<std::size_t>(whose)]) {
    case 'y':
        return Access::allowed;
    case 'n':
        return Access::not_found;
    default:
        return Access::forbidden;
    }
}

std::vector<Role> roles_with(Action action) {
    std::vector<Role> roles;
    for (const Role role : {Role::patient, Role::device, Role::clinician, Role::admin}) {
        if (access_to(action, role, Whose::own) == Access::allowed) {
            roles.push_back(role);
        }
    }
    return roles;
}

Whose whose(const Actor& asker, const std::optional<UserRecord>& owner) {
    if (!owner) {
        return Whose::nobodys;
    }
    if (owner->id == asker.user_id) {
        return Whose::own;
    }
    const bool staff = owner->role == Role::clinician || owner->role == Role::admin;
    return staff ? Whose::staffs : Whose::patients;
}

} // namespace ecg::serve
