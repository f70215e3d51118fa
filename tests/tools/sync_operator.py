#!/usr/bin/env python3
"""What an operator asks of ecg-sync: hold and release, hours and rates, waiting for another, and how things stand."""
import fcntl
import json
import os
import struct
import subprocess
import threading
import time
from pathlib import Path

from serve_rig import check
from sync_rig import Device, beside_server, may_trace

SAMPLE = Path("demo.jsonl").read_text()


def listed(device, state="pending"):
    code, said, errors = device.sync("list", state)
    check("items are listed", (code, errors) == (0, ""), errors)
    return [json.loads(line) for line in said.splitlines()]


def hold_and_release(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    waveform = next(item for item in listed(device) if item["type"] == "waveform")
    check("an item is held by its id", device.sync("hold", waveform["id"]) == (0, "", ""))
    before = server.counts()
    check("a run sends the others and ends well", device.sync("run") == (0, "", ""))
    left = listed(device)
    check("what is held stays, and the end that comes behind it", [item["type"] for item in left] == ["session_end", "waveform"], left)
    check("and is shown as held", [item.get("held") for item in left] == [None, True], left)
    status = device.status()
    check("also in the status", (status["held"], status["pending"], status["last_run"]["held"]) == (1, 2, 1), status)
    code, said, _ = device.sync("status")
    check("and to people", code == 0 and "held      1: until ecg-sync release\n" in said, said)
    code, _, errors = device.sync("release", left[0]["file"])
    check("what is not held is not released", code == 1 and errors.endswith("is not held\n"), errors)
    code, _, errors = device.sync("hold", "nothing")
    check("what is not there is not held", (code, errors) == (1, "ecg-sync: nothing: is no item of the queue\n"), errors)
    check("to hold needs to say what", device.sync("hold")[0] == 2)
    check("the item is released", device.sync("release", left[1]["file"]) == (0, "", ""))
    check("and goes, with the end", device.sync("run") == (0, "", "") and device.files("pending") == [])
    check("all is stored once", tuple(new - old for new, old in zip(server.counts(), before)) == (1, 1, 2, 0, 0))
    device.sync("enqueue", given=Path("af.jsonl").read_text())
    check("all that waits is held", device.sync("hold", "--all") == (0, "", ""))
    device.port = 1
    check("then nobody is asked for anything", device.sync("run") == (0, "", ""))
    code, _, errors = device.sync("hold", device.files("synced")[0])
    check("what was sent cannot be held", code == 1 and "it is in synced/" in errors, errors)
    (device.queue / ".state" / "held.json").write_text("{")
    code, _, errors = device.sync("run")
    check("a damaged list holds all up, and is told", code == 1 and "held.json" in errors, errors)


def hours_and_rates(server, folder):
    device = Device(folder, server.port)
    device.environment["TZ"] = "UTC"
    device.sync("enqueue", given=SAMPLE)
    waiting = device.files("pending")
    hour = time.gmtime().tm_hour
    closed = f"{(hour + 6) % 24:02}:00-{(hour + 7) % 24:02}:00"
    asked = device.sync("run", set={"ECG_SYNC_WINDOW": closed})
    check("outside of the hours nothing is sent", asked[0] == 3 and f"outside of {closed}; 4 items wait" in asked[2], asked)
    check("which is quiet where that is wished", device.sync("run", "--quiet", "--window", closed) == (3, "", ""))
    check("and all waits", device.files("pending") == waiting)
    check("the status says why", device.status()["last_run"]["end"] == "closed")
    opened = f"{(hour + 18) % 24:02}:00-{(hour + 6) % 24:02}:00"
    check("in them it is", device.sync("run", "--window", opened, "--bwlimit", "00:00,64M 12:00,1G") == (0, "", ""))
    check("and nothing waits", device.files("pending") == [])
    for flag, value in (("--window", "20-06"), ("--bwlimit", "fast"), ("--bwlimit", "100"), ("--wait", "long")):
        code, _, errors = device.sync("run", flag, value)
        check(f"{flag} {value} is wrong usage", code == 2 and errors.startswith(f"ecg-sync: {flag}: \"{value}\" is no"), errors)


def waits_for_another(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    with open(device.queue / ".state" / "lock", "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fcntl.fcntl(lock, fcntl.F_OFD_SETLK, struct.pack("hh4xqqi4x", fcntl.F_RDLCK, os.SEEK_SET, 0, 0, 0))  # as a run shows it
        check("the status tells of another", device.status()["running"])
        check("a run leaves the work to it", device.sync("run", "--quiet") == (0, "", ""))
        code, _, errors = device.sync("run", "--wait", "200ms")
        check("or waits so long and no longer", (code, errors) == (3, "ecg-sync: another ecg-sync is still at work\n"), errors)
        run = subprocess.Popen(device.command("run", "--wait", "1h"), stderr=subprocess.PIPE, text=True, env=device.environment)
        stopped = subprocess.Popen(device.command("run", "--wait", "1h"), stderr=subprocess.PIPE, text=True,
                                   env={**device.environment, "ECG_SYNC_TRIES": "1"})
        wait_until_caught(stopped.pid)
        stopped.terminate()
        said = stopped.communicate(timeout=60)[1]
        check("one that waits can be stopped", stopped.returncode == 130, said)
        check("the other still waits", run.poll() is None)
    said = run.communicate(timeout=60)[1]
    check("and then does the work itself", (run.returncode, said) == (0, "") and device.files("pending") == [], said)


def onlookers(server, folder):
    """Those who only look keep no run from its work, not even by a lock that they have for a moment."""
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    item = listed(device)[0]["file"]
    looks = (("status",), ("status", "--json"), ("list",), ("show", item), ("verify",), ("run", "--dry-run"))
    # A lock that one of them took would be kept for a while.
    slowly = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=flock:delay_exit=200000"] if may_trace() else []
    if not slowly:
        print("locks of onlookers: seen by chance alone: no strace, or it may not trace")
    failed, enough = [], threading.Event()

    def look(arguments):
        while not enough.is_set():
            run = subprocess.run([*slowly, *device.command(*arguments)], capture_output=True, text=True, check=False,
                                 env=device.environment)
            if run.returncode:
                failed.append((arguments, run.stderr))

    threads = [threading.Thread(target=look, args=(arguments,)) for arguments in looks]
    for thread in threads:
        thread.start()
    device.port = 1  # all waits, so that there is something to see
    runs = [device.sync("run", "--max-time", "1ms") for _ in range(200)]
    enough.set()
    for thread in threads:
        thread.join()
    check("of 200 runs among onlookers none finds another at work", all(run[0] == 3 and "at work" not in run[2] for run in runs),
          [run for run in runs if run[0] != 3])
    check("and the onlookers see all they want", failed == [], failed)
    device.port = server.port
    check("what waits goes", device.sync("run") == (0, "", "") and device.files("pending") == [])


def wait_until_caught(pid):
    """Until SIGTERM would be caught."""
    for _ in range(6000):
        status = Path(f"/proc/{pid}/status").read_text()
        if int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16) >> 14 & 1:
            return
        time.sleep(0.01)


def how_things_stand(server, folder):
    device = Device(folder, server.port)
    code, said, _ = device.sync("status")
    check("an empty queue is told of", code == 0 and said.startswith("waiting   0\n") and said.endswith("last run  none\n"), said)
    device.sync("enqueue", given=SAMPLE)
    device.port = 1
    device.sync("run")
    status = device.status()
    check("what waits is counted by type", status["types"] == {"session_start": 1, "session_end": 1, "waveform": 2}, status)
    check("the oldest has an age", status["oldest_age_s"] >= 0 and status["oldest"].startswith("20"), status)
    check("the last run's end is told", status["last_run"]["end"] == "offline" and status["last_run"]["left"] == 4, status)
    code, said, _ = device.sync("status")
    check("also to people", "waiting   4: 1 session_start, 1 session_end, 2 waveform\n" in said and ": offline, " in said, said)
    bad = json.loads(next((device.queue / "pending").glob("*waveform*")).read_text())
    bad["data"]["leads"] = "none"
    (device.queue / "pending" / "bad.json").write_text(json.dumps(bad))
    device.port = server.port
    for _ in range(20):  # the wait is any time up to an hour, so it may be short
        code, _, errors = device.sync("run", "--max-time", "5s", set={"ECG_SYNC_BACK_OFF": "1h", "ECG_SYNC_TRIES": "20"})
        status = device.status()
        if status.get("next_try", "") > status["last_run"]["time"]:
            break
    check("what was refused has its next try", code == 3 and status["next_try"] > status["last_run"]["time"], (status, errors))
    item = listed(device)[0]
    check("also in the list", item["tries"] >= 1 and item["next_try"] == status["next_try"], item)
    code, said, _ = device.sync("status")
    check("and for people", "next try  of what was refused in " in said, said)


def dry_run(server, folder):
    device = Device(folder, server.port)
    for sample in ("demo.jsonl", "af.jsonl"):
        device.sync("enqueue", given=Path(sample).read_text())
    before, files = server.counts(), sorted(device.home.rglob("*"))
    code, said, errors = device.sync("run", "--dry-run")
    check("a dry run says what would be sent", (code, errors) == (0, "") and said.count("session_start") >= 2, (said, errors))
    code, said, errors = device.sync("run", "--dry-run", "--log-json")
    lines = [json.loads(line) for line in said.splitlines()]
    check("also as JSON lines", (code, errors) == (0, "") and lines[-1]["what"] == "rest", errors)
    check("it sends nothing and writes nothing", server.counts() == before and sorted(device.home.rglob("*")) == files)
    planned = [(line["files"][0], len(line["files"])) for line in lines[:-1]]
    code, _, errors = device.sync("run", "--log-json")
    sent = [(line["item"], line["items"]) for line in map(json.loads, errors.splitlines()) if line["what"] == "stored"]
    check("and the run does just that, in that order", code == 0 and sent == planned, (sent, planned))


def main():
    beside_server((hold_and_release, hours_and_rates, waits_for_another, onlookers, how_things_stand, dry_run))


main()
