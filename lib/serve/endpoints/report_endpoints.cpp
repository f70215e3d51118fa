#include "serve/endpoints/report_endpoints.hpp"

#include "common/text.hpp"
#include "serve/api/byte_range.hpp"
#include "serve/api/links.hpp"
#include "serve/api/listing.hpp"
#include "serve/api/may_read.hpp"
#include "serve/api/record_json.hpp"
#include "serve/auth/signed_links.hpp"
#include "serve/endpoints/object_stream.hpp"
#include "serve/endpoints/report_upload.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

void read_report(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        const ReportRecord report =
            report_for(services, *shared, shared->path.at("report_id"), Action::read_report);
        return success(200, [&](JsonWriter& json) {
            json.key("report");
            write_report(json, report, report_link(services, shared->request, report.id));
        });
    });
}

void list_reports(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        const std::string& user_id = shared->path.at("user_id");
        user_for(services, *shared, user_id, Action::list_reports);
        const Page page = page_of(*shared);
        return list_answer<ReportRecord>(
            "reports", page, services.store.reports_of(user_id, page),
            [&](JsonWriter& json, const ReportRecord& report) {
                write_report(json, report, report_link(services, shared->request, report.id));
            });
    });
}

/// Whoever has the link may have the bytes; its id in the audit log says for whom it was made.
void check_link(const Services& services, const Call& call) {
    const auto checked =
        services.accounts.links.check(call.request.path, call.request.query, services.clock());
    if (const auto* fault = std::get_if<LinkFault>(&checked)) {
        const bool over = *fault == LinkFault::expired;
        throw Refused{
            {403, over ? "link_expired" : "invalid_link",
             over ? "the link's time is over: ask for the report again" : "the link is not valid"}};
    }
    call.touched->what = std::get<std::string>(checked);
}

/// Of a list as '"a", W/"b"', or "*" for whatever there is [rfc9110 section 13.1.2].
bool names_tag(std::optional<std::string_view> list, std::string_view tag) {
    for (std::string_view one : split(list.value_or(""), ',')) {
        one = trim(one);
        one.remove_prefix(one.starts_with("W/") ? 2 : 0);
        if (one == tag || one == "*") {
            return true;
        }
    }
    return false;
}

Response file_answer(const Services& services, const Call& call, const ReportRecord& report) {
    const auto size = services.objects.size(report.object);
    if (!size) {
        throw Refused{{500, "damaged", "the file of this report is missing"}};
    }
    const std::string tag = "\"" + report.object + "\"";
    Response response;
    response.headers = {
        {"ETag", tag}, {"Cache-Control", "private, no-store"}, {"Accept-Ranges", "bytes"}};
    if (names_tag(call.request.header("If-None-Match"), tag)) {
        response.status = 304;
        return response;
    }
    response.headers.push_back({"Content-Type", "application/pdf"});
    response.headers.push_back(
        {"Content-Disposition", "attachment; filename=\"" + report_id(report.id) + ".pdf\""});
    response.headers.push_back({"Content-Security-Policy", "sandbox; default-src 'none'"});
    const bool same = call.request.header("If-Range").value_or(tag) == tag;
    const auto wanted = range_of(same ? call.request.header("Range") : std::nullopt, *size);
    if (std::holds_alternative<NoSuchRange>(wanted)) {
        Response none = answer_of({416, "no_such_range", "the file is shorter than that"});
        none.headers.push_back({"Content-Range", "bytes */" + std::to_string(*size)});
        return none;
    }
    ByteRange range{0, *size};
    if (const auto* part = std::get_if<ByteRange>(&wanted)) {
        range = *part;
        response.status = 206;
        response.headers.push_back(
            {"Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                  std::to_string(range.first + range.count - 1) + "/" +
                                  std::to_string(*size)});
    }
    response.length = range.count;
    response.stream = object_stream(services, report.object, range);
    return response;
}

void send_file(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        const std::string& id = shared->path.at("report_id");
        if (!shared->caller.user_id.empty()) {
            return file_answer(services, *shared,
                               report_for(services, *shared, id, Action::read_report));
        }
        check_link(services, *shared);
        return file_answer(services, *shared, report_of_link(services, *shared, id));
    });
}

Endpoint read_endpoint(const Services& services) {
    return {.path = "/api/v1/reports/{report_id}",
            .name = "read_report",
            .summary = "A report, and where its file is",
            .audited = Audited::reads,
            .answers = {{200, "The report", success_of({required("report", report_schema())})}},
            .run = [services](Call call, Answer answer) {
                read_report(services, std::move(call), std::move(answer));
            }};
}

Endpoint list_endpoint(const Services& services) {
    return {.path = "/api/v1/users/{user_id}/reports",
            .name = "list_reports",
            .summary = "The reports of a user, newest first",
            .audited = Audited::reads,
            .query = page_parameters(),
            .answers = {list_form("reports", report_schema())},
            .run = [services](Call call, Answer answer) {
                list_reports(services, std::move(call), std::move(answer));
            }};
}

Endpoint file_endpoint(const Services& services) {
    return {.path = "/api/v1/reports/{report_id}/file",
            .name = "report_file",
            .summary = "The PDF itself, by a link of the report or with a token",
            .open = true,
            .takes_token = true,
            .audited = Audited::reads,
            .answers = {{200, "All of it", anything(), "application/pdf"},
                        {206, "The part that Range asks for", anything(), "application/pdf"},
                        {304, "It is the one that If-None-Match names", {}, ""}},
            .run = [services](Call call, Answer answer) {
                send_file(services, std::move(call), std::move(answer));
            }};
}

} // namespace

std::vector<Endpoint> report_endpoints(const Services& services) {
    return {upload_endpoint(services), read_endpoint(services), list_endpoint(services),
            file_endpoint(services)};
}

} // namespace ecg::serve
