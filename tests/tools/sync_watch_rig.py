"""What the tests of ecg-sync watch share: the tool as systemd runs it, and servers that count who asks."""
import atexit
import contextlib
import http.server
import json
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from serve_rig import TOOLS, check

SAMPLE = Path("demo.jsonl").read_text()
LIMIT = 60


def until(what, truth):
    """What has to come true in the end, however busy the machine."""
    end = time.monotonic() + LIMIT
    while not truth():
        if time.monotonic() > end:
            check(what, False, "it never came true")
        time.sleep(0.02)
    check(what, True)


class Watch:
    """ecg-sync watch, what it says, and what it tells systemd."""

    def __init__(self, device, *arguments, before=(), **more):
        self.device, self.lines, self.told = device, [], []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = device.home / f"notify-{id(self)}"
        self.socket.bind(str(path))
        command = [*before, str(TOOLS / "ecg-sync"), "watch", *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True,
                                        env={**device.environment, "NOTIFY_SOCKET": str(path), **more})
        atexit.register(self.process.kill)
        for reader in (self.read, self.hear):
            threading.Thread(target=reader, daemon=True).start()

    def read(self):
        for line in self.process.stderr:
            self.lines.append(line)

    def hear(self):
        with contextlib.suppress(OSError):
            while True:
                self.told.append(self.socket.recv(1000).decode())

    def said(self, what, **members):
        def is_meant(line):
            return line.get("what") == what and all(line.get(key) == value for key, value in members.items())
        return [line for line in map(json.loads, list(self.lines)) if is_meant(line)]

    def ready(self):
        until("systemd is told that it is ready", lambda: "READY=1" in self.told)
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(LIMIT)
        check("SIGTERM ends it with 0", code == 0, (code, self.lines))
        until("which systemd was told", lambda: "STOPPING=1" in self.told)
        self.socket.close()


class Counting:
    """A server in whose place somebody answers the same to everything, and counts."""

    def __init__(self, status, **headers):
        self.requests = requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append(self.requestline)
                self.rfile.read(int(self.headers["Content-Length"] or 0))
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()

            do_POST = do_PUT = do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


def url(port):
    return {"BACKEND_API_URL": f"http://127.0.0.1:{port}/api/v1"}
