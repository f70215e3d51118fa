#include "load/read_back.hpp"

namespace ecg::load {
namespace {

constexpr std::string_view rows_at_once = "100";

void see_all(Ledger& ledger, Kind kind, const JsonValue& page, std::string_view list) {
    if (const auto rows = page.find(list)) {
        rows->each_element([&](const JsonValue& row) { ledger.see(kind, row); });
    }
}

void read_rows(Connection& connection, Session& session) {
    JsonReader reader;
    std::string cursor;
    do {
        std::string path = "/api/v1/sessions/" + session.id + "/data?limit=";
        path.append(rows_at_once);
        if (!cursor.empty()) {
            path.append("&cursor=").append(cursor);
        }
        const HttpAnswer answer = ask(connection, request_text("GET", path, session.headers, ""));
        expect(answer, 200, "reading a session back");
        const JsonValue page = reader.parse(answer.body, "answer");
        see_all(session.ledger, Kind::metrics, page, "metrics_timeline");
        see_all(session.ledger, Kind::waveform, page, "waveform_segments");
        see_all(session.ledger, Kind::report, page, "reports");
        cursor = page.text_at("next").value_or("");
    } while (!cursor.empty());
}

void read_files(Connection& connection, Session& session) {
    for (const auto& [id, n] : session.ledger.reports()) {
        const HttpAnswer answer =
            ask(connection,
                request_text("GET", "/api/v1/reports/report_" + std::to_string(id) + "/file",
                             session.headers, ""));
        expect(answer, 200, "reading a report back");
        session.ledger.see_file(n, answer.body);
    }
}

} // namespace

Findings read_back(const Place& place, std::vector<Session>& sessions) {
    Connection connection{place};
    Findings all;
    for (Session& session : sessions) {
        read_rows(connection, session);
        read_files(connection, session);
        all.add(session.ledger.findings());
    }
    return all;
}

} // namespace ecg::load
