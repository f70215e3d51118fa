#!/usr/bin/env python3
"""full_store.py TOOLS [METRICS WAVEFORMS SECONDS]: what requests take on a server whose store is full.

METRICS (1,000,000) rows and WAVEFORMS (100,000) of twelve leads, five seconds at 80 Hz, of a hundred sessions are
stored first. Then fifty sessions record for SECONDS (60), while one client queries and uploads, one request after the
other, and every time is measured to the last byte of the answer. Printed: p50, p99 and the longest of each kind.
"""
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from compare import ours, running, PORT

SESSIONS = 100
BATCH = 1000  # items that a request may hold
WAVEFORMS_A_BATCH = 200
LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
BEGAN = datetime(2025, 1, 8, tzinfo=timezone.utc)


class Client:
    def __init__(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        self.token = None

    def ask(self, method, path, body=None, kind="application/json"):
        """The answer's bytes, and the milliseconds that it took."""
        headers = {"Content-Type": kind} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        began = time.perf_counter()
        self.connection.request(method, f"/api/v1/{path}", body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        took = 1000 * (time.perf_counter() - began)
        if answer.status not in (200, 201):
            sys.exit(f"{method} {path}: {answer.status}: {text[:300].decode()}")
        return text, took

    def say(self, method, path, **body):
        return json.loads(self.ask(method, path, json.dumps(body))[0])


def at(second):
    return (BEGAN + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def metrics_item(number):
    return (f'{{"type":"metrics","timestamp":"{at(2 * number)}","metrics":{{"heart_rate":{60 + number % 60},'
            f'"pr_interval":{120 + number % 70},"qrs_duration":{80 + number % 40},"qt_interval":{340 + number % 80},'
            f'"qtc_interval":{380 + number % 60},"qrs_axis":{number % 301 - 150},"st_segment":{number % 60 / 300:.3f}}}}}')


def leads_text(which):
    """A beat every 0.8 s, of another height and with other noise in each of the variants."""
    def sample(lead, i):
        in_beat = (i + 7 * which) % 64
        beat = (1100 + 30 * lead) if in_beat == 20 else 240 if 36 < in_beat < 44 else -40
        return (beat + (i * 7919 + which * 104729 + lead * 31) % 17) / 1000
    return json.dumps({lead: [sample(k, i) for i in range(400)] for k, lead in enumerate(LEADS)},
                      separators=(",", ":"))


def fill(client, serial, metrics, waveforms):
    variants = [leads_text(which) for which in range(16)]
    sessions = [client.say("POST", "sessions/start", device_serial=serial)["session_id"] for _ in range(SESSIONS)]
    for session in sessions:
        for first in range(0, metrics // SESSIONS, BATCH):
            items = [metrics_item(n) for n in range(first, min(first + BATCH, metrics // SESSIONS))]
            client.ask("POST", f"sessions/{session}/batch", f'{{"items":[{",".join(items)}]}}')
        for first in range(0, waveforms // SESSIONS, WAVEFORMS_A_BATCH):
            items = [f'{{"type":"waveform","timestamp":"{at(5 * n)}","sampling_rate":80,"duration_seconds":5,'
                     f'"leads":{variants[n % len(variants)]}}}'
                     for n in range(first, min(first + WAVEFORMS_A_BATCH, waveforms // SESSIONS))]
            client.ask("POST", f"sessions/{session}/batch", f'{{"items":[{",".join(items)}]}}')
    return sessions


def report_form(number):
    pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    at_stream = len(pdf)
    noise = os.urandom(500_000)
    pdf += b"3 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(noise), noise)
    table = len(pdf)
    offsets = [pdf.index(b"1 0 obj"), pdf.index(b"2 0 obj"), at_stream]
    pdf += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    pdf += b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    return (b'--x\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{"number":%d}\r\n--x\r\n'
            b'Content-Disposition: form-data; name="file"; filename="report.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
            % number + pdf + b"\r\n--x--\r\n")


def query(client, user, sessions, until):
    """Milliseconds of each kind, of requests one after the other."""
    taken = {}

    def ask(kind, *request):
        text, took = client.ask(*request)
        taken.setdefault(kind, []).append(took)
        return text

    number = 0
    while time.monotonic() < until:
        session = sessions[number * 37 % SESSIONS]
        minute = number * 13 % 80
        ask("account", "GET", f"users/{user}")
        ask("sessions of a user", "GET", f"users/{user}/sessions")
        ask("metrics, a page of 100", "GET", f"sessions/{session}/data?kind=metrics&limit=100")
        ask("metrics of 10 minutes", "GET",
            f"sessions/{session}/data?kind=metrics&from={at(60 * minute)}&to={at(60 * minute + 600)}")
        ask("waveforms of 30 seconds", "GET",
            f"sessions/{session}/data?kind=waveforms&from={at(60 * minute)}&to={at(60 * minute + 30)}")
        ask("waveforms, a page of 10", "GET", f"sessions/{session}/data?kind=waveforms&limit=10")
        if number % 5 == 0:
            told = json.loads(ask("report of 500 KB, sent", "POST", "reports/upload", report_form(number),
                                  "multipart/form-data; boundary=x"))
            ask("report, looked up", "GET", f"reports/{told['report_id']}")
            ask("reports of a user", "GET", f"users/{user}/reports")
        number += 1
    return taken


def told(name, values):
    values = sorted(values)
    print(f"{name:28} {len(values):6}  p50 {values[len(values) // 2]:8.2f} ms  "
          f"p99 {values[int(0.99 * (len(values) - 1))]:8.2f} ms  longest {values[-1]:8.2f} ms")


def main():
    tools = Path(sys.argv[1]).resolve()
    metrics, waveforms, seconds = [int(word) for word in sys.argv[2:5]] or (1_000_000, 100_000, 60)
    print(f"load of the machine before: {' '.join(f'{one:.1f}' for one in os.getloadavg())}")
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/tmp")) as folder:
        with running(*ours(tools, folder), Path(folder) / "log") as pid:
            client, serial = Client(), "FULL0001"
            password = "walks over seven bridges"
            account = client.say("POST", "auth/register", full_name="Ada Example", device_serial=serial,
                                 password=password)
            client.token = account["token"]
            began = time.monotonic()
            sessions = fill(client, serial, metrics, waveforms)
            stored = sum(file.stat().st_size for file in Path(folder).rglob("ecg.db*"))
            print(f"{metrics} rows of metrics and {waveforms} waveforms stored in {time.monotonic() - began:.0f} s: "
                  f"{stored / 1e6:.0f} MB", flush=True)
            client.token = client.say("POST", "auth/login", identifier=serial, password=password)["token"]  # one that lasts
            load = subprocess.Popen([tools.parent / "tests" / "load", f"127.0.0.1:{PORT}", "--recording", "--pid",
                                     str(pid), "--duration", str(seconds)], stdout=subprocess.PIPE, text=True)
            taken = query(client, account["user_id"], sessions, time.monotonic() + seconds)
            said, _ = load.communicate()
    print(f"fifty sessions record beside:\n{said}one client asks:")
    for name, values in taken.items():
        told(name, values)
    sys.exit(load.returncode)


if __name__ == "__main__":
    main()
