#!/usr/bin/env python3
"""serve_roadmap.py TOOLS: the requests that the interface was planned with, and those that the desktop app really
sends, are answered with the members that were planned.
"""
import json

from serve_asked import LEADS, PASSWORD, Account, claims_of, form_of, pdf_of, with_server
from serve_rig import check

JOHN = {"full_name": "John Doe", "age": 45, "gender": "Male", "phone": "+1234567890",
        "address": "123 Main St, City, State", "password": PASSWORD, "device_serial": "ECG-12345"}
START = {"device_serial": "ECG-12345",
         "device_info": {"os": "darwin 25.0.0", "app_version": "1.0.0", "sampling_rate": 80}}
METRICS = {"heart_rate": 75, "pr_interval": 160, "qrs_duration": 85, "qrs_axis": 45, "st_segment": 0,
           "qt_interval": 380, "qtc_interval": 400, "hrv": 45, "rr_interval": 800, "sampling_rate": 80}
SUMMARY = {"duration_seconds": 1800, "total_heartbeats": 2250, "average_heart_rate": 75,
           "arrhythmias_detected": ["PVC", "PAC"], "signal_quality": "good"}
AT = "2025-01-08T12:34:56.789Z"
SAMPLES = {name: [round(0.123 + 0.022 * (i % 7) - 0.05 * n, 3) for i in range(400)] for n, name in enumerate(LEADS)}


def planned(name, answer, status, **members):
    """The answer has that status, and each member is of its type, or is that value."""
    check(f"{name} is answered {status}", answer.status == status, answer)
    body = answer.json
    check(f"{name}: status is success", body["status"] == "success")
    for member, wanted in members.items():
        right = isinstance(body.get(member), wanted) if isinstance(wanted, type) else body.get(member) == wanted
        check(f"{name}: {member}", right, body.get(member))
    return body


def accounts(server):
    body = planned("register", server.post("/api/v1/auth/register", JOHN), 201, user_id=str, token=str)
    user = body["user_id"]
    check("the token is three parts of base64url", claims_of(body["token"])["sub"] == user)
    for identifier in ("John Doe", "ECG-12345"):
        answer = server.post("/api/v1/auth/login", {"identifier": identifier, "password": PASSWORD})
        body = planned(f"login as {identifier}", answer, 200, user_id=user, token=str, user_profile=dict)
        profile = body["user_profile"]
        check("the profile is what was registered",
              (profile["full_name"], profile["age"], profile["device_serial"]) == ("John Doe", 45, "ECG-12345"), profile)
    john = Account(body)
    shown = planned("the account", server.get(f"/api/v1/users/{user}", john), 200, user=dict)["user"]
    for member in ("full_name", "age", "gender", "phone", "device_serial"):
        check(f"the account's {member}", shown[member] == JOHN[member], shown)
    check("the account's user_id and created_at", shown["user_id"] == user and shown["created_at"].endswith("Z"))
    check("and no password", "password" not in json.dumps(shown).lower(), shown)
    return john


def recording(server, john):
    session = planned("start", server.post("/api/v1/sessions/start", START, john), 201, session_id=str)["session_id"]
    check("a session id begins as planned", session.startswith("session_20"), session)
    place = f"/api/v1/sessions/{session}"
    planned("metrics", server.post(f"{place}/metrics", {"timestamp": AT, "metrics": METRICS}, john), 201,
            metrics_id=str)
    waveform = {"timestamp": AT, "sampling_rate": 80, "duration_seconds": 5, "leads": SAMPLES}
    planned("waveform", server.post(f"{place}/waveform", waveform, john), 201, waveform_id=str)
    return session


def report(server, john, session):
    metadata = {"patient_name": "John Doe", "patient_age": 45, "report_date": "2025-01-08", "session_id": session,
                "device_serial": "ECG-12345",
                "metrics": {"heart_rate": 75, "pr_interval": 160, "qrs_duration": 85}}
    body, headers = form_of(("file", "ECG_Report_20250108_130000.pdf", "application/pdf", pdf_of()),
                            ("metadata", None, "application/json", json.dumps(metadata).encode()))
    answer = server.post("/api/v1/reports/upload", body, john, headers=headers)
    body = planned("upload", answer, 201, report_id=str, url=str)
    check("a report id begins as planned", body["report_id"].startswith("report_"), body)
    shown = planned("the report", server.get(f"/api/v1/reports/{body['report_id']}", john), 200, report=dict)["report"]
    check("the report's members", {name: shown[name] for name in ("report_id", "session_id", "patient_name", "metrics")}
          == {"report_id": body["report_id"], "session_id": session, "patient_name": "John Doe",
              "metrics": metadata["metrics"]}, shown)
    check("the report's link and time", shown["file_url"].startswith("http") and shown["created_at"].endswith("Z"))
    listed = planned("the reports", server.get(f"/api/v1/users/{john.user_id}/reports?limit=50&offset=0", john), 200,
                     total=1, reports=list)["reports"]
    check("the list names the report", [sorted({"report_id", "created_at", "session_id", "file_url", "patient_name"}
                                               - set(one)) for one in listed] == [[]], listed)
    return body["report_id"]


def ending(server, john, session, report_id):
    planned("end", server.post(f"/api/v1/sessions/{session}/end", {"summary": SUMMARY}, john), 200,
            message="Session ended successfully")
    body = planned("the sessions", server.get(f"/api/v1/users/{john.user_id}/sessions?limit=50&offset=0", john), 200,
                   total=1, sessions=list)
    one = body["sessions"][0]
    check("the list's members", (one["session_id"], one["duration_seconds"], one["average_heart_rate"],
                                 one["device_serial"]) == (session, 1800, 75, "ECG-12345"), one)
    check("the list's times", one["start_time"].endswith("Z") and one["end_time"].endswith("Z"), one)
    body = planned("the data", server.get(f"/api/v1/sessions/{session}/data", john), 200, session=dict,
                   metrics_timeline=list, waveform_segments=list, reports=list)
    check("the session in the data", (body["session"]["session_id"], body["session"]["user_id"],
                                      body["session"]["duration_seconds"]) == (session, john.user_id, 1800))
    metrics, = body["metrics_timeline"]
    check("the metrics in the data", metrics["timestamp"] == AT and
          {name: metrics[name] for name in METRICS} == METRICS, metrics)
    waveform, = body["waveform_segments"]
    check("the waveform in the data", waveform["timestamp"] == AT and waveform["duration_seconds"] == 5 and
          waveform["leads"] == SAMPLES)
    check("the report in the data", [one["report_id"] for one in body["reports"]] == [report_id] and
          body["reports"][0]["file_url"].startswith("http"))


def fault(server, john):
    planned("error report", server.post("/api/v1/errors/report", {
        "timestamp": "2025-01-08T12:40:00Z", "device_serial": "ECG-12345", "error_type": "serial_communication_error",
        "error_message": "Failed to read from port", "stack_trace": "...",
        "system_info": {"os": "darwin 25.0.0", "memory_mb": 450}}, john), 201, error_id=str)


def desktop_app(server, john):
    """session_id in each body, no duration, text for numbers, what it puts inside metrics, and metadata as text."""
    session = server.post("/api/v1/sessions/start", START, john).json["session_id"]
    place = f"/api/v1/sessions/{session}"
    shown = {"heart_rate": "94 bpm", "pr_interval": "160 ms", "qrs_duration": "85 ms", "qrs_axis": "-179°",
             "st_interval": "53 ms", "qtc_interval": "380/400 ms", "sampling_rate": "150.0"}
    sent = {"timestamp": "2025-01-08T12:34:56.789012Z", "metrics": shown, "session_id": session}
    planned("metrics as text", server.post(f"{place}/metrics", sent, john), 201, metrics_id=str)
    unmeasured = {"timestamp": "2025-01-08T12:34:58Z", "session_id": session,
                  "metrics": {"heart_rate": "--", "pr_interval": "", "qrs_axis": "--"}}
    planned("metrics that are not measured", server.post(f"{place}/metrics", unmeasured, john), 201, metrics_id=str)
    newer = {"timestamp": "2025-01-08T12:35:00Z", "session_id": session, "metrics": {
        "patient": {"name": "John Doe"}, "signup": {"phone": "+1234567890"}, "metrics": {"heart_rate": 75}}}
    planned("metrics of the newer app", server.post(f"{place}/metrics", newer, john), 201, metrics_id=str)
    counts = {name: [2048 + 10 * (i % 90) for i in range(750)] for name in LEADS}
    waveform = {"timestamp": "2025-01-08T12:34:56.789012Z", "sampling_rate": 150.3, "leads": counts,
                "session_id": session}
    planned("a waveform without duration", server.post(f"{place}/waveform", waveform, john), 201, waveform_id=str)
    metadata = json.dumps({"patient_name": "John Doe", "patient_age": "45", "session_id": session,
                           "filename": "ECG_Report_20250108_130000.pdf"})
    body, headers = form_of(("metadata", None, None, metadata.encode()),
                            ("file", "ECG_Report_20250108_130000.pdf", "application/pdf", pdf_of("Another")))
    planned("metadata as text", server.post("/api/v1/reports/upload", body, john, headers=headers), 201, report_id=str)
    planned("the end with its id", server.post(f"{place}/end", {"summary": SUMMARY, "session_id": session}, john), 200)
    data = server.get(f"{place}/data", john).json
    first, second, third = data["metrics_timeline"]
    check("text became numbers", [first.get(name) for name in (*shown, "qt_interval")] == [94, 160, 85, -179, 53, 400,
                                                                                           150, 380], first)
    check("and is kept as it came", first["extra"]["display"] == shown, first)
    check("its microseconds are kept", first["timestamp"] == "2025-01-08T12:34:56.789012Z", first)
    check("what is not measured is null", second["heart_rate"] is None and second["qrs_axis"] is None, second)
    check("what is unknown is kept", third["extra"]["metrics.metrics"] == {"heart_rate": 75}, third)
    segment, = data["waveform_segments"]
    check("counts come back as they are", segment["leads"] == counts and abs(segment["duration_seconds"] - 750 / 150.3)
          < 1e-9, segment["duration_seconds"])
    planned("without limit and offset", server.get(f"/api/v1/users/{john.user_id}/sessions", john), 200, total=2)


def wrapped(server, john):
    """The shape that was once planned: type, user and recorder around the same members."""
    session = server.post("/api/v1/sessions/start", START, john).json["session_id"]
    body = {"type": "metrics", "user_id": john.user_id, "device_serial": "ECG-12345", "session_id": session,
            "timestamp": AT, "metrics": METRICS,
            "status": {"is_recording": True, "signal_quality": "good", "demo_mode": False}}
    planned("the wrapped shape", server.post(f"/api/v1/sessions/{session}/metrics", body, john), 201, metrics_id=str)


def api_key(server, john):
    """The app sends X-API-Key while nobody is logged in; one that nobody made opens nothing."""
    for headers in ({"X-API-Key": "not-a-key"}, {"X-API-Key": ""}):
        answer = server.get(f"/api/v1/users/{john.user_id}", headers=headers)
        check("a key that nobody made is refused", answer.status == 401 and answer.json["status"] == "error", answer)


def main(server):
    john = accounts(server)
    session = recording(server, john)
    report_id = report(server, john, session)
    ending(server, john, session, report_id)
    fault(server, john)
    desktop_app(server, john)
    wrapped(server, john)
    api_key(server, john)


with_server(main)
