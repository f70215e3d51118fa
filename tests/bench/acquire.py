#!/usr/bin/env python3
"""acquire.py TOOLS: what a recording costs, how late its lines are, and how true its clock is.

Prints figures: 12 leads at 1000 Hz for a minute from a simulated device (CPU of one core, memory,
lateness of a line behind its last sample); the rate measured over bursts of 16 ms from a clock that
is 80 ppm fast; and a simulated day at 500 Hz through record, unpaced (memory by the hour, CPU).
"""
import datetime
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

MINUTE = 60


def start_device(tools, folder, *flags):
    link = folder / "device"
    device = subprocess.Popen([tools / "ecg-acquire", "simulate", "--driver", "deckmount22", "--pty", link,
                               "--duration", str(MINUTE + 4), *flags])
    while not link.is_symlink():
        time.sleep(0.02)
    return device, link


def end_of(line):
    """UTC seconds when the line's last sample was taken."""
    begin = datetime.datetime.fromisoformat(line["timestamp"].replace("Z", "+00:00")).timestamp()
    return begin + len(line["ecg_snapshot"]["I"]) / line["sampling_rate"]


def fast_and_wide(tools, folder):
    device, link = start_device(tools, folder, "--rate", "1000")
    record = subprocess.Popen([tools / "ecg-acquire", "record", "--driver", "deckmount22", "--port", link,
                               "--rate", "1000", "--duration", str(MINUTE), "-q"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    late, last = [], None
    for text in record.stdout:
        now = time.time()
        last = json.loads(text)
        late.append(1000 * (now - end_of(last)))
    _, _, used = os.wait4(record.pid, 0)
    cpu = used.ru_utime + used.ru_stime
    device.wait()
    late = sorted(late[:-1])
    print(f"12 leads x 1000 Hz, {MINUTE} s: {last['end']['samples']} samples, {last['end']['gaps']} gaps, "
          f"{100 * cpu / MINUTE:.1f} % of one core, {used.ru_maxrss / 1024:.1f} MB")
    print(f"a line comes after its last sample: median {late[len(late) // 2]:.1f} ms, at most {late[-1]:.1f} ms")


def clock(tools, folder):
    device, link = start_device(tools, folder, "--burst", "16", "--clock-ppm", "80")
    lines = subprocess.run([tools / "ecg-acquire", "record", "--driver", "deckmount22", "--port", link,
                            "--duration", str(MINUTE), "-q"], stdout=subprocess.PIPE, check=True).stdout
    device.wait()
    last = json.loads(lines.splitlines()[-1])
    ppm = 1e6 * (last["device"]["rate_measured_hz"] / 500 - 1)
    print(f"bursts of 16 ms, clock 80 ppm fast, {MINUTE} s: measured {ppm:+.1f} ppm, {last['end']['gaps']} gaps")


def watch_memory(pid, megabytes):
    try:
        while True:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            megabytes.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
            time.sleep(0.5)
    except (OSError, IndexError):
        pass


def day(tools, folder):
    raw = folder / "day.raw"
    subprocess.run([tools / "ecg-acquire", "simulate", "--driver", "deckmount22", "-o", raw, "--duration",
                    "86400"], check=True)
    record = subprocess.Popen([tools / "ecg-acquire", "record", "--driver", "deckmount22", "--port",
                               f"file:{raw}", "-o", "/dev/null", "--no-sync"])
    megabytes = []
    watcher = threading.Thread(target=watch_memory, args=(record.pid, megabytes))
    watcher.start()
    _, _, used = os.wait4(record.pid, 0)
    watcher.join()
    quarter = len(megabytes) // 4
    print(f"a day at 500 Hz, unpaced: {used.ru_utime + used.ru_stime:.0f} CPU s, memory after the first quarter "
          f"{megabytes[quarter]:.1f} MB, at the end {megabytes[-1]:.1f} MB, at most {used.ru_maxrss / 1024:.1f} MB")


def main():
    tools = Path(sys.argv[1]).resolve()
    for part in (fast_and_wide, clock, day):
        with tempfile.TemporaryDirectory() as folder:
            part(tools, Path(folder))


main()
