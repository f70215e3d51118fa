#!/usr/bin/env python3
"""The log of what ecg-sync uploaded: an entry for each file that a target took, once, whatever is killed, full or damaged; a whole
list at any time, which the original app reads; put aside when it has grown; without a secret."""
import contextlib
import datetime
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from serve_rig import check, small_disk
from sync_rig import RunningServer, may_trace
from sync_targets import SECRETS, Clinic, Fake

KEYS = {"local_path", "uploaded_at", "service", "result", "metadata"}


class Logged(Clinic):
    """A device whose reports go to the server, to S3 and to Dropbox, and its sessions to S3, too."""

    def __init__(self, folder, server, s3, dropbox, rule="[backend, s3, dropbox]\n  sessions: [backend, s3]"):
        super().__init__(folder, server, s3, dropbox, rule)
        self.log = folder / "reports/upload_log.json"

    def lists(self):
        """Those put aside and the one that grows, each whole."""
        files = sorted(self.log.parent.glob("upload_log-[0-9]*.json")) + [self.log]
        return [json.loads(file.read_text()) for file in files if file.exists()]

    def entries(self):
        return [entry for entries in self.lists() for entry in entries]

    def targets(self):
        return Counter(entry["result"]["target"] for entry in self.entries())

    def original(self, count):
        """What the original app would have written."""
        self.log.parent.mkdir(exist_ok=True)
        old = [{"local_path": f"reports/ECG_Report_20250108_{number:06}.pdf", "uploaded_at": "2025-01-08T12:34:56.789012",
                "service": "s3", "result": {"status": "success", "service": "s3", "bucket": "b", "key": f"k{number}",
                                            "url": f"https://b.s3.us-east-1.amazonaws.com/ecg-reports/2025/01/08/k{number}"},
                "metadata": {"filename": f"ECG_Report_20250108_{number:06}.pdf", "file_size": 500_000, "file_type": ".pdf",
                             "patient_name": "Unknown", "patient_age": "", "report_date": "", "heart_rate": "é \u2764",
                             "machine_serial": ""}, "extra": [None, 1.50]} for number in range(count)]
        self.log.write_text(json.dumps(old, indent=2))
        return old


def sent(clinic):
    content = clinic.report("logged")
    clinic.sync("enqueue", given=Path("demo.jsonl").read_text())
    names = clinic.files("pending")
    check("everything goes", clinic.sync("run") == (0, "", ""))
    entries = clinic.entries()
    check("each file at each target has an entry, the server's samples have none",
          clinic.targets() == {"backend": 1, "s3": 5, "dropbox": 1} and all(KEYS <= set(entry) for entry in entries), entries)
    reports = [entry for entry in entries if entry["metadata"]["type"] == "report"]
    digest = hashlib.sha256(content).hexdigest()
    check("of a report it has the size, the digest and where it came from", len(reports) == 3 and all(
        (entry["result"]["sha256"], entry["result"]["size"], entry["metadata"]["file_size"], entry["local_path"],
         entry["metadata"]["filename"], entry["metadata"]["file_type"]) ==
        (digest, len(content), len(content), str(clinic.home / "page.pdf"), "page.pdf", ".pdf") for entry in reports), reports)
    by_service = {entry["service"]: entry["result"] for entry in reports}
    s3 = by_service["s3"]
    check("where it is in the bucket", s3["bucket"] == "clinic" and s3["key"].endswith(digest[:32] + ".pdf")
          and s3["url"] == f"{clinic.s3.reach['url']}/clinic/{s3['key']}", s3)
    check("and in the folder", by_service["dropbox"]["path"] == "/" + by_service["dropbox"]["key"] == "/" + s3["key"], by_service)
    server = by_service["backend"]
    check("the server has a name of its own for it", server["key"] and server["url"].endswith("/reports/" + server["key"]), server)
    rest = [entry for entry in entries if entry["metadata"]["type"] != "report"]
    check("of the others it has their files", sorted(entry["metadata"]["filename"] for entry in rest) ==
          sorted(name for name in names if "_report_" not in name), rest)
    check("it says that all succeeded", {entry["result"]["status"] for entry in entries} == {"success"})
    now = datetime.datetime.now(datetime.timezone.utc)
    ages = [(now - datetime.datetime.fromisoformat(entry["uploaded_at"].replace("Z", "+00:00"))).total_seconds()
            for entry in entries]
    check("and when", all(-1 < age < 600 for age in ages), ages)
    text = clinic.log.read_text()
    check("no secret, no query and nobody's name stands in it",
          not any(word in text for word in (*SECRETS, "Sample Person", "?", "@")), text)
    check("it is for its owner alone", clinic.log.stat().st_mode & 0o77 == 0)
    clinic.sync("run")
    check("a run that sends nothing writes nothing", clinic.log.read_text() == text)


def shown(clinic):
    clinic.original(2)
    for words in ("one", "two"):
        clinic.report(words)
        clinic.sync("run")
    code, said, errors = clinic.sync("log")
    lines = said.splitlines()
    check("the table has a line for each, the oldest first", (code, errors) == (0, "") and len(lines) == 9
          and lines[0].split() == ["TIME", "TARGET", "SIZE", "OBJECT", "FILE"] and "k0" in lines[1], said)
    lines = [json.loads(line) for line in clinic.sync("log", "--json")[1].splitlines()]
    check("programs get the entries as they stand", lines == clinic.entries())

    def count(*arguments):
        code, said, errors = clinic.sync("log", "--json", *arguments)
        check(f"{arguments} is told", (code, errors) == (0, ""), errors)
        return len(said.splitlines())

    check("only those of a target", [count("--target", name) for name in ("dropbox", "s3", "nobody")] == [2, 4, 0])
    check("only those since", [count("--since", when) for when in ("1h", "2025-01-08", "2025-01-09", "2100-01-01T00:00:00Z")]
          == [6, 8, 6, 0])
    newest = clinic.sync("log", "--json", "--limit", "1")[1]
    check("only the last ones", json.loads(newest) == clinic.entries()[-1] and count("--limit", "3") == 3)
    check("a time that is none is told", clinic.sync("log", "--since", "soon")[0] == 2)
    clinic.log.write_text("[{")
    code, said, errors = clinic.sync("log")
    check("so is a list that is none", code == 1 and str(clinic.log) in errors and errors.count("\n") == 1, errors)
    check("and wrong settings", [clinic.sync("log", set={key: value})[0] for key, value in (
        ("ECG_SYNC_LOG_SIZE", "3k"), ("ECG_SYNC_LOG_SIZE", "x"), ("ECG_SYNC_LOG_KEPT", "0"))] == [2, 2, 2])


def for_the_server_alone(clinic):
    clinic.environment["ECG_CONFIG"] = "/dev/null"
    clinic.sync("enqueue", given=Path("demo.jsonl").read_text())
    check("a session goes to the server", clinic.sync("run") == (0, "", ""))
    check("which is no upload of a file", not clinic.log.parent.exists() and clinic.sync("log") == (0, "", ""))
    clinic.report("alone")
    clinic.sync("run")
    check("a PDF is one", clinic.targets() == {"backend": 1})


def watched(clinic):
    watch = subprocess.Popen(clinic.command("watch"), stderr=subprocess.DEVNULL, env={
        **clinic.environment, "BACKEND_API_URL": f"http://127.0.0.1:{clinic.port}/api/v1"})
    try:
        clinic.report("watched")
        for _ in range(600):
            if not clinic.files("pending"):
                break
            time.sleep(0.05)
        lines = [json.loads(line) for line in clinic.sync("log", "--json")[1].splitlines()]
        check("what watch sent is shown at once", sorted(line["result"]["target"] for line in lines) ==
              ["backend", "dropbox", "s3"], lines)
        watch.send_signal(signal.SIGTERM)
        check("it ends in order", watch.wait(30) == 0)
        check("and is in the file by then", clinic.targets() == {"backend": 1, "dropbox": 1, "s3": 1}, clinic.entries())
    finally:
        watch.kill()
        watch.wait()


def continued(clinic):
    old = clinic.original(2452)
    check("it is as large as in the wild", clinic.log.stat().st_size > 1_200_000, clinic.log.stat().st_size)
    clinic.report("behind the old ones")
    check("a run goes on with it", clinic.sync("run") == (0, "", ""))
    new = json.loads(clinic.log.read_text())
    check("all 2,452 entries of the original app are as they were", new[:2452] == old and len(new) == 2455, len(new))
    check("nothing was put aside", [path.name for path in clinic.log.parent.iterdir()] == ["upload_log.json"])


def damaged(clinic):
    clinic.original(5)
    cut = clinic.log.read_bytes()[:-100]
    clinic.log.write_bytes(cut)
    clinic.report("behind a damaged one")
    code, said, errors = clinic.sync("run")
    check("a damaged list is told in a line", (code, said) == (0, "") and errors.count("\n") == 1
          and errors.endswith("it is kept as upload_log-damaged-1.json\n"), errors)
    check("and kept as it is", (clinic.log.parent / "upload_log-damaged-1.json").read_bytes() == cut)
    check("a new one has what went", clinic.targets() == {"backend": 1, "dropbox": 1, "s3": 1})


def put_aside(clinic):
    """In the middle of a run, and with ten programs at once; a reader looks all the time."""
    clinic.environment["ECG_SYNC_LOG_SIZE"] = "4k"
    over, seen = threading.Event(), [0]

    def read():
        while not over.is_set():
            if clinic.log.exists():
                json.loads(clinic.log.read_bytes())
                seen[0] += 1

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(12):
        clinic.report(f"{number} of twelve")
    clinic.sync("enqueue", given=Path("af.jsonl").read_text())
    before = [name for name in clinic.files("pending") if "_report_" not in name]
    check("many items go", clinic.sync("run") == (0, "", ""))
    wanted = Counter({"backend": 12, "s3": 12 + len(before), "dropbox": 12})
    check("each entry is there once", clinic.targets() == wanted and
          len({entry["id"] for entry in clinic.entries()}) == sum(wanted.values()), clinic.targets())
    sizes = [path.stat().st_size for path in clinic.log.parent.iterdir()]
    check("in several files that have the size of the settings", len(sizes) > 3 and max(sizes) <= 4096, sizes)
    files = [clinic.home / f"at-once-{number}.pdf" for number in range(10)]
    for file in files:
        file.write_bytes(b"%PDF-" + file.name.encode())
    programs = [subprocess.Popen(clinic.command("upload", "--target", "s3", "--target", "dropbox", file, file),
                                 stdout=subprocess.DEVNULL, env=clinic.environment) for file in files]
    clinic.report("at the same time")
    code, _, errors = clinic.sync("run")
    check("ten uploads and a run at once succeed", [program.wait(120) for program in programs] + [code] == [0] * 11, errors)
    over.set()
    reader.join()
    wanted += Counter({"backend": 1, "s3": 11, "dropbox": 11})
    check("each file of theirs has an entry once, also where it was sent again", clinic.targets() == wanted, clinic.targets())
    check("and there was a whole list at any time", seen[0] > 0, seen)
    clinic.environment["ECG_SYNC_LOG_KEPT"] = "2"
    for number in range(3):
        clinic.report(f"one more {number}")
    clinic.sync("run")
    check("so many are kept as the settings say", len(list(clinic.log.parent.iterdir())) <= 3, list(clinic.log.parent.iterdir()))


def uploaded(clinic):
    file = clinic.home / "Sample Person.pdf"
    file.write_bytes(b"%PDF-1.4\n% by hand\n%%EOF\n")
    url = {"set": {"BACKEND_API_URL": f"http://127.0.0.1:{clinic.port}/api/v1"}}
    check("a file goes at once", clinic.sync("upload", file, **url)[0] == 0)
    entries = clinic.entries()
    check("and has an entry at each target", clinic.targets() == {"backend": 1, "s3": 1, "dropbox": 1}
          and {entry["local_path"] for entry in entries} == {str(file)}, entries)
    check("whose names there are nobody's", "Sample" not in json.dumps([entry["result"] for entry in entries]), entries)
    clinic.sync("upload", file, "--target", "s3")
    check("what was there already has its entry", clinic.targets()["s3"] == 1)
    clinic.log.unlink()
    clinic.sync("upload", file, "--target", "s3")
    check("or gets one", clinic.entries()[0]["result"]["there_already"] is True, clinic.entries())


def cannot_be_written(clinic):
    clinic.log.mkdir(parents=True)
    clinic.report("first")
    code, _, errors = clinic.sync("run")
    check("a log that cannot be written is told once", code == 1 and errors.count("\n") == 1 and str(clinic.log) in errors, errors)
    check("and holds nothing up", not clinic.files("pending"))
    check("it is shown from the ledgers", len(clinic.sync("log", "--json")[1].splitlines()) == 3)
    clinic.log.rmdir()
    check("the next run makes up for it", clinic.sync("run")[0] == 0 and clinic.targets() == {"backend": 1, "s3": 1, "dropbox": 1})


def full_disk(server, s3, dropbox, folder):
    with small_disk(folder, 4096) as disk:
        if not disk:
            return
        small, _ = disk
        clinic = Logged(small / "home", server, s3, dropbox)
        old = clinic.original(2452)
        before = clinic.counts()
        clinic.report("onto a full disk")
        room = os.statvfs(small)
        with open(small / "fill", "wb", buffering=0) as file:  # the ledgers fit, the list does not
            file.write(b"x" * (room.f_bavail * room.f_frsize - 300_000))
        code, _, errors = clinic.sync("run")
        check("a full disk is told once", code == 1 and errors.count("No space left on device") == 1, errors)
        check("and everything goes", clinic.since(before) == (1, 1, 1) and not clinic.files("pending"))
        check("the list is whole", clinic.entries() == old and [path.name for path in clinic.log.parent.iterdir()
                                                                  if not path.name.startswith(".")] == ["upload_log.json"])
        (small / "fill").unlink()
        check("once there is room, it has what went", clinic.sync("run") == (0, "", "") and clinic.entries()[:2452] == old
              and Counter(entry["result"]["target"] for entry in clinic.entries()[2452:]) ==
              {"backend": 1, "s3": 1, "dropbox": 1}, len(clinic.entries()))


def killed_at(clinic, call, number, *arguments):
    run = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                          f"inject={call}:signal=KILL:when={number}", *clinic.command(*arguments)],
                         capture_output=True, env=clinic.environment, check=False, timeout=120)
    return run.returncode in (-9, 137)


def killed(server, s3, dropbox, folder, doing):
    """kill -9 at each step while the list is put aside: each file of the old list and of the new ones has its entry once."""
    targets = ["s3"] if doing == "run" else ["dropbox", "s3"]
    for call in ("fsync", "fdatasync", "rename", "link", "write", "unlink"):
        number, was_killed = 0, True
        while was_killed and number < 100:
            number += 1
            clinic = Logged(folder / f"{doing}-{call}-{number}", server, s3, dropbox, f"[{', '.join(targets)}]")
            old = clinic.original(6)
            clinic.environment |= {"ECG_SYNC_LOG_SIZE": "4k"}
            content = clinic.report(f"{doing} {call} {number}")
            file = clinic.home / "by-hand.pdf"
            file.write_bytes(content)
            arguments = ["run"] if doing == "run" else ["upload", file]
            before = clinic.counts()
            was_killed = killed_at(clinic, call, number, *arguments)
            clinic.lists()  # are whole
            code, _, errors = clinic.sync(*arguments)
            new = sorted(entry["result"]["target"] for entry in clinic.entries() if "id" in entry)
            kept = [entry for entry in clinic.entries() if "id" not in entry]
            stored = clinic.since(before)
            if (code, new, kept, stored) != (0, targets, old, (0, 1, len(targets) - 1)) or len(clinic.lists()) != 2:
                sys.exit(f"{doing} killed at {call} {number}: exit {code}, {new}, {len(kept)} old ones, {stored} {errors}")
        check(f"{doing} killed at each of {number - 1} calls of {call}: each entry is there once", 1 < number < 100, number)


def main():
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        folder = Path(place)
        s3, dropbox = Fake("s3_answers"), Fake("dropbox")
        stack.callback(s3.close)
        stack.callback(dropbox.close)
        server = RunningServer(folder / "srv").up()
        stack.callback(server.down)
        for test in (sent, shown, for_the_server_alone, watched, continued, damaged, put_aside, uploaded, cannot_be_written):
            test(Logged(folder / test.__name__, server, s3, dropbox))
        full_disk(server, s3, dropbox, folder)
        if may_trace():
            for doing in ("run", "upload"):
                killed(server, s3, dropbox, folder, doing)
        else:
            print("killed: skipped: no strace, or it may not trace")


if __name__ == "__main__":
    main()
