#include "serve/auth/access.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <set>

using namespace ecg::serve;

namespace {

constexpr std::array owners{Whose::own, Whose::patients, Whose::staffs, Whose::nobodys};

bool is_list_of_accounts(Action action) {
    return action == Action::list_patients || action == Action::list_accounts;
}

bool is_reading(Action action) {
    static const std::set<Action> readings{Action::read_account, Action::list_sessions,
                                           Action::read_session, Action::list_reports,
                                           Action::read_report};
    return readings.contains(action);
}

bool allowed(Action action, Role role, Whose whose) {
    return access_to(action, role, whose) == Access::allowed;
}

std::string word(Action action, Role role) {
    std::string letters;
    for (const Whose whose : owners) {
        letters += "ynf"[static_cast<std::size_t>(access_to(action, role, whose))];
    }
    return letters;
}

} // namespace

TEST_CASE("Administrators may do everything to everybody, and nothing to nobody") {
    for (const Action action : all_actions) {
        for (const Whose whose : {Whose::own, Whose::patients, Whose::staffs}) {
            CHECK(allowed(action, Role::admin, whose));
        }
        CHECK(allowed(action, Role::admin, Whose::nobodys) == is_list_of_accounts(action));
    }
}

TEST_CASE("Clinicians read what is patients', and change nothing of it") {
    for (const Action action : all_actions) {
        if (is_list_of_accounts(action)) {
            continue;
        }
        CHECK(allowed(action, Role::clinician, Whose::patients) == is_reading(action));
        CHECK_FALSE(allowed(action, Role::clinician, Whose::staffs));
        CHECK_FALSE(allowed(action, Role::clinician, Whose::nobodys));
    }
    CHECK(allowed(Action::list_patients, Role::clinician, Whose::nobodys));
    CHECK_FALSE(allowed(Action::list_accounts, Role::clinician, Whose::nobodys));
}

TEST_CASE("Patients and devices have their own account and sessions, and no others") {
    for (const Action action : all_actions) {
        for (const Role role : {Role::patient, Role::device}) {
            const bool of_staff = is_list_of_accounts(action) || action == Action::change_role;
            CHECK(allowed(action, role, Whose::own) == !of_staff);
            for (const Whose whose : {Whose::patients, Whose::staffs, Whose::nobodys}) {
                CHECK_FALSE(allowed(action, role, whose));
            }
        }
    }
}

TEST_CASE("Who may not see a thing is not told whether it exists") {
    for (const Action action : all_actions) {
        for (const Role role : {Role::patient, Role::device, Role::clinician}) {
            const Access none = access_to(action, role, Whose::nobodys);
            CHECK(access_to(action, role, Whose::staffs) == none);
            // Clinicians see every patient, so that one is there is no secret to them.
            if (role != Role::clinician) {
                CHECK(access_to(action, role, Whose::patients) == none);
            }
        }
    }
}

TEST_CASE("The table of access is this") {
    CHECK(word(Action::list_patients, Role::device) == "ffff");
    CHECK(word(Action::read_account, Role::patient) == "ynnn");
    CHECK(word(Action::read_account, Role::clinician) == "yynn");
    CHECK(word(Action::change_role, Role::patient) == "ffff");
    CHECK(word(Action::change_role, Role::clinician) == "ffff");
    CHECK(word(Action::change_role, Role::admin) == "yyyn");
    CHECK(word(Action::list_sessions, Role::patient) == "ynnn");
    CHECK(word(Action::list_sessions, Role::device) == "yfff"); // another patient's list: 403
    CHECK(word(Action::read_session, Role::device) == "ynnn");
    CHECK(word(Action::write_session, Role::patient) == "ynnn");
    CHECK(word(Action::write_session, Role::clinician) == "ffff");
    CHECK(word(Action::read_report, Role::patient) == "ynnn");
    CHECK(word(Action::read_report, Role::clinician) == "yynn");
}

TEST_CASE("Recording is for all but clinicians") {
    const std::vector<Role> recorders{Role::patient, Role::device, Role::admin};
    CHECK(roles_with(Action::start_session) == recorders);
    CHECK(roles_with(Action::write_session) == recorders);
    CHECK(roles_with(Action::list_patients) == std::vector{Role::clinician, Role::admin});
}

TEST_CASE("A thing is its owner's, a patient's, staff's or nobody's") {
    const Actor asker{"u1", Role::clinician};
    UserRecord owner;

    CHECK(whose(asker, std::nullopt) == Whose::nobodys);
    owner.id = "u1";
    CHECK(whose(asker, owner) == Whose::own);
    owner.id = "u2";
    CHECK(whose(asker, owner) == Whose::patients);
    owner.role = Role::device;
    CHECK(whose(asker, owner) == Whose::patients);
    owner.role = Role::clinician;
    CHECK(whose(asker, owner) == Whose::staffs);
    owner.role = Role::admin;
    CHECK(whose(asker, owner) == Whose::staffs);
}

TEST_CASE("The operator at the command line owns nothing, and reaches everything") {
    const Actor operator_here{"", Role::admin};
    UserRecord owner;
    owner.id = "u1";

    CHECK(whose(operator_here, owner) == Whose::patients);
    CHECK(allowed(Action::change_role, operator_here.role, whose(operator_here, owner)));
}
