#include "serve/endpoints/data_endpoints.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "serve/api/links.hpp"
#include "serve/api/may_read.hpp"
#include "serve/api/moments.hpp"
#include "serve/api/record_json.hpp"
#include "serve/auth/authenticate.hpp"
#include "serve/endpoints/pulled_stream.hpp"
#include "serve/endpoints/session_data.hpp"
#include "serve/lines/session_lines.hpp"

#include <memory>
#include <utility>

namespace ecg::serve {
namespace {

constexpr std::size_t most_rows = 10'000;
constexpr std::size_t lines_a_piece = std::size_t{64} << 10; // bytes

std::optional<std::string> query_of(const Call& call, std::string_view name) {
    const auto found = call.query.find(name);
    return found != call.query.end() ? std::optional{found->second} : std::nullopt;
}

std::optional<Moment> moment_of_query(const Call& call, std::string_view name) {
    const auto text = query_of(call, name);
    return text ? parse_moment(*text) : std::nullopt;
}

bool is_cursor(std::string_view text) {
    return read_cursor(text).has_value();
}

std::vector<QueryParameter> data_parameters() {
    Schema cursor = text_of(1, 128, "what \"next\" of the answer before said");
    cursor.fits = is_cursor;
    cursor.fitting = "a cursor as an answer gave it";
    return {{"from", moment_of("rows of this moment and later")},
            {"to", moment_of("rows before this moment")},
            {"kind", choice_of({"metrics", "waveforms"}, "absent: both, and the reports")},
            {"limit", integer_of(1, most_rows, "rows of each kind; absent: all")},
            {"cursor", std::move(cursor)},
            {"format",
             choice_of({"json", "jsonl"}, "jsonl: the whole session as lines of ecg.session/1")}};
}

void add_reports(const Services& services, const Call& call, DataRequest& wanted) {
    wanted.reports = services.store.reports_of_session(wanted.session.id);
    for (const ReportRecord& report : wanted.reports) {
        wanted.report_urls.push_back(report_link(services, call.request, report.id));
    }
}

DataRequest request_of(const Services& services, const Call& call) {
    DataRequest wanted;
    wanted.session = session_for(services, call, call.path.at("session_id"), Action::read_session);
    wanted.metrics.from = wanted.waveforms.from = moment_of_query(call, "from");
    wanted.to = moment_of_query(call, "to");
    const auto cursor = query_of(call, "cursor");
    if (cursor) {
        const Cursor place = *read_cursor(*cursor);
        wanted.metrics = place.metrics;
        wanted.waveforms = place.waveforms;
    }
    const auto kind = query_of(call, "kind");
    wanted.metrics.finished = wanted.metrics.finished || kind == "waveforms";
    wanted.waveforms.finished = wanted.waveforms.finished || kind == "metrics";
    if (const auto limit = query_of(call, "limit")) {
        wanted.limit = static_cast<std::size_t>(*parse_integer(*limit));
    }
    wanted.with_reports = !kind && !cursor;
    if (wanted.with_reports) {
        add_reports(services, call, wanted);
    }
    return wanted;
}

/// The session as its recorder would have written it.
Response lines_answer(const Services& services, const Call& call) {
    for (const char* other : {"from", "to", "kind", "limit", "cursor"}) {
        if (query_of(call, other)) {
            throw Refused{refusal_of(
                {{other, "goes with format=json alone: lines are the whole session", true}})};
        }
    }
    const SessionRecord session =
        session_for(services, call, call.path.at("session_id"), Action::read_session);
    Store& store = services.store;
    auto lines = std::make_shared<SessionLines>(
        session, *store.user(session.user_id),
        [&store](const RowRange& range) { return store.metrics(range); },
        [&store](const RowRange& range) { return store.waveforms(range); });
    Response response;
    response.headers = {{"Content-Type", "application/jsonl"}, {"Cache-Control", "no-store"}};
    response.stream = pulled_stream(services.readers, [lines]() -> std::optional<std::string> {
        std::string piece;
        while (piece.size() < lines_a_piece) {
            auto line = lines->next();
            if (!line) {
                break;
            }
            piece += *line;
        }
        return piece.empty() ? std::nullopt : std::optional{std::move(piece)};
    });
    return response;
}

void send_data(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        if (query_of(*shared, "format") == "jsonl") {
            return lines_answer(services, *shared);
        }
        Response response;
        response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
        response.stream =
            session_data_stream(services.store, services.readers, request_of(services, *shared));
        return response;
    });
}

/// A watcher may go on as long as the same request would be answered.
WatchRights rights_of(const Services& services, const std::shared_ptr<const Call>& call) {
    const auto caller = [services, call] {
        const auto& accounts = services.accounts;
        return authenticate(call->request,
                            {accounts.tokens, accounts.revocations, accounts.api_keys},
                            services.clock());
    };
    WatchRights rights;
    rights.knows_caller = [caller]() -> std::optional<std::string> {
        const auto known = caller();
        const auto* fault = std::get_if<TokenFault>(&known);
        return fault != nullptr ? std::optional{answer_of(refusal_of(*fault)).body} : std::nullopt;
    };
    rights.may_see = [caller, services, call]() -> std::optional<std::string> {
        const auto known = caller();
        if (std::holds_alternative<TokenFault>(known)) {
            return std::nullopt; // that is told before
        }
        Call now = *call;
        now.caller = std::get<Caller>(known).actor;
        now.touched = std::make_shared<Touched>();
        try {
            session_for(services, now, now.path.at("session_id"), Action::read_session);
        } catch (const Refused& refused) {
            return answer_of(refused.refusal).body;
        } catch (const Error&) {
            // A store that cannot be read takes nothing in that could be shown.
        }
        return std::nullopt;
    };
    return rights;
}

void watch(const Services& services, Call call, Answer answer) {
    auto shared = std::make_shared<Call>(std::move(call));
    read_and_answer(services, std::move(answer), [services, shared] {
        const std::string& id = shared->path.at("session_id");
        session_for(services, *shared, id, Action::read_session);
        Response response;
        response.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}};
        response.stream = services.live.watch(id, rights_of(services, shared));
        // Asked once it is watched: an end that came before is seen here, a later one there.
        if (session_for(services, *shared, id, Action::read_session).end_time) {
            throw Refused{refusal_of(Verdict::ended)};
        }
        return response;
    });
}

} // namespace

std::vector<Endpoint> data_endpoints(const Services& services) {
    const Schema data =
        success_of({required("session", session_schema()),
                    required("metrics_timeline", list_of(metrics_schema(), 0, 1'000'000'000)),
                    required("waveform_segments", list_of(waveform_schema(), 0, 1'000'000'000)),
                    optional("reports", list_of(report_schema(), 0, 1'000'000)),
                    optional("next", text_of(1, 128, "there is more: the cursor to ask for it"))});
    std::vector<Endpoint> all;
    all.push_back({.path = "/api/v1/sessions/{session_id}/data",
                   .name = "session_data",
                   .summary = "All that is stored of a session, in the order of its times",
                   .audited = Audited::reads,
                   .query = data_parameters(),
                   .answers = {{200, "Sent as it is read", data}},
                   .run = [services](Call call, Answer answer) {
                       send_data(services, std::move(call), std::move(answer));
                   }});
    all.push_back({.path = "/api/v1/sessions/{session_id}/live",
                   .name = "watch_session",
                   .summary = "What comes in of a running session, as server-sent events",
                   .audited = Audited::reads,
                   .answers = {{200,
                                "Events metrics and waveform, each with a row; then end; or, when "
                                "the caller may not see them any more, refused with the error",
                                anything(), "text/event-stream"}},
                   .run = [services](Call call, Answer answer) {
                       watch(services, std::move(call), std::move(answer));
                   }});
    return all;
}

} // namespace ecg::serve
