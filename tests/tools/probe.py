#!/usr/bin/env python3
"""probe.py TOOLS: devices at the ends of pseudo-terminals are recognised, and left as they were."""
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tty
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOOL = Path(sys.argv[1]).resolve() / "ecg-acquire"
PATIENCE_S = 60
RATES = {"deckmount22": 500, "cyton": 250, "chords": 250, "bmd101": 512, "jsonl": 250, "ad8232": 250, "shimmer3": 512}
STREAM_UNASKED = ("bmd101", "jsonl", "ad8232")


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


class Device:
    """A simulated one, until the block ends."""

    def __init__(self, folder, driver, *arguments):
        self.link, self.truth = folder / driver, folder / f"{driver}.truth"
        self.truth.unlink(missing_ok=True)  # of one before, that was not recognised
        self.process = subprocess.Popen([TOOL, "simulate", "--driver", driver, "--pty", self.link, "--truth",
                                         self.truth, *arguments], stderr=subprocess.PIPE)

    def __enter__(self):
        wait_for(self.link.is_symlink, self.link)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE_S)

    def events(self):
        whole = self.truth.read_text().rpartition("\n")[0] if self.truth.exists() else ""
        lines = [json.loads(line) for line in whole.splitlines()]
        return [line["event"] for line in lines if "event" in line]


def run(*arguments):
    done = subprocess.run([TOOL, *arguments], capture_output=True, text=True, timeout=PATIENCE_S)
    return done.returncode, done.stdout, done.stderr


def probe_one(folder, driver):
    with Device(folder, driver, "--faults", "split,boot-text") as device:
        code, said, errors = run("probe", "--port", device.link, "--json")
        if code == 0 and driver not in STREAM_UNASKED:  # else it may not have got so far, and is asked once more
            wait_for(lambda: "stop" in device.events(), f"the stop of {driver}")
    return code, said, errors, device.events()


def each_is_recognised(folder):
    with ThreadPoolExecutor() as pool:
        probes = {driver: pool.submit(probe_one, folder, driver) for driver in RATES}
    answers = {driver: result.result() for driver, result in probes.items()}
    for driver in answers:
        for _ in range(3):  # alone, where the machine was too busy: it hangs on the clock
            code, said, errors, _ = answers[driver]
            if code == 0 and "rate_hz" in json.loads(said):
                break
            print(f"{driver}, once more: {code} {said} {errors}")
            answers[driver] = probe_one(folder, driver)
    for driver, (code, said, errors, events) in answers.items():
        check(f"{driver} is recognised", code == 0 and errors == "", (code, said, errors))
        found = json.loads(said)
        check("as what it is", found["schema"] == "ecg.probe/1" and found["recognised"] and
              driver in [found["driver"], *found["alike"]], found)
        check("at its rate", abs(found["rate_hz"] / RATES[driver] - 1) < 0.05, found)
        check("nearly all was read", found["understood"] > 0.8 and found["samples"] > RATES[driver], found)
        check("it is left as it was", found["asked"] == (driver not in STREAM_UNASKED) and
              ("stop" in events) == found["asked"], events)
    told = json.loads(answers["deckmount22"][1])
    check("who it is is told", told["serial"] == "SIM0001" and told["firmware"], told)


def words_for_people(folder):
    with Device(folder, "pc80b") as device:
        code, said, errors = run("probe", "--port", device.link)
    lines = [line.split() for line in said.splitlines()]
    check("a table for people", code == 0 and errors == "" and said.startswith(f"{device.link}: pc80b\n") and
          ["channels", "I"] in lines, said)


def recorded_without_a_name(folder):
    with Device(folder, "knight") as device:
        code, said, errors = run("record", "--driver", "auto", "--port", device.link, "--duration", "2",
                                 "--settle", "1ms", "-v", "-o", folder / "ecg.jsonl")
        check("auto records", code == 0, errors)
        check("what was found is told", f"{device.link}: knight" in errors, errors)
    last = json.loads((folder / "ecg.jsonl").read_text().splitlines()[-1])
    check("to the end", last.get("end"), last)
    code, said, errors = run("record", "--driver", "auto:rate=1", "--port", device.link)
    check("auto takes no options", code == 2 and "auto takes no options" in errors, errors)
    code, said, errors = run("record", "--driver", "auto", "--port", "-")
    check("standard input cannot be probed", code == 2 and "name the driver" in errors, errors)


class Terminal:
    """A pseudo-terminal whose other end we hold."""

    def __init__(self):
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        os.close(slave)


def nothing_there(_):
    terminal = Terminal()
    began = time.monotonic()
    code, said, errors = run("probe", "--port", terminal.path)
    took = time.monotonic() - began
    check("nothing is nothing", code == 3 and errors == "" and "no device recognised\n  nothing came\n" in said, said)
    check("who was asked for is told", "nothing answered when asked for" in said and "cyton" in said, said)
    check("in ten seconds, or so", took < 20, took)
    code, said, errors = run("probe", "--port", terminal.path, "--listen-only", "--json")
    found = json.loads(said)
    os.set_blocking(terminal.master, False)
    check("listening asks nobody", code == 3 and [t for t in found["tried"] if "asked" in t] == [], found)
    code, said, errors = run("record", "--driver", "auto", "--port", terminal.path)
    check("what is not there is not recorded", code == 3 and "no device was recognised: nothing came" in errors, errors)


def garbage(_):
    terminal = Terminal()
    stopped = threading.Event()
    os.set_blocking(terminal.master, False)

    def pour():
        state = 1
        while not stopped.wait(0.01):
            piece = bytearray()
            for _ in range(50):
                state = (state * 1103515245 + 12345) % 2**31
                piece.append(state >> 16 & 255)
            try:
                os.write(terminal.master, piece)
            except OSError:
                pass  # nobody reads yet

    pourer = threading.Thread(target=pour)
    pourer.start()
    code, said, errors = run("probe", "--port", terminal.path)
    stopped.set()
    pourer.join()
    check("garbage is no device", code == 3 and " bytes came that no driver reads\n" in said, said)
    check("who talks is not asked", "asked" not in said, said)


def stopped_in_time(folder):
    with Device(folder, "cyton-daisy") as device:
        process = subprocess.Popen([TOOL, "probe", "--port", device.link], stdout=subprocess.PIPE)
        wait_for(lambda: "start" in device.events(), "the start")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
        check("a stop ends it", process.returncode == 130, process.returncode)
        wait_for(lambda: "stop" in device.events(), "the stop")
        check("and the device's stream", True)


with tempfile.TemporaryDirectory() as name:
    for trial in (each_is_recognised, words_for_people, recorded_without_a_name, nothing_there, garbage,
                  stopped_in_time):
        trial(Path(name))
check("a port that is not there", run("probe", "--port", "/dev/nowhere")[0] == 3)
