#!/usr/bin/env python3
"""sync.py TOOLS [PART...]: how fast ecg-sync queues and sends, beside what the disk and a loop of curl commands allow.

Parts: drain (10,000 metrics and 1,000 waveforms into an ecg-serve here, and 40 ms away; the same server asked by curl,
one command an item), enqueue (singly beside the disk's own limit, and in groups), backlog (100,000 items that wait).
Prints figures, medians where there are several, and what was promised. Everything that was sent is counted on the server.
"""
import http.server
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from delay_line import DelayLine  # noqa: E402
from serve_load_rig import WITHOUT_LIMITS  # noqa: E402
from serve_rig import PASSWORD, TOOLS  # noqa: E402
from sync_rig import DEVICE, Device, RunningServer  # noqa: E402

METRICS, WAVEFORMS, BACKLOG, ROUNDS = 10_000, 1_000, 100_000, 3
LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
ROUND_TRIP = 0.040


def session_line(session, number, samples, last=False):
    """500 samples of 12 leads make 49 KB, as a monitor's five seconds at 100 Hz."""
    minutes, seconds = divmod(2 * number, 60)
    line = {"schema": "ecg.session/1", "session_id": session, "seq": number, "sampling_rate": 100, "unit": "mV",
            "timestamp": f"2025-01-08T{10 + minutes // 60:02}:{minutes % 60:02}:{seconds:02}.000Z",
            "device": {"serial": DEVICE, "driver": "bench"},
            "metrics": {"heart_rate": 60 + number % 40, "pr_interval": 160, "qrs_duration": 92, "qt_interval": 380,
                        "qtc_interval": 410, "rr_interval": 800, "qrs_axis": 45, "st_segment": 0.02}}
    if samples:
        line["first_sample"] = 500 * number
        line["ecg_snapshot"] = {name: [round(((i * 37 + at * 11 + number) % 2000) / 1000 - 1, 4) for i in range(samples)]
                                for at, name in enumerate(LEADS)}
    if last:
        line["end"] = {"reason": "asked", "samples": 500 * number, "gaps": 0}
    return json.dumps(line, separators=(",", ":")) + "\n"


def recording(session):
    """Each tenth line has samples."""
    every = METRICS // WAVEFORMS
    return (session_line(session, number, 500 if number % every == 0 else 0, number == METRICS - 1)
            for number in range(METRICS))


def seconds_of(command, codes=(0,), **more):
    """Seconds that a command took, of the clock and of a core, and its largest memory in MB.

    That is never less than this program's own, which is small: a process is born with its parent's.
    """
    began = time.monotonic()
    process = subprocess.Popen(command, **more)
    _, status, used = os.wait4(process.pid, 0)
    took = time.monotonic() - began
    if os.waitstatus_to_exitcode(status) not in codes:
        sys.exit(f"{command}: {status}")
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def filled(device, lines):
    """A device with that recording in its queue; the seconds that this took, and how many items it made."""
    device.home.mkdir()
    path = device.home / "recording.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    took, _, _ = seconds_of(device.command("enqueue", path), env=device.environment)
    return took, len(device.files("pending"))


def drain(folder):
    server = RunningServer(folder / "server")
    server.environment |= WITHOUT_LIMITS
    server.up()
    ways = {"an ecg-serve here": server.port, "40 ms away": DelayLine(server.port, ROUND_TRIP).port}
    here = 0
    for way, port in ways.items():
        spans = []
        for turn in range(ROUNDS):
            device = Device(folder / f"device-{port}-{turn}", port)
            _, items = filled(device, recording(f"bench-{port}-{turn}"))
            before = server.counts()
            took, busy, megabytes = seconds_of(device.command("run"), env=device.environment)
            spans.append(took)
            stored = tuple(new - old for new, old in zip(server.counts(), before))
            if stored != (1, 1, WAVEFORMS, METRICS, 0) or device.files("pending"):
                sys.exit(f"{way}: {stored} was stored, {len(device.files('pending'))} wait")
        took = statistics.median(spans)
        here = here or items / took
        print(f"{items} items into {way}: {took:.2f} s ({min(spans):.2f} to {max(spans):.2f}), {items / took:.0f} a second, "
              f"{busy:.2f} s of a core, {megabytes:.0f} MB")
    by_curl = curl_loop(server, folder)
    print(f"a loop of curl commands, one an item: {by_curl:.1f} a second; ecg-sync sends {here / by_curl:.0f} times as many")
    server.down()


def curl_loop(server, folder, items=330):
    """Items a second, ten metrics to a waveform, from files that are there already."""
    base = f"http://127.0.0.1:{server.port}/api/v1"

    def post(path, body, token=None):
        head = ["-H", f"Authorization: Bearer {token}"] if token else []
        said = subprocess.run(["curl", "-sS", "--fail", "-H", "Content-Type: application/json", *head, "-d", body, base + path],
                              capture_output=True, check=True).stdout
        return json.loads(said)

    token = post("/auth/login", json.dumps({"identifier": DEVICE, "password": PASSWORD.strip()}))["token"]
    session = post("/sessions/start", json.dumps({"device_serial": DEVICE}), token)["session_id"]
    for number in range(items):
        line = json.loads(session_line(session, number, 500))
        body = {"session_id": session, "timestamp": line["timestamp"]}
        body |= {"metrics": line["metrics"]} if number % 11 else {"sampling_rate": 100, "leads": line["ecg_snapshot"]}
        (folder / f"{number}.json").write_text(json.dumps(body))
    script = f"""for n in $(seq 0 {items - 1}); do
      what=metrics; [ $((n % 11)) -ne 0 ] || what=waveform
      curl -sS --fail -o /dev/null -H 'Content-Type: application/json' -H 'Authorization: Bearer {token}' \
        -d @{folder}/$n.json {base}/sessions/{session}/$what
    done"""
    took, _, _ = seconds_of(["sh", "-euc", script])
    return items / took


def disk_limit(folder, bytes_each, count=300):
    """Files a second that one program can make durable one by one: written beside, flushed, renamed, folder flushed."""
    folder.mkdir()
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    began = time.monotonic()
    for number in range(count):
        beside = folder / f".tmp-{number}"
        file = os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(file, bytes_each)
        os.fsync(file)
        os.close(file)
        os.rename(beside, folder / str(number))
        os.fsync(place)
    os.close(place)
    return count / (time.monotonic() - began)


def enqueue(folder):
    lines = [session_line("bench-enqueue", number, 0, number == 299) for number in range(300)]
    limits, singly = [], []
    for turn in range(2 * ROUNDS):  # by turns, for a disk has its moods
        limits.append(disk_limit(folder / f"limit-{turn}", lines[0].encode()))
        device = Device(folder / f"singly-{turn}", 1)
        device.home.mkdir()
        (device.home / "lines").write_text("".join(lines))
        with open(device.home / "lines", encoding="utf-8") as given:
            took, _, _ = seconds_of(device.command("enqueue"), env=device.environment, stdin=given)
        singly.append(len(device.files("pending")) / took)
    part = statistics.median(one / limit for one, limit in zip(singly, limits))
    print(f"queued singly: {statistics.median(singly):.0f} items a second; the disk allows {statistics.median(limits):.0f}: "
          f"{100 * part:.0f} % of it")
    for name, samples, count in (("metrics", 0, 10_000), ("waveforms of 49 KB with their metrics", 500, 1_000)):
        speeds = []
        for turn in range(ROUNDS):
            device = Device(folder / f"group-{samples}-{turn}", 1)
            took, items = filled(device, (session_line("bench-group", n, samples, n == count - 1) for n in range(count)))
            speeds.append(items / took)
        print(f"queued in groups, {name}: {statistics.median(speeds):.0f} items a second")


class Listener(http.server.BaseHTTPRequestHandler):
    """Knows everybody, and notes when the first item comes; that is never answered well."""
    protocol_version = "HTTP/1.1"
    began = None

    def answer(self):
        body = json.dumps({"status": "success", "token": "a", "refresh_token": "b"}).encode()
        is_item = "/sessions/" in self.path
        if is_item and Listener.began is None:
            Listener.began = time.monotonic()
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(503 if is_item else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def backlog(folder):
    """Metrics of a thousand sessions, most of a day old."""
    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    device = Device(folder / "device", listening.server_address[1])
    each = 100
    sessions = BACKLOG // (each + 2)  # with a start and an end
    took, items = filled(device, (session_line(f"bench-{session}", number, 0, number == each - 1)
                                  for session in range(sessions) for number in range(each)))
    print(f"{items} items of {sessions} sessions wait; to queue them took {took:.1f} s")
    tells = [seconds_of(device.command("status", "--json"), env=device.environment, stdout=subprocess.DEVNULL)
             for _ in range(2 * ROUNDS)]
    print(f"status: {1000 * statistics.median(one[0] for one in tells):.0f} ms, "
          f"{1000 * statistics.median(one[1] for one in tells):.0f} ms of a core, {max(one[2] for one in tells):.0f} MB")
    spans, runs = [], []
    for _ in range(2 * ROUNDS):
        Listener.began = None
        began = time.monotonic()
        runs.append(seconds_of(device.command("run", "--quiet"), codes=(3,), env=device.environment))
        spans.append(Listener.began - began)
    print(f"run begins to send after {1000 * statistics.median(spans):.0f} ms, {max(one[2] for one in runs):.0f} MB")


def main():
    parts = {"drain": drain, "enqueue": enqueue, "backlog": backlog}
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    for name in sys.argv[2:] or parts:
        with tempfile.TemporaryDirectory(dir=os.environ.get("ECG_BENCH_FOLDER")) as folder:
            parts[name](Path(folder))


main()
