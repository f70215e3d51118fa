#!/usr/bin/env python3
"""serve_crash.py TOOLS [MOMENTS]: what ecg-serve acknowledged is there after kill -9, a torn log, a full disk, a clock
that was set back and a stop under load, and nothing is there twice.

MOMENTS (3): how many times it is killed, each at a random moment under the load of fifty sessions.
"""
import contextlib
import os
import random
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

from serve_load_rig import ServerAtWork, finish
from serve_rig import PASSWORD, check, small_disk

MOMENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
METRICS = {"timestamp": "2025-01-08T12:00:00Z", "metrics": {"heart_rate": 70}}


@contextlib.contextmanager
def server():
    with tempfile.TemporaryDirectory() as home:
        one = ServerAtWork(home)
        try:
            yield one
        finally:
            if one.process and one.process.poll() is None:
                one.process.kill()
                one.process.wait()


def under_load(one, *options):
    """Load that has begun to send."""
    began = one.log_size()
    load = one.load("--sessions", 50, "--patience", 60, *options)
    one.wait_for(rb'"endpoint":"add_metrics"', began)
    return load


def kills():
    seed = random.randrange(1 << 30)
    moments = random.Random(seed)
    print(f"moments of seed {seed}")
    resent = answered = unanswered = 0
    for moment in range(MOMENTS):
        with server() as one:
            one.begin()
            load = under_load(one, "--duration", 3, "--retry", "--reports")
            time.sleep(moments.uniform(0, 2.5))
            one.end(signal.SIGKILL)
            one.check_sound(f"after kill {moment + 1}")
            one.begin()
            figures = finish(f"kill {moment + 1}", load)
            one.end()
            one.check_sound(f"after kill {moment + 1} and the load")
            resent += figures["resent"]
            answered += figures["requests"]
            unanswered += figures["stored_unanswered"]
    check("requests were on their way when it was killed", resent >= MOMENTS, resent)
    check("all were answered in the end", unanswered == 0, unanswered)
    print(f"{MOMENTS} kills, {answered} requests answered, {resent} sent again")


def torn_log():
    """What a power cut leaves behind the last whole page of the write-ahead log is passed over."""
    with server() as one:
        one.begin()
        token, session = one.session("ECG-0001")
        path = f"/api/v1/sessions/{session}/metrics"
        for second in range(20):
            status, said = one.ask("POST", path, token, {**METRICS, "timestamp": f"2025-01-08T12:00:{second:02}Z"})
            assert status == 201, said
        one.end(signal.SIGKILL)
        log = one.home / "server" / "ecg.db-wal"
        check("there is a write-ahead log", log.stat().st_size > 4096)
        with log.open("ab") as file:
            file.write(os.urandom(3000))
        one.begin()
        status, data = one.ask("GET", f"/api/v1/sessions/{session}/data", token)
        check("a torn end of the write-ahead log takes nothing with it",
              status == 200 and len(data["metrics_timeline"]) == 20, (status, data))
        one.end()
        one.check_sound("after a torn end")


def stop_under_load():
    with server() as one:
        one.begin()
        load = under_load(one, "--duration", 4)
        time.sleep(1)
        code, seconds = one.end()
        check("a stop under load ends well within ten seconds", code == 0 and seconds < 10, (code, seconds))
        one.check_sound("after a stop under load")
        one.begin()
        finish("stop under load", load)


def half_sent_at_the_stop():
    with server() as one:
        one.begin()
        token, session = one.session("ECG-0001")
        body = b'{"timestamp":"2025-01-08T12:00:00Z","metrics":{"heart_rate":70}}'
        with socket.create_connection(("127.0.0.1", one.port)) as wire:
            wire.sendall(f"POST /api/v1/sessions/{session}/metrics HTTP/1.1\r\nHost: ecg\r\n"
                         f"Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n"
                         f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:20])
            time.sleep(0.3)
            one.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            wire.sendall(body[20:])
            said = b"".join(iter(lambda: wire.recv(65536), b""))
        check("what had begun to come in is taken and answered", said.startswith(b"HTTP/1.1 201 "), said)
        check("and then it ends", one.process.wait(10) == 0)
        one.begin()
        status, data = one.ask("GET", f"/api/v1/sessions/{session}/data", token)
        check("and is there afterwards", status == 200 and len(data["metrics_timeline"]) == 1, data)


def full_disk():
    with tempfile.TemporaryDirectory() as folder, small_disk(folder, 256 << 10) as disk, server() as one:
        if disk is None:
            return
        small, fill = disk
        one.environment["ECG_HOME"] = str(small)  # its log stays where there is room
        one.begin()
        token, session = one.session("ECG-0001")
        path = f"/api/v1/sessions/{session}/metrics"
        load = under_load(one, "--duration", 8, "--retry")
        fill(True)
        one.wait_for(rb'"endpoint":"add_(metrics|waveform)".*"status":507')
        statuses = {one.ask("POST", path, token, {**METRICS, "metrics": {"heart_rate": n}})[0] for n in range(20)}
        check("a full disk is told as such", statuses & {507, 503} and statuses <= {201, 507, 503}, statuses)
        time.sleep(1)
        fill(False)
        figures = finish("full disk", load)
        check("requests were sent again until there was room", figures["resent"] > 0, figures)
        status, said = one.ask("POST", path, token, METRICS)
        check("it recovers without a restart", status == 201, said)
        check("and is ready", one.ask("GET", "/readyz")[0] == 200)
        check("and ends as always", one.end()[0] == 0)
        one.check_sound("after a full disk")


def clock_set_back():
    """The server's own clock never goes back."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    if library is None:
        print("clock set back: skipped: no libfaketime")
        return
    with server() as one, tempfile.TemporaryDirectory() as folder:
        offset = Path(folder) / "offset"

        def set_clock(shift):
            """Never half written: the server reads it at any time."""
            new = offset.with_name("new")
            new.write_text(shift)
            new.replace(offset)

        set_clock("+0")
        one.environment |= {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(offset),
                            "FAKETIME_CACHE_DURATION": "1", "DONT_FAKE_MONOTONIC": "1"}
        one.begin()
        token, session = one.session("ECG-0001")
        path = f"/api/v1/sessions/{session}/metrics"
        ids = []
        for n, shift in enumerate(("+0", "-3600", "-86400")):
            set_clock(shift)
            time.sleep(1.5)
            status, said = one.ask("POST", path, token, {**METRICS, "metrics": {"heart_rate": 60 + n}})
            check(f"a token is good with the clock set to {shift} s", status == 201, said)
            ids.append(int(said["metrics_id"].split("_")[1]))
            status, fresh = one.ask("POST", "/api/v1/auth/login",
                                    body={"identifier": "ECG-0001", "password": PASSWORD.strip()})
            check("so is one that is issued then", status == 200
                  and one.ask("GET", f"/api/v1/sessions/{session}/data", fresh["token"])[0] == 200, fresh)
        set_clock("+3600")
        until = time.monotonic() + 60
        while one.ask("POST", path, token, METRICS)[0] != 401:
            if time.monotonic() > until:
                sys.exit("an hour later the first token is still good")
            time.sleep(0.1)
        check("ids keep their order", ids == sorted(ids), ids)
        one.end()
        for name in ("LD_PRELOAD", "FAKETIME_TIMESTAMP_FILE"):
            del one.environment[name]
        one.check_sound("after a clock that was set back")


def main():
    kills()
    torn_log()
    stop_under_load()
    half_sent_at_the_stop()
    full_disk()
    clock_set_back()


main()
