#!/usr/bin/env python3
"""signals.py TOOLS: a stopped recording ends in order; a stopped analysis leaves no file behind."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def stopped_recording(number):
    """A live recording whose first line came, and that was then asked to stop."""
    command = [TOOLS / "ecg-acquire", "replay", "--loop", "--speed", "50", "demo.jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        first = process.stdout.readline()
        process.send_signal(number)
        rest, said = process.communicate(timeout=30)
        return process.returncode, (first + rest).splitlines(), said


def recording_ends_in_order(number):
    code, lines, said = stopped_recording(number)
    parsed = [json.loads(line) for line in lines]
    total = sum(len(line["ecg_snapshot"]["II"]) for line in parsed)

    check("exit code 130", code == 130, code)
    check("nothing is said", said == b"", said)
    check("end stands on the last line", [i for i, line in enumerate(parsed) if "end" in line] == [len(parsed) - 1])
    check("it says why", parsed[-1]["end"]["reason"] == "stopped")
    check("no sample is missing", parsed[-1]["end"]["samples"] == total)


def has_a_file_open_in(folder, pid):
    """A file that is written has no name until it is whole."""
    links = Path(f"/proc/{pid}/fd")
    try:
        return any(os.readlink(link).startswith(folder) for link in links.iterdir())
    except OSError:
        return False


def analysis_leaves_nothing():
    with tempfile.TemporaryDirectory() as folder:
        command = [TOOLS / "ecg-analyze", "-", "-o", Path(folder) / "out.jsonl"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdin.write(Path("demo.jsonl").read_bytes())
            process.stdin.flush()
            while not has_a_file_open_in(folder, process.pid):  # until it runs
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            said = process.stderr.read()
            code = process.wait(timeout=30)
        check("exit code 130", code == 130, code)
        check("one line says so", said == b"ecg-analyze: standard input: interrupted\n", said)
        check("no file is left", os.listdir(folder) == [])


recording_ends_in_order(signal.SIGINT)
recording_ends_in_order(signal.SIGTERM)
if (TOOLS / "ecg-analyze").exists():
    analysis_leaves_nothing()
