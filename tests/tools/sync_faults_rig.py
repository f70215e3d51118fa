"""What the tests of ecg-sync's faults share: recordings of their own, and the one question at the end of each."""
import functools
import itertools
import json
import subprocess

from serve_rig import TOOLS, check
from sync_rig import DEVICE, Device, RunningServer

KEPT = 100  # in synced/
NUMBERS = itertools.count(1)


@functools.lru_cache
def analysed(seconds, heart_rate):
    made = subprocess.run([TOOLS / "ecg-acquire", "demo", "--session-id", "the-session", "--duration", str(seconds), "--rate", "100",
                           "--hr", str(heart_rate)], capture_output=True, text=True, check=True).stdout
    return subprocess.run([TOOLS / "ecg-analyze", "-"], input=made, capture_output=True, text=True, check=True).stdout


def recording(session, seconds=30, heart_rate=70):
    """Session lines with metrics, as a recorder would write them."""
    return analysed(seconds, heart_rate).replace('"the-session"', f'"{session}"')


def is_same(said, text):
    """To the byte."""
    return said == text


class KnownServer(RunningServer):
    """Has a key with which programs act as the device's account: a password costs it more time than all else."""

    def __init__(self, folder):
        super().__init__(folder)
        code, said, errors = self.run("key", "add", DEVICE, "--label", "sync")
        check("a key is made", code == 0, errors)
        self.key = said.strip()


class Case:
    """A device whose recording waits, and that goes through a fault."""

    def __init__(self, server, folder, name, port=None, seconds=30, clock=None, logs_in=False):
        self.server, self.name = server, name
        self.session = f"case-{next(NUMBERS)}"
        self.text = recording(self.session, seconds)
        place = folder / self.session
        place.mkdir()
        self.device = Device(place, port or server.port)
        if not logs_in:
            self.device.environment["BACKEND_API_KEY"] = server.key
        check(f"{name}: a recording is queued", self.device.sync("enqueue", given=self.text, set=clock or {}) == (0, "", ""))
        self.items = len(self.device.files("pending"))

    def run(self, *arguments, code=None, says="", port=None, **more):
        """One run; what it said on standard error."""
        self.device.port = port or self.device.port
        got, _, errors = self.device.sync("run", *arguments, **more)
        check(f"{self.name}: exit code", code is None or got == code, (got, errors))
        check(f"{self.name}: the reason is told", says in errors, errors)
        return errors

    def is_whole(self):
        """Nothing left the queue but to synced/, and each file is whole."""
        states = {state: self.device.files(state) for state in ("pending", "failed", "synced")}
        names = [name for files in states.values() for name in files]
        kept = len(states["synced"]) < KEPT  # else some were pruned
        check(f"{self.name}: no item is lost or there twice",
              len(names) == len(set(names)) and (len(names) == self.items or not kept), states)
        for state, files in states.items():
            for name in files:
                json.loads((self.device.queue / state / name).read_text())

    def all_wait(self):
        self.is_whole()
        check(f"{self.name}: everything waits", len(self.device.files("pending")) == self.items, self.device.files("pending"))

    def ends_well(self, port=None):
        """Once the fault is over one run sends the rest: the server has all of it, each once."""
        self.is_whole()
        self.run(port=port or self.server.port, code=0)
        self.is_whole()
        check(f"{self.name}: nothing waits and nothing failed",
              self.device.files("pending") == [] and self.device.files("failed") == [], self.device.files("pending"))
        self.is_on_server()

    def is_on_server(self):
        with self.server.database() as database:
            found = database.execute("SELECT session_id FROM sessions WHERE device_info LIKE ?",
                                     (f'%"recorded_as":"{self.session}"%',)).fetchall()
        check(f"{self.name}: the session is there once", len(found) == 1, found)
        code, said, errors = self.server.run("export", found[0][0])
        check(f"{self.name}: number for number", code == 0 and is_same(said, self.text), (code, errors))
