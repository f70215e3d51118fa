"""What the tests of ecg-sync share: a server, a device with its queue, and a network that can be told to misbehave."""
import contextlib
import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

from serve_rig import PASSWORD, TOOLS, Server, check

DEVICE = "Device One"
STEPPER = Path(__file__).resolve().with_name("kill_at_step.py")


class RunningServer(Server):
    """ecg-serve on a port of its own, which stays the same when it is started again."""

    def __init__(self, folder):
        super().__init__(folder)
        self.add(DEVICE, "--role", "device")
        self.process, self.port = None, 0

    def up(self):
        self.process = subprocess.Popen([TOOLS / "ecg-serve", "--listen", f"127.0.0.1:{self.port}"], stderr=subprocess.PIPE,
                                        text=True, env=self.environment)
        for line in self.process.stderr:
            found = re.search(r"127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                break
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        return self

    def down(self):
        self.process.terminate()
        self.process.wait(20)

    def counts(self):
        """sessions, ended sessions, waveforms, metrics, reports"""
        with self.database() as database:
            return tuple(database.execute(f"SELECT count(*) FROM {what}").fetchone()[0] for what in (
                "sessions", "sessions WHERE end_time IS NOT NULL", "waveforms", "metrics", "reports"))

    def sessions(self):
        with self.database() as database:
            return [row[0] for row in database.execute("SELECT session_id FROM sessions ORDER BY session_number")]


class Device:
    """A folder with a queue, and the tool that looks after it."""

    def __init__(self, folder, port):
        self.home, self.port = folder, port
        self.queue = folder / "offline_queue"
        self.environment = {**os.environ, "ECG_HOME": str(folder), "BACKEND_USER": DEVICE, "no_proxy": "*",
                            "BACKEND_PASSWORD": PASSWORD.strip(), "ECG_SYNC_BACK_OFF": "10ms"}

    def command(self, *arguments):
        port = [] if arguments[0] != "run" else ["--url", f"http://127.0.0.1:{self.port}/api/v1"]
        return [str(TOOLS / "ecg-sync"), *map(str, arguments), *port]

    def sync(self, *arguments, given="", **more):
        run = subprocess.run(self.command(*arguments), input=given, capture_output=True, text=True,
                             env={**self.environment, **more.pop("set", {})}, check=False, timeout=120, **more)
        return run.returncode, run.stdout, run.stderr

    def status(self):
        code, said, errors = self.sync("status", "--json")
        check("status is told", (code, errors) == (0, ""), errors)
        return json.loads(said)

    def files(self, state):
        return sorted(path.name for path in (self.queue / state).iterdir()
                      if not path.name.startswith(".") and not path.name.endswith(".error.json"))


class Proxy:
    """Passes bytes on to a server; may cut a connection before the answer, and counts how often."""

    def __init__(self, port):
        self.target, self.cuts, self.left = port, 0, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def lose(self, answers):
        self.left = answers

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self.pass_on, args=(client,), daemon=True).start()

    def pass_on(self, client):
        server = socket.create_connection(("127.0.0.1", self.target))
        asked = [b""]

        def up():
            with contextlib.suppress(OSError):
                while piece := client.recv(65536):
                    asked[0] += piece
                    server.sendall(piece)
                server.shutdown(socket.SHUT_WR)

        threading.Thread(target=up, daemon=True).start()
        with contextlib.suppress(OSError):
            while piece := server.recv(65536):
                is_data = b"/sessions/" in asked[0] or b"/reports/" in asked[0]
                asked[0] = b""
                if is_data and self.left > 0:
                    self.left -= 1
                    self.cuts += 1
                    break
                client.sendall(piece)
        for end in (client, server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # closing alone would wait for the other thread
            end.close()

    def close(self):
        self.listener.close()


def may_trace():
    return shutil.which("strace") and subprocess.run(["strace", "-o", "/dev/null", "true"], check=False,
                                                     capture_output=True).returncode == 0


def may_step():
    """Whether programs can be killed at each of their steps here."""
    return subprocess.run([sys.executable, STEPPER, "0", "/dev/null", "/bin/true"], check=False, capture_output=True).returncode == 0


def killed_at_step(device, number, *arguments, given=""):
    """Whether the tool was killed at its step of that number, and the steps that it had begun."""
    log = device.home.with_suffix(".steps")
    run = subprocess.run([sys.executable, STEPPER, str(number), log, *device.command(*arguments)], input=given, capture_output=True,
                         text=True, env=device.environment, check=False, timeout=120)
    return run.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), log.read_text(encoding="utf-8").splitlines()


def at_each_step(what, attempt, stride=1):
    """attempt(number) has a program killed at its step of that number, sees what came of it, and says what killed_at_step says.
    stride: only each so manieth of many steps, unless ECG_TEST_STEPS=all. How many steps there were."""
    stride = 1 if os.environ.get("ECG_TEST_STEPS") == "all" else stride
    number, was_killed, steps = 1 - stride, True, []
    while was_killed:
        number += stride
        was_killed, steps = attempt(number)
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(Counter(steps).items()))
    each = "each" if stride == 1 else f"one in {stride}"
    check(f"{what}: killed at {each} of {len(steps)} steps ({kinds})", number > 1, number)
    return len(steps)


def beside_server(tests, kind=RunningServer):
    """Each test gets one server that is up, the same for all, and a folder of its own; in the end the server's store is sound."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        server = kind(Path(place) / "srv").up()
        try:
            for test in tests:
                folder = Path(place) / test.__name__
                folder.mkdir()
                test(server, folder)
        finally:
            server.down()
        code, _, errors = server.run("check")
        check("the server's store is sound", (code, errors) == (0, ""), errors)


def crashed_at(device, call, number, *arguments, by):
    """Whether the tool ended by that signal at its call of that number."""
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal={by}:when={number}",
               *device.command(*arguments)]
    run = subprocess.run(command, capture_output=True, text=True, env=device.environment, check=False, timeout=60)
    return run.returncode in (-signal.Signals[f"SIG{by}"], 128 + signal.Signals[f"SIG{by}"])


def fake_clock():
    """The library that gives a program another time; None where it is not installed."""
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    return found[0] if found else None


def at_time(moment, file=None):
    """Environment of a program that lives then; or whenever a file says."""
    return {"LD_PRELOAD": fake_clock(), "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            **({"FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1"} if file else {"FAKETIME": moment})}
