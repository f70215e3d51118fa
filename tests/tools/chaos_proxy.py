"""A network that misbehaves as it is told: an HTTP/1.1 proxy in front of a server, which decides request by request."""
import contextlib
import dataclasses
import socket
import struct
import threading
import time
from collections import Counter

PAGE = b"<html><body>Welcome! Please accept our terms to go online.</body></html>"


@dataclasses.dataclass
class Request:
    line: str     # "POST /api/v1/auth/login"
    number: int   # of all, from 1
    length: int   # of its body

    @property
    def is_data(self):
        return "/sessions/" in self.line or "/reports/" in self.line


@dataclasses.dataclass
class Fault:
    """kind: a method of Visit; amount: bytes, seconds, bytes a second or a status; head: of a status, what stands in it."""
    kind: str
    amount: float = 0
    head: str = ""


class Visit:
    """One connection of a client. A fault may end it."""

    def __init__(self, proxy, client):
        self.proxy, self.client, self.server = proxy, client, None
        self.rest = b""

    def run(self):
        with contextlib.suppress(OSError, ValueError):
            while request := self.next_request():
                fault = self.proxy.decide(request)
                self.proxy.kinds[fault.kind if fault else "passed"] += 1
                if fault:
                    getattr(self, fault.kind)(request, fault)
                else:
                    self.client.sendall(self.answer(request))
        for end in (self.client, self.server):
            if end:
                end.close()

    def next_request(self):
        while b"\r\n\r\n" not in self.rest:
            piece = self.client.recv(65536)
            if not piece:
                return None
            self.rest += piece
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        self.head = head + b"\r\n\r\n"
        return self.proxy.count(head.split(b" HTTP/")[0].decode("latin-1"), length_in(head))

    def body(self, length):
        while len(self.rest) < length:
            piece = self.client.recv(65536)
            if not piece:
                raise ValueError
            self.rest += piece
        body, self.rest = self.rest[:length], self.rest[length:]
        return body

    def answer(self, request):
        """The server's, whole; it has acted then."""
        body = self.body(request.length)
        if not self.server:
            self.server = socket.create_connection(("127.0.0.1", self.proxy.target), timeout=60)
        self.server.sendall(self.head + body)
        got, is_head = b"", request.line.startswith("HEAD ")
        while not is_whole(got, not is_head):
            piece = self.server.recv(65536)
            if not piece:
                raise ValueError
            got += piece
        if is_head:  # some send the end of a body that is not there, too, which is no answer to what comes next
            self.server.close()
            self.server = None
        return got

    # The faults.

    def reset(self, _, fault):
        """After so many bytes of the body were read."""
        with contextlib.suppress(ValueError):
            self.body(int(fault.amount))
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.client.close()

    def lose(self, request, fault):
        """The server acts, and nobody hears of it."""
        self.answer(request)
        fault.amount = 0
        self.reset(request, fault)

    def hang(self, request, _):
        """The same, and the line stays open."""
        self.answer(request)
        self.black_hole(request, None)

    def black_hole(self, *_):
        while self.client.recv(65536):
            pass
        self.client.close()

    def end(self, request, _):
        """Reads it and says good-bye; the server hears nothing."""
        self.body(request.length)
        self.client.close()

    def truncate(self, request, fault):
        """The first bytes of the answer; negative: all but the last."""
        self.client.sendall(self.answer(request)[:int(fault.amount)])
        self.client.close()

    def delay(self, request, fault):
        time.sleep(fault.amount)
        self.client.sendall(self.answer(request))

    def slow(self, request, fault):
        """So many bytes a second."""
        for byte in self.answer(request):
            self.client.sendall(bytes([byte]))
            time.sleep(1 / fault.amount)

    def slow_upload(self, request, fault):
        """Reads the body so slowly."""
        step, read = 1024, 0
        whole = b""
        while read < request.length:
            whole += self.body(min(step, request.length - read))
            read = len(whole)
            time.sleep(step / fault.amount)
        self.rest = whole + self.rest
        self.client.sendall(self.answer(request))

    def say(self, request, status, head, body):
        self.body(request.length)
        text = f"HTTP/1.1 {status} Said\r\n{head}Content-Length: {len(body)}\r\n\r\n"
        self.client.sendall(text.encode() + body)

    def status(self, request, fault):
        self.say(request, int(fault.amount), f"Content-Type: application/json\r\n{fault.head}",
                 b'{"status":"error","error":"said","message":"said by the way"}')

    def portal(self, request, _):
        self.say(request, 200, "Content-Type: text/html\r\n", PAGE)

    def portal_redirect(self, request, _):
        self.say(request, 302, "Content-Type: text/html\r\nLocation: http://127.0.0.1/login\r\n", PAGE)

    def garbage(self, request, _):
        self.body(request.length)
        self.client.sendall(bytes(range(256)) * 4)
        self.client.close()

    def bare(self, request, _):
        """HTTP/0.9: a body and nothing else."""
        self.body(request.length)
        self.client.sendall(b'{"status":"success"}\n')
        self.client.close()

    def last(self, request, _):
        """The answer, and the connection is over: a server that wants no more requests on it."""
        self.client.sendall(self.answer(request))
        self.client.close()


def is_whole(answer, has_body):
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end or not has_body:
        return bool(end)
    return body.endswith(b"0\r\n\r\n") if b"transfer-encoding: chunked" in head.lower() else len(body) >= length_in(answer)


def length_in(head):
    for line in head.split(b"\r\n\r\n")[0].split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


class ChaosProxy:
    """decide: from a request to a fault, or None to pass it on."""

    def __init__(self, target, decide=lambda request: None):
        self.target, self.decide = target, decide
        self.kinds, self.seen = Counter(), []
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def count(self, line, length):
        with self.lock:
            self.seen.append(line)
            return Request(line, len(self.seen), length)

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=Visit(self, client).run, daemon=True).start()

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Once:
    """A decision: the first data requests get these faults, one each; all else passes."""

    def __init__(self, *faults):
        self.faults, self.lock = list(faults), threading.Lock()

    def __call__(self, request):
        with self.lock:
            return self.faults.pop(0) if request.is_data and self.faults else None
