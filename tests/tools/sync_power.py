#!/usr/bin/env python3
"""sync_power.py TOOLS [CUTS]: the power goes while ecg-sync queues and sends: nothing acknowledged is lost, nothing is sent twice.

A disk in a file is copied while it is mounted, between two steps of a writer: what the copy holds is what a device would find on
its disk after a power cut at that moment, and no more: what waited in memory is gone. Each copy is mounted, mended by its journal,
looked at, and drained. Needs root and loop devices.
"""
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from chaos_proxy import ChaosProxy, Fault
from serve_rig import check
from sync_faults_rig import is_same, recording
from sync_rig import Device, RunningServer

MEGABYTES = 64
SEED = 20250108


def shell(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


@contextlib.contextmanager
def mounted(image, place, made=False):
    """A file as a disk; None where that cannot be had. Only the journal mends it: no file system check."""
    place.mkdir(exist_ok=True)
    if made:
        with open(image, "wb") as file:
            file.truncate(MEGABYTES << 20)
        shell("mkfs.ext4", "-q", "-F", image)
    mount = shell("mount", "-o", "loop,data=ordered,commit=300", image, place)
    if os.geteuid() != 0 or mount.returncode:
        yield None
        return
    try:
        yield place
    finally:
        for _ in range(100):
            if shell("umount", place).returncode == 0:
                break
            time.sleep(0.1)


class Power:
    """Copies a disk at moments of its choice. The writer stands still meanwhile, or the copy would mix two moments."""

    def __init__(self, image, folder, chance):
        self.image, self.folder, self.chance = image, folder, chance
        self.cuts = []

    def cut(self, process, longest, acknowledged=()):
        """Some moment from now. What was acknowledged before is known; more may be on the copy, but need not be."""
        known = list(acknowledged)
        time.sleep(self.chance.uniform(0, longest))
        process.send_signal(signal.SIGSTOP)
        until = time.monotonic() + 60
        while not stands_still(process.pid) and time.monotonic() < until:
            time.sleep(0.001)
        copy = self.folder / f"cut-{len(self.cuts)}.img"
        shutil.copyfile(self.image, copy)  # what the file system has given to the disk, and no more
        self.cuts.append((copy, known))
        process.send_signal(signal.SIGCONT)


def stands_still(pid):
    """Stopped, or through; not within a system call that still writes."""
    try:
        states = [stat.read_text().rsplit(")", 1)[1].split()[0] for stat in Path(f"/proc/{pid}/task").glob("*/stat")]
    except OSError:
        return True
    return all(state in "TZX" for state in states)


def while_queueing(folder, count, chance):
    """Each line that was acknowledged is in the queue of each later copy, whole."""
    image, lost, seen = folder / "disk.img", 0, 0
    lines = recording("power", 5 * count).splitlines(keepends=True)
    with mounted(image, folder / "disk", made=True) as place:
        if not place:
            return False
        device = Device(place / "home", 1)
        device.home.mkdir()
        power, acknowledged = Power(image, folder, chance), []
        for line in lines:  # one command each, as a recorder's would be
            feeding = subprocess.Popen(device.command("enqueue"), stdin=subprocess.PIPE, env=device.environment)
            feeding.stdin.write(line.encode())
            feeding.stdin.close()
            power.cut(feeding, 0.05, acknowledged)
            check("a line is queued", feeding.wait(60) == 0)
            acknowledged.append(line)
    for copy, known in power.cuts:
        with mounted(copy, folder / "after") as place:
            after = Device(place / "home", 1)
            if not after.queue.exists():
                check("before the first line there is no queue", not known, len(known))
                continue
            code, _, errors = after.sync("verify")
            check("after a power cut each item is whole", code == 0, errors)
            times = {json.loads(line)["timestamp"] for line in known}
            there = {json.loads((after.queue / "pending" / name).read_text())["data"].get("timestamp")
                     for name in after.files("pending")}
            lost += len(times - there)
            seen += len(times)
        copy.unlink()
    check(f"{len(power.cuts)} power cuts while queueing: of {seen} acknowledged lines none is lost", lost == 0, lost)
    return True


def while_sending(server, folder, count, chance):
    """Each copy is drained into the same server: it has the recording once, and every item."""
    image = folder / "disk.img"
    text = recording("sending", 300)
    proxy = ChaosProxy(server.port, lambda request: Fault("delay", 0.05) if request.is_data else None)
    with mounted(image, folder / "disk", made=True) as place:
        device = Device(place / "home", proxy.port)
        device.home.mkdir()
        code, _, errors = device.sync("enqueue", given=text)
        check("a recording is queued", code == 0, errors)
        power = Power(image, folder, chance)
        run = subprocess.Popen(device.command("run"), env={**device.environment, "ECG_SYNC_CONNECTIONS": "1"})
        while run.poll() is None and len(power.cuts) < 3 * count:
            power.cut(run, 0.6 / count)
        check("the run ends well", run.wait(120) == 0)
        check("the power went while it was at work", len(power.cuts) > 3, len(power.cuts))
    proxy.close()
    counts = server.counts()
    session = server.sessions()[-1]
    check("the server has it", is_same(server.run("export", session)[1], text))
    for copy, _ in power.cuts:
        with mounted(copy, folder / "after") as place:
            after = Device(place / "home", server.port)
            code, _, errors = after.sync("run")
            check("after a power cut the rest goes", code == 0 and after.files("pending") == [] and after.files("failed") == [],
                  (code, errors))
        copy.unlink()
    check(f"{len(power.cuts)} power cuts while sending: nothing is stored twice", server.counts() == counts, server.counts())
    check("and nothing is missing or changed", is_same(server.run("export", session)[1], text))


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        queueing, sending = Path(folder) / "queueing", Path(folder) / "sending"
        queueing.mkdir()
        sending.mkdir()
        if not while_queueing(queueing, count, chance):
            print("skipped: no disk can be mounted here")
            return
        server = RunningServer(Path(folder) / "srv").up()
        try:
            while_sending(server, sending, count, chance)
        finally:
            server.down()


main()
