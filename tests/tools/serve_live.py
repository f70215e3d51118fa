#!/usr/bin/env python3
"""serve_live.py TOOLS: who watches a session sees what is stored of it, as long as they may and no longer."""
import json
import re
import threading
import time

from serve_asked import (PASSWORD, claims_of, forge, header_of, metrics_of, waveform_of, with_server)
from serve_rig import check

class Watcher:
    """Reads a session's events as they come."""

    def __init__(self, server, session, account=None, key=None):
        self.connection = server.connect(timeout=60)
        self.connection.request("GET", f"/api/v1/sessions/{session}/live",
                                headers={"X-API-Key": key} if key else {"Authorization": f"Bearer {account.token}"})
        self.answer = self.connection.getresponse()
        self.events, self.ended = [], threading.Event()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        event = None
        while line := self.answer.readline():
            if line.startswith(b"event: "):
                event = line[7:].strip().decode()
            elif line.startswith(b"data: "):
                self.events.append((event, json.loads(line[6:])))
        self.ended.set()


def live(server):
    ada, cem = server.register("Ada Example", "ECG-A"), server.staff("Cem Probe", "clinician")
    session = server.begin_session(ada, "ECG-A")
    place = f"/api/v1/sessions/{session}"
    watchers = [Watcher(server, session, one) for one in (ada, cem)]
    check("it is a stream of events", watchers[0].answer.headers["Content-Type"] == "text/event-stream" and
          watchers[0].answer.status == 200)
    sent = [server.post(f"{place}/metrics", metrics_of(60 + number, number), ada).json["metrics_id"]
            for number in range(5)]
    server.post(f"{place}/metrics", metrics_of(60, 0), ada)
    wave = server.post(f"{place}/waveform", waveform_of(), ada).json["waveform_id"]
    server.post(f"{place}/batch", {"items": [{"type": "metrics", **metrics_of(70, 9)}]}, ada)
    check("it ends", server.post(f"{place}/end", {"summary": {}}, ada).status == 200)
    data = server.get(f"{place}/data", ada).json
    for watcher in watchers:
        check("the stream ends with the session", watcher.ended.wait(30))
        kinds = [kind for kind, _ in watcher.events]
        check("each that is new came once, in order", kinds == ["metrics"] * 5 + ["waveform", "metrics", "end"], kinds)
        rows = [row for kind, row in watcher.events if kind == "metrics"]
        check("the rows are those that are stored", rows == data["metrics_timeline"] and
              [row["metrics_id"] for row in rows[:5]] == sent, rows)
        check("the samples, too", watcher.events[5][1] == data["waveform_segments"][0] and
              watcher.events[5][1]["waveform_id"] == wave)
    session = server.begin_session(ada, "ECG-A")
    watcher = Watcher(server, session, ada)
    server.restart()
    check("a stop of the server ends it, too", watcher.ended.wait(30))


def refused(server, watcher, why, code):
    check(f"after {why} the stream ends", watcher.ended.wait(60), watcher.events)
    kind, error = watcher.events[-1]
    check("with the error as its last event", (kind, error["status"], error["code"]) == ("refused", "error", code),
          watcher.events[-1])


def rights(server):
    """Tokens and keys that end, and patients who are none any more, while somebody watches."""
    ada, cem, root = server.register("Ada Example", "ECG-A"), server.staff("Cem Probe", "clinician"), \
        server.staff("Root", "admin")
    session = server.begin_session(ada, "ECG-A")
    place = f"/api/v1/sessions/{session}"
    stays = Watcher(server, session, ada)
    sent = 0

    def send():
        nonlocal sent
        sent += 1
        answer = server.post(f"{place}/metrics", metrics_of(at=sent), ada)
        check("a row is stored", answer.status == 201, answer)

    one = server.login("Cem Probe")
    watcher = Watcher(server, session, one)
    send()
    check("a logout", server.post("/api/v1/auth/logout", {}, one).status == 200)
    send()
    refused(server, watcher, "a logout", "unauthorized")
    check("what was stored then was not shown", [kind for kind, _ in watcher.events] == ["metrics", "refused"],
          watcher.events)

    secret = server.key("tokens")[1]
    claims = claims_of(cem.token)
    # Of a minute ago, less than the clocks of two servers may differ.
    short = forge(header_of(cem.token), {**claims, "iat": claims["iat"] - 900, "exp": int(time.time()) - 57}, secret)
    cem.token, whole = short, cem.token
    watcher = Watcher(server, session, cem)
    check("a token of the last seconds is good", watcher.answer.status == 200, watcher.answer.status)
    refused(server, watcher, "its time", "token_expired")
    cem.token = whole

    code, said, errors = server.run("key", "add", "Cem Probe", "--label", "ward")
    check("the operator makes a key", code == 0, errors)
    key = re.search(r"ecgk_\S+", said)[0]
    until = time.monotonic() + 60
    while server.get(f"{place}/data", headers={"X-API-Key": key}).status != 200:
        check("it opens within seconds", time.monotonic() < until)
        time.sleep(0.1)
    watcher, beside = Watcher(server, session, key=key), Watcher(server, session, cem)
    code, _, errors = server.run("key", "end", "Cem Probe", "--label", "ward")
    check("the operator ends the key", code == 0, errors)
    refused(server, watcher, "the end of a key", "unauthorized")
    check("a token of the same account goes on", not beside.ended.is_set())
    answer = server.post(f"/api/v1/users/{cem.user_id}/password",
                         {"current_password": PASSWORD, "new_password": PASSWORD + " again"}, cem)
    check("a new password", answer.status == 200, answer)
    refused(server, beside, "a new password", "unauthorized")

    cem = server.login("Cem Probe", PASSWORD + " again")
    watcher = Watcher(server, session, cem)
    code, _, errors = server.run("user", "disable", "Cem Probe")
    check("the operator disables the account", code == 0, errors)
    refused(server, watcher, "that", "unauthorized")

    dan = server.staff("Dan Example", "clinician")
    watcher = Watcher(server, session, dan)
    send()
    check("the patient's own stream went on", not stays.ended.is_set() and
          [kind for kind, _ in stays.events].count("refused") == 0, stays.events)
    answer = server.ask("PATCH", f"/api/v1/users/{ada.user_id}", {"role": "clinician"}, root)
    check("the patient becomes a colleague", answer.status == 200, answer)
    refused(server, watcher, "that", "not_found")
    refused(server, stays, "another role", "unauthorized")


for part in (live, rights):
    with_server(part)
