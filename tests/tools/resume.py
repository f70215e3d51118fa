#!/usr/bin/env python3
"""resume.py TOOLS: a recording goes on in its file where that is the same session, else it is refused."""
import datetime
import fcntl
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOOL = Path(sys.argv[1]).resolve() / "ecg-acquire"


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def acquire(folder, *arguments):
    run = subprocess.run([TOOL, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    return run.returncode, run.stderr


START = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)


def an_hour_old(line):
    """The bytes of a capture do not say when they came; it shall have been an hour ago."""
    head = json.loads(line)
    taken = START + datetime.timedelta(seconds=head["first_sample"] / head["sampling_rate"])
    stamp = taken.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    return line.replace(b',"sampling_rate"', f',"timestamp":"{stamp}","sampling_rate"'.encode(), 1)


def record(folder, *arguments, driver="deckmount22", capture="capture"):
    return acquire(folder, "record", "--driver", driver, "--port", f"file:{capture}", "--chunk", "1", *arguments)


def refused(folder, name, data, why, *arguments, **more):
    """The file is as it was, and nothing is beside it."""
    (folder / "refused.jsonl").write_bytes(data)
    code, errors = record(folder, "--resume", "refused.jsonl", *arguments, **more)
    check(f"{name} is refused", code == 1 and why in errors, errors)
    check("the file is as it was", (folder / "refused.jsonl").read_bytes() == data)
    check("nothing is cut off", not list(folder.glob("refused*.partial")))


def goes_on(folder, lines):
    (folder / "cut.jsonl").write_bytes(b"".join(lines[:2]) + lines[2][:700])
    code, errors = record(folder, "--resume", "cut.jsonl")
    after = [json.loads(line) for line in (folder / "cut.jsonl").read_bytes().splitlines()]
    gap = after[2]["gaps"][0]
    check("a cut session goes on", code == 0, errors)
    check("what was cut is kept", (folder / "cut.jsonl.partial").read_bytes() == lines[2][:700])
    check("that is told", "700 bytes of cut line moved to cut.jsonl.partial" in errors, errors)
    check("the lines count on", [line["seq"] for line in after] == list(range(len(after))))
    check("it is one session", len({line["session_id"] for line in after}) == 1)
    check("the time between is a gap", gap["cause"] == "stopped" and gap["first"] == 1000 and
          after[2]["first_sample"] == 1000 + gap["count"], gap)
    check("it ends", after[-1]["end"]["gaps"] == 1)


def begins(folder, lines):
    for name, data in (("nowhere", None), ("empty", b""), ("half", lines[0][:300]), ("zeros", b"\0" * 100)):
        file = folder / f"{name}.jsonl"
        if data is not None:
            file.write_bytes(data)
        code, errors = record(folder, "--resume", file.name)
        first = json.loads(file.read_bytes().splitlines()[0])
        check(f"{name}: a session begins", code == 0 and first["seq"] == 0 and first["gaps"] == [], errors)


def another_device(folder, lines):
    """Its serial number is only known when it answers."""
    data = b"".join(line.replace(b'"device":{', b'"device":{"serial":"OTHER1",') for line in lines)
    (folder / "other.jsonl").write_bytes(data)
    device = subprocess.Popen([TOOL, "simulate", "--driver", "deckmount22", "--pty", "device"], cwd=folder)
    try:
        while not (folder / "device").is_symlink():
            time.sleep(0.02)
        code, errors = acquire(folder, "record", "--driver", "deckmount22", "--port", "device", "--resume",
                               "other.jsonl", "--chunk", "1", "--duration", "3", "-q")
    finally:
        device.terminate()
        device.wait()
    check("another device is refused", code == 1 and "was recorded from device OTHER1" in errors, errors)
    check("the file is as it was", (folder / "other.jsonl").read_bytes() == data)


with tempfile.TemporaryDirectory() as place:
    folder = Path(place)
    acquire(folder, "simulate", "--driver", "deckmount22", "--duration", "8", "-o", "capture")
    acquire(folder, "simulate", "--driver", "deckmount-text", "--duration", "8", "-o", "text")
    code, errors = record(folder, "-o", "whole.jsonl")
    check("a capture is recorded", code == 0, errors)
    whole = (folder / "whole.jsonl").read_bytes()
    lines = [an_hour_old(line) for line in whole.splitlines(keepends=True)]
    open_ended = b"".join(lines[:3])

    goes_on(folder, lines)
    begins(folder, lines)
    another_device(folder, lines[:3])
    refused(folder, "a session that has ended", whole, "has ended (finished)")
    refused(folder, "damage within", lines[0] + b"#\n" + lines[1], "whole lines follow it")
    refused(folder, "another driver", open_ended, "was recorded with deckmount22", driver="deckmount-text",
            capture="text")
    refused(folder, "another kind of file", b"time,I\n0,1\n", "holds no session line")
    refused(folder, "another rate", open_ended, "has 500 Hz, not 250 Hz", "--rate", "250")
    year = str(json.loads(lines[0])["timestamp"][:4]).encode()
    refused(folder, "a session of long ago", open_ended.replace(b'"timestamp":"' + year, b'"timestamp":"2001'),
            "more than a day ago")
    refused(folder, "another lead", open_ended.replace(b'"V6":', b'"V9":'), "has the leads")
    (folder / "held.jsonl").write_bytes(open_ended)
    with open(folder / "held.jsonl") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, errors = record(folder, "--resume", "held.jsonl")
        check("a file that another process writes is left alone", code == 3, errors)
