#!/usr/bin/env python3
"""ecg-sync is killed at each of its writes, flushes, renames and sends, one after the other: the server has all once."""
import subprocess
import sys
import tempfile
from pathlib import Path

from serve_rig import check
from sync_rig import CALLS, Device, RunningServer, killed_at, may_trace

def while_sending(server, folder, name, calls):
    sample = Path("demo.jsonl").read_text()
    number = 0
    while True:
        number += 1
        device = Device(folder / f"{name}-{number}", server.port)
        device.home.mkdir()
        device.sync("enqueue", given=sample)
        before = server.counts()
        was_killed = killed_at(device, calls, number, "run")
        code, _, errors = device.sync("run")
        after = server.counts()
        stored = tuple(new - old for new, old in zip(after, before))
        if (code, stored) != (0, (1, 1, 2, 0, 0)) or device.files("pending") or device.files("failed"):
            sys.exit(f"killed at {name} {number}: {stored} is on the server, {device.files('pending')} waits {errors}")
        if not was_killed:
            break
    check(f"killed while sending at each of {number - 1} calls of {name}: all is stored once", number > 1, number)


def while_queueing(folder, name, calls):
    """What is left is whole items, and the first ones."""
    number = 0
    while True:
        number += 1
        device = Device(folder / f"queue-{name}-{number}", 1)
        device.home.mkdir()
        with open("demo.jsonl", encoding="utf-8") as sample:
            was_killed = killed_at(device, calls, number, "enqueue", given=sample)
        code, _, errors = device.sync("verify")
        kinds = [item.split("_", 2)[2].rsplit("_", 1)[0] for item in sorted(device.files("pending"), key=lambda i: i[4:])]
        whole = ["session_start", "waveform", "waveform", "session_end"]
        if code != 0 or kinds != whole[:len(kinds)] or (not was_killed and kinds != whole):
            sys.exit(f"killed at {name} {number}: {kinds} waits {errors}")
        if not was_killed:
            break
    check(f"killed while queueing at each of {number - 1} calls of {name}: what waits is whole", number > 1, number)


def failing_disk(folder):
    """A flush that fails is never taken for one that did not."""
    for name, inject in (("EIO", "fsync:error=EIO:when=1"), ("ENOSPC", "write:error=ENOSPC:when=1")):
        device = Device(folder / f"disk-{name}", 1)
        device.home.mkdir()
        device.status()
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={inject}",
                   *device.command("enqueue", "--report", "page.pdf")]
        run = subprocess.run(command, capture_output=True, text=True, env=device.environment, check=False, cwd=folder)
        check(f"{name} is told", run.returncode == 1 and run.stderr.count("\n") == 1, run.stderr)
        check(f"after {name} there is no half of an item", not list((device.queue / "pending").iterdir()))


def main():
    if not may_trace():
        print("skipped: no strace, or it may not trace")
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "page.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
        server = RunningServer(folder / "srv").up()
        try:
            for name, calls in CALLS.items():
                while_sending(server, folder, name, calls)
            for name in ("write", "fsync", "rename"):
                while_queueing(folder, name, CALLS[name])
            failing_disk(folder)
        finally:
            server.down()


main()
