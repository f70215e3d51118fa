#!/usr/bin/env python3
"""drivers_on_ptys.py TOOLS [DRIVER…]: every driver's device at the end of a pseudo-terminal.

Each is simulated at its real rate over a good wire and over a bad one (packets dropped, hurt, split
and with junk between), recorded, and the lines are held against the truth of the simulator: every
sample that came through whole is where it was taken and what it was, every other is null and told
as a gap. Devices that do not count their samples get no dropped packets, for nobody could place
such a loss to the sample.
"""
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wire_truth import compare, read_lines

SECONDS = 7  # recorded; the first of them show the rate
AT_A_TIME = 8
BAD_FOR_COUNTED = "drop=1%,hit=1.6%,garbage=0.5%,duplicate=0.2%,split"
BAD_FOR_UNCOUNTED = "hit=1.6%,split"
BAD_FOR_UNGUARDED = "drop=1%,duplicate=0.2%,split"  # nothing in a frame would tell that it was hit
UNGUARDED = {"shimmer3"}


def run(tools, driver, faults, folder):
    folder.mkdir()
    link = folder / "device"
    simulate = [tools / "ecg-acquire", "simulate", "--driver", driver["driver"], "--pty", link,
                "--duration", str(SECONDS + 3), "--truth", folder / "truth.jsonl", "--seed", "7",
                "--noise", "0.05"]
    if faults:
        simulate += ["--faults", faults]
    device = subprocess.Popen(simulate, stderr=subprocess.PIPE)
    for _ in range(200):
        if link.is_symlink():
            break
        time.sleep(0.02)
    record = subprocess.run(
        [tools / "ecg-acquire", "record", "--driver", driver["driver"], "--port", link, "--no-derive",
         "--settle", "100ms", "--duration", str(SECONDS), "-o", folder / "ecg.jsonl"],
        stderr=subprocess.PIPE, text=True, timeout=120)
    _, said = device.communicate(timeout=120)
    if record.returncode != 0:
        return f"record: exit code {record.returncode}: {record.stderr}", ""
    if device.returncode != 0:
        return f"simulate: exit code {device.returncode}: {said.decode()}", ""
    return compare(folder / "truth.jsonl", read_lines(folder / "ecg.jsonl"))


def main():
    tools = Path(sys.argv[1]).resolve()
    known = subprocess.run([tools / "ecg-acquire", "list-drivers", "--json"], capture_output=True,
                           text=True, check=True).stdout.splitlines()
    drivers = [json.loads(line) for line in known]
    drivers = [d for d in drivers if len(sys.argv) < 3 or d["driver"] in sys.argv[2:]]
    again, failed = [], 0
    with tempfile.TemporaryDirectory() as top, ThreadPoolExecutor(AT_A_TIME) as pool:
        cases = []
        for driver in drivers:
            bad = BAD_FOR_COUNTED if driver["counter"] or driver["clock"] else BAD_FOR_UNCOUNTED
            bad = BAD_FOR_UNGUARDED if driver["driver"] in UNGUARDED else bad
            for name, faults in (("good wire", ""), ("bad wire", bad)):
                folder = Path(top) / f"{driver['driver']}-{name.split()[0]}"
                cases.append((driver, name, faults, pool.submit(run, tools, driver, faults, folder)))
        for driver, name, faults, result in cases:
            trouble, words = result.result()
            print(f"{driver['driver']}, {name}: {trouble or words}")
            if trouble:
                again.append((driver, name, faults))
        for driver, name, faults in again:  # alone, for they need a machine that is not overrun
            trouble, words = run(tools, driver, faults, Path(top) / f"{driver['driver']}-{name}-again")
            failed += trouble != ""
            print(f"{driver['driver']}, {name}, once more, alone: {trouble or words}")
    if not cases or failed:
        sys.exit(f"{failed} of {len(cases)} failed")


main()
