#include "serve/endpoints/session_endpoints.hpp"

#include "serve/api/extra_keys.hpp"
#include "serve/api/listing.hpp"
#include "serve/api/may_read.hpp"
#include "serve/api/moments.hpp"
#include "serve/api/record_json.hpp"
#include "serve/ids.hpp"
#include "serve/store/limits.hpp"

#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t most_bytes = std::size_t{256} << 10;

Schema start_body() {
    const Schema info =
        object_of({optional("os", text_of(0, 200)), optional("app_version", text_of(0, 100)),
                   optional("sampling_rate", number_of(0, 1e5, "Hz"))},
                  "of the machine that records; further keys are kept");
    return object_of(
        {required("device_serial", text_of(1, longest_serial)), optional("device_info", info),
         optional("start_time", moment_of("when it began, as in RFC 3339; absent: now"))});
}

Schema end_body() {
    const Schema summary =
        object_of({optional("duration_seconds", number_of(0, 1e8)),
                   optional("total_heartbeats", integer_of(0, 1e9)),
                   optional("average_heart_rate", number_of(0, 600, "1/min")),
                   optional("arrhythmias_detected", list_of(text_of(0, 100), 0, 1000)),
                   optional("signal_quality", text_of(0, 50))},
                  "further keys are kept");
    return object_of({required("summary", summary),
                      optional("end_time", moment_of("as in RFC 3339; absent: now"))});
}

void start_session(const Services& services, const Call& call, Answer answer) {
    const Moment now = services.clock();
    StartSession start;
    SessionRecord& session = start.session;
    session.user_id = call.caller.user_id;
    session.device_serial = call.body.text_at("device_serial").value_or("");
    session.device_info = object_json(call.body, "device_info");
    session.start_time = parse_moment(call.body.text_at("start_time").value_or("")).value_or(now);
    session.id = new_session_id(session.start_time);
    write_and_answer(services, call, std::move(start), std::move(answer),
                     [touched = call.touched](const Outcome& outcome) {
                         touched->what = outcome.id;
                         return success(
                             201, [&](JsonWriter& json) { json.member("session_id", outcome.id); });
                     });
}

void end_session(const Services& services, const Call& call, Answer answer) {
    EndSession end;
    end.session_id = call.path.at("session_id");
    end.end_time =
        parse_moment(call.body.text_at("end_time").value_or("")).value_or(services.clock());
    if (const auto summary = call.body.find("summary")) {
        end.summary = summary->json();
        end.duration_seconds = summary->number_at("duration_seconds");
        end.average_heart_rate = summary->number_at("average_heart_rate");
    }
    LiveFeed& live = services.live;
    write_and_answer(services, call, std::move(end), std::move(answer),
                     [&live](const Outcome& outcome) {
                         live.end(outcome.id);
                         return success(200, [](JsonWriter& json) {
                             json.member("message", "Session ended successfully");
                         });
                     });
}

void list_sessions(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        const std::string& user_id = shared->path.at("user_id");
        user_for(services, *shared, user_id, Action::list_sessions);
        const Page page = page_of(*shared);
        return list_answer<SessionRecord>("sessions", page,
                                          services.store.sessions_of(user_id, page), write_session);
    });
}

} // namespace

std::vector<Endpoint> session_endpoints(const Services& services) {
    std::vector<Endpoint> all;
    all.push_back(
        {.method = Method::post,
         .path = "/api/v1/sessions/start",
         .name = "start_session",
         .summary = "Start a recording session",
         .roles = roles_with(Action::start_session),
         .body_kind = BodyKind::json,
         .body = start_body(),
         .body_limit = most_bytes,
         .answers = {{201, "It has begun", success_of({required("session_id", text_of(1, 128))})}},
         .run = [services](const Call& call, Answer answer) {
             start_session(services, call, std::move(answer));
         }});
    all.push_back(
        {.method = Method::post,
         .path = "/api/v1/sessions/{session_id}/end",
         .name = "end_session",
         .summary = "End a recording session; the same end again is answered alike",
         .roles = roles_with(Action::write_session),
         .body_kind = BodyKind::json,
         .body = end_body(),
         .body_limit = most_bytes,
         .answers = {{200, "It has ended", success_of({required("message", text_of(1, 200))})}},
         .run = [services](const Call& call, Answer answer) {
             end_session(services, call, std::move(answer));
         }});
    all.push_back({.path = "/api/v1/users/{user_id}/sessions",
                   .name = "list_sessions",
                   .summary = "The sessions of a user, newest first",
                   .audited = Audited::reads,
                   .query = page_parameters(),
                   .answers = {list_form("sessions", session_schema())},
                   .run = [services](Call call, Answer answer) {
                       list_sessions(services, std::move(call), std::move(answer));
                   }});
    return all;
}

} // namespace ecg::serve
