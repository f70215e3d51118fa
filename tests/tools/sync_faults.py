#!/usr/bin/env python3
"""Faults of the network between ecg-sync and its server: nothing is lost, nothing is stored twice, and the reason is told.

Faults that ecg-sync is held to, and where:
"faults" is server.tool_faults_of_*: reports to each kind of cloud, file server and mail server.
 1 kill -9 at each system call            sync_kill, sync_targets, sync_crashes, faults; server.crashes_by_mail
 2 power cut while queueing               sync_power, with controls that lose
 3 power cut while sending                sync_power
 4 cut, empty, NUL-filled items           sync_queue, unit queue_folder
 5 an item that is still being written    sync_queue, unit queue_folder
 6 500, 503, 429 and any Retry-After      here: busy; faults; unit backend_answer, http_message
 7 reset at once, reset mid-upload        here: one_answer; faults
 8 stored, but the answer is lost         here: one_answer, silence; sync_queue; faults
 9 no answer, an answer that is cut       here: one_answer; faults; unit http_client
10 captive portal                         here: one_answer; sync_queue; faults
11 garbage, HTTP/0.9                      here: one_answer; faults; unit http_client
12 black hole, slow server, slow upload   here: silence, slow
13 refused, no network, no route          here: nowhere; sync_queue
14 no such name                           here: nowhere
15 TLS: authority, time, name, version    sync_faults_clock; sync_queue; faults of ftps, smtp
16 clock in 2046 or 2001                  sync_faults_clock
17 clock set back during a run            sync_faults_clock
18 token ended, renewal refused or 500    here: tokens; unit backend_target
19 S3: secret, clock, region, 200+Error   faults of swift; server.uploads_to_swift, server.uploads_to_s3_answers
20 parts of an upload left over           faults of swift, s3_answers; server.uploads_to_swift, server.uploads_to_s3_answers
21 FTPS cut, 426, disk full               faults of ftps, ftps_answers; server.uploads_to_ftps
22 SFTP host key changed, unknown, none   faults of sftp; server.uploads_to_sftp
23 SMTP 450, 550, 452, cut, CRLF          faults of smtp; server.uploads_to_smtp
24 disk full, no inodes                   sync_faults_disk; sync_queue, sync_kill
25 EIO on flush                           sync_faults_disk; sync_kill
26 read-only queue, wrong owner           sync_faults_disk
27 many runs at once, SIGTERM             sync_queue; here: stopped
28 deleted, replaced, strange files       sync_faults_disk; unit queue_folder, run_queue
29 100,000 items                          sync_many; here: many; scripts/bench sync
30 poison item, 413, dead start           here: too_large; sync_queue, unit run_queue
31 connection ended, rolling restart      here: short_connections, restarts; unit http_client
32 one file under two names, one id       here: twice; unit run_queue
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from chaos_proxy import ChaosProxy, Fault, Once
from serve_rig import check
from sync_faults_rig import Case, KnownServer

REQUESTS = 4  # of a recording: its start, samples, metrics and end
ONE_ANSWER = (
    Fault("reset"), Fault("reset", 2000), Fault("lose"), Fault("end"), Fault("truncate", 0), Fault("truncate", 15),
    Fault("truncate", 40), Fault("truncate", -1), Fault("portal"), Fault("portal_redirect"), Fault("garbage"), Fault("bare"))


def one_answer(server, folder):
    """Each fault meets one item in the middle of a run: the run goes on, or the next one does."""
    for kind in ONE_ANSWER:
        for skipped in (0, 1, 2):  # the start, the samples, the metrics
            faults = [None] * skipped + [Fault(kind.kind, kind.amount)]
            proxy = ChaosProxy(server.port, Once(*faults))
            case = Case(server, folder, f"{kind.kind} {kind.amount} at {skipped}", proxy.port)
            case.run()
            check(f"{case.name}: it was met", proxy.kinds[kind.kind] == 1, proxy.kinds)
            case.ends_well(proxy.port)
            proxy.close()


def always(server, folder):
    """A network that stays so costs no item a try."""
    for kind in ("reset", "end", "portal", "portal_redirect", "garbage"):
        proxy = ChaosProxy(server.port, lambda request, kind=kind: Fault(kind) if request.is_data else None)
        case = Case(server, folder, f"always {kind}", proxy.port)
        for _ in range(7):  # more than an item has tries
            case.run(code=3)
        case.all_wait()
        proxy.close()
        case.ends_well()


def busy(server, folder):
    """Whatever a busy server says of when: it is obeyed within reason, and never costs a try."""
    heads = {"": 0, "Retry-After: 2\r\n": 2, "Retry-After: 7200\r\n": 7200, "Retry-After: -5\r\n": 0,
             "Retry-After: 99999999999\r\n": 86400, "Retry-After: soon\r\n": 0,
             "Retry-After: Thu, 01 Jan 1970 00:00:10 GMT\r\nDate: Thu, 01 Jan 1970 00:00:08 GMT\r\n": 2,
             "Retry-After: Thu, 01 Jan 1970 00:00:10 GMT\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n": 0,
             "Retry-After: Thu, 01 Jan 2099 00:00:10 GMT\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n": 86400}
    answers = [(503, head, wait) for head, wait in heads.items()] + [(500, "", 0), (429, "Retry-After: 1\r\n", 1)]
    for status, head, wait in answers:
        proxy = ChaosProxy(server.port, Once(Fault("status", status, head)))
        case = Case(server, folder, f"{status} {head.strip()}", proxy.port)
        began = time.monotonic()
        case.run("--max-time", "30s", code=0 if wait < 30 else 3)
        if wait > 30:
            case.all_wait()
            asked = len(proxy.seen)
            case.run("--max-time", "30s", code=3, says="left alone")
            check(f"{case.name}: the next run asks nobody", len(proxy.seen) == asked, proxy.seen)
            case.run("--now", code=0)
        else:
            check(f"{case.name}: not before it may", time.monotonic() - began >= wait)
        case.ends_well(proxy.port)
        proxy.close()


def silence(server, folder):
    """A line that stays open and says nothing is given up after half a minute; three of them wait side by side."""
    def one(kind):
        proxy = ChaosProxy(server.port, Once(Fault(kind)))
        case = Case(server, folder, kind, proxy.port)
        case.run(code=0)
        check(f"{kind}: it was met", proxy.kinds[kind] == 1, proxy.kinds)
        case.ends_well(proxy.port)
        proxy.close()

    def greeting():
        proxy = ChaosProxy(server.port, lambda request: Fault("black_hole"))
        case = Case(server, folder, "black hole", proxy.port)
        case.run(code=3)
        check("a server that is silent is asked once", proxy.seen == ["GET /healthz"], proxy.seen)
        case.ends_well()
        proxy.close()

    failures = []

    def guarded(work, *arguments):
        try:
            work(*arguments)
        except SystemExit as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=what) for what in ((one, "hang"), (one, "black_hole"), (greeting,))]
    for thread in threads:
        thread.start()
    return threads, failures


def slow(server, folder):
    """Slow is not broken, as long as bytes come."""
    for fault in (Fault("delay", 0.3), Fault("slow", 2000), Fault("slow_upload", 20_000)):
        proxy = ChaosProxy(server.port, Once(*[fault] * 3))
        case = Case(server, folder, fault.kind, proxy.port)
        case.run(code=0)
        check(f"{case.name}: nothing was sent again", proxy.kinds[fault.kind] == 3 and
              sum("/sessions/" in line for line in proxy.seen) == REQUESTS, proxy.seen)
        case.ends_well(proxy.port)
        proxy.close()


def nowhere(server, folder):
    case = Case(server, folder, "no such name")
    run = subprocess.run([*case.device.command("status")[:1], "run", "--url", "https://no-such.invalid/api/v1"], text=True,
                         capture_output=True, check=False, env=case.device.environment)
    check("no such name: exit code 3 in one line", run.returncode == 3 and run.stderr.count("\n") == 1, run.stderr)
    check("no such name: the reason is told", "resolve host" in run.stderr, run.stderr)
    case.all_wait()
    alone = ["unshare", "--net"]  # not even this machine can be reached there
    if os.geteuid() != 0 or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        print("no network: skipped: it cannot be taken away here")
    else:
        run = subprocess.run([*alone, *case.device.command("run")], capture_output=True, text=True, check=False,
                             env=case.device.environment)
        check("no network: exit code 3 in one line", run.returncode == 3 and run.stderr.count("\n") == 1, run.stderr)
        case.all_wait()
    case.ends_well()


def tokens(server, folder):
    """A login that ended is renewed once; where that fails for now everything waits, and costs nothing."""
    def after(number, faults, for_good):
        """401 to one item, or from it on to all; then these to renewal and login."""
        met = [0]

        def decide(request):
            if request.is_data:
                met[0] += 1
                return Fault("status", 401) if met[0] == number or (for_good and met[0] > number) else None
            if met[0] >= number:
                return next((fault for path, fault in faults.items() if path in request.line), None)
            return None
        return decide

    for number in (1, 3):
        for name, faults, code in (("renewed", {}, 0), ("refused, and logged in anew", {"/refresh": Fault("status", 401)}, 0),
                                   ("logins are broken", {"/auth/": Fault("status", 500)}, 3),
                                   ("logins are reset", {"/auth/": Fault("reset")}, 3),
                                   ("the account is gone", {"/auth/": Fault("status", 401)}, 2)):
            proxy = ChaosProxy(server.port, after(number, faults, code != 0))
            case = Case(server, folder, f"token ended at {number}: {name}", proxy.port, logs_in=True)
            case.run("--max-time", "5s", code=code)
            check(f"{case.name}: no try was spent", not case.device.files("failed"))
            case.ends_well()
            proxy.close()


def too_large(server, folder):
    """A proxy in between that takes no more than so much: parcels are halved until they fit; what never fits fails alone."""
    limit = [0]
    proxy = ChaosProxy(server.port, lambda request: Fault("status", 413) if request.length > limit[0] else None)
    case = Case(server, folder, "413", proxy.port)
    sizes = [(case.device.queue / "pending" / name).stat().st_size for name in case.device.files("pending") if "_waveform_" in name]
    limit[0] = 3 * max(sizes) // 2
    plain = {"ECG_SYNC_COMPRESSION": "none"}
    case.run(code=0, set=plain)
    check("413: parcels were halved", proxy.kinds["status"] > 0, proxy.kinds)
    case.ends_well(proxy.port)
    limit[0] = min(sizes) // 2
    case = Case(server, folder, "413 for each", proxy.port)
    case.run(code=1, set=plain)
    case.is_whole()
    failed = case.device.files("failed")
    check("413 for each: samples failed, and nothing else", failed and all("_waveform_" in name for name in failed), failed)
    check("413 for each: with the reason", "larger than the server takes" in case.device.sync("show", failed[0])[1])
    waiting = case.device.files("pending")
    check("413 for each: metrics went, and the end waits for the samples", len(waiting) == 1 and "_session_end_" in waiting[0], waiting)
    check("413 for each: they wait again", case.device.sync("retry", "--all") == (0, "", ""))
    proxy.close()
    case.ends_well()


def stopped(server, folder):
    """SIGTERM in the middle: what is under way ends, the rest waits."""
    under_way = threading.Event()

    def decide(request):
        if request.is_data and request.number > 3:
            under_way.set()
            return Fault("delay", 1)
        return None

    proxy = ChaosProxy(server.port, decide)
    case = Case(server, folder, "SIGTERM", proxy.port)
    run = subprocess.Popen(case.device.command("run"), stderr=subprocess.PIPE, text=True, env=case.device.environment)
    check("SIGTERM: something is under way", under_way.wait(60))
    run.send_signal(signal.SIGTERM)
    said = run.communicate(timeout=60)[1]
    check("SIGTERM: exit code 130", run.returncode == 130, said)
    check("SIGTERM: what was under way is acknowledged", 0 < len(case.device.files("pending")) < case.items - 1)
    proxy.close()
    case.ends_well()


def many(server, folder):
    """Some thousand items of several sessions, with each tenth request hurt, in any way."""
    kinds = [fault for fault in ONE_ANSWER if fault.kind != "reset" or fault.amount]
    proxy = ChaosProxy(server.port, lambda request: kinds[request.number // 10 % len(kinds)]
                       if request.is_data and request.number % 10 == 0 else None)
    cases = [Case(server, folder, f"many {n}", proxy.port, seconds=600) for n in range(2)]
    for case in cases:
        for _ in range(60):
            case.run()
            if not case.device.files("pending"):
                break
        case.is_whole()
        check(f"{case.name}: nothing waits", case.device.files("pending") == [] and case.device.files("failed") == [])
        case.is_on_server()
    check("many: faults were met", sum(proxy.kinds[kind.kind] for kind in kinds) > 1, proxy.kinds)
    proxy.close()


def short_connections(server, folder):
    """Each connection ends behind one answer, as with a server that takes no more requests on it."""
    proxy = ChaosProxy(server.port, lambda request: Fault("last"))
    case = Case(server, folder, "short connections", proxy.port)
    case.run(code=0)
    check("short connections: nothing was sent again", case.device.files("pending") == [] and
          sum("/sessions/" in line for line in proxy.seen) == REQUESTS, proxy.seen)
    case.ends_well(proxy.port)
    proxy.close()


def restarts(server, folder):
    """The server is stopped and started again while things are under way."""
    done = threading.Event()
    proxy = ChaosProxy(server.port, lambda request: Fault("delay", 0.05))
    cases = [Case(server, folder, f"restart {n}", proxy.port) for n in range(3)]

    def restart():
        while not done.is_set():
            server.down()
            server.up()
            done.wait(0.5)

    restarting = threading.Thread(target=restart)
    restarting.start()
    for case in cases:
        for _ in range(5):
            case.run("--max-time", "10s")
    done.set()
    restarting.join()
    for case in cases:
        case.ends_well()
    proxy.close()


def twice(server, folder):
    """One file under two names, and two devices that queued the very same: the server has it once."""
    case = Case(server, folder, "twice")
    pending = case.device.queue / "pending"
    for name in case.device.files("pending"):
        if "_metrics_" in name:
            shutil.copy(pending / name, pending / f"copy-of-{name}")
            case.items += 1
    other = folder / "the-same-again"
    shutil.copytree(case.device.home, other)
    case.ends_well()
    again = Case.__new__(Case)
    again.__dict__.update(case.__dict__)
    again.device = type(case.device)(other, server.port)
    again.name = "the same queue on another device"
    again.ends_well()


TESTS = (one_answer, always, busy, slow, nowhere, tokens, too_large, stopped, short_connections, twice, many, restarts)


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = KnownServer(Path(folder) / "srv").up()
        try:
            waiting, failures = silence(server, place_in(folder, "silence"))
            for test in [test for test in TESTS if test.__name__ in sys.argv[2:]] or TESTS:
                if test is restarts:  # the silent ones must have ended: they mind it
                    for thread in waiting:
                        thread.join()
                test(server, place_in(folder, test.__name__))
            for thread in waiting:
                thread.join()
            if failures:
                raise failures[0]
        finally:
            server.down()
        code, _, errors = server.run("check")
        check("the server's store is sound", (code, errors) == (0, ""), errors)


def place_in(folder, name):
    place = Path(folder) / name
    place.mkdir()
    return place


main()
