#!/usr/bin/env python3
"""crash_records.py TOOLS: whoever crashes leaves one record, which finds the fault and names nobody, and dies as before."""
import ctypes
import fcntl
import json
import os
import platform
import re
import resource
import signal
import socket
import stat
import struct
import subprocess
import tempfile
import termios
import threading
import time
from pathlib import Path

from serve_rig import PASSWORD, TOOLS, check, small_disk

PROGRAM = TOOLS.parent / "tests" / "crash_program"
PERSON = "Invented Person"
PATIENCE = 60  # seconds, on a busy computer
TGKILL = {"x86_64": 234, "aarch64": 131}

# How to crash, by which signal, and the function in which that is.
WAYS = [("null", signal.SIGSEGV, "write_to_nowhere"), ("overflow", signal.SIGSEGV, "fall_deeper"),
        ("overflow-in-thread", signal.SIGSEGV, "fall_deeper"), ("abort", signal.SIGABRT, "give_up"),
        ("throw-in-thread", signal.SIGABRT, "throw_to_nobody"), ("call-null", signal.SIGSEGV, "call_nothing"),
        ("broken-stack", signal.SIGSEGV, "break_the_stack"), ("two-at-once", signal.SIGSEGV, "write_to_nowhere")]


def environment(home):
    return {**os.environ, "ECG_HOME": str(home), "ECG_CONFIG": "/dev/null", "PATIENT": PERSON}


def records(home):
    folder = home / "logs" / "crashes"
    return sorted(folder.iterdir()) if folder.exists() else []


def crash(home, way, **more):
    run = subprocess.run([PROGRAM, way], env=environment(home), stderr=subprocess.PIPE, text=True, check=False,
                         timeout=PATIENCE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20)), **more)
    return run.returncode, run.stderr


def functions(record, program):
    """Of the backtrace, what the program's own symbols say."""
    offsets = [frame.split("+")[1] for frame in record["backtrace"] if frame.startswith(program.name + "+")]
    said = subprocess.run(["addr2line", "-f", "-C", "-e", program, *offsets], capture_output=True, text=True, check=True)
    return said.stdout.splitlines()[::2]


def only_record(home, name):
    found = records(home)
    check(f"{name}: there is one record, and nothing else", len(found) == 1 and re.fullmatch(
        r"crash_\d{13}_[0-9a-f]{8}\.json", found[0].name), found)
    mode = found[0].stat().st_mode
    check(f"{name}: for its owner alone", stat.S_IMODE(mode) == 0o600 and stat.S_IMODE(found[0].parent.stat().st_mode) == 0o700)
    text = found[0].read_text()
    check(f"{name}: nobody is named in it", PERSON not in text and str(home) not in text and "PATH" not in text, text)
    record = json.loads(text)
    check(f"{name}: it says what it is", record["schema"] == "ecg.crash/1" and record["id"] in found[0].name, text)
    return record


def real_faults(folder):
    for way, number, function in WAYS:
        home = folder / way
        code, said = crash(home, way)
        check(f"{way}: it dies by the signal", code == -number, code)
        check(f"{way}: and says so in one line", said.count("\n") == 1 and str(home) in said, said)
        record = only_record(home, way)
        check(f"{way}: the record names it", record["cause"] == number.name and record["tool"] == "crash_program", record)
        found = functions(record, PROGRAM)
        check(f"{way}: its backtrace finds the function", any(name.startswith(function) for name in found), found)
        check(f"{way}: it knows the build", len(record["modules"][PROGRAM.name]) == 40, record["modules"])
        uname = os.uname()
        check(f"{way}: the machine it ran on", record["os"] == f"{uname.sysname} {uname.release} {uname.machine}" and
              0 < record["memory_mb"] < 1000, record)
        last = record["notes"][-1]
        check(f"{way}: the last notes are in it", len(record["notes"]) == 20 and last["text"].startswith('a "quoted" back\\slash'), last)
        expected = "std::runtime_error" if way == "throw-in-thread" else None
        check(f"{way}: an exception by its type alone", record.get("exception") == expected and "secret" not in str(record))


def several_programs(folder):
    home = folder / "several"
    crashing = [threading.Thread(target=crash, args=(home, "null")) for _ in range(8)]
    for one in crashing:
        one.start()
    for one in crashing:
        one.join()
    check("eight programs that crash at once leave eight records", len(records(home)) == 8, records(home))
    check("each of them whole", all(json.loads(path.read_text())["cause"] == "SIGSEGV" for path in records(home)))


def nowhere_to_write(folder):
    (folder / "a-file").write_text("")
    barred = folder / "barred"
    (barred / "logs").mkdir(parents=True)
    (barred / "logs" / "crashes").symlink_to("/proc/1/nowhere")
    for home in (folder / "a-file", barred, Path("/proc/nowhere"), Path("relative/../\N{SNOWMAN}" * 600)):
        code, said = crash(home, "null", cwd=folder)
        check("where nothing can be written it dies all the same", code == -signal.SIGSEGV, code)
        check("and says no more than is true", said == "crash_program: crashed with signal 11 (SIGSEGV)\n", said)


def full_disk(folder):
    with small_disk(folder, 256, "full") as disk:
        if not disk:
            return
        small, fill = disk
        (small / "logs" / "crashes").mkdir(parents=True)
        fill(True)
        code, said = crash(small, "null")
        check("on a full disk it dies all the same", code == -signal.SIGSEGV and "recorded" not in said, said)
        check("and leaves no half of a record", records(small) == [], records(small))
        (small / "fill").unlink()
        crash(small, "null")
        check("with room again there is a record", len(records(small)) == 1)


def nobody_reads_standard_error(folder):
    """A pipe that is full and that nobody empties must not keep a program from dying."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    try:
        while os.write(write, b"x" * 4096):
            pass
    except BlockingIOError:
        os.set_blocking(write, True)
    run = subprocess.run([PROGRAM, "null"], env=environment(folder / "pipe"), stderr=write, check=False, timeout=PATIENCE)
    os.close(read)
    os.close(write)
    check("a full pipe does not hold it up", run.returncode == -signal.SIGSEGV and len(records(folder / "pipe")) == 1)


def wait_for(what, truth):
    end = time.monotonic() + PATIENCE
    while not truth():
        if time.monotonic() > end:
            check(what, False, "never")
        time.sleep(0.01)


def unread(pipe):
    """Bytes that wait in it."""
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"0000"))[0]


def reads(process):
    """Its standard input: settings and arguments are behind it then."""
    process.stdin.write(b"\n")
    process.stdin.flush()
    wait_for("it reads", lambda: unread(process.stdin) == 0)


def tool_killed(folder, name, arguments, ready=reads, thread=False, **more):
    """A tool at work, to which somebody sends SIGSEGV, or to one of its threads that is not the main one."""
    home = folder / f"{name}{'-thread' if thread else ''}"
    home.mkdir(exist_ok=True)
    process = subprocess.Popen([TOOLS / name, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env={**environment(home), **more}, cwd=folder)
    ready(process)
    threads = [int(path.name) for path in Path(f"/proc/{process.pid}/task").iterdir()]
    chosen = next(one for one in threads if (one != process.pid) == thread)
    ctypes.CDLL(None).syscall(TGKILL[platform.machine()], process.pid, chosen, int(signal.SIGSEGV))
    said = process.communicate(timeout=PATIENCE)[1].decode()
    label = f"{name}{', a thread' if thread else ''}"
    check(f"{label}: it dies by the signal", process.returncode == -signal.SIGSEGV, (process.returncode, said))
    record = only_record(home, label)
    check(f"{label}: the record names it", (record["tool"], record["cause"], record.get("sent")) == (name, "SIGSEGV", True), record)
    check(f"{label}: and what it was at", any(note["text"].startswith("command") for note in record["notes"]), record["notes"])
    found = functions(record, TOOLS / name)
    check(f"{label}: its backtrace has functions of its own", thread or any(found_one != "??" for found_one in found), (found, record))
    return record


def real_tools(folder):
    sample = folder / f"{PERSON}.jsonl"
    sample.write_bytes(Path("demo.jsonl").read_bytes())
    silent = socket.create_server(("127.0.0.1", 0))
    silent.settimeout(PATIENCE)
    asked = []
    tool_killed(folder, "ecg-acquire", ["replay", "--loop", sample], ready=lambda process: process.stdout.readline())
    tool_killed(folder, "ecg-analyze", ["-"])
    tool_killed(folder, "ecg-report", ["-", "-o", folder / f"{PERSON}.pdf"])
    home = folder / "ecg-sync"
    home.mkdir()
    subprocess.run([TOOLS / "ecg-sync", "enqueue", sample], env=environment(home), check=True)
    url = f"http://127.0.0.1:{silent.getsockname()[1]}/api/v1"
    tool_killed(folder, "ecg-sync", ["run", "--url", url], ready=lambda _: asked.append(silent.accept()), BACKEND_USER="Device One", BACKEND_PASSWORD=PASSWORD.strip())
    silent.close()
    for thread in (False, True):
        tool_killed(folder, "ecg-serve", ["--listen", "127.0.0.1:0"], thread=thread,
                    ready=lambda process: process.stderr.readline())
    tool_killed(folder, "ecg-acquire", ["record", "--port", "-", "--driver", "ad8232"], thread=True)


def home_of_the_settings(folder):
    """Who has the home from ecg.yaml keeps records there."""
    place = folder / "by-yaml"
    config = folder / "ecg.yaml"
    config.write_text(f"home: {place}\n")
    clean = {name: value for name, value in environment(folder).items() if name != "ECG_HOME"}
    for name, arguments in (("ecg-analyze", ["-"]), ("ecg-acquire", ["record", "--port", "-", "--driver", "ad8232"])):
        process = subprocess.Popen([TOOLS / name, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**clean, "ECG_CONFIG": str(config), "HOME": str(folder / "other")})
        before = len(records(place))
        reads(process)
        process.send_signal(signal.SIGSEGV)
        process.communicate(timeout=PATIENCE)
        check(f"{name}: its record is in the home of ecg.yaml", len(records(place)) == before + 1, records(place))


def main():
    with tempfile.TemporaryDirectory() as place:
        for test in (real_faults, several_programs, nowhere_to_write, full_disk, nobody_reads_standard_error, real_tools,
                     home_of_the_settings):
            folder = Path(place) / test.__name__
            folder.mkdir()
            test(folder)


main()
