"""What the servers of the tests share: programs that end with the test, free ports, certificates of our own."""
import hashlib
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

PATIENCE = 150.0  # seconds for a server to listen, on a busy computer


class NotHere(Exception):
    """The server cannot be had on this computer; the message says why and what brings it."""


class Processes:
    """Programs that are stopped, with all that they started, when the block is left."""

    def __init__(self):
        self.running = []

    def __enter__(self):
        return self

    def start(self, *command, log, **more):
        with open(log, "ab") as out:
            self.running.append(subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out,
                                                 stderr=out, start_new_session=True, **more))
        return self.running[-1]

    def wait_for(self, ports, log):
        """Until each port takes a connection; who dies meanwhile has said why in its log."""
        end = time.monotonic() + PATIENCE
        for port in ports:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=5).close()
                    break
                except OSError:
                    dead = [process.args[0] for process in self.running if process.poll() not in (None, 0)]
                    if dead or time.monotonic() > end:
                        said = Path(log).read_text(errors="replace")[-2000:]
                        raise SystemExit(f"{dead or port}: does not listen\n{said}") from None
                    time.sleep(0.05)

    def __exit__(self, *_):
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for process in self.running:
                try:
                    os.killpg(process.pid, sign)
                except ProcessLookupError:
                    pass
            end = time.monotonic() + 5
            for process in self.running:
                try:
                    process.wait(timeout=max(0.0, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    pass


def program(name, package):
    """Where a program is, in the system's own folders too; NotHere without it."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin:/sbin")
    if not found:
        raise NotHere(f"no {name} (Debian: {package})")
    return found


def free_ports(count):
    """Ports that nobody has, each held until all are known."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def certificates(folder):
    """An authority of our own and what it says of localhost: ca.pem, cert.pem, key.pem."""
    openssl = program("openssl", "openssl")

    def run(*words):
        subprocess.run([openssl, *words], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "rsa:2048", "-nodes"]  # vsftpd takes no other kind
    run("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=ECG test authority")
    run("req", *key, "-keyout", "key.pem", "-out", "asked.pem", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    run("x509", "-req", "-in", "asked.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
        "-extfile", "names", "-out", "cert.pem")
    return {name: str(folder / f"{name}.pem") for name in ("ca", "cert", "key")}


class Answer(Exception):
    """What a fake answers with, from however deep in its code."""

    def __init__(self, status, body=b"", headers=()):
        super().__init__(status)
        self.status, self.headers = status, dict(headers)
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()


class Cut(Exception):
    """The fake has done what was asked for, and its answer is lost."""


class Fake(http.server.BaseHTTPRequestHandler):
    """One request to a fake; reply() of the class that inherits it answers by raising Answer. GET /_contents: what it keeps."""
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    contents = {}  # bytes by name

    def answer(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            with self.lock:
                if self.path == "/_contents":
                    raise Answer(200, {name: hashlib.sha256(bytes_).hexdigest() for name, bytes_ in self.contents.items()})
                self.reply()
            raise AssertionError("a fake that does not answer")
        except Cut:
            self.close_connection = True
        except Answer as answer:
            self.send_response(answer.status)
            kind = "application/json" if answer.body[:1] in (b"{", b"[") else "text/plain"
            for name, value in {"Content-Type": kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

    def log_message(self, *_):
        """Nothing is said on standard error: it belongs to the test."""


class Unmoved(http.server.ThreadingHTTPServer):
    """Says nothing of clients that are killed."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve_fake(handler):
    """Serves until the program ends; the port."""
    server = Unmoved(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
