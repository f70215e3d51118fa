#!/usr/bin/env python3
"""ecg-sync watch with several targets: each goes on, rests and comes back by itself, whoever is away; signals and hours hold for all."""
import http.server
import signal
import threading
import time

from serve_rig import check
from sync_rig import Device, beside_server
from sync_watch_rig import Counting, Watch, until, url


class Archive:
    """A REST server that takes what it is told to take, and counts."""

    def __init__(self):
        self.status, self.requests, self.kept = 200, [], []
        archive = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                archive.requests.append(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                archive.kept += [body] if archive.status == 200 and self.command == "POST" else []
                self.send_response(archive.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(b"{}")

            do_GET = do_HEAD = do_OPTIONS = do_POST

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


class Clinic(Device):
    """Its reports go to the server and to an archive."""

    def __init__(self, folder, port, archive):
        super().__init__(folder, port)
        self.settings = folder / "ecg.yaml"
        self.write(archive)
        self.environment |= {"ECG_CONFIG": str(self.settings), **url(port)}
        self.reports = 0

    def write(self, archive, more=""):
        self.settings.write_text("sync:\n  reports: [backend, archive]\n  targets:\n    archive:\n      kind: rest\n"
                                 f"      url: http://127.0.0.1:{archive.port}/in\n{more}")

    def report(self):
        self.reports += 1
        pdf = self.home / "page.pdf"
        pdf.write_bytes(f"%PDF-1.4\n% {self.home.name} {self.reports}\n%%EOF\n".encode())
        code, _, errors = self.sync("enqueue", "--report", pdf)
        check("a report is queued", code == 0, errors)


def each_by_itself(server, folder):
    archive = Archive()
    clinic = Clinic(folder, server.port, archive)
    before = server.counts()[4]
    watch = Watch(clinic, ECG_SYNC_POLL="1h").ready()
    clinic.report()
    until("what comes goes to both", lambda: clinic.files("pending") == [])
    check("once each", server.counts()[4] == before + 1 and len(archive.kept) == 1, archive.requests)
    archive.status = 503
    clinic.report()
    until("one that is away is told", lambda: watch.said("end", end="offline"))
    told = watch.said("end", end="offline")[0]
    check("by its name, with the time of the next try", told["reason"].startswith("archive: ") and told["next_s"] > 0, told)
    until("the other goes on", lambda: server.counts()[4] == before + 2)
    for _ in range(3):
        clinic.report()
    until("also with what comes then", lambda: server.counts()[4] == before + 5)
    check("which waits for the one that is away", len(clinic.files("pending")) == 4, clinic.files("pending"))
    targets = {target["name"]: target for target in clinic.status()["targets"]}
    check("status tells them apart", targets["backend"]["waiting"] == 0 and targets["archive"]["waiting"] == 4
          and targets["archive"]["last_run"]["end"] == "offline", targets)
    archive.status = 200
    until("when it is back it gets the rest", lambda: clinic.files("pending") == [])
    check("each once, and the server nothing twice", len(archive.kept) == 5 and server.counts()[4] == before + 5, len(archive.kept))
    watch.stop()


def a_rest_of_an_hour(server, folder):
    """The archive wants an hour; the server gets what comes meanwhile; SIGHUP asks both, with the settings as they are now."""
    busy = Counting(503, Retry_After="3600")
    clinic = Clinic(folder, server.port, busy)
    before = server.counts()[4]
    clinic.report()
    watch = Watch(clinic, ECG_SYNC_POLL="1s").ready()
    until("the archive asks for an hour", lambda: watch.said("end", end="offline"))
    asked = len(busy.requests)
    for number in range(3):
        clinic.report()
        until("the server gets what comes", lambda wanted=before + number + 2: server.counts()[4] == wanted)
    check("and the archive is left alone", len(busy.requests) == asked, busy.requests)
    target = clinic.status()["targets"][1]
    check("which status knows", target["name"] == "archive" and "left_alone_until" in target and target["waiting"] == 4, target)
    watch.process.send_signal(signal.SIGHUP)
    until("a SIGHUP asks at once", lambda: len(busy.requests) > asked)
    archive = Archive()
    clinic.write(archive)
    watch.process.send_signal(signal.SIGHUP)
    until("another archive gets all", lambda: clinic.files("pending") == [])
    check("each once", len(archive.kept) == 4 and server.counts()[4] == before + 4, (len(archive.kept), server.counts()))
    check("and is told", len(watch.said("reloaded")) == 2, watch.lines)
    watch.stop()


def stops_under_way(server, folder):
    """The archive takes a report and never answers: SIGTERM ends the watch all the same, and nothing is lost or there twice."""
    archive = Archive()
    silent = threading.Event()
    handle = archive.http.RequestHandlerClass.do_POST

    def wait(self):
        if not silent.is_set():
            silent.set()
            time.sleep(30)
        handle(self)
    archive.http.RequestHandlerClass.do_POST = wait
    clinic = Clinic(folder, server.port, archive)
    before = server.counts()[4]
    clinic.report()
    watch = Watch(clinic, WATCHDOG_USEC="300000").ready()
    check("the archive is asked", silent.wait(60))
    until("the server has its own", lambda: server.counts()[4] == before + 1)
    heard = watch.told.count("WATCHDOG=1")
    until("systemd hears that it lives meanwhile", lambda: watch.told.count("WATCHDOG=1") > heard + 3)
    began = time.monotonic()
    watch.stop()
    check("within its seconds of grace", time.monotonic() - began < 25, time.monotonic() - began)
    check("what is under way waits", len(clinic.files("pending")) == 1)
    watch = Watch(clinic).ready()
    until("the next watch goes on with it", lambda: clinic.files("pending") == [])
    check("the server does not get it again", server.counts()[4] == before + 1)
    watch.stop()


def hours(server, folder):
    archive = Archive()
    clinic = Clinic(folder, server.port, archive)
    before = server.counts()[4]
    hour = time.gmtime().tm_hour
    closed = f"{(hour + 6) % 24:02}:00-{(hour + 7) % 24:02}:00"
    clinic.write(archive, f"  window: {closed}\n")
    clinic.report()
    watch = Watch(clinic, TZ="UTC").ready()
    until("outside of its hours it says so", lambda: watch.said("end", end="closed"))
    clinic.report()
    time.sleep(1)
    check("and asks nobody", archive.requests == [] and server.counts()[4] == before and len(clinic.files("pending")) == 2)
    clinic.write(archive, "  window: always\n")
    watch.process.send_signal(signal.SIGHUP)
    until("within them all goes", lambda: clinic.files("pending") == [])
    check("to both, once", len(archive.kept) == 2 and server.counts()[4] == before + 2)
    watch.stop()


def main():
    beside_server((each_by_itself, a_rest_of_an_hour, stops_under_way, hours))


main()
