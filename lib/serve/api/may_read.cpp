#include "serve/api/may_read.hpp"

#include "common/text.hpp"

namespace ecg::serve {
namespace {

constexpr std::string_view report_prefix = "report_";

void check(const Call& call, Action action, const std::optional<UserRecord>& owner) {
    if (owner) {
        call.touched->whom = owner->id;
    }
    switch (access_to(action, call.caller.role, whose(call.caller, owner))) {
    case Access::allowed:
        return;
    case Access::forbidden:
        throw Refused{refusal_of(Verdict::forbidden)};
    case Access::not_found:
        throw Refused{not_found()};
    }
}

std::optional<ReportRecord> find_report(const Services& services, const std::string& report_id) {
    const auto number = report_id.starts_with(report_prefix)
                            ? parse_integer(report_id.substr(report_prefix.size()))
                            : std::nullopt;
    return number ? services.store.report(*number) : std::nullopt;
}

} // namespace

UserRecord user_for(const Services& services, const Call& call, const std::string& user_id,
                    Action action) {
    const auto user = services.store.user(user_id);
    check(call, action, user);
    if (!user) {
        throw Refused{not_found()};
    }
    return *user;
}

SessionRecord session_for(const Services& services, const Call& call, const std::string& session_id,
                          Action action) {
    auto session = services.store.session(session_id);
    check(call, action, session ? services.store.user(session->user_id) : std::nullopt);
    if (!session) {
        throw Refused{not_found()};
    }
    return std::move(*session);
}

ReportRecord report_of_link(const Services& services, const Call& call,
                            const std::string& report_id) {
    auto report = find_report(services, report_id);
    if (!report) {
        throw Refused{not_found()};
    }
    call.touched->whom = report->user_id;
    return std::move(*report);
}

ReportRecord report_for(const Services& services, const Call& call, const std::string& report_id,
                        Action action) {
    auto report = find_report(services, report_id);
    check(call, action, report ? services.store.user(report->user_id) : std::nullopt);
    if (!report) {
        throw Refused{not_found()};
    }
    return std::move(*report);
}

} // namespace ecg::serve
