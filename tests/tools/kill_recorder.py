#!/usr/bin/env python3
"""kill_recorder.py TOOLS: a recording killed at random moments keeps every whole line and goes on.

ECG_KILLS says how often (default 24), ECG_SEED what is random. The kills are parted among a few
devices that are simulated side by side; each file is killed and resumed several times, then ended
in order. After each kill every complete line parses, at most one is cut, recover makes a copy that
readers take for whole, and the next run goes on where the last line ended, with a gap between.
Since a killed process seldom leaves half a line, every other file is then cut or filled with zeros
at its end, as a power cut leaves it; what is no whole line must be kept in FILE.partial.
"""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TOOL = Path(sys.argv[1]).resolve() / "ecg-acquire"
KILLS = int(os.environ.get("ECG_KILLS", "24"))
SEED = int(os.environ.get("ECG_SEED", "1"))
DEVICES = 4  # side by side
KILLS_A_FILE = 6
DRIVER = "deckmount22"
LONGEST_RUN = 1.6  # seconds; the first line comes after about half of it
CHUNK = "0.1"
ONE_LINE = 6000  # bytes, or somewhat less


class Failure(Exception):
    """What was not as it should be."""


def check(truth, *words):
    if not truth:
        raise Failure(" ".join(str(word) for word in words))


def run(*arguments):
    done = subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def whole_lines(data):
    """The bytes up to the last line end, and the lines in them; all of them must parse."""
    kept = data[:data.rfind(b"\n") + 1]
    return kept, [json.loads(line) for line in kept.splitlines()]


def samples_of(line):
    leads = list(line["ecg_snapshot"].values())
    return len(leads[0]) if leads else 0


def check_order(lines):
    """Lines follow each other without overlap; a hole between two is told by the second."""
    gaps, end = [], 0
    for number, line in enumerate(lines):
        check(line["seq"] == number, "line", number, "has seq", line["seq"])
        first = line["first_sample"]
        check(first >= end, "line", number, "begins at", first, "before", end)
        new = [gap for gap in line["gaps"] if gap["first"] >= end or number == 0]
        if first > end:
            check(any(gap["first"] == end and gap["count"] == first - end for gap in new),
                  "hole from", end, "to", first, "is told as", line["gaps"])
        gaps += new
        end = first + samples_of(line)
    return gaps, end


def check_recovery(file, folder):
    """recover leaves the file alone and makes a copy that readers take; nothing to do without a line."""
    before = file.read_bytes()
    kept, lines = whole_lines(before)
    copy = folder / "copy.jsonl"
    copy.unlink(missing_ok=True)
    code, said, errors = run("recover", "--json", file, "-o", copy)
    check(file.read_bytes() == before, "recover changed the original")
    tail = before[len(kept):]
    if not lines and not tail.endswith(b"}"):
        check(code == 1 and not copy.exists(), "recover made something of nothing:", errors)
        return
    check(code == 0, "recover:", errors)
    mended = copy.read_bytes()
    check(mended.startswith(kept), "recover changed a line")
    copied = [json.loads(line) for line in mended.splitlines()]
    gaps, end = check_order(copied)
    check(copied[-1]["end"] == {"reason": "recovered", "samples": end, "gaps": len(gaps)}, copied[-1])
    report = json.loads(said)
    check(report["tail_bytes"] in (len(tail), 0), report, len(tail))
    code, _, errors = run("replay", "--speed", "max", copy, "-o", os.devnull)
    check((code, errors) == (0, ""), "readers refuse the copy:", errors)


class Recording:
    """One file: killed and resumed, then ended."""

    def __init__(self, link, folder, dice):
        self.link, self.folder, self.dice = link, folder, dice
        self.file = folder / "night.jsonl"
        self.lines_at_kills = []  # how many whole lines there were
        self.tails = []  # what stood behind them

    def start(self):
        known = self.file.exists()
        target = ["--resume", self.file] if known else ["-o", self.file]
        command = [TOOL, "record", "--driver", DRIVER, "--port", self.link, "--chunk", CHUNK, "--quiet", *target]
        return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def size(self):
        return self.file.stat().st_size if self.file.exists() else 0

    def kill(self):
        process = self.start()
        time.sleep(self.dice.uniform(0, LONGEST_RUN))
        process.kill()
        _, errors = process.communicate(timeout=30)
        check(process.returncode == -signal.SIGKILL, "ended by itself with", process.returncode, errors)
        if not self.file.exists():
            return
        data = self.file.read_bytes()
        _, lines = whole_lines(data)
        check(data.count(b"\n") >= (self.lines_at_kills or [0])[-1], "lines were lost")
        check(not any("end" in line for line in lines), "it has an end")
        check_order(lines)
        if lines and data.endswith(b"\n") and self.dice.random() < 0.5:
            self.hurt(data)
        count = len(whole_lines(self.file.read_bytes())[1])
        self.lines_at_kills = [before for before in self.lines_at_kills if before <= count] + [count]
        check_recovery(self.file, self.folder)

    def hurt(self, data):
        """What a power cut leaves: the last line in part, perhaps with zeros behind it."""
        last = data.rfind(b"\n", 0, -1) + 1
        tail = data[last:self.dice.randrange(last, len(data) - 1)]
        if self.dice.random() < 0.3 or not tail:
            tail += b"\0" * self.dice.randrange(1, 9000)
        self.file.write_bytes(data[:last] + tail)
        self.tails.append(tail)

    def end(self):
        process = self.start()
        size = self.size()  # the cut tail among it
        deadline = time.monotonic() + 30
        while self.size() <= size + ONE_LINE and time.monotonic() < deadline:
            time.sleep(0.02)
        process.terminate()
        _, errors = process.communicate(timeout=30)
        check(process.returncode in (0, 130), "ended with", process.returncode, errors)
        kept, lines = whole_lines(self.file.read_bytes())
        check(kept == self.file.read_bytes(), "the file ends in mid-line")
        gaps, end = check_order(lines)
        check(lines[-1].get("end") == {"reason": "stopped", "samples": end, "gaps": len(gaps)}, lines[-1].get("end"))
        self.check_stops(lines, gaps)
        partials = [path.read_bytes() for path in self.folder.glob("night.jsonl*.partial")]
        check(all(tail in partials for tail in self.tails), "half lines are not kept")
        code, _, errors = run("replay", "--speed", "max", self.file, "-o", os.devnull)
        check((code, errors) == (0, ""), "readers refuse the file:", errors)

    def check_stops(self, lines, gaps):
        """Each run that wrote lines after another begins with a gap "stopped", and no other line does."""
        starts = {count for count in self.lines_at_kills if 0 < count < len(lines)}
        told = {number for number, line in enumerate(lines)
                for gap in line["gaps"] if gap["cause"] == "stopped" and gap["first"] + gap["count"] == line["first_sample"]}
        check(told == starts, "stops are told at", sorted(told), "not", sorted(starts))
        check(sum(gap["cause"] == "stopped" for gap in gaps) == len(starts), "stops are told twice")


def record_in_files(device, kills, folder):
    dice = random.Random(SEED * 1000 + device)
    link = folder / "port"
    simulator = subprocess.Popen([TOOL, "simulate", "--driver", DRIVER, "--pty", link],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while not link.exists():
            check(simulator.poll() is None, "no simulator")
            time.sleep(0.01)
        done, with_lines = 0, 0
        while done < kills:
            place = folder / f"file-{done}"
            place.mkdir()
            recording = Recording(link, place, dice)
            for _ in range(min(KILLS_A_FILE, kills - done)):
                recording.kill()
                done += 1
            recording.end()
            with_lines += sum(count > 0 for count in recording.lines_at_kills)
        return with_lines
    finally:
        simulator.terminate()
        simulator.communicate(timeout=30)


def main():
    folder = Path(tempfile.mkdtemp(prefix="ecg-kill-"))
    failures, found = [], []

    def work(device):
        kills = KILLS // DEVICES + (device < KILLS % DEVICES)
        place = folder / f"device-{device}"
        place.mkdir()
        try:
            found.append(record_in_files(device, kills, place))
        except Exception as error:  # told at the end, whatever it was
            failures.append(f"device {device}: {error!r}")

    threads = [threading.Thread(target=work, args=(device,)) for device in range(DEVICES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit("\n".join(failures) + f"\nfiles are in {folder}; ECG_SEED={SEED}")
    shutil.rmtree(folder)
    print(f"{KILLS} kills, {sum(found)} of files that had lines: nothing whole was lost")


main()
