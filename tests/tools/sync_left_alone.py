#!/usr/bin/env python3
"""A target that says for how long it wants to be left alone is left alone, also by the runs of the next minutes, unless a person says
otherwise; what waits loses nothing by it, and status tells when it goes on."""
import json
import re
import tempfile
import time
from pathlib import Path

from chaos_proxy import ChaosProxy, Fault
from serve_rig import check
from sync_rig import Device, RunningServer, at_time, fake_clock
from sync_watch_rig import SAMPLE, Counting, Watch, until, url


def waiting(device):
    return len(device.files("pending")), len(device.files("failed"))


def by_the_minute(server, folder):
    busy = Counting(503, Retry_After="600")
    device = Device(folder, busy.port)
    device.sync("enqueue", given=SAMPLE)
    code, _, errors = device.sync("run")
    check("a server that is busy for ten minutes is exit code 3", code == 3 and errors.count("\n") == 1, errors)
    check("and says so in one line", "HTTP status 503; it wants to be left alone and is asked again in 10 min; 4 items wait" in errors, errors)
    check("it was asked once", len(busy.requests) == 1, busy.requests)
    for _ in range(3):
        code, _, errors = device.sync("run")
        check("the runs of the next minutes leave it alone", code == 3 and len(busy.requests) == 1, busy.requests)
        check("and say until when and what to do", re.search("HTTP status 503; it wanted to be left alone and is asked again in (9|10) "
                                                            "min, or with --now; 4 items wait\n$", errors), errors)
    check("quietly when asked for", device.sync("run", "--quiet") == (3, "", ""))
    code, _, errors = device.sync("run", "--log-json")
    told = [json.loads(line) for line in errors.splitlines() if line.startswith("{")][-1]
    check("a log has the seconds", code == 3 and told["end"] == "offline" and 500 < told["next_s"] <= 600, told)
    check("nobody was asked all the while, and nothing is lost", len(busy.requests) == 1 and waiting(device) == (4, 0))
    target, = device.status()["targets"]
    check("status has it", target["name"] == "backend" and target["waiting"] == 4 and target["last_run"]["end"] == "offline"
          and target["last_run"]["reason"] == "HTTP status 503" and target["left_alone_until"] > target["last_run"]["time"], target)
    said = device.sync("status")[1]
    check("also in words", re.search("offline, HTTP status 503; left alone as it asked, next try in (9|10) min\n", said), said)
    code, _, errors = device.sync("run", "--now")
    check("a person may ask at once", code == 3 and len(busy.requests) == 2 and "it wants to be" in errors, errors)
    device.port = server.port
    check("another server under that name is asked at once", device.sync("run") == (0, "", "") and waiting(device) == (0, 0))
    check("then nothing is left of it", "left_alone_until" not in device.status()["targets"][0], device.status())


def within_its_time(server, folder):
    """A rest that ends within the run's time is waited for."""
    faults = [Fault("status", 503, "Retry-After: 3\r\n")]
    proxy = ChaosProxy(server.port, lambda request: faults.pop() if faults else None)
    device = Device(folder, proxy.port)
    device.sync("enqueue", given=SAMPLE)
    code, _, errors = device.sync("run", "--max-time", "1s")
    check("three seconds are too long for a run of one", code == 3 and "asked again in 3 s" in errors, errors)
    began, asked = time.monotonic(), len(proxy.seen)
    check("and not for the next one", device.sync("run", "--max-time", "30s") == (0, "", "") and waiting(device) == (0, 0))
    check("which waited for it", 1 < time.monotonic() - began < 20 and len(proxy.seen) > asked, time.monotonic() - began)
    proxy.close()


def clock_that_is_set(folder):
    """A rest that is further away than it ever was is none; one that the clock has left behind neither."""
    busy = Counting(503, Retry_After="600")
    device = Device(folder, busy.port)
    device.sync("enqueue", given=SAMPLE)
    device.sync("run")
    device.sync("run", set=at_time("-2h"))
    check("a clock that was set back keeps nobody waiting", len(busy.requests) == 2, busy.requests)
    device.sync("run", set=at_time("+1h"))
    check("nor does one that was set right", len(busy.requests) == 3, busy.requests)
    device.sync("run", set=at_time("+62m"))
    check("within the rest nobody asks", len(busy.requests) == 3, busy.requests)


def of_several(server, folder):
    busy = Counting(503, Retry_After="600")
    device = Device(folder, server.port)
    (folder / "ecg.yaml").write_text("sync:\n  reports: [backend, archive]\n  targets:\n    archive:\n      kind: rest\n"
                                     f"      url: http://127.0.0.1:{busy.port}/in\n")
    device.environment["ECG_CONFIG"] = str(folder / "ecg.yaml")
    reports = server.counts()[4]

    def report(words):
        pdf = folder / "page.pdf"
        pdf.write_bytes(b"%PDF-1.4\n% " + words + b"\n%%EOF\n")
        check("a report is queued", device.sync("enqueue", "--report", pdf)[0] == 0)

    report(b"one")
    code, _, errors = device.sync("run")
    asked = len(busy.requests)
    check("the one that is busy says so", code == 3 and asked > 0 and errors.startswith("ecg-sync: archive: ")
          and "it wants to be left alone and is asked again in 10 min; 1 item waits\n" in errors, errors)
    report(b"two")
    code, _, errors = device.sync("run")
    check("it alone is left alone", code == 3 and len(busy.requests) == asked and server.counts()[4] == reports + 2, busy.requests)
    check("in one line", errors.count("\n") == 1 and "or with --now; 2 items wait" in errors, errors)
    ours, archive = device.status()["targets"]
    check("status tells of each", (ours["name"], ours["waiting"], ours["stored"], ours["last_run"]["end"]) == ("backend", 0, 2, "done")
          and (archive["name"], archive["waiting"], archive["stored"]) == ("archive", 2, 0) and "left_alone_until" in archive
          and "left_alone_until" not in ours, (ours, archive))
    said = device.sync("status")[1]
    check("in words, too", "\nfor backend  0 wait, it has 2; last run " in said and "\nfor archive  2 wait; last run " in said, said)
    code, _, errors = device.sync("run", "--log-json")
    told = [json.loads(line) for line in errors.splitlines() if '"what":"target"' in line]
    check("and the log", [("next_s" in line) for line in told] == [False, True], told)
    foretold = device.sync("run", "--dry-run")[1]
    check("a dry run, too", "archive: left alone as it asked, until 20" in foretold, foretold)
    check("--now asks it", device.sync("run", "--now")[0] == 3 and len(busy.requests) > asked)


def refused_there(server, folder):
    """What one target refuses is counted apart from what it has not got yet."""
    strict = Counting(422)
    device = Device(folder, server.port)
    (folder / "ecg.yaml").write_text("sync:\n  reports: [archive, late]\n  tries: 2\n  targets:\n    archive:\n      kind: rest\n"
                                     f"      url: http://127.0.0.1:{strict.port}/in\n    late:\n      kind: rest\n"
                                     "      url: http://127.0.0.1:1/in\n")
    device.environment["ECG_CONFIG"] = str(folder / "ecg.yaml")
    pdf = folder / "page.pdf"
    pdf.write_bytes(b"%PDF-1.4\n%%EOF\n")
    device.sync("enqueue", "--report", pdf)
    device.sync("run", "--max-time", "1s", set={"ECG_SYNC_BACK_OFF": "1h"})
    targets = {target["name"]: target for target in device.status()["targets"]}
    if targets["archive"]["retrying"]:  # the wait is any time up to an hour
        check("it will be tried again", "next_try" in targets["archive"] and targets["archive"]["waiting"] == 1, targets)
    device.sync("run", set={"ECG_SYNC_TRIES": "1"})
    for _ in range(50):
        targets = {target["name"]: target for target in device.status()["targets"]}
        if targets["archive"]["refused"]:
            break
        (device.queue / ".state/ledger-archive.jsonl").unlink()  # its tries, and with them the wait
        device.sync("run", set={"ECG_SYNC_TRIES": "1"})
    check("what is refused for good waits for the other alone", (targets["archive"]["waiting"], targets["archive"]["refused"],
                                                               targets["late"]["waiting"]) == (0, 1, 1), targets)
    check("also in words", "for archive  0 wait; refused 1 for good" in device.sync("status")[1], device.sync("status")[1])


def a_watch(folder):
    """A watch that is started again asks nobody who wanted to be left alone; SIGHUP does."""
    import signal
    busy = Counting(503, Retry_After="600")
    device = Device(folder, busy.port)
    device.sync("enqueue", given=SAMPLE)
    device.sync("run")
    watch = Watch(device, **url(busy.port)).ready()
    until("a watch knows of the rest", lambda: watch.said("end", end="offline"))
    told = watch.said("end")[0]
    check("and leaves the server alone", len(busy.requests) == 1 and 500 < told["next_s"] <= 601, (busy.requests, told))
    watch.process.send_signal(signal.SIGHUP)
    until("a SIGHUP asks at once", lambda: len(busy.requests) == 2)
    watch.stop()
    watch = Watch(device, **url(busy.port)).ready()
    until("what it was told is kept", lambda: watch.said("end", end="offline"))
    check("for the next one", len(busy.requests) == 2, busy.requests)
    watch.stop()


def main():
    with tempfile.TemporaryDirectory() as place:
        server = RunningServer(Path(place) / "srv").up()
        try:
            tests = [(by_the_minute, server), (within_its_time, server), (of_several, server), (refused_there, server), (a_watch,)]
            if fake_clock():
                tests.append((clock_that_is_set,))
            else:
                print("clocks: skipped: no libfaketime")
            for test, *given in tests:
                folder = Path(place) / test.__name__
                folder.mkdir()
                test(*given, folder)
        finally:
            server.down()


main()
