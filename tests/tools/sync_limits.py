#!/usr/bin/env python3
"""ecg-sync at its limits: too many items, too little room, items that wait too long, and disks that are not to be trusted.

What is refused is named with its line, what was sent makes room, and nothing is lost or there twice. What needs root, strace or a
kind of file system is skipped by name where it cannot be had.
"""
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from serve_rig import check, small_disk
from sync_rig import Device, beside_server, may_trace

SAMPLE = Path("af.jsonl").read_text()
LINES = SAMPLE.splitlines(keepends=True)
ROOM_AT_WILL = {"ECG_SYNC_LEAST_FREE": "off"}


def exported(server, session):
    return any(server.run("export", name)[1] == session for name in server.sessions())


def too_many(server, folder):
    """From the refused line on nothing is queued; once there is room, it goes on there."""
    for way in ("pipe", "file"):
        device = Device(folder / way, 1)
        device.home.mkdir()
        device.environment["ECG_SYNC_QUEUE_ITEMS"] = "3"
        path = device.home / "night.jsonl"
        path.write_text(SAMPLE)
        left = list(LINES)
        if way == "pipe":
            code, _, errors = device.sync("enqueue", given=SAMPLE)
            check("a queue that is full is exit code 3", code == 3 and "3 items wait, and sync.queue_items is 3: samples and metrics are "
                  "refused until some was sent; all before line 3 is queued, go on with that (tail -n +3)\n" in errors, errors)
            left = LINES[2:]
        else:
            check("what a file has within one group is queued together", device.sync("enqueue", path) == (0, "", ""))
            code, _, errors = device.sync("enqueue", path)
            check("and refused together", code == 3 and errors.endswith("; nothing is queued\n"), errors)
            left = []
        waiting = device.files("pending")
        status = device.status()
        check("the status says so", status["refusing"] and len(status["warnings"]) == 1 and
              "sync.queue_items is 3; samples and metrics are refused" in status["warnings"][0], status)
        check("also to people", "\nwarning   " in device.sync("status")[1])
        code, _, errors = device.sync("run")
        check("a run that is offline warns once", code == 3 and errors.count("sync.queue_items is 3") == 1, errors)
        check("and is quiet when asked for", device.sync("run", "--quiet") == (3, "", ""))
        check("all waits as it was", device.files("pending") == waiting)
        device.port = server.port
        while device.files("pending") or left:
            check("what waits goes without a warning", device.sync("run") == (0, "", ""))
            if left:
                code, _, errors = device.sync("enqueue", given="".join(left))
                left = left[int(errors.split("tail -n +")[1].split(")")[0]) - 1:] if code else []
                check("what was refused is queued once there is room", code in (0, 3), errors)
        check("nothing is refused any more", not device.status()["refusing"] and device.status()["warnings"] == [])
        check("the server has all of it, each once", exported(server, SAMPLE))


def urgent_first(server, folder):
    """Beyond the limit what is urgent is taken, up to twice as much; then nothing is."""
    device = Device(folder, server.port)
    device.environment["ECG_SYNC_QUEUE_ITEMS"] = "4"
    check("a recording is queued", device.sync("enqueue", given=SAMPLE)[0] in (0, 3))
    report = folder / "page.pdf"
    report.write_bytes(b"%PDF-1.4 and so on")
    asked = [device.sync("enqueue", "--report", report) for _ in range(6)]
    refused = [one for one in asked if one[0] == 3]
    check("reports are taken beyond the limit", len(device.files("pending")) == 8, asked)
    check("but not without end", refused and all("nothing is taken until some of it was sent" in one[2] for one in refused), asked)
    check("what is nearly full is told", any("items wait of the 10 that sync.queue_items allows" in line for line in json.loads(
        device.sync("status", "--json", set={"ECG_SYNC_QUEUE_ITEMS": "10"})[1])["warnings"]))
    for name, value in (("ECG_SYNC_QUEUE_ITEMS", "many"), ("ECG_SYNC_QUEUE_ITEMS", "0"), ("ECG_SYNC_LEAST_FREE", "60%")):
        code, _, errors = device.sync("status", set={name: value})
        check(f"{name}={value} is wrong usage", code == 2 and errors.startswith(f'ecg-sync: {name}: "{value}" is no'), errors)
    check("without a limit all is taken", device.sync("enqueue", given=SAMPLE, set={"ECG_SYNC_QUEUE_ITEMS": "off"}) == (0, "", ""))


def too_old(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    check("what is a moment old is no trouble", device.status()["warnings"] == [])
    said = json.loads(device.sync("status", "--json", set={"ECG_SYNC_WARN_AGE": "1ms"})[1])
    check("what is older than it should be is told", ["the oldest has waited" in line for line in said["warnings"]] == [True], said)
    check("and refuses nothing", not said["refusing"])


def too_little_room(server, folder):
    """Samples are refused while there is still room for what is urgent; with room again they are taken."""
    with small_disk(folder, 4096) as disk:
        if not disk:
            return
        small, fill = disk
        device = Device(small, server.port)
        device.environment["ECG_SYNC_LEAST_FREE"] = "1M"
        check("with room all is taken", device.sync("enqueue", given=SAMPLE) == (0, "", ""))
        waiting = device.files("pending")
        fill(True)
        with open(small / "fill", "r+b") as filler:
            filler.truncate(filler.seek(0, os.SEEK_END) - (512 << 10))
        code, _, errors = device.sync("enqueue", given=SAMPLE)
        check("below the least room samples are refused", code == 3 and "of its disk 512 k is free, and sync.least_free is 1 M: samples "
              "and metrics are refused until some was sent; nothing is queued\n" in errors, errors)
        check("and nothing of them is there", device.files("pending") == waiting)
        status = device.status()
        check("the status says so", status["refusing"] and "sync.least_free is 1 M" in status["warnings"][0] and
              status["free_bytes"] == 512 << 10, status)
        report = folder / "page.pdf"
        report.write_bytes(b"%PDF-1.4 and so on")
        check("a report is taken", device.sync("enqueue", "--report", report) == (0, "", ""))
        (small / "fill").unlink()
        check("with room again samples are, too", device.sync("enqueue", given=SAMPLE) == (0, "", ""))


def room_for_what_comes(server, folder):
    """Where room is short, a run makes some of what was sent before it sends, oldest first, and of nothing else."""
    with small_disk(folder, 4096) as disk:
        if not disk:
            return
        small, fill = disk
        device = Device(small, server.port)
        device.environment["ECG_SYNC_LEAST_FREE"] = "off"
        for _ in range(20):  # 20 times four items of 10 KB
            device.sync("enqueue", given=SAMPLE)
            check("a recording is sent", device.sync("run") == (0, "", ""))
        sent = device.files("synced")
        oldest = sorted(sent, key=lambda name: name.split("_")[1])
        check("what was sent is kept", len(sent) >= 80, len(sent))
        device.sync("enqueue", given=LINES[0] + LINES[1])
        failed = device.queue / "failed" / "kept.json"
        failed.write_text("{}")
        waiting = device.files("pending")
        fill(True)
        device.port = 1
        code, _, errors = device.sync("run", "--quiet", set={"ECG_SYNC_LEAST_FREE": "200k"})
        check("a run that is offline makes room, too", code == 3, errors)
        kept = device.files("synced")
        check("of the oldest that were sent", 0 < len(kept) < len(sent) and kept == sorted(oldest[len(sent) - len(kept):]), kept)
        check("as much as is wanted, and hardly more", 190 << 10 <= device.status()["free_bytes"] < 240 << 10, device.status())
        check("and of nothing else", device.files("pending") == waiting and failed.exists())
        with open(small / "fill", "r+b") as filler:
            filler.truncate(filler.seek(0, os.SEEK_END) - (64 << 10))
        device.sync("run", "--quiet", set={"ECG_SYNC_LEAST_FREE": "200k"})
        check("once there is room, nothing more goes", device.files("synced") == kept)
        device.port = server.port
        check("what waits goes", device.sync("run", "--quiet", set={"ECG_SYNC_LEAST_FREE": "200k"})[0] == 0)


def watch_warns(server, folder):
    device = Device(folder, server.port)
    device.environment |= {"ECG_SYNC_QUEUE_ITEMS": "3", "ECG_SYNC_POLL": "1s"}
    device.sync("enqueue", given=SAMPLE)
    device.sync("hold", "--all")
    log = folder / "watch.log"
    with open(log, "w", encoding="utf-8") as file:
        command = [*device.command("watch"), "--url", f"http://127.0.0.1:{server.port}/api/v1"]
        watch = subprocess.Popen(command, stderr=file, env=device.environment)
    began = time.monotonic()
    while '"warning"' not in log.read_text() and time.monotonic() - began < 60:
        time.sleep(0.1)
    time.sleep(3)  # some more passes
    watch.send_signal(signal.SIGTERM)
    watch.wait(60)
    warnings = [json.loads(line) for line in log.read_text().splitlines() if '"warning"' in line]
    check("a watch warns once", len(warnings) == 1 and "sync.queue_items is 3" in warnings[0]["reason"], log.read_text())


def doubtful_disks(server, folder):
    """The kind of the disk is feigned: what a queue there has to fear is told once by each command that matters."""
    if not may_trace():
        print("feigned disks: skipped: no strace, or it may not trace")
        return
    for kind, magic in {"NFS": 0x6969, "CIFS": 0xff534d42, "FAT": 0x4d44, "exFAT": 0x2011bab0}.items():
        device = Device(folder / kind, server.port)
        device.home.mkdir()
        device.status()
        feigned = ["strace", "-f", "-qq", "-o", "/dev/null", "-e",
                   f"inject=statfs:poke_exit=@arg2={magic.to_bytes(8, 'little').hex()}"]

        def feign(*arguments, given=""):
            run = subprocess.run([*feigned, *device.command(*arguments)], input=given, capture_output=True, text=True, check=False,
                                 env={**device.environment, **ROOM_AT_WILL}, timeout=120)
            return run.returncode, run.stdout, run.stderr

        for arguments in (("enqueue",), ("run",)):
            code, _, errors = feign(*arguments, given=SAMPLE)
            if "Invalid argument" in errors and "strace" in errors:
                print("feigned disks: skipped: this strace cannot feign them")
                return
            check(f"{kind}: {arguments[0]} tells it in one line", code == 0 and errors.count("\n") == 1 and
                  f"/offline_queue: lies on {kind}, where " in errors and "a disk of this machine is the place for it" in errors, errors)
        code, said, errors = feign("status", "--json")
        check(f"{kind}: and status", f"lies on {kind}" in json.loads(said)["warnings"][0] and not json.loads(said)["refusing"], said)
        check(f"{kind}: a quiet run says nothing", feign("run", "--quiet") == (0, "", ""))


def on_a_card(server, folder):
    """A queue on a FAT file system works, with a warning: its names are such as FAT has."""
    image, card = folder / "card.img", folder / "card"
    card.mkdir()
    with open(image, "wb") as file:
        file.truncate(64 << 20)
    made = shutil.which("mkfs.vfat") and subprocess.run(["mkfs.vfat", image], capture_output=True, check=False).returncode == 0
    if not made or subprocess.run(["mount", "-o", "loop", image, card], capture_output=True, check=False).returncode:
        print("a queue on FAT: skipped: no such disk can be mounted here")
        return
    try:
        device = Device(card, server.port)
        device.environment |= ROOM_AT_WILL
        code, _, errors = device.sync("enqueue", given=SAMPLE)
        check("on FAT all is queued, with a warning", code == 0 and "lies on FAT" in errors, errors)
        check("and sent", device.sync("run", "--quiet") == (0, "", "") and device.files("pending") == [])
        check("and kept", len(device.files("synced")) >= 4)
    finally:
        subprocess.run(["umount", card], check=True)


def main():
    beside_server((too_many, urgent_first, too_old, too_little_room, room_for_what_comes, watch_warns, doubtful_disks, on_a_card))


main()
