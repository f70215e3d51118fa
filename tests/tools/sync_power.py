#!/usr/bin/env python3
"""sync_power.py TOOLS [CUTS]: the power goes while ecg-sync queues and sends: nothing acknowledged is lost, nothing is sent twice,
and the log of uploads has each file once.

A disk in a file is copied while it is mounted, between two steps of a writer: what the copy holds is what a device would find on
its disk after a power cut at that moment, and no more: what waited in memory is gone. Each copy is mounted, mended by its journal,
looked at, and drained. The same cuts are made while writers are at work that do not flush, or flush half: unless these lose
something, it means nothing that ecg-sync does not. Needs root and loop devices.
"""
import contextlib
import functools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from chaos_proxy import ChaosProxy, Fault
from serve_rig import check
from sync_faults_rig import is_same, recording
from sync_rig import Device, RunningServer, may_trace

MEGABYTES = 24
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

    def cut_at_rest(self, known):
        """Now, while no writer is at work."""
        copy = self.folder / f"cut-{len(self.cuts)}.img"
        shell("cp", "--sparse=always", self.image, copy)  # what the file system has given to the disk, and no more
        self.cuts.append((copy, known))

    def cut(self, process, longest, know):
        """Some moment from now. What is known before is true of the copy; more may be on it, but need not be."""
        time.sleep(self.chance.uniform(0, longest))
        process.send_signal(signal.SIGSTOP)
        until = time.monotonic() + 60
        while not stands_still(process.pid) and time.monotonic() < until:
            time.sleep(0.001)
        self.cut_at_rest(know())
        process.send_signal(signal.SIGCONT)


def stands_still(pid):
    """Stopped, or through; not within a system call that still writes."""
    try:
        states = [stat.read_text().rsplit(")", 1)[1].split()[0] for stat in Path(f"/proc/{pid}/task").glob("*/stat")]
    except OSError:
        return True
    return all(state in "TZX" for state in states)


# What a writer of the controls leaves out of its flushes; strace gives the call its result, and does not make it.
LEFT_OUT = (("nothing is flushed", "fsync,fdatasync,syncfs"), ("items are not flushed", "syncfs"), ("folders are not flushed", "fsync"))


class Enqueue:
    """ecg-sync; of its flushes some may be left out. Its items are told apart by their times."""

    def __init__(self, home, left_out=None):
        self.device = Device(home, 1)
        self.left_out = left_out
        home.mkdir(exist_ok=True)

    def start(self, line):
        spoiled = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject={self.left_out}:retval=0"] if self.left_out else []
        feeding = subprocess.Popen([*spoiled, *self.device.command("enqueue")], stdin=subprocess.PIPE, env=self.device.environment)
        feeding.stdin.write(line.encode())
        feeding.stdin.close()
        return feeding

    def found(self):
        """The times of the whole items, and how many are not whole."""
        times, broken = set(), 0
        for name in self.device.files("pending") if (self.device.queue / "pending").exists() else ():
            try:
                times.add(json.loads((self.device.queue / "pending" / name).read_text())["data"].get("timestamp"))
            except ValueError:
                broken += 1
        return times, broken


class Shell:
    """What people write in scripts: a temporary file, and a new name for it."""

    def __init__(self, home):
        self.home = home
        home.mkdir(exist_ok=True)

    def start(self, line):
        name = self.home / str(json.loads(line)["timestamp"])
        feeding = subprocess.Popen(["sh", "-c", f"cat > {name}.tmp && mv {name}.tmp {name}.json"], stdin=subprocess.PIPE)
        feeding.stdin.write(line.encode())
        feeding.stdin.close()
        return feeding

    def found(self):
        times, broken = set(), 0
        for path in self.home.glob("*.json"):
            try:
                times.add(json.loads(path.read_text())["timestamp"])
            except ValueError:
                broken += 1
        return times, broken


def while_queueing(folder, count, chance, make):
    """Cuts while a line each is queued and right behind it: how many of the lines that were acknowledged by then are not whole in
    the copies, of how many, and how many items are broken. None where no disk can be had."""
    folder.mkdir()
    image = folder / "disk.img"
    lines = recording("power", 5 * count).splitlines(keepends=True)[:2 * count]
    with mounted(image, folder / "disk", made=True) as place:
        if not place:
            return None
        writer = make(place / "home")
        power, acknowledged = Power(image, folder, chance), set()
        for line in lines:  # one command each, as a recorder's would be
            feeding = writer.start(line)
            power.cut(feeding, 0.05, lambda: set(acknowledged))
            check("a line is queued", feeding.wait(60) == 0)
            acknowledged.add(json.loads(line)["timestamp"])
            power.cut_at_rest(set(acknowledged))
    lost = seen = all_broken = 0
    for copy, known in power.cuts:
        with mounted(copy, folder / "after") as place:
            times, broken = make(place / "home").found()
            lost += len(known - times)
            seen += len(known)
            all_broken += broken
        copy.unlink()
    return len(power.cuts), lost, seen, all_broken


def queued(folder, count, chance):
    """ecg-sync loses nothing; the controls do, by the same cuts on the same disk."""
    result = while_queueing(folder / "queueing", count, chance, Enqueue)
    if not result:
        return False
    cuts, lost, seen, broken = result
    check(f"{cuts} power cuts while queueing: of {seen} acknowledged lines none is lost", (lost, broken) == (0, 0), (lost, broken))
    controls = [("a shell script", Shell)]
    if may_trace():
        controls += [(f"ecg-sync, when {name}", functools.partial(Enqueue, left_out=calls)) for name, calls in LEFT_OUT]
    else:
        print("ecg-sync without its flushes: skipped: no strace, or it may not trace")
    for name, make in controls:
        _, lost, seen, broken = while_queueing(folder / name.replace(" ", "-"), count, chance, make)
        check(f"the same cuts cost {name} {lost} of {seen} acknowledged lines", lost > 0, (lost, seen, broken))
    return True


def kinds_of(names):
    """How many there are of starts, ends, samples and metrics."""
    return [sum(f"_{kind}_" in name for name in names) for kind in ("session_start", "session_end", "waveform", "metrics")]


def while_sending(server, folder, count, chance):
    """What a copy does not send any more the server had by then; each copy is drained into the same server, which has the
    recording once, and every item."""
    image = folder / "disk.img"
    text = recording("sending", 200)
    proxy = ChaosProxy(server.port, lambda request: Fault("delay", 0.05) if request.is_data else None)
    with mounted(image, folder / "disk", made=True) as place:
        device = Device(place / "home", proxy.port)
        device.home.mkdir()
        code, _, errors = device.sync("enqueue", given=text)
        check("a recording is queued", code == 0, errors)
        items = device.files("pending")
        power = Power(image, folder, chance)
        run = subprocess.Popen(device.command("run"), env={**device.environment, "ECG_SYNC_CONNECTIONS": "1"})
        while run.poll() is None and len(power.cuts) < 3 * count:
            power.cut(run, 0.6 / count, server.counts)
        check("the run ends well", run.wait(120) == 0)
        check("the power went while it was at work", len({known for _, known in power.cuts}) > 3, [known for _, known in power.cuts])
    proxy.close()
    counts = server.counts()
    session = server.sessions()[-1]
    check("the server has it", is_same(server.run("export", session)[1], text))
    drained = 0
    for copy, known in power.cuts:
        with mounted(copy, folder / "after") as place:
            after = Device(place / "home", server.port)
            waiting, kept = after.files("pending"), after.files("synced")
            check("each item waits or is kept", set(items) == {*waiting, *kept}, (waiting, kept))
            gone = [all_of - left for all_of, left in zip(kinds_of(items), kinds_of(waiting))]
            check("what does not wait was stored", all(left <= there for left, there in zip(gone, known)), (gone, known))
            drained += len(waiting)
            code, _, errors = after.sync("run")
            check("after a power cut the rest goes", code == 0 and after.files("pending") == [] and after.files("failed") == [],
                  (code, errors))
        copy.unlink()
    check(f"{len(power.cuts)} power cuts while sending: nothing is stored twice, of {drained} items that went again",
          drained > 0 and server.counts() == counts, server.counts())
    check("and nothing is missing or changed", is_same(server.run("export", session)[1], text))


def logged(device):
    """The reports in the log of uploads, those put aside first; each list must be whole."""
    folder = device.home / "reports"
    files = [*sorted(folder.glob("upload_log-[0-9]*.json")), *folder.glob("upload_log.json")]
    return [Path(entry["local_path"]).name for file in files for entry in json.loads(file.read_text())]


def while_logging(server, folder, count, chance):
    """A report a run, which ends by writing the log of uploads: each list is whole in the copies, what stood in it when the run
    before had ended stands there, and once the rest went, each report that was queued by then is there, once."""
    image = folder / "disk.img"
    with mounted(image, folder / "disk", made=True) as place:
        device = Device(place / "home", server.port)
        device.home.mkdir()
        device.environment |= {"ECG_SYNC_LOG_SIZE": "4k"}
        power, known = Power(image, folder, chance), []
        for number in range(count):
            report = device.home / f"report-{number:02}.pdf"
            report.write_bytes(f"%PDF-1.4\n% power {number}\n%%EOF\n".encode())
            code, _, errors = device.sync("enqueue", "--report", report)
            check("a report is queued", code == 0, errors)
            run = subprocess.Popen(device.command("run"), env=device.environment)
            power.cut(run, 0.06, known.copy)
            check("the run ends well", run.wait(60) == 0)
            known = logged(device)
            power.cut_at_rest(known)
        check("each report is in the log, once", sorted(known) == [f"report-{number:02}.pdf" for number in range(count)], known)
    counts, made_up_for = server.counts(), 0
    for copy, before in power.cuts:
        with mounted(copy, folder / "after") as place:
            after = Device(place / "home", server.port)
            after.environment |= {"ECG_SYNC_LOG_SIZE": "4k"}
            found = logged(after)
            check("what was in the log is there", set(before) <= set(found), (before, found))
            queued_by_then = len(after.files("pending")) + len(after.files("synced"))
            code, _, errors = after.sync("run")
            check("after a power cut the rest goes", code == 0 and after.files("pending") == [], (code, errors))
            entries = logged(after)
            check("each report has its entry, once", len(entries) == len(set(entries)) == queued_by_then, (entries, queued_by_then))
            made_up_for += len(entries) - len(found)
        copy.unlink()
    check(f"{len(power.cuts)} power cuts around the log of uploads: no entry is missing, none is there twice, {made_up_for} were "
          "made up for", made_up_for > 0 and server.counts() == counts, server.counts())


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        sending, logging = Path(folder) / "sending", Path(folder) / "logging"
        sending.mkdir()
        logging.mkdir()
        if not queued(Path(folder), count, chance):
            print("skipped: no disk can be mounted here")
            return
        server = RunningServer(Path(folder) / "srv").up()
        try:
            while_sending(server, sending, count, chance)
            while_logging(server, logging, count, chance)
        finally:
            server.down()


main()
