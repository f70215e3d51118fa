#!/usr/bin/env python3
"""simulator.py TOOLS: what the simulated device sends is what its truth says that it took and lost."""
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOOL = Path(sys.argv[1]).resolve() / "ecg-acquire"
ORDER = ["I", "V4", "V5", "II", "V3", "V6", "V1", "V2"]  # on the wire
DEVICE = ["--driver", "deckmount-text", "--rate", "200", "--noise", "0.02"]
PATIENCE_S = 30


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def decode(data):
    """The samples in what was received; a line that is no eight counts is none."""
    lines = [line.split() for line in data.split(b"\n")]
    return [tuple(map(int, line)) for line in lines if len(line) == 8 and all(x.isdigit() for x in line)]


def read_truth(path):
    """All samples that were taken, those that did not get through, and the events."""
    device, *lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    assert device["schema"] == "ecg.simulation/1", device
    events = [line for line in lines if "event" in line]
    taken = []
    for line in lines:
        if "counts" in line:
            assert line["first"] == len(taken), line
            taken += zip(*(line["counts"][lead] for lead in ORDER))
    lost = {e["first"] + i for e in events for i in range(e["count"])}
    return taken, lost, events


def started(*arguments):
    return subprocess.Popen([TOOL, "simulate", *DEVICE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.002)


def listen(link, stop_after=None):
    """What a host gets that asks the device to start and reads until it hangs up."""
    wait_for(link.exists, link)
    port = os.open(link, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    os.write(port, b"1\r\n")
    data = b""
    while select.select([port], [], [], PATIENCE_S)[0]:
        try:
            piece = os.read(port, 4096)
        except OSError:
            break
        if not piece or (stop_after and len(data) > stop_after):
            break
        data += piece
    os.close(port)
    return data


def a_file_holds_all(folder):
    done = subprocess.run([TOOL, "simulate", *DEVICE, "--duration", "5", "-o", "-", "--truth", folder / "t"],
                          capture_output=True, check=True)
    taken, lost, _ = read_truth(folder / "t")
    check("nothing is said", done.stderr == b"", done.stderr)
    check("a file holds all samples", decode(done.stdout) == taken and len(taken) == 1000 and not lost)


def faults_are_told(folder):
    faults = "drop=1%,hit=1.6%,cut=1%,garbage=1%,split,boot-text,pause@3+0.5,reboot@4"
    runs = [subprocess.run([TOOL, "simulate", *DEVICE, "--duration", "20", "-o", "-", "--truth", folder / name,
                            "--faults", faults], capture_output=True, check=True).stdout
            for name in ("f1", "f2")]
    taken, lost, events = read_truth(folder / "f1")
    kinds = {e["event"] for e in events}
    check("the same faults come again", runs[0] == runs[1] and
          (folder / "f1").read_bytes() == (folder / "f2").read_bytes())
    check("all kinds are told", kinds == {"start", "drop", "hit", "cut", "garbage", "pause", "reboot"}, kinds)
    check("what was lost is told", decode(runs[0]) == [x for i, x in enumerate(taken) if i not in lost])


def a_port_plays(folder):
    link = folder / "port"
    process = started("--pty", link, "--unpaced", "--duration", "30", "--truth", folder / "p")
    data = listen(link)
    _, said = process.communicate(timeout=PATIENCE_S)
    taken, lost, events = read_truth(folder / "p")
    check("it ends in order", process.returncode == 0 and said == b"", said)
    check("a port plays all samples", decode(data) == taken and len(taken) == 6000 and not lost)
    check("it was asked to start", [e["event"] for e in events] == ["start"], events)
    check("the link is gone", not link.is_symlink())


def a_server_plays(folder):
    process = started("--tcp", "0", "--unpaced", "--duration", "5", "--truth", folder / "s")
    port = int(process.stderr.readline().split(b":")[-1].split()[0])
    data = b""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_S) as host:
        host.sendall(b"1\r\n")
        while piece := host.recv(4096):
            data += piece
    process.communicate(timeout=PATIENCE_S)
    taken, lost, _ = read_truth(folder / "s")
    check("a server plays all samples", decode(data) == taken and len(taken) == 1000 and not lost)


def unplugged_and_back(folder):
    link = folder / "cable"
    begun = time.monotonic()
    process = started("--pty", link, "--duration", "3", "--faults", "unplug@0.5+0.3", "--truth", folder / "u")
    first = listen(link)
    second = listen(link)
    process.communicate(timeout=PATIENCE_S)
    taken, lost, events = read_truth(folder / "u")
    check("it takes its time", time.monotonic() - begun >= 3)
    got = decode(first) + decode(second)
    check("what was lost meanwhile is told", got == [x for i, x in enumerate(taken) if i not in lost], len(got))
    check("so is when", [e["first"] for e in events if e["event"] in ("unplug", "replug")] == [100, 160], events)


def stopped_in_order(folder):
    link = folder / "stopped"
    process = started("--pty", link, "--truth", folder / "x")
    wait_for(link.exists, link)
    port = os.open(link, os.O_RDWR | os.O_NOCTTY)
    os.write(port, b"1\r\n")
    os.read(port, 10)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE_S)
    os.close(port)
    taken, _, _ = read_truth(folder / "x")
    check("a stop ends it in order", process.returncode == 130 and said == b"", said)
    check("its truth is whole, the link gone", taken and not link.is_symlink())


with tempfile.TemporaryDirectory() as name:
    for trial in (a_file_holds_all, faults_are_told, a_port_plays, a_server_plays, unplugged_and_back,
                  stopped_in_order):
        trial(Path(name))
