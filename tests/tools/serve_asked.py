"""An ecg-serve that serves, and how to ask it: for the tests of the whole server."""
import base64
import hashlib
import hmac
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from serve_rig import TOOLS, Server, check

PASSWORD = "walks over seven bridges"
# Of names, words and numbers that tests send: none of them may ever stand in a log.
PRIVATE = ("Ada Example", "Ben Sample", "Cem Probe", "Dan Example", "John Doe", "+1234567890", "123 Main St", PASSWORD)
SANITIZERS = ("AddressSanitizer", "ThreadSanitizer", "LeakSanitizer", "runtime error:")
LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return self.headers.get(name)

    def __str__(self):
        return f"{self.status} {self.body[:600]!r}"


class Account:
    """Who asks: an account that is logged in."""

    def __init__(self, answer):
        self.user_id, self.token, self.refresh = answer["user_id"], answer["token"], answer.get("refresh_token")


class Serve(Server):
    """At work from the beginning to the end of a with; settings as in the environment, without ECG_SERVE_."""

    def __init__(self, home, **settings):
        super().__init__(home)
        self.environment["ECG_SERVE_ADDRESS_REQUESTS_BURST"] = "100000"
        self.environment.update({f"ECG_SERVE_{name.upper()}": str(value) for name, value in settings.items()})
        self.process, self.port, self.lines = None, None, []

    def __enter__(self):
        return self.begin()

    def __exit__(self, kind, *_):
        if self.process:
            if kind:
                self.process.kill()
                self.process.wait()
                print("".join(self.lines[-20:]), file=sys.stderr)
            else:
                self.stop()

    def begin(self):
        self.process = subprocess.Popen([TOOLS / "ecg-serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE,
                                        text=True, env=self.environment)
        started = threading.Event()
        self.reader = threading.Thread(target=self._read, args=(self.process.stderr, started), daemon=True)
        self.reader.start()
        if not started.wait(120):
            self.process.kill()
            sys.exit("the server did not start: " + "".join(self.lines))
        return self

    def _read(self, stream, started):
        for line in stream:
            self.lines.append(line)
            if found := re.search(r'"started".*port (\d+)', line):
                self.port = int(found[1])
                started.set()

    def stop(self):
        """As an operator does; what it said until then is looked at."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self.reader.join(10)
        said = "".join(self.lines)
        self.process = None
        check("the server stops with 0 and no sanitizer's word", code == 0 and not any(s in said for s in SANITIZERS),
              (code, said[-4000:]))
        private = [word for word in PRIVATE if word in said]
        check("its log tells nothing of patients", not private, private)
        for line in self.lines[1:]:
            json.loads(line)

    def restart(self):
        self.stop()
        self.lines = []
        return self.begin()

    def memory_kb(self):
        return int(re.search(r"VmRSS:\s*(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1])

    # Asking.

    def connect(self, source=None, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout,
                                          source_address=(source, 0) if source else None)

    def ask(self, method, path, body=None, account=None, headers=None, source=None):
        """body: what becomes JSON, or bytes as they are; account: an Account or a token."""
        head = dict(headers or {})
        if account is not None:
            head.setdefault("Authorization", f"Bearer {getattr(account, 'token', account)}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            head.setdefault("Content-Type", "application/json")
        connection = self.connect(source)
        try:
            connection.request(method, path, body, head)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, account=None, **more):
        return self.ask("GET", path, None, account, **more)

    def post(self, path, body, account=None, **more):
        return self.ask("POST", path, body, account, **more)

    def raw(self, sent, seconds=20, source=None):
        """Bytes as they are; all that comes back until the server closes, or nothing came for so long."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds,
                                      source_address=(source, 0) if source else None) as wire:
            try:
                wire.sendall(sent)
            except (BrokenPipeError, ConnectionResetError):
                pass
            came = b""
            try:
                while piece := wire.recv(65536):
                    came += piece
            except (socket.timeout, ConnectionResetError):
                pass
        return came

    # What most tests begin with.

    def register(self, name, serial, **more):
        answer = self.post("/api/v1/auth/register", {"full_name": name, "device_serial": serial, "password": PASSWORD,
                                                     **more})
        check(f"account {serial} is open", answer.status == 201, answer)
        return Account(answer.json)

    def login(self, identifier, password=PASSWORD, **more):
        answer = self.post("/api/v1/auth/login", {"identifier": identifier, "password": password}, **more)
        check(f"{identifier} logs in", answer.status == 200, answer)
        return Account(answer.json)

    def staff(self, name, role):
        """An account that the operator makes, logged in."""
        code, _, errors = self.run("user", "add", name, "--role", role, given=PASSWORD + "\n")
        check(f"the operator makes a {role}", code == 0, errors)
        return self.login(name)

    def begin_session(self, account, serial):
        answer = self.post("/api/v1/sessions/start", {"device_serial": serial}, account)
        check(f"a session of {serial} begins", answer.status == 201, answer)
        return answer.json["session_id"]

    def key(self, purpose):
        """The id and the secret of the newest key of that purpose."""
        path = sorted((self.folder / "keys").glob(f"{purpose}-*.key"))[-1]
        return path.stem.rsplit("-", 1)[1], from_base64url(path.read_text().strip())


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims_of(token):
    return json.loads(from_base64url(token.split(".")[1]))


def header_of(token):
    return json.loads(from_base64url(token.split(".")[0]))


def forge(header, claims, secret, digest="sha256"):
    """A token as whoever has the key could make it."""
    text = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return text + "." + base64url(hmac.new(secret, text.encode(), getattr(hashlib, digest)).digest())


def expired(server, token):
    """That token, true in all but its time."""
    claims = claims_of(token)
    claims["iat"] -= 4000
    claims["exp"] -= 4000
    return forge(header_of(token), claims, server.key("tokens")[1])


def moment(seconds=0.0):
    """The moment so many seconds after the one at which all tests record."""
    whole = int(seconds)
    text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(1736339696 + whole))
    return f"{text}.{round((seconds - whole) * 1e6):06d}Z"


def metrics_of(heart_rate=75, at=0.0):
    return {"timestamp": moment(at), "metrics": {
        "heart_rate": heart_rate, "pr_interval": 160, "qrs_duration": 85, "qrs_axis": 45, "st_segment": 0,
        "qt_interval": 380, "qtc_interval": 400, "hrv": 45, "rr_interval": 800, "sampling_rate": 80}}


def waveform_of(at=0.0, samples=400, level=0.0):
    leads = {name: [round(level + 0.001 * ((i * (n + 3)) % 997), 3) for i in range(samples)]
             for n, name in enumerate(LEADS)}
    return {"timestamp": moment(at), "sampling_rate": 80, "duration_seconds": samples / 80, "leads": leads}


def pdf_of(text="An invented report"):
    """A small PDF that any reader opens."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R "
               b">> >> >>", b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def form_of(*parts, boundary="walks-over"):
    """multipart/form-data of (name, filename or None, type or None, bytes): its body and headers."""
    body = b""
    for name, filename, kind, content in parts:
        place = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename is not None else "")
        head = f"--{boundary}\r\nContent-Disposition: {place}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "")
        body += head.encode() + b"\r\n" + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def upload(server, account, pdf, metadata=None, **more):
    parts = [("file", "report.pdf", "application/pdf", pdf)]
    if metadata is not None:
        parts.append(("metadata", None, None, json.dumps(metadata).encode()))
    body, headers = form_of(*parts)
    return server.post("/api/v1/reports/upload", body, account, headers={**headers, **more})


def in_parallel(count, ask):
    """What ask(number) gives, all at once."""
    gathered, gate = [None] * count, threading.Barrier(count)

    def one(number):
        gate.wait()
        gathered[number] = ask(number)
    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gathered


def with_server(body, **settings):
    """body(server) of a server in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        with Serve(home, **settings) as server:
            body(server)
