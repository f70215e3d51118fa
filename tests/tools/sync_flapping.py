#!/usr/bin/env python3
"""sync_flapping.py TOOLS [HOURS [SEED]]: ten devices record while their network comes and goes; the server gets every number.

Each simulated minute each device queues what it recorded, a line of samples and metrics, and calls "ecg-sync run" as cron would.
The network between has weather of its own: good, slow, resetting, busy, behind a portal, losing answers, cutting them, or away;
nobody waits, so 24 hours take some minutes. At the end each device's session file is what the server exports, number for number.
Without HOURS it is nine minutes of quickly changing weather.
"""
import concurrent.futures
import random
import sys
import tempfile
import threading
from pathlib import Path

from chaos_proxy import ChaosProxy, Fault
from serve_load_rig import WITHOUT_LIMITS
from serve_rig import check
from sync_faults_rig import KnownServer, is_same, recording
from sync_rig import Device

DEVICES, AT_ONCE, SEED = 10, 10, 24
LINE_SECONDS = 5
AGAIN = ("", "Retry-After: 0\r\n", "Retry-After: 3600\r\n")


class Weather:
    """What becomes of a request, by the state of the network; that lasts some minutes."""

    def __init__(self, seed, longest):
        self.random, self.longest, self.left = random.Random(seed), longest, 0
        self.lock = threading.Lock()
        self.state, self.seen = "good", {}

    def next_minute(self):
        if self.left == 0:
            others = [state for state in self.STATES if state != self.state]
            self.state = "good" if self.state != "good" and self.random.random() < 0.4 else self.random.choice(others)
            self.left = self.random.randint(1, self.longest)
        self.left -= 1
        self.seen[self.state] = self.seen.get(self.state, 0) + 1

    def __call__(self, request):
        with self.lock:
            return self.STATES[self.state](self, request)

    def often(self, kind, amount=0):
        return Fault(kind, amount) if self.random.random() < 0.5 else None

    STATES = {
        "good": lambda self, request: None,
        "slow": lambda self, request: Fault("delay", self.random.uniform(0, 0.1)),
        "resetting": lambda self, request: self.often("reset", self.random.randint(0, request.length)),
        "busy": lambda self, request: Fault("status", self.random.choice((500, 503, 429)), self.random.choice(AGAIN)),
        "behind a portal": lambda self, request: Fault(self.random.choice(("portal", "portal_redirect"))),
        "losing answers": lambda self, request: self.often("lose") if request.is_data else None,
        "cutting answers": lambda self, request: self.often("truncate", self.random.randint(1, 400)),
        "away": lambda self, request: Fault("reset"),
    }


class Recorder:
    """A device, what it will have recorded, and how far it is."""

    def __init__(self, folder, number, minutes, port, key):
        self.session = f"flapping-{number}"
        place = folder / self.session
        place.mkdir()
        self.device = Device(place, port)
        if number % 5:  # the others log in, which takes the server more time than all else
            self.device.environment["BACKEND_API_KEY"] = key
        self.file = place / "session.jsonl"
        self.file.write_text(recording(self.session, minutes * LINE_SECONDS, 55 + 5 * number))
        self.lines = open(self.file, encoding="utf-8")

    def minute(self):
        line = self.lines.readline()
        if line:
            code, _, errors = self.device.sync("enqueue", given=line)
            check_quietly(f"{self.session}: a minute is queued", code == 0, errors)
        return self.run()

    def run(self):
        # an hour that a server asks for would last longer here than the day
        code, _, errors = self.device.sync("run", "--now", "--quiet", "--max-time", "2s")
        check_quietly(f"{self.session}: a run sends or leaves it for later", code in (0, 3), (code, errors))
        return code


def check_quietly(name, truth, seen):
    if not truth:
        check(name, truth, seen)


def main():
    hours = float(sys.argv[2]) if len(sys.argv) > 2 else 0.15
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else SEED
    minutes = round(60 * hours)
    with tempfile.TemporaryDirectory() as place, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        folder = Path(place)
        server = KnownServer(folder / "srv")
        server.environment |= WITHOUT_LIMITS
        server.up()
        weather = Weather(seed, 20 if minutes > 60 else 2)
        proxy = ChaosProxy(server.port, weather)
        recorders = [Recorder(folder, number, minutes, proxy.port, server.key) for number in range(DEVICES)]
        codes = []
        for _ in range(minutes):
            weather.next_minute()
            codes += pool.map(Recorder.minute, recorders)
        print(f"{minutes} minutes of weather, seed {seed}: {weather.seen}; {dict(proxy.kinds)}")
        check("there was good weather and bad", 0 < sum(code == 3 for code in codes) < len(codes), len(codes))
        weather.state = "good"
        for recorder in recorders:
            check(f"{recorder.session}: in good weather all goes", recorder.run() == 0)
            check(f"{recorder.session}: nothing waits, nothing failed",
                  recorder.device.files("pending") == [] and recorder.device.files("failed") == [])
        check("each session is there once", server.counts()[:3] == (DEVICES, DEVICES, DEVICES * minutes), server.counts())
        exported = [server.run("export", session)[1] for session in server.sessions()]
        for recorder in recorders:
            check(f"{recorder.session}: what the server exports is what was recorded", any(is_same(text, recorder.file.read_text()) for text in exported))
        proxy.close()
        server.down()
        code, _, errors = server.run("check")
        check("the server's store is sound", (code, errors) == (0, ""), errors)


main()
