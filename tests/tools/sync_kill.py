#!/usr/bin/env python3
"""ecg-sync is killed at each step that it takes, one after the other: what waits is whole, and the server has all once."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from serve_rig import check
from sync_rig import Device, RunningServer, at_each_step, killed_at_step, may_step, may_trace

WHOLE = ["session_start", "waveform", "waveform", "session_end"]


def device_in(folder, name, port):
    device = Device(folder / name, port)
    device.home.mkdir()
    return device


def while_sending(server, folder, sample, page):
    """A run, also its first of all, and what it leaves to the next."""
    def attempt(number):
        device = device_in(folder, f"sending-{number}", server.port)
        device.sync("enqueue", given=sample)
        page.write_bytes(b"%PDF-1.4\n% " + str(number).encode() + b"\n%%EOF\n")
        device.sync("enqueue", "--report", page)
        before = server.counts()
        was_killed, steps = killed_at_step(device, number, "run")
        code, _, errors = device.sync("run")
        stored = tuple(new - old for new, old in zip(server.counts(), before))
        left = device.files("pending") + device.files("failed") + list((device.queue / "pending").glob(".*"))
        if (code, stored, left, len(device.files("synced"))) != (0, (1, 1, 2, 0, 1), [], 5):
            sys.exit(f"killed at step {number}, {steps[-1]}: {stored} is on the server, {left} is left {errors}")
        return was_killed, steps

    at_each_step("while sending all is stored once", attempt)


def queue_is_whole(device, number, steps):
    """The kinds of what waits, in order. What was not finished is hidden."""
    if not (device.queue / "pending").exists():
        return []
    code, _, errors = device.sync("verify")
    if code != 0:
        sys.exit(f"killed at step {number}, {steps[-1]}: {errors}")
    return [item.split("_", 2)[2].rsplit("_", 1)[0] for item in sorted(device.files("pending"), key=lambda i: i[4:])]


def while_queueing(folder, sample):
    """What is left is whole items, and the first ones; queueing again adds all of them."""
    def attempt(number):
        device = device_in(folder, f"queueing-{number}", 1)
        was_killed, steps = killed_at_step(device, number, "enqueue", given=sample)
        kinds = queue_is_whole(device, number, steps)
        code, _, errors = device.sync("enqueue", given=sample)
        again = queue_is_whole(device, number, steps)
        if kinds != WHOLE[:len(kinds)] or (not was_killed and kinds != WHOLE) or code != 0 or again != kinds + WHOLE:
            sys.exit(f"killed at step {number}, {steps[-1]}: {kinds}, then {again} waits {errors}")
        return was_killed, steps

    at_each_step("while queueing what waits is whole", attempt)


def while_queueing_a_report(folder, page):
    """With the file that belongs to it, or not at all."""
    def attempt(number):
        device = device_in(folder, f"report-{number}", 1)
        was_killed, steps = killed_at_step(device, number, "enqueue", "--report", page)
        kinds = queue_is_whole(device, number, steps)
        if kinds not in ([], ["report"]) or (not was_killed and not kinds):
            sys.exit(f"killed at step {number}, {steps[-1]}: {kinds} waits")
        return was_killed, steps

    at_each_step("while queueing a report it waits whole or not at all", attempt)


def while_tried_anew(server, folder, sample):
    """An item that failed is there once, in failed/ or in pending/, while people have it tried anew."""
    def attempt(number):
        device = device_in(folder, f"anew-{number}", server.port)
        device.sync("enqueue", given=sample)
        broken = device.queue / "pending" / "broken.json"
        broken.write_text('{"type":"metrics"}')
        os.utime(broken, (1, 1))
        device.sync("run")
        failed = device.files("failed")
        was_killed, steps = killed_at_step(device, number, "retry", "--all")
        there = device.files("failed") + device.files("pending")
        code, _, errors = device.sync("retry", "--all")
        waits = device.files("pending")
        if failed != ["broken.json"] or there != failed or code != 0 or waits != failed or broken.read_text() != '{"type":"metrics"}':
            sys.exit(f"killed at step {number}, {steps[-1]}: {there}, then {waits} {errors}")
        return was_killed, steps

    at_each_step("while it is tried anew an item is there once", attempt)


def failing_disk(folder):
    """A flush that fails is never taken for one that did not. The first write is a note of how many wait, which may be lost."""
    for name, inject in (("EIO", "fsync:error=EIO:when=1"), ("ENOSPC", "write:error=ENOSPC:when=2")):
        device = device_in(folder, f"disk-{name}", 1)
        device.status()
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={inject}",
                   *device.command("enqueue", "--report", "page.pdf")]
        run = subprocess.run(command, capture_output=True, text=True, env=device.environment, check=False, cwd=folder)
        check(f"{name} is told", run.returncode == 1 and run.stderr.count("\n") == 1, run.stderr)
        check(f"after {name} there is no half of an item", not list((device.queue / "pending").iterdir()))


def main():
    if not may_step():
        print("skipped: no strace, or programs may not be traced")
        return
    sample = Path("demo.jsonl").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        page = folder / "page.pdf"
        page.write_bytes(b"%PDF-1.4\n%%EOF\n")
        server = RunningServer(folder / "srv").up()
        try:
            while_sending(server, folder, sample, page)
            while_queueing(folder, sample)
            while_queueing_a_report(folder, page)
            while_tried_anew(server, folder, sample)
            if may_trace():
                failing_disk(folder)
        finally:
            server.down()


main()
