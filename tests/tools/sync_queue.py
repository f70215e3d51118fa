#!/usr/bin/env python3
"""ecg-sync against a real server: offline, then online; two at once; a bad item; broken files; lost answers; strangers."""
import contextlib
import http.server
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from serve_rig import TOOLS, check, small_disk
from sync_rig import Device, Proxy, RunningServer

SAMPLES = ["demo.jsonl", "af.jsonl"]


def free_port():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return listening.getsockname()[1]


def offline_then_online(server, folder):
    device = Device(folder, free_port())
    for sample in SAMPLES:
        check(f"{sample} is queued", device.sync("enqueue", given=Path(sample).read_text()) == (0, "", ""))
    waiting = device.files("pending")
    code, said, errors = device.sync("run")
    check("a server that is away is exit code 3", (code, said) == (3, ""), errors)
    check("and is told in one line", errors.count("\n") == 1 and f"{len(waiting)} items wait" in errors, errors)
    check("quietly when asked for", device.sync("run", "--quiet") == (3, "", ""))
    check("everything still waits", device.files("pending") == waiting and device.files("failed") == [])
    device.port = server.up().port
    check("when it is back, all goes", device.sync("run") == (0, "", ""))
    check("nothing waits any more", device.status()["pending"] == 0 and device.files("synced") == waiting)
    check("there is nothing left to do", device.sync("run") == (0, "", ""))
    # Sessions are independent: which of them begins first on the server is nobody's promise.
    given_back = [server.run("export", session)[1] for session in server.sessions()]
    check("the server has one session of each", len(given_back) == len(SAMPLES), len(given_back))
    for sample in SAMPLES:
        check(f"the server gives {sample} back to the byte", Path(sample).read_text() in given_back)


def of_another_hand(server, folder):
    """Whatever way numbers and escapes are written, they come back as they were; samples are written like ours."""
    more = r'"device":{"serial":"ECG-1","gain":1.50,"offset":-0,"scale":1E+2},"note":"\u00b5V \/ \"é\"","more":[1e3,1.50,[179.754486,-0.0]]'
    lines = ['{"schema":"ecg.session/1","session_id":"another-hand","seq":0,"timestamp":"2025-01-08T12:00:00.000Z","sampling_rate":125.0,'
             '"unit":"mV","first_sample":0,"ecg_snapshot":{"I":[0.1,-2,0.333]},' + more +
             ',"metrics":{"heart_rate":179.754486,"pr_interval":1e2,"of_their_own":1.50}}\n',
             '{"schema":"ecg.session/1","session_id":"another-hand","seq":1,"timestamp":"2025-01-08T12:00:01.000Z","sampling_rate":125.0,'
             '"unit":"mV","first_sample":3,"ecg_snapshot":{"I":[]},"metrics":{"heart_rate":7.50e1},"factor":1E-2}\n',
             '{"schema":"ecg.session/1","session_id":"another-hand","seq":2,"timestamp":"2025-01-08T12:00:02.000Z","sampling_rate":125.0,'
             '"unit":"mV","first_sample":3,"ecg_snapshot":{"I":[1,2]},"end":{"reason":"asked","samples":5,"gaps":0,"part":1.0}}\n']
    device = Device(folder, server.port)
    check("lines of another hand are queued", device.sync("enqueue", given="".join(lines)) == (0, "", ""))
    check("and sent", device.sync("run") == (0, "", "") and device.files("failed") == [])
    given_back = [server.run("export", session)[1] for session in server.sessions()]
    check("and given back to the byte", "".join(lines) in given_back, [text for text in given_back if "another-hand" in text])


def a_report(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    pdf, metadata = folder / "page.pdf", folder / "page.json"
    subprocess.run([TOOLS / "ecg-report", "demo.jsonl", "-o", pdf], check=True, env=device.environment)
    metadata.write_text('{"report_date":"2025-01-08","session_id":"demo-normal-7"}')
    code, _, errors = device.sync("enqueue", "--report", pdf, "--session", "demo-normal-7", "--metadata", metadata)
    check("a report is queued", (code, errors) == (0, ""), errors)
    bytes_of_pdf = pdf.read_bytes()
    pdf.unlink()
    before = server.counts()
    check("it goes, though its file is gone meanwhile", device.sync("run") == (0, "", ""))
    check("and is stored once", server.counts()[4] == before[4] + 1)
    with server.database() as database:
        session, metadata = database.execute(
            "SELECT session_id, metadata FROM reports JOIN sessions USING (session_number) ORDER BY report_id DESC").fetchone()
    check("under the server's name of its session", json.loads(metadata)["session_id"] == session, metadata)
    stored = [path for path in (server.folder / "objects").rglob("*") if path.is_file()]
    check("to the byte", any(path.read_bytes() == bytes_of_pdf for path in stored))
    check("no copy of it stays in the queue", list((device.queue / "parts").iterdir()) == [])
    code, _, errors = device.sync("enqueue", "--report", "demo.jsonl")
    check("what is no PDF is not queued", (code, errors) == (1, "ecg-sync: demo.jsonl: is no PDF\n"), errors)


def metrics_item(session, number, **more):
    body = {"session_id": session, "timestamp": f"2025-01-08T12:{number // 60:02}:{number % 60:02}.000Z",
            "metrics": {"heart_rate": 75, **more}}
    return json.dumps({"id": f"metrics_{number}", "type": "metrics", "data": body, "priority": 7, "retry_count": 0,
                       "queued_at": "2025-01-08T12:00:00.000000Z", "status": "pending"}, indent=2)


def dropped_by_others(server, folder):
    """Items as the original app wrote them; one is bad, one is cut, one is still being written."""
    device = Device(folder, server.port)
    device.status()
    start = {"id": "session_start_1", "type": "session_start", "queued_at": "2025-01-08T12:00:00.000000Z", "priority": 1,
             "data": {"session_id": "offline_session_1", "device_serial": "ECG-1", "device_info": {"os": "x"}}}
    pending = device.queue / "pending"
    (pending / "session_start_1736337600000_00000000.json").write_text(json.dumps(start))
    for number in range(100):
        more = {"pr_interval": "very long"} if number == 42 else {}
        (pending / f"metrics_17363376{number:05}_00000000.json").write_text(metrics_item("offline_session_1", number, **more))
    (pending / "cut.json").write_text('{"id": "x", "type": "metr')
    os.utime(pending / "cut.json", (1, 1))
    (pending / "writing.json").write_text('{"id": "x", "type": "metr')
    before = server.counts()
    code, _, errors = device.sync("run")
    check("a bad item is exit code 1", code == 1, errors)
    check("it alone failed, and the cut file", device.files("failed") == ["cut.json", "metrics_1736337600042_00000000.json"])
    check("all others are stored", server.counts()[3] == before[3] + 99)
    check("what is still being written is left alone", device.files("pending") == ["writing.json"])
    code, said, _ = device.sync("show", "metrics_42")
    failure = json.loads(said)["failure"]
    check("why it failed can be seen", failure["tries"] == 5 and failure["http_status"] in (400, 422) and
          "pr_interval" in failure["reason"], failure)
    check("its data are not shown", "very long" not in said)
    (pending / "writing.json").write_text(metrics_item("offline_session_1", 200))
    check("when it is whole, it goes", device.sync("run") == (0, "", "") and device.files("pending") == [])
    mended = device.queue / "failed" / "metrics_1736337600042_00000000.json"
    mended.write_text(metrics_item("offline_session_1", 42))
    check("what was mended is retried", device.sync("retry", "metrics_42") == (0, "", "") and device.sync("run") == (0, "", ""))
    check("and what cannot be is dropped", device.sync("drop", "cut.json") == (0, "", "") and device.files("failed") == [])
    check("each is stored once", server.counts()[3] == before[3] + 101)


def two_at_once(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=Path("af.jsonl").read_text())
    before = server.counts()
    runs = [subprocess.Popen(device.command("run"), stderr=subprocess.PIPE, text=True, env=device.environment) for _ in range(5)]
    said = [run.communicate(timeout=60)[1] for run in runs]
    check("of five at once none fails", [run.returncode for run in runs] == [0] * 5, said)
    check("those that leave say why", all(not line or "another ecg-sync is at work" in line for line in said), said)
    device.sync("run")
    check("and all is stored once", server.counts()[0] == before[0] + 1 and device.files("pending") == [])


def lost_answers(server, folder):
    proxy = Proxy(server.port)
    device = Device(folder, proxy.port)
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    before = server.counts()
    for _ in range(3):  # each run loses the answer to what is sent first, and meets it again
        proxy.lose(1)
        device.sync("run", "--max-time", "20s")
    device.sync("run")
    proxy.close()
    after = server.counts()
    check("answers were lost", proxy.cuts >= 1, proxy.cuts)
    check("nothing is stored twice", (after[0] - before[0], after[1] - before[1]) == (1, 1), (before, after))
    code, said, _ = server.run("export", server.sessions()[-1])
    check("and nothing is missing", said == Path("demo.jsonl").read_text() and device.files("pending") == [])


def strangers(server, folder):
    """Whoever answers in the server's place gets nothing."""
    seen = []

    class Portal(http.server.BaseHTTPRequestHandler):
        def answer(self):
            seen.append(self.requestline)
            page = b"<html>Please log in</html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        do_GET = do_POST = answer

        def log_message(self, *_):
            pass

    portal = http.server.HTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    device = Device(folder, portal.server_address[1])
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    code, _, errors = device.sync("run")
    portal.shutdown()
    check("a portal is exit code 3", code == 3 and "not the server" in errors, errors)
    check("it is asked whether it is the server, and nothing else", seen == ["GET /healthz HTTP/1.1"], seen)
    device.port = server.port
    code, _, errors = device.sync("run", set={"BACKEND_PASSWORD": "wrong"})
    check("a wrong password is exit code 2", code == 2 and "wrong" in errors and "4 items wait" in errors, errors)
    check("nothing is lost by it", len(device.files("pending")) == 4 and device.files("failed") == [])
    code, _, errors = device.sync("run", set={"BACKEND_PASSWORD": ""})
    check("no password is exit code 2", code == 2 and "BACKEND_PASSWORD" in errors, errors)
    code, _, errors = device.sync("enqueue", given="{}\n")
    check("what is no session line is not queued", code == 1 and errors.startswith("ecg-sync: standard input:1: "), errors)
    for url, why in (("http://192.0.2.1/api/v1", "in clear"), ("ftp://localhost", "no URL"), ("https://a:b@c/", "BACKEND_USER")):
        run = subprocess.run([TOOLS / "ecg-sync", "run", "--url", url], capture_output=True, text=True, env=device.environment,
                             check=False)
        check(f"{url} is refused", run.returncode == 2 and why in run.stderr, run.stderr)


def stopped(server, folder):
    """SIGTERM while the server is slow: what is under way may end, the rest waits."""
    silent = socket.create_server(("127.0.0.1", 0))
    device = Device(folder, silent.getsockname()[1])
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    run = subprocess.Popen(device.command("run"), stderr=subprocess.PIPE, text=True, env=device.environment)
    asked, _ = silent.accept()
    run.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    said = run.communicate(timeout=60)[1]
    check("a stop ends it in good time", run.returncode == 130 and time.monotonic() - begun < 30, said)
    check("and everything waits", len(device.files("pending")) == 4, said)
    asked.close()
    silent.close()


def full_disk(server, folder):
    """What waits goes all the same; only the start waits for room, and is known again."""
    with small_disk(folder, 512) as disk:
        if not disk:
            return
        small, fill = disk
        device = Device(small, server.port)
        device.sync("enqueue", given=Path("demo.jsonl").read_text())
        before = server.counts()
        fill(True)
        code, _, errors = device.sync("run")
        check("a full disk is told", code == 1 and "No space left on device" in errors, errors)
        waiting = device.files("pending")
        check("and holds up the start alone", len(waiting) == 1 and "_session_start_" in waiting[0], waiting)
        (small / "fill").unlink()
        check("with room again it goes, too", device.sync("run") == (0, "", "") and device.files("pending") == [])
        check("and all is stored once", tuple(new - old for new, old in zip(server.counts(), before)) == (1, 1, 2, 0, 0))


def over_tls(server, folder):
    """A certificate that nobody vouches for is refused, and nothing goes in clear instead."""
    certificate, key = folder / "server.pem", folder / "server.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
                   check=True, capture_output=True)
    server.down()
    plain = dict(server.environment)
    server.environment.update(ECG_SERVE_TLS_CERTIFICATE=str(certificate), ECG_SERVE_TLS_KEY=str(key))
    server.up()
    device = Device(folder, server.port)
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    url = {"BACKEND_API_URL": f"https://localhost:{server.port}/api/v1"}

    def run(**more):
        run = subprocess.run([TOOLS / "ecg-sync", "run"], capture_output=True, text=True, check=False,
                             env={**device.environment, **url, **more})
        return run.returncode, run.stderr

    code, errors = run()
    check("an unknown authority is exit code 3", code == 3 and "certificate" in errors, errors)
    wrong = {"BACKEND_API_URL": f"https://127.0.0.1:{server.port}/api/v1"}
    code, errors = run(ECG_SYNC_AUTHORITIES=str(certificate), **wrong)
    check("and so is another's name", code == 3 and len(device.files("pending")) == 4, errors)
    check("a known one is trusted", run(ECG_SYNC_AUTHORITIES=str(certificate)) == (0, "") and device.files("pending") == [])
    server.down()
    server.environment = plain
    server.up()


def logs(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    code, said, errors = device.sync("run", "--log-json")
    lines = [json.loads(line) for line in errors.splitlines()]
    check("the log is JSON lines", code == 0 and said == "" and lines[-1]["stored"] == 4, errors)
    check("nobody is named in it", all(word not in errors for word in ("Sample Person", "walks", "Bearer", "demo-normal")), errors)


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = RunningServer(Path(folder) / "srv")
        try:
            for test in (offline_then_online, of_another_hand, a_report, dropped_by_others, two_at_once, lost_answers, strangers, stopped, full_disk, over_tls, logs):
                place = Path(folder) / test.__name__
                place.mkdir()
                test(server, place)
        finally:
            if server.process:
                server.down()
        code, _, errors = server.run("check")
        check("the server's store is sound", (code, errors) == (0, ""), errors)


main()
