#!/usr/bin/env python3
"""live_view.py TOOLS: record --view draws in a terminal, obeys its keys, and leaves it as it was on every way out."""
import fcntl
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import contextmanager
from pathlib import Path

TOOL = Path(sys.argv[1]).resolve() / "ecg-acquire"
ENTER, LEAVE = b"\x1b[?1049h\x1b[?25l", b"\x1b[?25h\x1b[?1049l"
LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
PATIENCE_S = 30


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def environment(folder, **more):
    words = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "ECG_HOME": folder, "PATH": os.environ["PATH"]}
    return words | more


class Screen:
    """A pseudo-terminal, and what a program drew on it: cells by row and column."""

    def __init__(self, rows, columns):
        self.master, self.slave = os.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.bytes, self.cells = b"", {}
        self.resize(rows, columns)

    def resize(self, rows, columns):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))

    def is_as_before(self):
        return termios.tcgetattr(self.slave) == self.before

    def read(self, patience=0.0):
        while select.select([self.master], [], [], patience)[0]:
            self.bytes += os.read(self.master, 65536)
            patience = 0

    def text(self):
        """The rows as they stand, of all bytes so far."""
        rows, row, column = {}, 0, 0
        for part in re.finditer(r"\x1b\[([?\d;]*)([A-Za-z])|(.)", self.bytes.decode("utf-8", "ignore"), re.DOTALL):
            if part[2] == "H":
                row, column = (int(x) - 1 for x in part[1].split(";"))
            elif part[2] == "J":
                rows = {}
            elif part[3] is not None:
                rows.setdefault(row, {})[column] = part[3]
                column += 1
        return [
            "".join(cells.get(c, " ") for c in range(max(cells) + 1)) for _, cells in sorted(rows.items())
        ]

    def wait_for(self, what):
        end = time.monotonic() + PATIENCE_S
        while not any(re.search(what, row) for row in self.text()):
            assert time.monotonic() < end, (what, "\n".join(self.text()))
            self.read(0.1)

    def type(self, keys):
        os.write(self.master, keys)

    def close(self):
        os.close(self.master)
        os.close(self.slave)


@contextmanager
def device(folder, *arguments):
    link = Path(folder) / "device"
    command = [TOOL, "simulate", "--driver", "deckmount22", "--pty", link, *arguments]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while not link.exists():
            time.sleep(0.01)
        try:
            yield link, process
        finally:
            process.kill()


def started(screen, folder, *arguments, **more):
    """In a session of its own, with the screen for its terminal."""
    streams = {name: more.pop(name, screen.slave) for name in ("stdin", "stdout", "stderr")}
    return subprocess.Popen(
        [TOOL, "record", "--driver", "deckmount22", "--rate", "500", "--view", *arguments], start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(screen.slave, termios.TIOCSCTTY), env=environment(folder, **more),
        pass_fds=[screen.slave], **streams)


def ended(process, screen):
    end = time.monotonic() + PATIENCE_S
    while process.poll() is None:
        assert time.monotonic() < end, "it does not end"
        screen.read(0.05)
    screen.read()
    return process.returncode


def last_line(path):
    return json.loads(path.read_text(encoding="utf-8").splitlines()[-1])


@contextmanager
def viewed(*simulated, rows=24, columns=80, arguments=(), **more):
    """A recording whose leads are to be seen; its screen, file, device and folder."""
    with tempfile.TemporaryDirectory() as folder, device(folder, *simulated) as (link, simulator):
        screen, file = Screen(rows, columns), Path(folder) / "out.jsonl"
        with started(screen, folder, "--port", link, "-o", file, *arguments, **more) as process:
            try:
                screen.wait_for("mV a line .* s across")
                yield screen, process, file, simulator
            finally:
                process.kill()
        screen.close()


def restored(name, screen):
    check(f"{name}: the alternate screen was taken and left once",
          screen.bytes.count(ENTER) == screen.bytes.count(LEAVE) == 1, screen.bytes[-200:])
    check(f"{name}: the terminal's mode is that of before", screen.is_as_before())


def keys_work():
    with viewed() as (screen, process, file, _):
        check("keys are read one by one", not screen.is_as_before())
        shown = "\n".join(screen.text())
        check("the first leads have names", all(f"\n {lead} " in shown for lead in LEADS[:4]), shown)
        screen.wait_for(r"^ \d+ bpm, last 10 s")
        screen.wait_for("[\u2801-\u28ff]")
        screen.type(b"l")
        screen.wait_for("leads 5 to 8 of 12")
        screen.wait_for("^ aVL ")
        screen.type(b"+")
        screen.wait_for(r"0\.2 mV a line")
        screen.type(b"<")
        screen.wait_for("6 s across")
        screen.type(b" ")
        screen.wait_for("FROZEN")
        screen.resize(50, 160)
        screen.wait_for(r"^ aVF .* V6 ")
        check("a large screen has all twelve leads", all(re.search(f" {x} ", "\n".join(screen.text())) for x in LEADS))
        screen.type(b"q")
        check("q ends with exit code 0", ended(process, screen) == 0)
        end = last_line(file)["end"]
        check("the end is written", end["reason"] == "stopped" and end["samples"] > 0, end)
        restored("q", screen)


def signals_restore():
    for number, code in ((signal.SIGTERM, 130), (signal.SIGINT, 130)):
        with viewed() as (screen, process, file, _):
            process.send_signal(number)
            check(f"{number.name} ends with exit code {code}", ended(process, screen) == code)
            check("the end is written", last_line(file)["end"]["reason"] == "stopped")
            restored(number.name, screen)
    for number in (signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT):
        with viewed() as (screen, process, _, _):
            process.send_signal(number)
            check(f"{number.name} kills", ended(process, screen) == -number)
            restored(number.name, screen)


def second_signal_restores():
    with viewed() as (screen, process, _, _):
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        code = ended(process, screen)
        check("two SIGINT end it, in order or at once", code in (130, -signal.SIGINT), code)
        restored("two SIGINT", screen)


def a_terminal_that_takes_nothing_holds_nothing_up():
    with viewed(rows=50, columns=160, arguments=["--chunk", "1s"]) as (screen, process, file, _):
        lines = file.read_text(encoding="utf-8").count("\n")
        end = time.monotonic() + PATIENCE_S
        while file.read_text(encoding="utf-8").count("\n") < lines + 3:  # and nobody reads the terminal
            assert time.monotonic() < end, "the recording waits for the terminal"
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        check("it ends", process.wait(PATIENCE_S) == 130)
        check("in order", last_line(file)["end"]["reason"] == "stopped")
        screen.read()
        check("and leaves the screen", screen.bytes.count(LEAVE) == 1)
        check("as it was", screen.is_as_before())


def failure_restores():
    with viewed(arguments=["--retry", "off"]) as (screen, process, _, simulator):
        simulator.kill()
        check("a lost device is exit code 3", ended(process, screen) == 3)
        restored("lost device", screen)
        check("what is said stands behind the picture", b"ecg-acquire: " in screen.bytes.split(LEAVE)[1])


def alerts_do_not_tear():
    with viewed("--lead-off", "V1@1-60") as (screen, process, _, _):
        screen.wait_for(r"^ \d\d:\d\d:\d\d UTC  no contact: V1")
        check("no line end in the picture", b"\n" not in screen.bytes.split(ENTER)[1])
        screen.type(b"q")
        check("it ends", ended(process, screen) == 0)
        check("the alert is said again behind it", b"no contact: V1\r\n" in screen.bytes.split(LEAVE)[1])


def no_heart_rate_is_made_up():
    with viewed("--rhythm", "asystole") as (screen, process, _, _):
        screen.wait_for(r"^ -- bpm   00:00:07")  # a rate needs 5 s of signal
        check("no rate was ever shown", not re.search(rb"\d bpm", screen.bytes))


def plain_terminals():
    with viewed(LC_ALL="C", NO_COLOR="1") as (screen, process, _, _):
        screen.wait_for(r"^ II .*[.|'_-]{3}")
        screen.type(b"q")
        ended(process, screen)
        check("without UTF-8 all is ASCII", screen.bytes.isascii())
        check("NO_COLOR is without colour", not re.search(rb"\x1b\[0;[\d;]*[34]\d", screen.bytes))


def lines_go_into_a_pipe():
    with tempfile.TemporaryDirectory() as folder, device(folder) as (link, _):
        screen = Screen(24, 80)
        with started(screen, folder, "--port", link, "--chunk", "1s", stdout=subprocess.PIPE) as process:
            line = json.loads(process.stdout.readline())
            check("a line comes out of the pipe", line["seq"] == 0)
            screen.type(b"q")
            rest, _ = process.communicate(timeout=PATIENCE_S)
            check("so does the end", "end" in json.loads(rest.splitlines()[-1]))
            screen.read()
            restored("pipe", screen)
        screen.close()


def refused(name, words, screen, folder, *arguments, **more):
    with started(screen, folder, "--port", "/nonexistent", *arguments, **more) as process:
        _, said = process.communicate(timeout=PATIENCE_S)
    screen.read()
    said = (said or screen.bytes).decode()
    check(f"{name}: exit code 2", process.returncode == 2, process.returncode)
    check(f"{name}: one line", said.count("\n") == 1 and words in said, said)
    check(f"{name}: nothing is drawn", ENTER not in screen.bytes and screen.is_as_before())
    screen.close()


def refusals():
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "out.jsonl"
        refused("no terminal", "no terminal to draw in", Screen(24, 80), folder, "-o", file, stderr=subprocess.PIPE)
        refused("lines to the screen", "over the picture", Screen(24, 80), folder)
        refused("dumb terminal", "no terminal to draw in", Screen(24, 80), folder, "-o", file, TERM="dumb")
        check("no file was made", not file.exists())


keys_work()
signals_restore()
second_signal_restores()
a_terminal_that_takes_nothing_holds_nothing_up()
failure_restores()
alerts_do_not_tear()
no_heart_rate_is_made_up()
plain_terminals()
lines_go_into_a_pipe()
refusals()
