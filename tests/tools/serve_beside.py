#!/usr/bin/env python3
"""serve_beside.py TOOLS: the operator's commands and a server at work on the same store, and neither fails the other."""
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from serve_rig import PASSWORD, TOOLS, Server, check

SAMPLES = Path.cwd()


class Client:
    """Speaks to the API; what is not answered as wanted ends the test."""

    def __init__(self, port):
        self.port, self.token = port, ""

    def ask(self, method, path, body=None, wanted=200):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, "/api/v1" + path, json.dumps(body) if body is not None else None, headers)
        reply = connection.getresponse()
        answer = json.loads(reply.read())
        connection.close()
        if reply.status != wanted:
            raise AssertionError(f"{method} {path}: {reply.status}, not {wanted}: {answer}")
        return answer

    def lines_of(self, session):
        """The whole session as session lines."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", f"/api/v1/sessions/{session}/data?format=jsonl",
                           headers={"Authorization": f"Bearer {self.token}"})
        reply = connection.getresponse()
        lines = reply.read()
        connection.close()
        if (reply.status, reply.getheader("Content-Type")) != (200, "application/jsonl"):
            raise AssertionError(f"lines of {session}: {reply.status} {lines[:200]}")
        return lines

    def log_in(self, identifier, password=PASSWORD.strip(), wanted=200):
        answer = self.ask("POST", "/auth/login", {"identifier": identifier, "password": password}, wanted)
        self.token = answer.get("token", "")
        return answer


@contextmanager
def running(server):
    process = subprocess.Popen([TOOLS / "ecg-serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True,
                               env=server.environment)
    try:
        said = process.stderr.readline()
        port = re.search(r"http://127\.0\.0\.1:(\d+);", said)
        check("a server is at work", port, said)
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield int(port[1])
    finally:
        process.terminate()
        check("and ends in order", process.wait(30) == 0)


def accounts(server, port):
    user = server.add("Ada Example", "--role", "patient", "--serial", "ECG-0001")
    client = Client(port)
    check("who was made an account logs in", client.log_in("ECG-0001")["user_id"] == user)
    before = client.token
    check("a new password", server.run("user", "reset", "ECG-0001", given="another set of words\n")[0] == 0)
    check("is the one that counts", client.log_in("ECG-0001", wanted=401)["status"] == "error"
          and client.log_in("ECG-0001", "another set of words")["user_id"] == user)

    old = Client(port)
    old.token = before
    refused_within(old, f"/users/{user}", "a token of before")
    check("disabled", server.run("user", "disable", "ECG-0001")[0] == 0)
    refused_within(client, f"/users/{user}", "a token of a disabled account")
    client.token = ""
    client.log_in("ECG-0001", "another set of words", wanted=401)
    check("nobody logs in with it", True)
    check("enabled", server.run("user", "enable", "ECG-0001")[0] == 0)
    client.log_in("ECG-0001", "another set of words")
    return client, user


def refused_within(client, path, whose, seconds=20):
    """A server asks the store for what others changed now and then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            client.ask("GET", path, wanted=401)
            check(f"{whose} is void", True)
            return
        except AssertionError:
            time.sleep(0.2)
    sys.exit(f"{whose}: is good after {seconds} s")


def sessions(server, client, user):
    code, said, errors = server.run("import", SAMPLES / "demo.jsonl", "--user", user)
    check("a session is imported", code == 0, errors)
    session = said.split()[1]
    known = client.ask("GET", f"/users/{user}/sessions")["sessions"]
    check("and the server shows it", [one["session_id"] for one in known] == [session])
    waveform = client.ask("GET", f"/sessions/{session}/data")["waveform_segments"][0]
    line = json.loads((SAMPLES / "demo.jsonl").read_text().splitlines()[0])
    check("with its numbers", waveform["leads"] == line["ecg_snapshot"] and waveform["sampling_rate"] == 100)

    started = client.ask("POST", "/sessions/start", {"device_serial": "ECG-0001", "device_info": {"sampling_rate": 100}},
                         wanted=201)["session_id"]
    snapshot = line.pop("ecg_snapshot")
    line["session_id"] = started
    client.ask("POST", f"/sessions/{started}/waveform",
               {"timestamp": line["timestamp"], "sampling_rate": 100, "duration_seconds": 5, "leads": snapshot,
                "line": {**line, "ecg_snapshot": None}}, wanted=201)
    line["ecg_snapshot"] = snapshot
    exported = server.run("export", started)[1]
    check("a line that a client sends along comes out again", json.loads(exported) == line, exported[:300])
    return started


def onlookers(server, client, session):
    """Another program that opens the database and closes it again: the last to leave takes the log away with it, so
    all depends on the server's own locks."""
    def stored():
        with server.database() as database:
            return database.execute("SELECT count(*) FROM metrics").fetchone()[0]

    log = server.folder / "ecg.db-wal"
    before, begun = stored(), log.stat().st_ino
    for n in range(3):
        client.ask("POST", f"/sessions/{session}/metrics",
                   {"timestamp": f"2025-01-08T12:00:0{n}Z", "metrics": {"heart_rate": 60 + n}}, wanted=201)
        check("an onlooker sees what was acknowledged", stored() == before + n + 1)
        check("and leaves the log where it is", log.exists() and log.stat().st_ino == begun)


def under_load(server, client, session):
    """A recorder goes on while everything the operator can do is done."""
    stop, sent, failed = threading.Event(), [], []

    def record():
        second = 0
        while not stop.is_set():
            second += 1
            moment = f"2025-01-02T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
            try:
                client.ask("POST", f"/sessions/{session}/metrics",
                           {"timestamp": moment, "metrics": {"heart_rate": 60 + second % 40}}, wanted=201)
                sent.append(moment)
            except AssertionError as error:
                failed.append(str(error))

    recorder = threading.Thread(target=record)
    recorder.start()
    for n in range(5):
        path = server.home / f"long-{n}.jsonl"
        lines = subprocess.run([TOOLS / "ecg-acquire", "demo", "--duration", "300", "--rate", "250", "--noise", "0.02",
                                "--session-id", f"long-{n}"], capture_output=True, check=True).stdout
        path.write_bytes(lines)
        server.add(f"Person {n}", "--role", "patient", "--serial", f"P-{n}")
        code, said, errors = server.run("import", path, "--user", f"P-{n}")
        check("an import", code == 0, errors)
        exported = server.run("export", said.split()[1])
        check("its export, to the byte", exported[1].encode() == lines, exported[2])
        owner = Client(client.port)
        owner.log_in(f"P-{n}")
        check("and as lines from the server", owner.lines_of(said.split()[1]) == lines)
        code, _, errors = server.run("backup", server.home / f"copy-{n}")
        check("a backup", code == 0, errors)
        code, _, errors = server.run("check")
        check("a check", code == 0, errors)
    stop.set()
    recorder.join()
    check(f"none of {len(sent)} requests meanwhile was refused", not failed and len(sent) > 20, failed[:1])
    with server.database() as database:
        stored = database.execute("SELECT count(*) FROM metrics JOIN sessions USING (session_number) "
                                  "WHERE session_id = ?", (session,)).fetchone()[0]
    check("and each is stored", stored == len(sent), (stored, len(sent)))
    code, said, errors = server.run("audit", "verify")
    check("both audit logs are unbroken", code == 0 and said.count("as they were written") == 2, errors)


os.umask(0o077)
with tempfile.TemporaryDirectory() as name:
    server = Server(name)
    server.environment |= {"ECG_SERVE_USER_REQUESTS_PER_SECOND": "100000", "ECG_SERVE_USER_REQUESTS_BURST": "100000"}
    with running(server) as port:
        client, user = accounts(server, port)
        session = sessions(server, client, user)
        under_load(server, client, session)
    with running(server) as port:  # a database that is there already
        client = Client(port)
        client.log_in("ECG-0001", "another set of words")
        onlookers(server, client, session)
    check("afterwards all is sound", server.run("check")[0] == 0 and server.run("audit", "verify")[0] == 0)
    restored = Server(Path(name) / "restored")
    restored.home.mkdir()
    (Path(name) / "copy-4").rename(restored.folder)
    with running(restored) as port:
        Client(port).log_in("P-0")
        check("a restored backup serves", True)
