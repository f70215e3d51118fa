#!/usr/bin/env python3
"""serve_together.py TOOLS: what the server keeps when many ask at once, ask again, ask another's and restart."""
import hashlib
import hmac
import json
import re
import tempfile
import time
import urllib.parse
import zlib
from pathlib import Path

from serve_asked import (PASSWORD, Serve, base64url, claims_of, in_parallel, metrics_of, moment, pdf_of, upload, waveform_of,
                         with_server)
from serve_rig import check, small_disk, told_words

ROLES = ("patient", "device", "clinician", "admin")
# Of each role: what is its own, patients', staff's and nobody's.
ACCESS = {
    "read_account": ("ynnn", "ynnn", "yynn", "yyyn"), "change_account": ("ynnn", "ynnn", "yfnn", "yyyn"),
    "change_role": ("ffff", "ffff", "ffff", "yyyn"), "change_password": ("ynnn", "ynnn", "yfnn", "yyyn"),
    "add_device": ("ynnn", "ynnn", "ffff", "yyyn"), "list_sessions": ("ynnn", "yfff", "yynn", "yyyn"),
    "read_session": ("ynnn", "ynnn", "yynn", "yyyn"), "write_session": ("ynnn", "ynnn", "ffff", "yyyn"),
    "list_reports": ("ynnn", "yfff", "yynn", "yyyn"), "read_report": ("ynnn", "ynnn", "yynn", "yyyn"),
    "add_report": ("ynnn", "ynnn", "ffff", "yyyn")}
NOBODY = "00000000-0000-4000-8000-000000000000"


def soon(name, truth, seconds=30):
    """Within a time that is far longer than it takes."""
    end = time.monotonic() + seconds
    while not truth():
        check(name, time.monotonic() < end, "not in time")
        time.sleep(0.1)
    check(name, True)


# Roles

class Household:
    """Two of each role; what each of the second ones has is foreign to the first."""

    def __init__(self, server):
        self.server, self.askers, self.owners = server, {}, {}
        for number, people in enumerate((self.askers, self.owners)):
            people["patient"] = server.register(f"Patient {number}", f"ECG-P{number}")
            people["device"] = server.register(f"Recorder {number}", f"ECG-D{number}", role="device")
            people["clinician"] = server.staff(f"Clinician {number}", "clinician")
            people["admin"] = server.staff(f"Admin {number}", "admin")
        self.things = {}
        everybody = [*self.askers.values(), *self.owners.values()]
        for number, account in enumerate(everybody):
            self.things[account.user_id] = self.things_of(account, f"ECG-H{number}")

    def things_of(self, account, serial):
        """A session and a report; those of a clinician are from the time before."""
        if claims_of(account.token)["role"] == "clinician":
            return "session_20250108_123456_none", "report_999999"
        session = self.server.begin_session(account, serial)
        return session, upload(self.server, account, pdf_of(serial)).json["report_id"]

    def ask(self, action, asker, owner, number):
        session, report = self.things.get(owner, ("session_20250108_123456_none", "report_999999"))
        user, server = f"/api/v1/users/{owner}", self.server
        return {
            "read_account": lambda: server.get(user, asker),
            "change_account": lambda: server.ask("PATCH", user, {"age": 40}, asker),
            "change_role": lambda: server.ask("PATCH", user, {"disabled": False}, asker),
            "change_password": lambda: server.post(f"{user}/password", {"new_password": "short"}, asker),
            "add_device": lambda: server.post(f"{user}/devices", {"device_serial": f"ECG-X{number}"}, asker),
            "list_sessions": lambda: server.get(f"{user}/sessions", asker),
            "read_session": lambda: server.get(f"/api/v1/sessions/{session}/data", asker),
            "write_session": lambda: server.post(f"/api/v1/sessions/{session}/metrics", metrics_of(at=number), asker),
            "list_reports": lambda: server.get(f"{user}/reports", asker),
            "read_report": lambda: server.get(f"/api/v1/reports/{report}", asker),
            "add_report": lambda: upload(server, asker, pdf_of(f"r{number}"), {"user_id": owner})}[action]()


def roles(server):
    house = Household(server)
    number = 0
    for action, words in ACCESS.items():
        for role, word in zip(ROLES, words):
            asker = house.askers[role]
            for letter, owners in zip(word, ([asker.user_id],
                                             [house.owners[one].user_id for one in ("patient", "device")],
                                             [house.owners[one].user_id for one in ("clinician", "admin")], [NOBODY])):
                for owner in owners:
                    if action.endswith(("session", "report")) and owner in (house.askers["clinician"].user_id,
                                                                            house.owners["clinician"].user_id):
                        continue
                    number += 1
                    status = house.ask(action, asker, owner, number).status
                    if action == "change_password":
                        allowed = status in (400, 403) if owner == asker.user_id else status == 400
                    else:
                        allowed = status in (200, 201)
                    right = {"y": allowed, "n": status == 404, "f": status == 403}[letter]
                    check(f"{role} does {action} to {letter} {owner[:8]}", right, (status, letter))
    for role, word in (("patient", "ff"), ("device", "ff"), ("clinician", "yf"), ("admin", "yy")):
        answer = server.get("/api/v1/users?limit=200", house.askers[role])
        check(f"{role} asks for the list of all", answer.status == (200 if word[0] == "y" else 403), answer)
        if word[0] == "y":
            seen = {one["role"] for one in answer.json["users"]}
            check(f"{role} sees whom it may", seen == ({*ROLES} if word[1] == "y" else {"patient", "device"}), seen)
    answer = server.post("/api/v1/sessions/start", {"device_serial": "ECG-Y"}, house.askers["clinician"])
    check("a clinician records nothing", answer.status == 403, answer)


# Once

def once(server):
    """The same key, the same answer: for each POST that stores, also after a restart."""
    ada = server.register("Ada Example", "ECG-A")
    session = server.begin_session(ada, "ECG-A")
    place = f"/api/v1/sessions/{session}"
    requests = {
        "start": ("/api/v1/sessions/start", {"device_serial": "ECG-A"}, {"device_serial": "ECG-A2"}),
        "metrics": (f"{place}/metrics", metrics_of(at=1), metrics_of(at=2)),
        "waveform": (f"{place}/waveform", waveform_of(at=1), waveform_of(at=2)),
        "batch": (f"{place}/batch", {"items": [{"type": "metrics", **metrics_of(at=3)}]},
                  {"items": [{"type": "metrics", **metrics_of(at=4)}]}),
        "error": ("/api/v1/errors/report", {"timestamp": moment(), "error_type": "x", "error_message": "y"},
                  {"timestamp": moment(), "error_type": "x", "error_message": "z"}),
        "device": (f"/api/v1/users/{ada.user_id}/devices", {"device_serial": "ECG-A7"}, {"device_serial": "ECG-A8"}),
        "end": (f"{place}/end", {"summary": {"duration_seconds": 1}}, {"summary": {"duration_seconds": 2}})}
    first = {}
    for name, (path, body, other) in requests.items():
        ask = lambda what, path=path, name=name: server.post(path, what, ada, headers={"Idempotency-Key": f"key-{name}"})
        answers = in_parallel(5, lambda _, ask=ask, body=body: ask(body))
        check(f"{name}: five at once with a key have one answer",
              len({(answer.status, answer.body) for answer in answers}) == 1 and answers[0].status in (200, 201),
              [str(answer) for answer in answers])
        first[name] = answers[0].body
        answer = ask(other)
        check(f"{name}: the key with another body is 422", answer.status == 422 and answer.json["code"] ==
              "idempotency_key_reused", answer)
    answer = server.post("/api/v1/sessions/start", {"device_serial": "ECG-A"}, ada,
                         headers={"Idempotency-Key": "key-error"})
    check("a key of another endpoint is 422", answer.status == 422, answer)
    for key in ("", "a b", "x" * 129, "é"):
        answer = server.post("/api/v1/sessions/start", {"device_serial": "ECG-A"}, ada,
                             headers={"Idempotency-Key": key.encode()})
        check(f"the key {key[:5]!r} is none", answer.status == 400, answer)
    ben = server.register("Ben Sample", "ECG-B")
    answer = server.post("/api/v1/sessions/start", {"device_serial": "ECG-B"}, ben,
                         headers={"Idempotency-Key": "key-start"})
    check("another's key is another", answer.status == 201 and answer.body != first["start"], answer)
    server.restart()
    for name, (path, body, _) in requests.items():
        answer = server.post(path, body, ada, headers={"Idempotency-Key": f"key-{name}"})
        check(f"{name}: after a restart, too", answer.body == first[name], answer)
    again = {"full_name": "Ada Example", "device_serial": "ECG-A", "password": PASSWORD}
    answer = server.post("/api/v1/auth/register", again, headers={"Idempotency-Key": "r"})
    check("a registration that comes again with a key is a login", answer.status == 201 and
          answer.json["user_id"] == ada.user_id, answer)
    for title, body, headers in (("without a key", again, {}),
                                 ("with another password", {**again, "password": PASSWORD + "!"},
                                  {"Idempotency-Key": "r"})):
        answer = server.post("/api/v1/auth/register", body, headers=headers)
        check(f"but not {title}", answer.status == 409, answer)


# Tokens

def revoked(server):
    ada, ben = server.register("Ada Example", "ECG-A"), server.register("Ben Sample", "ECG-B")
    me = f"/api/v1/users/{ada.user_id}"
    one, two = server.login("ECG-A"), server.login("ECG-A")
    out = server.post("/api/v1/auth/logout", {"refresh_token": two.refresh}, one)
    check("a login ends another of the same account", out.status == 200, out)
    check("that is void", server.get(me, two).status == 401)
    check("but not a login of others", server.post("/api/v1/auth/logout", {"refresh_token": ben.refresh},
                                                   one).status == 404)
    check("which lives", server.get(f"/api/v1/users/{ben.user_id}", ben).status == 200)
    server.restart()
    check("what is void stays so after a restart", server.get(me, two).status == 401)
    check("what is good stays so, too", server.get(me, one).status == 200)
    check("everywhere", server.post("/api/v1/auth/logout", {"everywhere": True}, one).status == 200)
    for account in (ada, one):
        check("all logins are void", server.get(me, account).status == 401)
    server.restart()
    check("and stay so", server.get(me, ada).status == 401)
    fresh = server.login("ECG-A")
    code, _, errors = server.run("user", "disable", "ECG-A")
    check("the operator disables an account while the server runs", code == 0, errors)
    soon("its tokens are void within seconds", lambda: server.get(me, fresh).status == 401)
    answer = server.post("/api/v1/auth/login", {"identifier": "ECG-A", "password": PASSWORD})
    check("and it cannot log in", answer.status == 401, answer)
    check("nor refresh", server.post("/api/v1/auth/refresh", {"refresh_token": fresh.refresh}).status == 401)
    answers = in_parallel(10, lambda _: server.post("/api/v1/auth/refresh", {"refresh_token": ben.refresh}))
    good = [answer for answer in answers if answer.status == 200]
    check("of ten at once, a refresh token is good once at most", len(good) <= 1 and
          {answer.status for answer in answers} <= {200, 401}, [answer.status for answer in answers])
    check("and then all of it is void", server.get(f"/api/v1/users/{ben.user_id}",
                                                   good[0].json["token"] if good else ben).status == 401)


def api_keys(server):
    ada = server.register("Ada Example", "ECG-A")
    code, said, errors = server.run("key", "add", "ECG-A", "--label", "ward")
    check("the operator makes a key", code == 0, errors)
    key = re.search(r"ecg_\S+|\S{30,}", said)[0]
    me = f"/api/v1/users/{ada.user_id}"
    soon("it opens within seconds", lambda: server.get(me, headers={"X-API-Key": key}).status == 200)
    check("a damaged one does not", server.get(me, headers={"X-API-Key": key[:-1] + "_"}).status == 401)
    check("beside a token, the token counts", server.get(me, "x", headers={"X-API-Key": key}).status == 401)


# Reports

def reports(server):
    ada = server.register("Ada Example", "ECG-A")
    pdf = pdf_of("Of the reports") + b"%" * 300_000 + b"\n%%EOF\n"
    made = upload(server, ada, pdf, {"patient_name": "Ada Example"}).json
    again = upload(server, ada, pdf, {"patient_name": "Ada Example"}).json
    check("the same file is the same report", made["report_id"] == again["report_id"], (made, again))
    other = upload(server, ada, pdf, {"patient_name": "Ada Example", "x": 1}).json
    check("with other metadata it is another, or the same", other["report_id"].startswith("report_"), other)
    link = urllib.parse.urlsplit(made["url"])
    path = f"{link.path}?{link.query}"
    check("the link leads here", link.netloc == f"127.0.0.1:{server.port}", made["url"])
    whole = server.get(path)
    tag = whole.header("ETag")
    check("the link works without a token", whole.status == 200 and whole.body == pdf, whole)
    for header, status, body in (
            ({"Range": "bytes=0-99"}, 206, pdf[:100]), ({"Range": "bytes=-20"}, 206, pdf[-20:]),
            ({"Range": f"bytes={len(pdf) - 5}-"}, 206, pdf[-5:]), ({"Range": "bytes=100-299999"}, 206, pdf[100:300000]),
            ({"Range": f"bytes={len(pdf)}-"}, 416, None), ({"Range": "bytes=0-1,5-6"}, 200, pdf),
            ({"Range": "lines=0-1"}, 200, pdf), ({"Range": "bytes=9-1"}, 200, pdf), ({"If-None-Match": tag}, 304, b""),
            ({"If-None-Match": f'"x", W/{tag}'}, 304, b""), ({"If-None-Match": "*"}, 304, b""),
            ({"If-None-Match": '"x"'}, 200, pdf), ({"Range": "bytes=0-9", "If-Range": tag}, 206, pdf[:10]),
            ({"Range": "bytes=0-9", "If-Range": '"x"'}, 200, pdf)):
        answer = server.get(path, headers=header)
        check(f"with {header}: {status}", answer.status == status and body in (None, answer.body), answer.status)
        if status in (200, 206):
            check("its length is told", answer.header("Content-Length") == str(len(body)), dict(answer.headers))
        if status == 206:
            check("its place is told", re.fullmatch(rf"bytes \d+-\d+/{len(pdf)}", answer.header("Content-Range")))
    head = server.ask("HEAD", path)
    check("HEAD is like GET without a body", (head.status, head.body, head.header("ETag"),
                                              head.header("Content-Length")) == (200, b"", tag, str(len(pdf))),
          dict(head.headers))
    changes = {"tampered": path[:-1] + ("A" if path[-1] != "A" else "B"),
               "for longer": re.sub(r"expires=(\d+)", lambda m: f"expires={int(m[1]) + 9}", path),
               "of another report": path.replace(made["report_id"], "report_2"), "without": link.path,
               "with more": path + "&x=1", "twice": f"{path}&{link.query}"}
    for name, one in changes.items():
        answer = server.get(one)
        check(f"a link that is {name} is 403", answer.status == 403 and answer.json["code"] == "invalid_link", answer)
    number, secret = server.key("links")
    check("the links have a key of their own", f"kid={number}" in path and secret != server.key("tokens")[1])
    old = re.sub(r"expires=\d+", f"expires={int(time.time()) - 1}", path.rsplit("&", 1)[0])
    answer = server.get(f"{old}&signature={sign(secret, old)}")
    check("a link whose time is over is 403", answer.status == 403 and answer.json["code"] == "link_expired", answer)
    bombs(server, ada)


def sign(secret, text):
    return base64url(hmac.new(secret, text.encode(), hashlib.sha256).digest())


def bombs(server, ada):
    before = server.memory_kb()
    packer = zlib.compressobj(9)
    packed = packer.compress(b" " * (300 << 20)) + packer.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    bomb = pdf_of().replace(b"%PDF-1.4\n", b"%PDF-1.4\n9 0 obj\n" + stream + b"\nendobj\n")
    answer = upload(server, ada, bomb)
    check("a PDF that unpacks to 300 MB is refused", answer.status in (400, 413, 422), answer)
    check("and memory stays flat", server.memory_kb() - before < 64_000, server.memory_kb() - before)
    limit = 20 << 20
    pdf = pdf_of("x" * 40)
    largest = pdf + b"%" + b" " * (limit - len(pdf) - 8) + b"\n%%EOF\n"
    check("20 MiB are taken", len(largest) == limit and upload(server, ada, largest).status == 201)
    answer = upload(server, ada, largest + b"\n")
    check("one byte more is not", answer.status == 413, answer)


# Much data

def data(server):
    ada = server.register("Ada Example", "ECG-A")
    session = server.begin_session(ada, "ECG-A")
    place = f"/api/v1/sessions/{session}"
    for start in range(0, 2500, 500):
        items = [{"type": "metrics", **metrics_of(60 + n % 7, n // 2)} for n in range(start, start + 500)]
        items = [{**one, "metrics": {**one["metrics"], "hrv": n % 2}} for n, one in enumerate(items)]
        check("a batch is stored", server.post(f"{place}/batch", {"items": items}, ada).status == 201)
    for number in range(21):
        server.post(f"{place}/waveform", waveform_of(at=5 * number, level=number), ada)
    whole = server.get(f"{place}/data", ada).json
    check("all rows come", (len(whole["metrics_timeline"]), len(whole["waveform_segments"])) == (2500, 21))
    check("in the order of their times", [row["timestamp"] for row in whole["metrics_timeline"]] ==
          sorted(row["timestamp"] for row in whole["metrics_timeline"]))
    for limit in (1000, 1001, 999, 7, 2500, 3):
        metrics, waveforms, cursor, pages = [], [], "", 0
        while True:
            page = server.get(f"{place}/data?limit={limit}{cursor}", ada).json
            metrics += page["metrics_timeline"]
            waveforms += page["waveform_segments"]
            pages += 1
            if "next" not in page or (limit < 10 and pages > 30):
                break
            check("a page has no more than was asked for", len(page["metrics_timeline"]) <= limit and
                  len(page["waveform_segments"]) <= limit)
            cursor = "&cursor=" + urllib.parse.quote(page["next"])
        wanted = whole["metrics_timeline"][:len(metrics)]
        check(f"pages of {limit} have each row once", metrics == wanted and waveforms ==
              whole["waveform_segments"][:len(waveforms)] and (limit < 10 or len(metrics) == 2500), len(metrics))
    some = server.get(f"{place}/data?kind=metrics&from={moment(100)}&to={moment(200)}", ada).json
    check("a range has what is from its begin to before its end", some["metrics_timeline"] ==
          [row for row in whole["metrics_timeline"] if moment(100) <= as_moment(row) < moment(200)] and some["waveform_segments"] == []
          and "reports" not in some, len(some["metrics_timeline"]))
    other = server.get(f"{place}/data?kind=waveforms&limit=2", ada).json
    check("the other kind alone", other["metrics_timeline"] == [] and other["waveform_segments"] ==
          whole["waveform_segments"][:2] and "next" in other)
    for cursor in ("x", "m-w", "m1.2-w3", "m1.-1-w.", "me-we-", "m99999999999999999999.1-we"):
        check(f"{cursor} is no cursor", server.get(f"{place}/data?cursor={cursor}", ada).status == 400)
    ended = server.get(f"{place}/data?cursor=me-we", ada).json
    check("behind the end there is nothing", ended["metrics_timeline"] == ended["waveform_segments"] == [] and
          "next" not in ended)


def as_moment(row):
    text = row["timestamp"].rstrip("Z")
    return (text if "." in text else text + ".").ljust(26, "0") + "Z"


def big_session(server):
    """Two hours at 500 Hz; read by who takes it and by who does not."""
    ada = server.register("Ada Example", "ECG-A")
    session = server.begin_session(ada, "ECG-A")
    place = f"/api/v1/sessions/{session}"
    body = waveform_of(samples=5000)
    body["sampling_rate"], body["duration_seconds"] = 500, 10
    for number in range(120):
        server.post(f"{place}/waveform", {**body, "timestamp": moment(10 * number)}, ada)
    before = server.memory_kb()
    slow = [server.connect() for _ in range(8)]
    for connection in slow:
        connection.request("GET", f"{place}/data", headers={"Authorization": f"Bearer {ada.token}"})
    connection = server.connect()
    connection.request("GET", f"{place}/data", headers={"Authorization": f"Bearer {ada.token}"})
    answer = connection.getresponse()
    size, most = 0, 0
    while piece := answer.read(1 << 20):
        size += len(piece)
        most = max(most, server.memory_kb())
    check("it came whole", size > 30_000_000, size)
    check("memory stays flat", most - before < 150_000, (before, most))
    for one in (*slow, connection):
        one.close()


# The audit log

def lines_of(server, operator=False):
    folder = server.folder / "audit" / ("operator" if operator else "")
    return [json.loads(line) for path in sorted(folder.glob("audit*.jsonl")) for line in path.read_text().splitlines()]


def audit(server):
    ada, ben = server.register("Ada Example", "ECG-A"), server.register("Ben Sample", "ECG-B")
    cem = server.staff("Cem Probe", "clinician")
    session = server.begin_session(ada, "ECG-A")
    report = upload(server, ada, pdf_of()).json
    server.get(f"/api/v1/sessions/{session}/data", cem)
    server.get(f"/api/v1/reports/{report['report_id']}", cem)
    server.get(f"/api/v1/users/{ada.user_id}", cem)
    server.get(f"/api/v1/users/{ada.user_id}", ben)
    link = urllib.parse.urlsplit(report["url"])
    server.get(f"{link.path}?{link.query}")
    for number in range(30):
        server.post(f"/api/v1/sessions/{session}/metrics", metrics_of(at=number), ada)
    server.post("/api/v1/auth/login", {"identifier": "ECG-A", "password": "wrong " + PASSWORD})
    server.restart()
    lines = lines_of(server)

    def told(name, **wanted):
        found = [line for line in lines if all(line.get(key, "") == value for key, value in wanted.items())]
        check(f"the log tells of {name}", found, wanted)
        return found
    told("the clinician's look at a session", who=cem.user_id, role="clinician", whom=ada.user_id,
         action="session_data", what=session, result="done", address="127.0.0.1")
    told("the look at a report", who=cem.user_id, whom=ada.user_id, action="read_report", what=report["report_id"])
    told("the look at an account", who=cem.user_id, whom=ada.user_id, action="read_account", result="done")
    told("the look that was refused", who=ben.user_id, action="read_account", whom=ada.user_id, result="not_found")
    told("the file", action="report_file", whom=ada.user_id, result="done")
    told("the registration", action="register", whom=ada.user_id, result="done")
    told("the login", action="login", who=cem.user_id, result="done")
    told("the wrong password", action="login", whom=ada.user_id, result="unauthorized")
    told("the upload", action="upload_report", who=ada.user_id, what=report["report_id"])
    samples = told("the samples", action="add_metrics", who=ada.user_id, what=session, result="done")
    check("thirty of them in few lines", sum(line.get("count", 1) for line in samples) == 30 and len(samples) < 5,
          samples)
    text = json.dumps(lines)
    private = told_words(text, "Ada", "Ben", "Cem") + [
        word for word in (PASSWORD, ada.token, ada.refresh, "ECG-A") if word in text]
    check("and names nobody but by id", not private, private)
    code, said, errors = server.run("audit", "verify")
    check("it is as it was written", code == 0, said + errors)


def no_audit():
    """What cannot be audited is not shown; what is recorded is kept all the same."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "server")
        folder.mkdir(mode=0o700)
        with small_disk(folder, 256, "audit") as disk:
            if disk:
                on_a_small_disk(home, *disk)


def on_a_small_disk(home, small, fill):
    with Serve(home) as server:
        ada = server.register("Ada Example", "ECG-A")
        session = server.begin_session(ada, "ECG-A")
        me, place = f"/api/v1/users/{ada.user_id}", f"/api/v1/sessions/{session}"
        shown = 0

        def ask():
            nonlocal shown
            status = server.get(me, ada).status
            check("an account is shown or not", status in (200, 503), status)
            shown += status == 200
            return status

        check("with room it is shown", ask() == 200)
        fill(True)
        soon("on a full audit disk nothing is shown", lambda: ask() == 503)
        check("and that stays so", all(ask() == 503 for _ in range(20)))
        for path in (me, f"{place}/data", f"{me}/sessions", f"{place}/live"):
            answer = server.get(path, ada)
            check("that is told", answer.status == 503 and answer.json["code"] == "audit_unavailable" and
                  answer.header("Retry-After") and ada.user_id.encode() not in answer.body, answer)
        check("the server says that it is not ready", server.get("/readyz").status == 503)
        check("what is recorded is kept", server.post(f"{place}/metrics", metrics_of(), ada).status == 201)
        (small / "fill").unlink()
        soon("when there is room, all is shown again", lambda: ask() == 200)
        rows = server.get(f"{place}/data", ada).json["metrics_timeline"]
        check("with what came meanwhile", len(rows) == 1, rows)
        soon("and it is ready", lambda: server.get("/readyz").status == 200)
        code, said, errors = server.run("audit", "verify")
        check("the log is as it was written", code == 0, said + errors)
        kept = sum(line.get("count", 1) for line in lines_of(server)
                   if line.get("action") == "read_account" and line.get("result") == "done")
        check("each time that it was shown has its line", kept == shown, (kept, shown))


for part in (roles, once, revoked, api_keys, reports, data, big_session, audit):
    with_server(part)
no_audit()
