#!/usr/bin/env python3
"""Faults of the disk and of people at the queue: full, failing, read-only, another's, and strange files beside the items.

The list of all faults stands in sync_faults.py. What needs root is skipped by name where it cannot be had.
"""
import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

from chaos_proxy import ChaosProxy
from serve_rig import TOOLS, check, small_disk
from sync_faults_rig import Case, KnownServer, is_same, recording
from sync_rig import Device, beside_server, may_trace

NOBODY = 65534
HOSTILE = ("a b  c", "père_日本", "a+b=c@d:e,f;g(h)'i!j*k", "$l&m~n[o]{p}|q^r`s\"t<u>", "q?x#y", "%2F%20%zz", "\U0001fac0 \U0001f469\u200d\u2695",
           "back\\slash", "line\nbreak", "x" * 250)


def full_while_queueing(server, folder):
    """What is refused is told, and leaves no half of a file; what was taken before goes."""
    with small_disk(folder, 1024) as disk:
        if not disk:
            return
        small, fill = disk
        case = Case(server, small, "full while queueing")
        case.device.environment["ECG_SYNC_LEAST_FREE"] = "off"
        fill(True)
        waiting = case.device.files("pending")
        code, _, errors = case.device.sync("enqueue", given=recording("too-much"))
        check("full while queueing: it is told", code == 1 and "No space left on device" in errors, errors)
        everything = [path.name for path in (case.device.queue / "pending").iterdir()]
        check("full while queueing: no half of a file", sorted(everything) == waiting, everything)
        (small / "fill").unlink()
        case.ends_well()


def no_inodes(server, folder):
    """Room for bytes, but none for another file: what waits goes all the same."""
    small = folder / "inodes"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,nr_inodes=60", "tmpfs", small]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        print("no inodes: skipped: such a disk cannot be mounted here")
        return
    try:
        case = Case(server, small, "no inodes")
        fillers = []
        with contextlib.suppress(OSError):
            while True:
                fillers.append(case.device.home / f"filler-{len(fillers)}")
                fillers[-1].touch()
        code, _, errors = case.device.sync("enqueue", given=recording("one-too-many"))
        check("no inodes: it is told", code == 1 and "No space left on device" in errors, errors)
        case.run(code=1, says="No space left on device")  # the ledger is a new file
        case.is_whole()
        for filler in fillers[:-1]:
            filler.unlink()
        case.ends_well()
    finally:
        subprocess.run(["umount", small], check=True)


def with_fault(case, inject, *arguments, given=""):
    """A command one of whose calls fails: its exit code, what it said, and whether it came to that call."""
    log = case.device.home / "trace"
    command = ["strace", "-f", "-qq", "-o", log, "-e", f"inject={inject}", *case.device.command(*arguments)]
    run = subprocess.run(command, input=given, capture_output=True, text=True, env=case.device.environment, check=False, timeout=60)
    return run.returncode, run.stderr, "(INJECTED)" in log.read_text(errors="replace")


def failing_flush(server, folder):
    """EIO on a flush is never taken for success: nothing counts as queued, nothing is sent twice."""
    if not may_trace():
        print("failing flush: skipped: no strace, or it may not trace")
        return
    case = Case(server, folder, "failing flush")
    waiting = case.device.files("pending")
    path = case.device.home / "more.jsonl"
    path.write_text(recording("not-queued"))
    for call in ("syncfs", "fsync"):
        code, errors, _ = with_fault(case, f"{call}:error=EIO:when=1", "enqueue", path)
        check(f"EIO of {call} while queueing is told", code == 1 and "Input/output error" in errors, errors)
        if call == "syncfs":
            check("and nothing counts as queued", case.device.files("pending") == waiting)
    for name in set(case.device.files("pending")) - set(waiting):  # flushed, but for the folder
        (case.device.queue / "pending" / name).unlink()
    for call, when in (("fdatasync", 1), ("fdatasync", 2), ("fsync", 1), ("fsync", 2)):
        case = Case(server, folder, f"EIO of {call} {when} while sending")
        code, errors, _ = with_fault(case, f"{call}:error=EIO:when={when}", "run")
        check(f"{case.name} is told", code == 1 and "Input/output error" in errors, (code, errors))
        case.ends_well()


def failing_calls(server, folder):
    """Each call by which a run changes the disk fails once, alone: it is told or it did not matter, and all is sent once."""
    if not may_trace():
        print("failing calls: skipped: no strace, or it may not trace")
        return
    for call, error in (("write", "ENOSPC"), ("write", "EIO"), ("fsync", "EIO"), ("fdatasync", "EIO"), ("rename", "ENOSPC"),
                        ("rename", "EIO"), ("unlink", "EIO"), ("ftruncate", "EIO")):
        when, told, met = 0, 0, True
        while met:
            when += 1
            case = Case(server, folder, f"{error} of {call} {when}")
            code, errors, met = with_fault(case, f"{call}:error={error}:when={when}", "run")
            check(f"{case.name}: exit code", code in ((0, 1) if met else (0,)), (code, errors))
            check(f"{case.name}: what is told is one line", errors.count("\n") == code, errors)
            told += code
            case.ends_well()
        print(f"{error} of {call}: {when - 1} calls, {told} of which were told")


def read_only(server, folder):
    """What could not be marked as sent is not sent."""
    case = Case(server, folder, "read-only disk")
    case.run(code=3, port=1)
    queue = case.device.queue
    before = server.counts()
    if os.geteuid() != 0 or subprocess.run(["mount", "--bind", queue, queue], capture_output=True, check=False).returncode:
        print("read-only disk: skipped: it cannot be mounted here")
    else:
        try:
            subprocess.run(["mount", "-o", "remount,ro,bind", queue], check=True)
            case.run(code=1, says="Read-only file system")
            code, _, errors = case.device.sync("enqueue", given=recording("read-only"))
            check("read-only disk: nothing counts as queued", code == 1 and "Read-only file system" in errors, errors)
            check("read-only disk: status is told all the same", case.device.status()["pending"] == case.items)
        finally:
            subprocess.run(["umount", queue], check=True)
        check("read-only disk: nothing was sent", server.counts() == before)
    for state in ("pending", "synced"):
        place = queue / state
        if os.geteuid() != 0 or subprocess.run(["chattr", "+i", place], capture_output=True, check=False).returncode:
            print(f"immutable {state}: skipped: no folder can be made so here")
            continue
        try:
            case.run(code=1, says="Operation not permitted")
        finally:
            subprocess.run(["chattr", "-i", place], check=True)
        check(f"immutable {state}: nothing was sent", server.counts() == before, server.counts())
    case.ends_well()


def another_owner(server, folder):
    """Somebody else's queue is told of, and left as it is."""
    case = Case(server, folder, "another's queue")
    before = server.counts()
    drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    folder_is_open = all(os.stat(place).st_mode & 0o005 == 0o005 for place in (TOOLS, *TOOLS.parents))
    if os.geteuid() != 0 or not folder_is_open or subprocess.run([*drop, "true"], capture_output=True, check=False).returncode:
        print("another's queue: skipped: nobody else can be had here, or may reach the tools")
        return
    for place in (*case.device.home.parents, case.device.home):
        if place.is_relative_to(tempfile.gettempdir()) and place != Path(tempfile.gettempdir()):
            place.chmod(0o755)
    for command in ("run", "status"):
        run = subprocess.run([*drop, *case.device.command(command)], capture_output=True, text=True, check=False,
                             env=case.device.environment)
        check(f"another's queue: {command} tells it", run.returncode == 1 and "Permission denied" in run.stderr, run.stderr)
    check("another's queue: nothing was sent", server.counts() == before)
    for state in ("pending", "synced", "failed"):  # readable, but not to be marked
        for path in (case.device.queue, case.device.queue / state, *(case.device.queue / state).iterdir()):
            path.chmod(0o755)
    state = case.device.queue / ".state"
    for path in (state, *state.iterdir()):
        path.chmod(0o777)
    run = subprocess.run([*drop, *case.device.command("run")], capture_output=True, text=True, check=False,
                         env=case.device.environment)
    check("a queue that may be read only: it is told", run.returncode == 1 and "Permission denied" in run.stderr, run.stderr)
    check("a queue that may be read only: nothing was sent", server.counts() == before)
    case.ends_well()


def strange_files(server, folder):
    """Whatever lies beside the items is not opened, or fails with the reason; the items go."""
    case = Case(server, folder, "strange files")
    pending = case.device.queue / "pending"
    secret = case.device.home / "secret.json"
    secret.write_text('{"type":"metrics"}')
    (pending / "link.json").symlink_to(secret)
    (pending / "nowhere.json").symlink_to("/no/such/file")
    (pending / "folder.json").mkdir()
    os.mkfifo(pending / "pipe.json")
    listener = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(pending)  # a socket's path must be short
    listener.bind("socket.json")
    os.chdir(here)
    strangers = {"link.json", "nowhere.json", "folder.json", "pipe.json", "socket.json"}
    for name in (".hidden.json", "half.json.part", "editor.json~", "swap.json.swp", "notes.txt"):
        (pending / name).write_text("{")
        strangers.add(name)
    broken = {"empty.json": 0, "line\nbreak.json": 3, "Übung 日本 😀 +=@:,;()'!*.json": 5, "x" * 250 + ".json": 7, "zeros.json": 4096}
    for name, size in broken.items():
        (pending / name).write_bytes(bytes(size))
        os.utime(pending / name, (1, 1))
    with open(pending / "large.json", "wb") as large:
        large.truncate(2 << 30)
    os.utime(pending / "large.json", (1, 1))
    case.run(code=1)
    check("strange files: strangers stay", {path.name for path in pending.iterdir()} == strangers, list(pending.iterdir()))
    failed = case.device.files("failed")
    check("strange files: what is broken failed", len(failed) == len(broken) + 1 and "line\nbreak.json" in failed, failed)
    reasons = [path for path in (case.device.queue / "failed").iterdir() if path.name.endswith(".error.json")]
    check("strange files: each with its reason", len(reasons) == len(failed) and all('"reason":"' in path.read_text()
                                                                                     for path in reasons))
    check("strange files: a link's file is as it was", secret.read_text() == '{"type":"metrics"}')
    case.is_on_server()
    listener.close()


def hostile_names(server, folder):
    """Whatever an item's file is called, and whatever its session: it goes, once, and is kept under its name."""
    case = Case(server, folder, "hostile names", seconds=60)
    pending = case.device.queue / "pending"
    items = sorted(case.device.files("pending"), key=lambda name: "_metrics_" not in name)
    for name, item in zip(HOSTILE, items):
        (pending / item).rename(pending / f"{name}.json")
        os.utime(pending / f"{name}.json", (1, 1))
    case.ends_well()
    kept = case.device.files("synced")
    check("hostile names: each is kept", all(f"{name}.json" in kept for name in HOSTILE), kept)
    for number, name in enumerate(HOSTILE):
        device = Device(folder / f"session-{number}", server.port)
        device.home.mkdir()
        device.environment["BACKEND_API_KEY"] = server.key
        text = recording("to-be-named").replace('"to-be-named"', json.dumps(name, ensure_ascii=False))
        code, _, errors = device.sync("enqueue", given=text)
        check(f"a session of hostile name {number} is queued", (code, errors) == (0, ""), errors)
        before = server.sessions()
        code, _, errors = device.sync("run")
        check("and sent", (code, errors, device.files("pending")) == (0, "", []), errors)
        made = [session for session in server.sessions() if session not in before]
        check("it is there once", len(made) == 1, made)
        check("number for number, and under its name", is_same(server.run("export", made[0])[1], text))


def meddling(server, folder):
    """Items are deleted and replaced while they are sent: what is gone is dropped, what is new is sent."""
    first = threading.Event()
    go_on = threading.Event()

    def decide(request):
        if request.is_data and not first.is_set():
            first.set()
            go_on.wait(60)
        return None

    proxy = ChaosProxy(server.port, decide)
    case = Case(server, folder, "meddling", proxy.port)
    pending = case.device.queue / "pending"
    run = subprocess.Popen(case.device.command("run"), stderr=subprocess.PIPE, text=True, env=case.device.environment)
    check("meddling: the start is under way", first.wait(60))
    metrics = [name for name in case.device.files("pending") if "_metrics_" in name]
    (pending / metrics[0]).unlink()
    start = next(name for name in case.device.files("pending") if "_session_start_" in name)
    (pending / start).rename(case.device.home / "taken-away.json")  # the one that is being sent
    go_on.set()
    said = run.communicate(timeout=60)[1]
    check("meddling: it is no fault", run.returncode == 0, said)
    proxy.close()
    check("meddling: the rest went", case.device.files("pending") == [] and case.device.files("failed") == [],
          (case.device.files("pending"), said))
    check("meddling: and is kept", len(case.device.files("synced")) == case.items - 2)
    shutil.move(case.device.home / "taken-away.json", pending / start)
    case.run(code=0, port=server.port)
    with server.database() as database:
        found = database.execute("SELECT count(*) FROM sessions WHERE device_info LIKE ?",
                                 (f'%"recorded_as":"{case.session}"%',)).fetchone()[0]
    check("meddling: a start that comes back begins nothing anew", found == 1, found)


TESTS = (full_while_queueing, no_inodes, failing_flush, failing_calls, read_only, another_owner, strange_files, hostile_names, meddling)


if __name__ == "__main__":
    beside_server(TESTS, KnownServer)
