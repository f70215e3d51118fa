#!/usr/bin/env python3
"""serve_attacks.py TOOLS: what attackers and broken clients send, each with the answer that it has to get."""
import base64
import hashlib
import json
import socket
import statistics
import threading
import time
import zlib

from serve_asked import (LEADS, PASSWORD, base64url, claims_of, expired, forge, form_of, from_base64url, in_parallel,
                         header_of, metrics_of, moment, pdf_of, upload, waveform_of, with_server)
from serve_rig import check

FORM = b"Content-Type: application/json\r\n"


class Scene:
    def __init__(self, server):
        self.server = server
        self.ada = server.register("Ada Example", "ECG-A")
        self.ben = server.register("Ben Sample", "ECG-B")
        self.rec = server.register("Recorder of a ward", "ECG-R", role="device")
        self.session = server.begin_session(self.ada, "ECG-A")
        self.report = upload(server, self.ada, pdf_of()).json["report_id"]
        self.me = f"/api/v1/users/{self.ada.user_id}"
        self.place = f"/api/v1/sessions/{self.session}"


def refused(name, answer, status, code=None):
    """The status, and the form that all refusals have."""
    right = answer.status == status
    if right and answer.body:
        body = answer.json
        right = body["status"] == "error" and isinstance(body["details"], list) and body["code"] and body["message"]
        right = right and (code is None or body["code"] == code)
    check(name, right, answer)


def first_status(came):
    return int(came.split(b" ", 2)[1]) if came.startswith(b"HTTP/1.1 ") else None


# 1 to 11: tokens

def tokens(scene):
    server, me, token = scene.server, scene.me, scene.ada.token
    answer = server.get(me)
    refused("1 no Authorization", answer, 401)
    check("1 it is told which is wanted", answer.header("WWW-Authenticate").startswith("Bearer"))
    for scheme in ("Basic " + base64.b64encode(b"Ada Example:x").decode(), "Bearer", "Bearer ", token,
                   f"Bearer  {token}", f"Bearer {token} x"):
        refused(f"2 Authorization: {scheme[:12]}", server.get(me, headers={"Authorization": scheme}), 401)
    _, secret = server.key("tokens")
    header, claims = header_of(token), claims_of(token)
    unsigned = ".".join(base64url(json.dumps(part).encode()) for part in ({**header, "alg": "none"}, claims))
    for signature in ("", token.split(".")[2]):
        refused("3 alg none", server.get(me, f"{unsigned}.{signature}"), 401)
    for algorithm, digest in (("HS512", "sha512"), ("HS384", "sha384"), ("RS256", "sha256"), ("hs256", "sha256")):
        refused(f"4 alg {algorithm} with our secret",
                server.get(me, forge({**header, "alg": algorithm}, claims, secret, digest)), 401)
    for more in ({"crit": ["exp"]}, {"kid": "00000000"}, {"typ": "JWT"}, {"jku": "http://127.0.0.1/"}):
        refused(f"4 a header with {list(more)[0]}", server.get(me, forge({**header, **more}, claims, secret)), 401)
    parts = token.split(".")
    changed = base64url(json.dumps({**claims, "sub": scene.ben.user_id}).encode())
    refused("5 another's id under the old signature",
            server.get(f"/api/v1/users/{scene.ben.user_id}", f"{parts[0]}.{changed}.{parts[2]}"), 401)
    now = int(time.time())
    check("6 a token of ours is taken", server.get(me, forge(header, claims, secret)).status == 200)
    for name, more in (("expired", {"iat": now - 2000, "exp": now - 62}), ("of tomorrow", {"nbf": now + 86400}),
                       ("made tomorrow", {"iat": now + 86400, "exp": now + 90000}), ("of another", {"iss": "x"}),
                       ("for others", {"aud": "x"}), ("without end", {"exp": None}), ("of no role", {"role": "king"}),
                       ("that ends as text", {"exp": str(now + 600)}), ("of nobody", {"sub": ""})):
        refused(f"6 a token {name}", server.get(me, forge(header, {**claims, **more}, secret)), 401)
    refused("6 an expired one is told so", server.get(me, expired(server, token)), 401, "token_expired")
    for name, other in (("padding", token + "="), ("garbage", token + "A"), ("four parts", token + ".x"),
                        ("two parts", ".".join(parts[:2])), ("a plus", token[:-1] + "+"), ("a slash", token[:-1] + "/"),
                        ("nothing signed", f"..{parts[2]}"), ("other letters that mean the same", same_bytes(token))):
        refused(f"7 {name}", server.get(me, other), 401)
    refused("8 a token of 64 KB", server.get(me, "a" * 65536), 431)


def same_bytes(token):
    """The last letter of a signature holds two bits that nothing uses."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = token[:-1] + letters[letters.index(token[-1]) ^ 1]
    return other if from_base64url(other.split(".")[2]) == from_base64url(token.split(".")[2]) else token + "="


def refreshing(scene):
    server = scene.server
    one = server.login("ECG-A")
    again = lambda refresh: server.post("/api/v1/auth/refresh", {"refresh_token": refresh})
    refused("9 a refresh token as access token", server.get(scene.me, one.refresh), 401)
    refused("9 an access token as refresh token", again(one.token), 401)
    second = again(one.refresh)
    check("10 a refresh token is good once", second.status == 200, second)
    check("10 the new pair works", server.get(scene.me, second.json["token"]).status == 200)
    refused("10 and not twice", again(one.refresh), 401)
    refused("10 then all that came of it is dead", again(second.json["refresh_token"]), 401)
    refused("10 its access tokens, too", server.get(scene.me, second.json["token"]), 401)
    check("10 other logins live", server.get(scene.me, scene.ada).status == 200)
    guest = server.register("Guest of one day", "ECG-G")
    mine = f"/api/v1/users/{guest.user_id}"
    other = server.login("ECG-G")
    check("11 logout", server.post("/api/v1/auth/logout", {}, other).status == 200)
    refused("11 after logout", server.get(mine, other), 401)
    refused("11 after logout nothing new", again(other.refresh), 401)
    check("11 the other login lives", server.get(mine, guest).status == 200)
    check("11 password", server.post(f"{mine}/password", {"current_password": PASSWORD,
                                                          "new_password": PASSWORD + " twice"}, guest).status == 200)
    refused("11 after the password's change", server.get(mine, guest), 401)
    refused("11 and nothing new", again(guest.refresh), 401)
    server.login("ECG-G", PASSWORD + " twice")


# 12 to 14: what is another's

def of_others(scene):
    server, ben = scene.server, scene.ben
    for path in (scene.me, f"{scene.me}/sessions", f"{scene.me}/reports", f"{scene.place}/data",
                 f"{scene.place}/live", f"/api/v1/reports/{scene.report}", f"/api/v1/reports/{scene.report}/file"):
        refused(f"12 {path.split('/')[3:]} of another", server.get(path, ben), 404)
    for path, body in (("metrics", metrics_of()), ("waveform", waveform_of()), ("end", {"summary": {}}),
                       ("batch", {"items": [{"type": "metrics", **metrics_of()}]})):
        refused(f"13 {path} into the session of another", server.post(f"{scene.place}/{path}", body, ben), 404)
    refused("13 a report into it", upload(server, ben, pdf_of("x"), {"session_id": scene.session}), 404)
    refused("14 a device asks for another's list", server.get(f"{scene.me}/sessions", scene.rec), 403)
    refused("14 and for all", server.get("/api/v1/users", scene.rec), 403)


# 15 to 20: logging in and registering

def logins(scene):
    server = scene.server
    times, bodies = {"ECG-A": [], "ECG-nobody": []}, set()
    for number in range(9):
        for identifier in times:
            start = time.monotonic()
            answer = server.post("/api/v1/auth/login", {"identifier": identifier, "password": "wrong " + PASSWORD},
                                 source=f"127.0.1.{number + 1}")
            times[identifier].append(time.monotonic() - start)
            bodies.add((answer.status, answer.body))
    check("15 a wrong password and an unknown user are answered alike", len(bodies) == 1 and list(bodies)[0][0] == 401,
          bodies)
    known, unknown = (statistics.median(times[one]) for one in times)
    check("15 and take as long", 1 / 3 < known / unknown < 3, times)
    server.register("Guest of the guard", "ECG-W")
    wrong = [server.post("/api/v1/auth/login", {"identifier": "ECG-W", "password": "wrong " + PASSWORD},
                         source="127.0.2.1") for _ in range(10)]
    check("16 wrong passwords are refused", {answer.status for answer in wrong} == {401}, [str(a) for a in wrong])
    answer = server.post("/api/v1/auth/login", {"identifier": "ECG-W", "password": PASSWORD}, source="127.0.2.1")
    refused("16 then even the right one has to wait", answer, 429)
    check("16 and is told how long", int(answer.header("Retry-After")) > 0, answer.header("Retry-After"))
    server.login("ECG-W", source="127.0.2.2")
    ask = lambda: {"full_name": "Twins", "device_serial": "ECG-T", "password": PASSWORD}
    statuses = in_parallel(20, lambda _: server.post("/api/v1/auth/register", ask()).status)
    check("17 of twenty registrations of a serial one is made", sorted(statuses) == [201] + [409] * 19, statuses)
    names = ["' OR 1=1 --", 'Robert"); DROP TABLE users;--', "‮gnirtS‬ Example", "Ада 😀 𝔈𝔵𝔞𝔪𝔭𝔩𝔢", "a\\b/c\t%00"]
    for number, name in enumerate(names):
        refused(f"18 login as {number}", server.post("/api/v1/auth/login", {"identifier": name, "password": "x"}), 401)
        one = server.register(name, f"ECG-18-{number}")
        shown = server.get(f"/api/v1/users/{one.user_id}", one).json["user"]["full_name"]
        check(f"18 name {number} comes back as it was", shown == name, shown)
    refused("18 a NUL", server.post("/api/v1/auth/register", {"full_name": "a\0b", "device_serial": "ECG-18",
                                                              "password": PASSWORD}), 400)
    for serial in ("ECG-C1", "ECG-C2"):
        answer = server.post("/api/v1/auth/register", {"full_name": "One Name", "device_serial": serial,
                                                       "password": PASSWORD})
        check(f"19 an account {serial} of that name, or none", answer.status in (201, 409), answer)
    answer = server.post("/api/v1/auth/register", {"full_name": "ECG-C1", "device_serial": "ECG-C3",
                                                   "password": PASSWORD + "!"})
    check("19 a name that is another's serial", answer.status in (201, 409), answer)
    refused("19 what two are called is nobody's",
            server.post("/api/v1/auth/login", {"identifier": "One Name", "password": PASSWORD}), 401)
    answer = server.post("/api/v1/auth/login", {"identifier": "ECG-C1", "password": PASSWORD + "!"})
    refused("19 the serial is not opened by the other's password", answer, 401)
    for number, (password, status) in enumerate((("7 chars", 400), ("x y " * 18 + "z", 201), ("x y " * 32 + "z", 400),
                                                 ("password123", 400), ("ECG-20-4", 400))):
        answer = server.post("/api/v1/auth/register", {"full_name": f"Passwords {number}", "password": password,
                                                       "device_serial": f"ECG-20-{number}"})
        check(f"20 a password of {len(password)} is answered {status}", answer.status == status, answer)
    refused("20 73 bytes are not cut", server.post("/api/v1/auth/login", {
        "identifier": "ECG-20-1", "password": "x y " * 18}), 401)
    server.login("ECG-20-1", "x y " * 18 + "z")


# 21 to 32: bodies, heads and paths

def bodies(scene):
    server, ada = scene.server, scene.ada
    good = json.dumps(metrics_of()).encode()
    for name, body in (("truncated", good[:-1]), ("a trailing comma", good[:-1] + b",}"),
                       ("NaN", good.replace(b"160", b"NaN")), ("1e400", good.replace(b"160", b"1e400")),
                       ("a comment", good[:-1] + b"/**/}"), ("a BOM", b"\xef\xbb\xbf" + good),
                       ("no UTF-8", good.replace(b"160", b'"\xff"')), ("a surrogate", good.replace(b"160", b'"\\ud800"')),
                       ("two values", good + good), ("single quotes", good.replace(b'"', b"'")),
                       ("a number with zeros", good.replace(b"160", b"0160"))):
        answer = server.post(f"{scene.place}/metrics", body, ada, headers={"Content-Type": "application/json"})
        refused(f"21 {name}", answer, 400)
    for name, body in (("lists", b"[" * 30000), ("objects", b'{"a":' * 10000), ("closed", b"[" * 20 + b"]" * 20)):
        answer = server.post(f"{scene.place}/metrics", body, ada, headers={"Content-Type": "application/json"})
        refused(f"22 a depth of many {name}", answer, 400)
    check("22 and the server lives", server.get("/healthz").status == 200)
    for path, body in (("auth/login", b'{"identifier":"ECG-A","password":"x","password":"walks over seven bridges"}'),
                       ("auth/login", b'{"identifier":"ECG-A","identifier":"ECG-B","password":"x"}'),
                       ("auth/login", b'{"identifier":"ECG-A","pass\\u0077ord":"x","password":"y"}'),
                       (f"sessions/{scene.session}/metrics", good.replace(b'"hrv"', b'"heart_rate"'))):
        answer = server.post(f"/api/v1/{path}", body, ada, headers={"Content-Type": "application/json"})
        refused("23 a key twice", answer, 400)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""):
        refused(f"24 of type {kind!r}", server.post(f"{scene.place}/metrics", good, ada,
                                                    headers={"Content-Type": kind}), 415)
    answer = server.post(f"{scene.place}/metrics", good, ada,
                         headers={"Content-Type": "Application/JSON ; charset=utf-8"})
    check("24 of its type, however written", answer.status == 201, answer)


def raw_head(scene, path="/metrics", more=b"", method=b"POST"):
    return (method + f" {scene.place}{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {scene.ada.token}\r\n".encode()
            + FORM + more)


def sizes(scene):
    server = scene.server
    limit = 65536
    exact = json.dumps({**metrics_of(at=5), "x": ""}).encode()
    exact = exact[:-2] + b"x" * (limit - len(exact)) + exact[-2:]
    check("25 a body of the limit", server.post(f"{scene.place}/metrics", exact, scene.ada,
                                                headers={"Content-Type": "application/json"}).status == 201)
    came = server.raw(raw_head(scene, more=f"Content-Length: {limit + 1}\r\n\r\n".encode()) + exact + b" ")
    check("25 one byte more: 413, and closed", first_status(came) == 413 and came.count(b"HTTP/1.1") == 1, came[:300])
    before = server.memory_kb()
    endless = raw_head(scene, more=b"Transfer-Encoding: chunked\r\n\r\n") + b"10000\r\n" + b"x" * 65536 + b"\r\n"
    came = server.raw(endless + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 400)
    check("25 an endless body: 413 or closed", first_status(came) in (413, None), came[:300])
    check("25 and memory stays flat", server.memory_kb() - before < 20_000, server.memory_kb() - before)
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packed.compress(b" " * (64 << 20)) + packed.flush()
    answer = server.ask("POST", f"{scene.place}/metrics", bomb, scene.ada,
                        {"Content-Type": "application/json", "Content-Encoding": "gzip"})
    check("25 a packed bomb: 413", answer.status == 413, answer)
    check("25 and memory stays flat", server.memory_kb() - before < 20_000, server.memory_kb() - before)


def smuggling(scene):
    server = scene.server
    good = json.dumps(metrics_of(at=28)).encode()
    second = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    length = f"Content-Length: {len(good)}\r\n".encode()
    for name, more in (("CL and TE", length + b"Transfer-Encoding: chunked\r\n"),
                       ("two CLs", length + b"Content-Length: 3\r\n"),
                       ("TE xchunked", b"Transfer-Encoding: xchunked\r\n"),
                       ("TE twice", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
                       ("CL -1", b"Content-Length: -1\r\n"), ("CL 1e3", b"Content-Length: 1e3\r\n"),
                       ("CL +5", b"Content-Length: +5\r\n"), ("CL huge", b"Content-Length: 99999999999999999999\r\n")):
        came = server.raw(raw_head(scene, more=more + b"\r\n") + good + second)
        check(f"28 {name}: refused once, and closed", first_status(came) in (400, 413, 501)
              and came.count(b"HTTP/1.1") == 1, came[:300])
    for name, sent in (("a space before the colon", b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n"),
                       ("bare LF", b"GET /healthz HTTP/1.1\nHost: x\n\n"),
                       ("a NUL", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n"),
                       ("a folded line", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n"),
                       ("no Host", b"GET /healthz HTTP/1.1\r\n\r\n"),
                       ("two Hosts", b"GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")):
        came = server.raw(sent + second)
        check(f"29 {name}: 400", first_status(came) == 400 and came.count(b"HTTP/1.1") == 1, came[:300])
    host = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
    for name, sent, status in (("a header of 20 KB", host + b"X: " + b"a" * 20000 + b"\r\n\r\n", 431),
                               ("2000 headers", host + b"X: a\r\n" * 2000 + b"\r\n", 431),
                               ("a path of 20 KB", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414)):
        came = server.raw(sent)
        check(f"30 {name}: {status}", first_status(came) == status, came[:300])


def methods_and_paths(scene):
    server = scene.server
    for method, path, status in ((b"BREW", "/metrics", 501), (b"GET", "/metrics", 405), (b"TRACE", "/metrics", 405),
                                 (b"CONNECT", "/metrics", (400, 405, 501)), (b"OPTIONS", "/metrics", 204)):
        came = server.raw(raw_head(scene, path, b"Connection: close\r\n\r\n", method))
        wanted = status if isinstance(status, tuple) else (status,)
        check(f"31 {method.decode()}: {status}", first_status(came) in wanted, came[:300])
        check(f"31 {method.decode()}: Allow", status != 405 or b"\r\nAllow: " in came, came[:300])
    get, head = server.get(scene.me, scene.ada), server.ask("HEAD", scene.me, None, scene.ada)
    check("31 HEAD is like GET without a body", (head.status, head.body, head.header("Content-Length")) ==
          (200, b"", str(len(get.body))), head)
    for path in ("/api/v1/sessions/..%2f..%2fetc/data", "/api/v1/sessions/%00/data", "/api/v1//sessions/x/data",
                 "/api/v1/sessions/x/data.", "/api/v1/sessions/" + "a" * 300 + "/data", "/api/v1/sessions/../users",
                 "/api/v1/sessions/%2e%2e/data", "/api/v1/sessions/%/data", "/api/v1/sessions/%zz/data", "//healthz",
                 "/api/v1/sessions/é/data".encode().decode("latin-1"), "/api/v1/sessions/x;y/data", "/healthz/", "/"):
        sent = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {scene.ada.token}\r\n\r\n"
        came = server.raw(sent.encode("latin-1"))
        wanted = (400, 404) if any(ord(letter) > 126 for letter in path) else (404,)
        check(f"32 {path[:40]!r}: 404", first_status(came) in wanted, came[:300])


# 26 and 27: those who say nothing

def slow_ones(scene):
    """All at once, as each takes its time: a body that stops, heads and bodies that drip, and 500 that do nothing."""
    server = scene.server
    ends = {}

    def wait(name, sent, drip=b"", pause=0.5):
        start = time.monotonic()
        with socket.create_connection(("127.0.0.1", server.port), timeout=40) as wire:
            wire.sendall(sent)
            wire.settimeout(pause)
            came = b""
            while time.monotonic() - start < 40:
                try:
                    piece = wire.recv(4096)
                    came += piece
                    if not piece:
                        break
                except socket.timeout:
                    try:
                        wire.sendall(drip)
                    except OSError:
                        break
                except ConnectionResetError:
                    break
        ends[name] = (first_status(came), time.monotonic() - start)

    body = raw_head(scene, more=b"Content-Length: 1000\r\n\r\n")
    threads = [threading.Thread(target=wait, args=one) for one in
               (("26 a body that stops", body + b"{"), ("27 a head that drips", b"GET / HT", b"T"),
                ("27 a body that drips", body, b" "))]
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(500)]
    for wire in idle:
        wire.sendall(b"GET /heal")
    for thread in threads:
        thread.start()
    taken = []
    for _ in range(20):
        start = time.monotonic()
        check("27 others are served", server.get("/healthz").status == 200)
        taken.append(time.monotonic() - start)
    check("27 and at once", statistics.median(taken) < 1, taken)
    for thread in threads:
        thread.join()
    for wire in idle:
        wire.close()
    for name, (status, seconds) in ends.items():
        check(f"{name}: 408 at the deadline", status in (408, None) and 10 < seconds < 30, (status, seconds))
    check("26 is told", ends["26 a body that stops"][0] == 408, ends)


# 33 to 40: values

def waveforms(scene):
    server, ada = scene.server, scene.ada
    good = waveform_of(at=33)

    def sent(name, status, **more):
        answer = server.post(f"{scene.place}/waveform", {**good, **more}, ada)
        if status == 201:
            check(name, answer.status == 201, answer)
        else:
            refused(name, answer, status)
    leads = good["leads"]
    sent("33 eleven leads", 422, leads={name: leads[name] for name in LEADS[:11]})
    sent("33 an unknown lead", 422, leads={**leads, "V9": leads["I"]})
    sent("33 no lead", 422, leads={})
    sent("33 unequal lengths", 422, leads={**leads, "V6": leads["V6"][:-1]})
    sent("33 no samples", 422, leads={name: [] for name in LEADS})
    sent("33 10 001 samples", 422, leads={name: [0.1] * 10001 for name in LEADS}, duration_seconds=10001 / 80)
    sent("33 a text as sample", 400, leads={**leads, "I": ["0.1"] + leads["I"][1:]})
    sent("33 a null as sample", 422, leads={**leads, "I": [None] + leads["I"][1:]})
    sent("33 a list as sample", 400, leads={**leads, "I": [[0.1]] + leads["I"][1:]})
    sent("33 a giant sample", 422, leads={**leads, "I": [1e300] + leads["I"][1:]})
    sent("33 a lead that is off", 201, leads={**leads, "V1": [None] * 400}, leads_off=["V1"])
    sent("34 a length that is not rate times duration", 422, duration_seconds=7)
    for rate in (0, -80, 1e9):
        sent(f"34 a rate of {rate:g}", 422, sampling_rate=rate)
    for duration in (0, -5, 86400):
        sent(f"34 a duration of {duration}", 422, duration_seconds=duration)


def metrics(scene):
    server, ada = scene.server, scene.ada

    def sent(name, status, at=0.0, body=None, **values):
        whole = body or {"timestamp": moment(35 + at), "metrics": values}
        answer = server.post(f"{scene.place}/metrics", whole, ada)
        if status == 201:
            check(name, answer.status == 201, answer)
        else:
            refused(name, answer, status)
    for rate in (-1, 5000, 1e308):
        sent(f"35 a heart rate of {rate:g}", 422, heart_rate=rate)
    sent("35 one as bare text", 400, heart_rate="75")
    sent("35 one as list", 400, heart_rate=[75])
    sent("35 true", 400, heart_rate=True)
    sent("35 an unknown member is kept", 201, mood="good", heart_rate=75)
    sent("35 nothing", 422, body={"timestamp": moment(35), "metrics": {}})
    for number, text in enumerate(("yesterday", "2025-02-30T00:00:00Z", "1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z",
                                   "2025-01-08T12:34:56", "2016-12-31T23:59:60Z", "2025-01-08", "2025-01-08T24:01:00Z",
                                   "2025-01-08T12:34:56+14:99", "", "2025-01-08T12:34:56.Z")):
        sent(f"36 the moment {number}", 400, body={"timestamp": text, "metrics": {"heart_rate": 75}})
    sent("36 a zone", 201, body={"timestamp": "2025-01-09T02:00:00+14:00", "metrics": {"heart_rate": 61}})
    rows = server.get(f"{scene.place}/data?kind=metrics&from=2025-01-08T11:59:59Z&to=2025-01-08T12:00:01Z", ada).json
    check("36 is kept as UTC", [(row["timestamp"], row["heart_rate"]) for row in rows["metrics_timeline"]] ==
          [("2025-01-08T12:00:00Z", 61)], rows)
    body = metrics_of(at=37)
    ids = {server.post(f"{scene.place}/metrics", body, ada).json["metrics_id"] for _ in range(2)}
    answers = in_parallel(50, lambda _: server.post(f"{scene.place}/metrics", body, ada))
    check("37 each answer is success", {answer.status for answer in answers} == {201}, answers[0])
    ids |= {answer.json["metrics_id"] for answer in answers}
    rows = server.get(f"{scene.place}/data?kind=metrics&from={moment(37)}&to={moment(37.5)}", ada).json
    check("37 of fifty posts of the same there is one row, and one id", len(ids) == 1 and
          [row["metrics_id"] for row in rows["metrics_timeline"]] == list(ids), (ids, rows))


def ends(scene):
    server, ada = scene.server, scene.ada
    session = server.begin_session(ada, "ECG-A")
    place = f"/api/v1/sessions/{session}"
    first = server.post(f"{place}/metrics", metrics_of(), ada)
    for _ in range(2):
        check("38 the same end is answered alike",
              server.post(f"{place}/end", {"summary": {"duration_seconds": 5}}, ada).status == 200)
    refused("38 another end", server.post(f"{place}/end", {"summary": {"duration_seconds": 6}}, ada), 409)
    refused("38 metrics after the end", server.post(f"{place}/metrics", metrics_of(at=1), ada), 409)
    refused("38 waveform after the end", server.post(f"{place}/waveform", waveform_of(), ada), 409)
    again = server.post(f"{place}/metrics", metrics_of(), ada)
    check("38 what came before the end has its id", (again.status, again.body) == (201, first.body), again)
    refused("38 watching after the end", server.get(f"{place}/live", ada), 409)
    refused("38 a session of another's device", server.post("/api/v1/sessions/start", {"device_serial": "ECG-B"}, ada),
            403)


def reports(scene):
    server, ada = scene.server, scene.ada

    def sent(name, status, *parts, kind=None):
        body, headers = form_of(*parts)
        answer = server.post("/api/v1/reports/upload", body, ada, headers={"Content-Type": kind} if kind else headers)
        if status == 201:
            check(name, answer.status == 201, answer)
        else:
            refused(name, answer, status)
        return answer
    pdf = pdf_of("Of the attacks")
    sent("39 an .exe", 415, ("file", "x.pdf", "application/pdf", b"MZ\x90\0" * 100))
    sent("39 no bytes", 400, ("file", "x.pdf", "application/pdf", b""))
    sent("39 21 MB", 413, ("file", "x.pdf", "application/pdf", pdf + b" " * (21 << 20)))
    made = sent("39 ../../x.pdf", 201, ("file", "../../x.pdf", "application/pdf", pdf))
    name = hashlib.sha256(pdf).hexdigest()
    check("39 is stored under its own name", (server.folder / "objects" / name[:2] / name[2:4] / name).read_bytes()
          == pdf and not (server.folder.parent / "x.pdf").exists())
    answer = server.get(f"/api/v1/reports/{made.json['report_id']}/file", ada)
    check("39 and is handed out as a file", answer.header("Content-Disposition").startswith("attachment") and "x.pdf"
          not in answer.header("Content-Disposition") and answer.header("X-Content-Type-Options") == "nosniff"
          and "sandbox" in answer.header("Content-Security-Policy"), dict(answer.headers))
    file = ("file", "x.pdf", "application/pdf", pdf)
    sent("39 no boundary", 400, file, kind="multipart/form-data")
    sent("39 another boundary", 400, file, kind="multipart/form-data; boundary=other")
    sent("39 a boundary of 71", 400, file, kind="multipart/form-data; boundary=" + "a" * 71)
    sent("39 metadata that is no JSON", 400, file, ("metadata", None, None, b"{'a':1}"))
    sent("39 metadata that is a list", 400, file, ("metadata", None, None, b"[]"))
    sent("39 two files", 400, file, file)
    sent("39 two metadata", 400, file, ("metadata", None, None, b"{}"), ("metadata", None, None, b"{}"))
    sent("39 a hundred parts", 400, file, *[(f"p{number}", None, None, b"") for number in range(100)])
    sent("39 a PDF without an end", 400, ("file", "x.pdf", "application/pdf", pdf[:60]))
    body, headers = form_of(file)
    refused("39 a form that is cut", server.post("/api/v1/reports/upload", body[:-20], ada, headers=headers), 400)


def pages(scene):
    for query in ("limit=-1", "limit=1000000000", "limit=0", "offset=a", "offset=-1", "limit=", "limit=1.5",
                  "limit=007", "limit=%31%00", "offset=99999999999999999999"):
        refused(f"40 ?{query}", scene.server.get(f"{scene.me}/sessions?{query}", scene.ada), 400)


# 44: too many

def too_many(server):
    ada, ben = server.register("Ada Example", "ECG-A"), server.register("Ben Sample", "ECG-B")

    def asked(_):
        connection = server.connect()
        statuses = []
        for _ in range(40):
            connection.request("GET", f"/api/v1/users/{ada.user_id}", headers={"Authorization": f"Bearer {ada.token}"})
            answer = connection.getresponse()
            answer.read()
            statuses.append((answer.status, answer.headers.get("Retry-After")))
        connection.close()
        return statuses
    answers = [one for many in in_parallel(5, asked) for one in many]
    surplus = [one for one in answers if one[0] == 429]
    check("44 the burst is served", sum(status == 200 for status, _ in answers) >= 100, len(surplus))
    check("44 and the surplus is 429, with a time", len(surplus) + sum(status == 200 for status, _ in answers) == 200
          and len(surplus) >= 50 and all(wait for _, wait in surplus), answers[-3:])
    check("44 others are unaffected", server.get(f"/api/v1/users/{ben.user_id}", ben).status == 200)


def main(server):
    scene = Scene(server)
    for part in (tokens, refreshing, of_others, logins, bodies, sizes, smuggling, methods_and_paths, waveforms, metrics,
                 ends, reports, pages, slow_ones):
        part(scene)


with_server(main)
with_server(too_many, user_requests_per_second="10", user_requests_burst="100")
