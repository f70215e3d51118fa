#!/usr/bin/env python3
"""serve_units.py TOOLS: systemd takes the units of ecg-serve, and a socket that it holds is served."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
UNITS = Path("systemd").resolve()


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def units_are_sound(folder):
    if not shutil.which("systemd-analyze"):
        print("skipped: no systemd-analyze")
        return
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/usr/bin/ecg-serve", str(TOOLS / "ecg-serve"))
        (folder / unit.name).write_text(text)
    run = subprocess.run(["systemd-analyze", "verify", "--man=no", *map(str, folder.glob("ecg-serve.*"))],
                         capture_output=True, text=True, check=False)
    check("systemd finds nothing wrong with the units", run.returncode == 0, run.stderr)


def serves_a_given_socket(folder):
    """As systemd starts it: the socket is descriptor 3, and READY=1 is told."""
    listening = socket.create_server(("127.0.0.1", 0))
    ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ready.bind(str(folder / "notify"))
    ready.settimeout(20)
    script = f'export LISTEN_PID=$$ LISTEN_FDS=1; exec {TOOLS}/ecg-serve 3<&{listening.fileno()}'
    server = subprocess.Popen(["sh", "-c", script], pass_fds=[listening.fileno()], stderr=subprocess.PIPE, text=True,
                              env={**os.environ, "ECG_HOME": str(folder), "NOTIFY_SOCKET": str(folder / "notify")})
    try:
        check("systemd is told that it is ready", b"READY=1" in ready.recv(1000))
        port = listening.getsockname()[1]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            check("the given socket is served", answer.status == 200)
        server.terminate()
        began = time.monotonic()
        told = ready.recv(1000)
        check("systemd is told that it stops", b"STOPPING=1" in told, told)
        check("SIGTERM ends it with 0", server.wait(timeout=20) == 0, server.returncode)
        check("soon", time.monotonic() - began < 15)
    finally:
        server.kill()
        server.communicate()


with tempfile.TemporaryDirectory() as name:
    units_are_sound(Path(name))
    serves_a_given_socket(Path(name))
