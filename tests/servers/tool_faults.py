#!/usr/bin/python3
"""tool_faults.py TOOLS SERVER: reports go from ecg-sync's queue to a server of serve.py, through faults of the network, of disks,
of settings, and through kill -9 at one in seven steps (with ECG_TEST_STEPS=all: at each). Whatever happens, each report is there once and whole, what is not there waits,
and no fault costs an item one of its tries: it has but one. The list of all faults stands in tests/tools/sync_faults.py.
"""
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

from chaos_proxy import ChaosProxy, Fault  # pylint: disable=wrong-import-position
from places import digest, place_of  # pylint: disable=wrong-import-position
from serve_rig import check  # pylint: disable=wrong-import-position
from sync_rig import Device, at_each_step, killed_at_step, may_step  # pylint: disable=wrong-import-position
from tool_uploads import TARGETS, ftps  # pylint: disable=wrong-import-position

STRIDE = 7  # of the steps at which it is killed; those that are the same for all places are each met elsewhere
BY_HTTP = ("swift", "azurite", "gcs", "dropbox", "s3_answers")
IN_PARTS = 1_300_000  # bytes; a part is 1 MiB
SOME = (Fault("reset", 2000), Fault("lose"), Fault("end"), Fault("truncate", 40), Fault("portal"), Fault("status", 503))
ALL = (*SOME, Fault("reset"), Fault("truncate", 15), Fault("truncate", -1), Fault("portal_redirect"), Fault("garbage"),
       Fault("bare"), Fault("status", 500), Fault("status", 429, "Retry-After: 0\r\n"))


def s3_answers(server):
    return {"kind": "s3", "bucket": "clinic", **{key: server[key] for key in ("url", "access_key", "secret_key", "region")}}


def quietly(name, truth, seen=""):
    if not truth:
        check(name, truth, seen)


class Clinic(Device):
    """A device whose reports go to one place."""

    def __init__(self, folder, name, server):
        super().__init__(folder, 1)
        folder.mkdir()
        self.name, self.server, self.place, self.count = name, server, place_of(name, server), 0
        self.right = ({"s3_answers": s3_answers, "ftps_answers": ftps} | TARGETS)[name](server)
        self.nameless = 0  # uploads in parts that were begun, though nobody heard what they are called: the bucket's own rules clear them
        self.environment["ECG_CONFIG"] = str(folder / "ecg.yaml")
        self.secrets = [str(self.right[key]) for key in ("password", "refresh_token") if key in self.right]
        self.use()

    def use(self, **changes):
        """The right settings, but for these."""
        target = {"part_mib": 1, **self.right, **changes} if self.name in BY_HTTP else {**self.right, **changes}
        lines = "".join(f"      {key}: {json.dumps(str(value), ensure_ascii=False)}\n" for key, value in target.items() if value != "")
        (self.home / "ecg.yaml").write_text(f"sync:\n  reports: place\n  tries: 1\n  targets:\n    place:\n{lines}")

    def use_url(self, url):
        """The place is reached by another address."""
        if self.name == "azurite":
            self.use(connection_string=self.right["connection_string"].replace(self.server["url"], f"{url}/{self.server['account']}"))
        else:
            self.use(url=url)

    def command(self, *arguments):
        return super().command(*arguments)[:1 + len(arguments)]  # there is no server of ours

    def report(self, size=0):
        """Queued; its bytes are its own."""
        self.count += 1
        pdf = self.home / "page.pdf"
        pdf.write_bytes(f"%PDF-1.4\n% {self.home.name} {self.count}\n".encode() + os.urandom(size) + b"\n%%EOF\n")
        code, said, errors = self.sync("enqueue", "--report", pdf)
        quietly("a report is queued", (code, said, errors) == (0, "", ""), errors)
        return digest(pdf.read_bytes())

    def run(self, what, *codes):
        code, _, errors = self.sync("run", "--max-time", "5s")
        quietly(f"{what}: exit code", code in codes, (code, errors))
        quietly(f"{what}: in one line, without a secret", errors.count("\n") == (code != 0) and
                not any(secret in errors for secret in self.secrets), errors)
        return errors

    def is_there(self, seal):
        """Under a name made of its bytes; not what is hidden beside it."""
        found = [(name, theirs) for name, theirs in self.place.contents().items()
                 if seal[:32] in name or (theirs == seal and not name.endswith(".part"))]
        quietly("what is there is whole, and has its name", all(theirs == seal and seal[:32] in name for name, theirs in found), found)
        return len(found)

    def waits(self, what, seal):
        quietly(f"{what}: it waits", (len(self.files("pending")), self.files("failed")) == (1, []), self.files("failed"))
        quietly(f"{what}: it is not there", self.is_there(seal) == 0)

    def ends_well(self, what, seal):
        """When the fault is over, it goes, once."""
        self.run(what, 0)
        quietly(f"{what}: nothing waits, nothing failed", self.files("pending") + self.files("failed") == [], self.files("pending"))
        quietly(f"{what}: it is there once", self.is_there(seal) == 1, self.place.contents())
        quietly(f"{what}: nothing is half there", len(self.place.begun()) <= self.nameless, self.place.begun())


class Hurt:
    """A decision for a proxy: the request of that number meets a fault."""

    def __init__(self):
        self.fault, self.at, self.count, self.met, self.line = None, 0, 0, 0, ""

    def arm(self, fault, at):
        self.fault, self.at, self.count, self.met = fault, at, 0, 0

    def __call__(self, request):
        self.count += 1
        if self.fault and self.count == self.at:
            self.met += 1
            self.line = request.line
            most = request.length if self.fault.kind == "reset" else self.fault.amount  # what is not sent cannot be waited for
            return Fault(self.fault.kind, min(self.fault.amount, most), self.fault.head)
        return None


def network(clinic):
    """Each fault meets each request of an upload."""
    hurt = Hurt()
    address = clinic.server["url"].split("/")[2]
    proxy = ChaosProxy(int(address.split(":")[1]), hurt)
    clinic.use_url(f"http://127.0.0.1:{proxy.port}")
    for size, faults in ((0, ALL), (IN_PARTS, SOME)):
        clinic.ends_well("without a fault", clinic.report(size))
        hurt.arm(None, 0)
        clinic.ends_well("without a fault", clinic.report(size))
        requests = hurt.count
        for fault in faults:
            for at in range(1, requests + 1):
                what = f"{fault.kind} {fault.amount} at request {at} of {requests}"
                hurt.arm(fault, at)
                seal = clinic.report(size)
                clinic.run(what, 0, 2, 3)
                quietly(f"{what}: it was met", hurt.met == 1)
                clinic.nameless += "?uploads" in hurt.line and fault.kind in ("lose", "truncate")
                quietly(f"{what}: it is there, or it waits", clinic.is_there(seal) + len(clinic.files("pending")) in (1, 2))
                hurt.arm(None, 0)
                clinic.ends_well(what, seal)
        check(f"{len(faults)} faults at each of {requests} requests of {size or 'few'} bytes: each report is there once", requests > 1)
    proxy.close()
    for kind in ("reset", "end", "portal", "portal_redirect", "garbage"):
        proxy = ChaosProxy(int(address.split(":")[1]), lambda request, kind=kind: Fault(kind))
        clinic.use_url(f"http://127.0.0.1:{proxy.port}")
        seal = clinic.report()
        for _ in range(3):
            clinic.run(f"always {kind}", 2, 3)
        clinic.waits(f"always {kind}", seal)
        proxy.close()
        clinic.use()
        clinic.ends_well(f"always {kind}", seal)
        check(f"always {kind}: it waits, and goes later", True)


def wrong_settings(clinic):
    """Whoever is not let in, or does not know whom he talks to, sends nothing, says so, and loses nothing."""
    server = clinic.server
    nowhere = {"authorities": "/etc/hostname"}
    changes = {
        "swift": {"secret": {"secret_key": "invented"}, "region": {"region": "eu-north-7"}, "bucket": {"bucket": "nobodys"}},
        "azurite": {"secret": {"connection_string": clinic.right.get("connection_string", "").replace(server.get("key", "-"), "YW55")}},
        "gcs": {"bucket": {"bucket": "nobodys"}},
        "dropbox": {"token": {"refresh_token": "invented"}},
        "ftps": {"password": {"password": "invented"}, "authority": nowhere},
        "sftp": {"host key that changed": {"known_hosts": server.get("changed_hosts")}, "host that is not known":
                 {"known_hosts": "/dev/null"}, "no known hosts": {"known_hosts": "/nowhere/known_hosts"},
                 "user key": {"private_key": "/dev/null"}},
        "smtp": {"password": {"password": "invented"}, "authority": nowhere,
                 "recipient who is another command": {"to": "a@b.invalid>\r\nRCPT TO:<c@d.invalid"}}}
    for name, change in changes.get(clinic.name, {}).items():
        clinic.use(**change)
        seal = clinic.report()
        for _ in range(2):
            clinic.run(f"wrong {name}", 2)
        clinic.waits(f"wrong {name}", seal)
        clinic.use()
        clinic.ends_well(f"wrong {name}", seal)
        check(f"wrong {name}: exit code 2, it waits, and goes once that is mended", True)


def killed(clinic, folder):
    for size in (0, IN_PARTS) if clinic.name in BY_HTTP else (0,):
        def attempt(number, size=size):
            one = Clinic(folder / f"killed-{size}-{number}", clinic.name, clinic.server)
            seal = one.report(size)
            was_killed, steps = killed_at_step(one, number, "run")
            one.run(f"killed at step {number}, {steps[-1]}", 0)
            quietly(f"killed at step {number}, {steps[-1]}: nothing waits", one.files("pending") + one.files("failed") == [])
            quietly(f"killed at step {number}, {steps[-1]}: it is there once", one.is_there(seal) == 1)
            return was_killed, steps

        at_each_step(f"a report of {size or 'few'} bytes is there once", attempt, STRIDE)
        print(f"beginnings that nobody knows of: {len(clinic.place.begun())}")


def descendants(word):
    """Of the process that has the word in its command line: those that look after one visitor each."""
    parents, starts = {}, []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(path.name)] = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
            starts += [int(path.name)] if word in (path / "cmdline").read_text() else []
    roots = [pid for pid in starts if parents.get(pid) not in starts]
    return [pid for pid in parents if pid not in roots and any(root in lineage(pid, parents) for root in roots)]


def lineage(pid, parents):
    while pid in parents:
        yield pid
        pid = parents[pid]


def cut(clinic):
    """The server's end of an upload dies in its middle: nothing has the name of the report until it is whole."""
    config = {"ftps": "vsftpd-NO.conf", "sftp": "sshd_config"}[clinic.name]
    root = next(path for path in Path(clinic.server["folder"]).parents if (path / config).exists())
    seal = clinic.report(IN_PARTS)
    run = subprocess.Popen([*clinic.command("run"), "--bwlimit", "300k", "--max-time", "1s"], stderr=subprocess.PIPE, text=True,
                           env=clinic.environment)
    too_late, until = time.monotonic() + 1.5, time.monotonic() + 60  # for the run to try again by itself
    while time.monotonic() < too_late or not any(path.name.endswith(".part") and path.stat().st_size > 100_000
                                                 for path in clinic.place.paths()):
        quietly("an upload is under way", time.monotonic() < until and run.poll() is None)
        time.sleep(0.01)
    for pid in descendants(str(root / config)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)
    said = run.communicate(timeout=120)[1]
    check("an upload that is cut is exit code 3", run.returncode == 3, said)
    clinic.waits("cut", seal)
    check("what is there is hidden", all(path.name.startswith(".") for path in clinic.place.paths() if path.name.endswith(".part")))
    clinic.ends_well("cut", seal)
    check("then it goes anew, and is there once", True)


def full(clinic):
    """The server's disk is full: nothing has the name of the report until it is whole."""
    place = clinic.place.folder
    owner = place.stat().st_uid
    mount = ["mount", "-t", "tmpfs", "-o", f"size=1m,uid={owner},mode=755", "tmpfs", place]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        print("full disk of the server: skipped: a small one cannot be mounted here")
        return
    try:
        seal = clinic.report(IN_PARTS)
        for _ in range(2):
            clinic.run("full disk", 3)
            clinic.waits("full disk", seal)
        subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
        clinic.ends_well("full disk", seal)
        check("a full disk of the server: it waits, and goes once there is room", True)
    finally:
        for _ in range(100):
            if subprocess.run(["umount", place], check=False, capture_output=True).returncode == 0:
                break
            time.sleep(0.1)


def answers(clinic):
    """Whatever an FTP server says at the end of an upload: nothing has the name of the report until it is whole."""
    armed = Path(clinic.server["armed"])
    for what, fault, codes in (("426", {"reply": "426 connection closed", "after": 100_000}, (3,)),
                               ("426, though all is there", {"reply": "426 connection closed"}, (3,)),
                               ("452", {"reply": "452 no space", "after": 100_000}, (3,)),
                               ("552", {"reply": "552 no space", "after": 100_000}, (3,)),
                               ("226, of which less is kept", {"keep": 100_000}, (3,)),
                               ("452 at once", {"store": "452 no space"}, (3,)),
                               ("a new name that is refused for now", {"rename": "451 not now"}, (3,)),
                               ("a new name that is refused", {"rename": "553 no"}, (1,))):
        armed.write_text(json.dumps(fault))
        seal = clinic.report(IN_PARTS)
        clinic.run(what, *codes)
        if codes != (3,):
            quietly("it may be tried anew", clinic.sync("retry", "--all")[0] == 0)
        clinic.waits(what, seal)
        armed.write_text("{}")
        clinic.ends_well(what, seal)
        check(f"{what}: it waits, and goes later, once", True)
    armed.write_text('{"rename": "lose"}')
    seal = clinic.report(IN_PARTS)
    clinic.run("a new name of which nobody hears", 0, 3)
    armed.write_text("{}")
    clinic.ends_well("a new name of which nobody hears", seal)


def recipients(clinic):
    """450 and 452 are for now, 550 is for good, and a mail whose answer is lost is the same mail when it comes again."""
    for who, reply in (("grey", 450), ("full", 452)):
        clinic.use(to=f"{who}@clinic.invalid")
        seal = clinic.report()
        errors = clinic.run(f"{reply}", 3)
        check(f"{reply} is told", str(reply) in errors, errors)
        clinic.waits(f"{reply}", seal)
        clinic.use()
        clinic.ends_well(f"{reply}", seal)
    clinic.use(to="nobody@clinic.invalid")
    seal = clinic.report()
    errors = clinic.run("550", 1)
    failed = clinic.files("failed")
    check("550 is for good", "550" in errors and len(failed) == 1 and clinic.files("pending") == [], errors)
    why = json.loads(clinic.sync("show", failed[0])[1])["failure"]
    check("and the reason is kept", "550" in why["reason"], why)
    clinic.use()
    quietly("it may be tried anew", clinic.sync("retry", "--all")[0] == 0)
    clinic.ends_well("550", seal)
    clinic.use(to="lost@clinic.invalid")
    before = len(clinic.place.mails())
    seal = clinic.report()
    clinic.run("lost answer", 3)
    quietly("a mail whose answer is lost waits", len(clinic.files("pending")) == 1)
    clinic.use(to="a@clinic.invalid")
    clinic.ends_well("lost answer", seal)
    check("it came more than once, under one Message-ID", len(clinic.place.mails()) > before + 1)


def main():
    name = sys.argv[2]
    with subprocess.Popen([HERE / "serve.py", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process, \
            tempfile.TemporaryDirectory() as folder:
        server = json.loads(process.stdout.readline() or "{}")
        if "skipped" in server:
            print("skipped: no server:", server["skipped"])
            return
        try:
            clinic = Clinic(Path(folder) / "clinic", name, server)
            clinic.ends_well("the first of all", clinic.report())
            tests = {"ftps": (cut, full), "ftps_answers": (answers,), "sftp": (cut, full), "smtp": (recipients,)}.get(name, (network,))
            for test in (*tests, wrong_settings):
                test(clinic)
            if name == "ftps_answers":
                return  # ftps has the rest
            if may_step():
                killed(clinic, Path(folder))
            else:
                print("killed: skipped: programs may not be traced")
        finally:
            process.stdin.close()


main()
