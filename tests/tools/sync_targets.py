#!/usr/bin/env python3
"""ecg-sync and several targets: the server, an S3 and a Dropbox that are ours. Each has each item once, whoever is away,
whatever is refused, and wherever the program is killed; files go up at once, too, and no secret or name is seen."""
import contextlib
import hashlib
import http.server
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

from serve_rig import TOOLS, check
from sync_rig import Device, RunningServer, at_each_step, killed_at_step, may_step

SERVERS = Path(__file__).resolve().parent.parent / "servers"
SECRETS = ("invented-secret", "invented-token", "walks over")


class Fake:
    """A server of tests/servers, until the block is left."""

    def __init__(self, name):
        self.process = subprocess.Popen([sys.executable, SERVERS / "serve.py", name], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.reach = json.loads(self.process.stdout.readline())

    def arm(self, **faults):
        """What it has counted so far."""
        request = urllib.request.Request(self.reach["url"] + "/_arm", data=json.dumps(faults).encode(), method="POST")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            return json.loads(answer.read())

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)


class Clinic(Device):
    """A device whose reports go to the server, to S3 and to Dropbox."""

    def __init__(self, folder, server, s3, dropbox, rule="[backend, s3, dropbox]", more=""):
        super().__init__(folder, server.port)
        self.home.mkdir()
        self.s3, self.dropbox, self.server = s3, dropbox, server
        (folder / "ecg.yaml").write_text(
            f"sync:\n  reports: {rule}\n  tries: 2\n  targets:\n"
            f"    s3:\n      url: {s3.reach['url']}\n      bucket: clinic\n      part_mib: 1\n"
            f"    dropbox:\n      url: {dropbox.reach['url']}\n{more}")
        self.environment |= {"ECG_CONFIG": str(folder / "ecg.yaml"), "AWS_ACCESS_KEY_ID": "any",
                             "AWS_SECRET_ACCESS_KEY": "invented-secret", "DROPBOX_ACCESS_TOKEN": "invented-token"}

    def report(self, words):
        """Queued; its bytes are its own."""
        pdf = self.home / "page.pdf"
        pdf.write_bytes(b"%PDF-1.4\n% " + words.encode() + b"\n%%EOF\n")
        code, said, errors = self.sync("enqueue", "--report", pdf)
        check("a report is queued", (code, said, errors) == (0, "", ""), errors)
        return pdf.read_bytes()

    def counts(self):
        """Reports at the server, whole objects that came to S3, files at Dropbox."""
        return (self.server.counts()[4], self.s3.arm()["puts"], self.dropbox.arm()["files"])

    def since(self, before):
        return tuple(new - old for new, old in zip(self.counts(), before))

    def object_of(self, item, content):
        """Where the report of a pending item will be."""
        import datetime
        day = datetime.datetime.fromtimestamp(int(item.split("_")[1]) / 1000, datetime.timezone.utc)
        return f"ecg-reports/{day:%Y/%m/%d}/{hashlib.sha256(content).hexdigest()[:32]}.pdf"


def all_three(clinic):
    before = clinic.counts()
    clinic.sync("enqueue", given=Path("demo.jsonl").read_text())
    content = clinic.report("one")
    item = [name for name in clinic.files("pending") if "_report_" in name][0]
    code, said, errors = clinic.sync("run", "--log-json")
    check("everything goes", (code, said) == (0, "") and clinic.files("pending") == [], errors)
    check("each target has the report once", clinic.since(before) == (1, 1, 1), clinic.since(before))
    check("five items are through", json.loads(errors.splitlines()[-1])["stored"] == 5, errors)
    told = [json.loads(line) for line in errors.splitlines()]
    check("the log says to whom", {line.get("target") for line in told} == {None, "backend", "s3", "dropbox"}, errors)
    check("no secret and nobody's name is told", not any(word in errors for word in (*SECRETS, "Sample Person")), errors)
    name = clinic.object_of(item, content)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(signed_get(clinic, name), timeout=60) as answer:
        check("it is found by its day and its bytes", answer.read() == content)
    check("the ledgers keep nothing of it", all(item not in path.read_text() or f'"forget":"{item}"' in path.read_text()
                                                for path in (clinic.queue / ".state").glob("ledger*.jsonl")))


def signed_get(clinic, name):
    """The fake looks at the time and the hash of a signature alone."""
    import time
    return urllib.request.Request(f"{clinic.s3.reach['url']}/clinic/{name}", headers={
        "x-amz-date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
        "x-amz-content-sha256": hashlib.sha256(b"").hexdigest()})


def one_is_away(clinic):
    before = clinic.counts()
    clinic.report("two")
    clinic.sync("enqueue", given=Path("af.jsonl").read_text())
    clinic.dropbox.arm(statuses=[503] * 50)
    for _ in range(3):
        code, _, errors = clinic.sync("run")
        check("one target that is away is exit code 3", code == 3 and errors.count("\n") == 1, errors)
        check("and is named, with what waits", errors.startswith("ecg-sync: dropbox: ") and "; 1 item waits" in errors, errors)
        check("the others have theirs, once", clinic.since(before) == (1, 1, 0), clinic.since(before))
        check("and it alone waits", ["_report_" in name for name in clinic.files("pending")] == [True])
    check("quietly when asked for", clinic.sync("run", "--quiet") == (3, "", ""))
    known = [json.loads(line) for line in clinic.sync("list", "pending")[1].splitlines()]
    check("the list says who has it", [line["stored_at"] for line in known] == [["backend", "s3"]], known)
    clinic.dropbox.arm(statuses=[])
    check("when it is back, it gets its own", clinic.sync("run") == (0, "", "") and clinic.since(before) == (1, 1, 1))
    check("and nobody else gets it again", clinic.files("pending") == [])


def one_refuses(clinic):
    before = clinic.counts()
    content = clinic.report("three")
    item = clinic.files("pending")[0]
    other = clinic.home / "other.pdf"
    other.write_bytes(b"%PDF-other")
    name = clinic.object_of(item, content)
    code, said, errors = clinic.sync("upload", other, "--target", "s3", "--name", name)
    check("a file goes up under a name", (code, errors) == (0, "") and said == f"stored\ts3\t{name}\t{other}\n", said)
    code, said, _ = clinic.sync("upload", other, "--target", "s3", "--name", name)
    check("again it is there already", code == 0 and said.startswith("there already\t"), said)
    code, _, errors = clinic.sync("run")
    check("other bytes under its name are refused", code == 1 and f"other bytes are there as {name}" in errors, errors)
    check("the others have it, once", clinic.since(before) == (1, 1, 1), clinic.since(before))  # s3: the other file
    failed = clinic.files("failed")
    check("it is in failed/", len(failed) == 1 and clinic.files("pending") == [])
    said = json.loads(clinic.sync("show", failed[0])[1])
    check("with who and why", said["failure"]["reason"].startswith("s3: bucket clinic: other bytes"), said)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(urllib.request.Request(
            signed_get(clinic, name).full_url, headers=signed_get(clinic, name).headers, method="DELETE"), timeout=60):
        pass
    check("it may be tried anew", clinic.sync("retry", failed[0])[0] == 0)
    check("then it goes there alone", clinic.sync("run") == (0, "", "") and clinic.since(before) == (1, 2, 1), clinic.since(before))


def strangers(clinic):
    before = clinic.counts()
    clinic.report("four")
    code, _, errors = clinic.sync("run", set={"DROPBOX_ACCESS_TOKEN": "not-ours"})
    check("a target that does not know us is exit code 2", code == 2 and errors.count("\n") == 1, errors)
    check("and is told without the token", "invalid_access_token" in errors and "not-ours" not in errors, errors)
    check("the others went on", clinic.since(before) == (1, 1, 0), clinic.since(before))
    code, _, errors = clinic.sync("run", set={"DROPBOX_ACCESS_TOKEN": ""})
    check("what is missing is told by its name",
          code == 2 and "token is missing (DROPBOX_ACCESS_TOKEN or sync.targets.dropbox.token)" in errors, errors)
    check("and then it goes", clinic.sync("run") == (0, "", "") and clinic.since(before) == (1, 1, 1))
    for more, why in (({"ECG_TARGET_S3_URL": "http://storage.example"}, "would send patients' data over the network in clear"),
                      ({"ECG_TARGET_S3_URL": "https://a:b@storage.example"}, "holds a name or a password"),
                      ({"ECG_TARGET_S3_PART_MIB": "0"}, "is no number of MiB"), ({"ECG_TARGET_S3_KIND": "floppy"}, "is one of s3,")):
        code, _, errors = clinic.sync("test", "s3", set=more)
        check("settings that would do harm are wrong usage", code == 2 and why in errors and errors.count("\n") == 1, errors)
    ledger = clinic.queue / ".state/ledger-s3.jsonl"
    ledger.write_text(ledger.read_text() + '{"stored":')
    check("damage of any ledger is seen", "ledger-s3.jsonl: 1 damaged lines" in clinic.sync("verify")[2])
    clinic.sync("run")
    said = subprocess.run([TOOLS / "ecg-sync", "--print-config"], capture_output=True, text=True, check=True,
                          env=clinic.environment).stdout
    check("settings are listed with where they came from, lists too", "sync.reports = backend,s3,dropbox (" in said and
          "sync.targets.s3.secret_key = *** (AWS_SECRET_ACCESS_KEY)" in said, said)
    check("and no secret", not any(word in said for word in SECRETS), said)
    for rule, why in (("[backend, nowhere]", 'names "nowhere", of which sync.targets says nothing'),
                      ("[s3, {a: b}]", "is a list of other things than words")):
        (clinic.home / "wrong.yaml").write_text(f"sync:\n  reports: {rule}\n")
        code, _, errors = clinic.sync("run", "--config", str(clinic.home / "wrong.yaml"))
        check("a rule that names nobody is wrong usage, with its line", code == 2 and "wrong.yaml:2: " in errors and why in errors, errors)


def tried(clinic):
    code, said, errors = clinic.sync("test", set={"BACKEND_API_URL": f"http://127.0.0.1:{clinic.port}/api/v1"})
    check("all targets are tried", (code, errors) == (0, "") and said.splitlines() == [
        "backend\tok, it is there and knows us; nothing was written", "s3\tok, written, read back and deleted",
        "dropbox\tok, written, read back and deleted"], said)
    before = clinic.counts()
    clinic.s3.arm(codes=["403 SignatureDoesNotMatch"])
    code, said, errors = clinic.sync("test", "s3")
    check("one that refuses us is exit code 2", (code, said) == (2, "s3\tdenied\n") and "SignatureDoesNotMatch" in errors, errors)
    clinic.dropbox.arm(statuses=[500])
    check("one that is away is 3", clinic.sync("test", "dropbox")[:2] == (3, "dropbox\taway\n"))
    code, _, errors = clinic.sync("test", "nowhere")
    check("one that nobody knows is wrong usage", code == 2 and "nothing is known of it" in errors, errors)
    check("nothing is left of all that", clinic.dropbox.arm()["files"] == before[2])


def uploaded(clinic):
    hard = clinic.home / "Sample Person, 1950 é+\U0001fac0.pdf"
    hard.write_bytes(b"%PDF-1.4\n% named\n%%EOF\n")
    csv = clinic.home / "numbers.csv"
    csv.write_text("1,2\n")
    url = {"set": {"BACKEND_API_URL": f"http://127.0.0.1:{clinic.port}/api/v1"}}
    code, said, errors = clinic.sync("upload", hard, csv, "--json", **url)
    lines = [json.loads(line) for line in said.splitlines()]
    check("where reports go, files go; the server takes PDFs alone", code == 1 and [
        (line["target"], line["outcome"]) for line in lines] == [
            ("backend", "stored"), ("backend", "refused"), ("s3", "stored"), ("s3", "stored"), ("dropbox", "stored"),
            ("dropbox", "stored")], said)
    check("the reason is told", "takes PDFs of up to 64 MiB alone" in errors and errors.count("\n") == 1, errors)
    check("no name of a person is in a cloud", all("Sample" not in line.get("object", "") and line.get("object", "-.pdf").endswith((".pdf", ".csv")) for line in lines))
    code, said, errors = clinic.sync("upload", clinic.home / "nothing.pdf", hard, "--target", "s3")
    check("a file that is not there holds up no other", code == 1 and said.splitlines()[1].startswith("there already\ts3\t"), said)
    fifo = clinic.home / "pipe"
    os.mkfifo(fifo)
    check("nor does a pipe", clinic.sync("upload", fifo, "--target", "s3")[0] == 1)
    clinic.dropbox.arm(statuses=[503])
    check("a target that is away is exit code 3", clinic.sync("upload", csv, "--target", "dropbox", "--name", "x")[0] == 3)
    check("two files cannot have one name", clinic.sync("upload", hard, csv, "--name", "x")[0] == 2)


def resumed(clinic):
    large = clinic.home / "large.zip"
    large.write_bytes(os.urandom(3_500_000))
    clinic.s3.arm(fail_part=3, parts=0)
    code, said, errors = clinic.sync("upload", large, "--target", "s3")
    check("an upload that is cut is exit code 3", code == 3 and said.startswith("away\ts3\t"), errors)
    notes = list((clinic.queue / ".state/uploads-s3").iterdir())
    check("what is known of it is for its owner alone", len(notes) == 1 and notes[0].stat().st_mode & 0o77 == 0)
    code, said, errors = clinic.sync("upload", large, "--target", "s3")
    check("the next program goes on with it", code == 0 and said.startswith("stored\t"), errors)
    check("no part went twice", clinic.s3.arm()["parts"] == 4, clinic.s3.arm())
    check("and nothing is known of it any more", list((clinic.queue / ".state/uploads-s3").iterdir()) == [])


def as_the_original(clinic):
    """Its .env alone says where reports go."""
    before = clinic.counts()
    clinic.report("five")
    place = clinic.home / "desk"
    place.mkdir()
    (place / ".env").write_text("CLOUD_UPLOAD_ENABLED=True\nCLOUD_SERVICE=s3\nAWS_S3_BUCKET=clinic\nAWS_S3_REGION=any\n"
                                f"AWS_ACCESS_KEY_ID=any\nAWS_SECRET_ACCESS_KEY=any\nECG_TARGET_S3_URL={clinic.s3.reach['url']}\n")
    code, _, errors = clinic.sync("run", cwd=place, set={"ECG_CONFIG": "/dev/null"})
    check("the original app's .env is enough", (code, errors) == (0, "") and clinic.since(before) == (1, 1, 0), errors)


def foretold(clinic):
    """What a dry run says of each target is what then goes there; it asks nobody, and writes nothing."""
    before = clinic.counts()
    clinic.sync("enqueue", given=Path("demo.jsonl").read_text())
    contents = [clinic.report("foretold one"), clinic.report("foretold two")]
    nobody = socket.create_server(("127.0.0.1", 0))
    nobody.setblocking(False)
    place = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    elsewhere = {"BACKEND_API_URL": place + "/api/v1", "ECG_TARGET_S3_URL": place, "ECG_TARGET_DROPBOX_URL": place}

    def foretell(*arguments, **more):
        files = {path: path.stat().st_mtime_ns for path in clinic.home.rglob("*")}
        clinic.port = nobody.getsockname()[1]
        code, said, errors = clinic.sync("run", "--dry-run", *arguments, set={**elsewhere, **more})
        clinic.port = clinic.server.port
        check("a dry run tells and ends well", (code, errors) == (0, ""), (code, errors))
        check("it writes nothing", {path: path.stat().st_mtime_ns for path in clinic.home.rglob("*")} == files)
        with contextlib.suppress(BlockingIOError):
            nobody.accept()
            check("it asks nobody", False)
        return said

    said = foretell()
    blocks = {block.splitlines()[0]: block for block in said.replace("\nbackend", "\n\nbackend").replace(
        "\ns3", "\n\ns3").replace("\ndropbox", "\n\ndropbox").split("\n\n")}
    reports = sorted(name for name in clinic.files("pending") if "_report_" in name)
    names = [clinic.object_of(item, content) for item, content in zip(reports, contents)]
    check("for each target, in the order of the rules", list(blocks) == ["backend", "s3", "dropbox"], said)
    check("reports go everywhere, sessions to the server alone",
          [block.count("report ") for block in blocks.values()] == [2, 2, 2]
          and [block.count("session_start") for block in blocks.values()] == [2, 0, 0], said)
    check("as objects of their names", all(f"{item}  as {name}" in blocks[target] for target in ("s3", "dropbox")
                                           for item, name in zip(reports, names)), (said, names))
    lines = [json.loads(line) for line in foretell("--log-json").splitlines()]
    check("without a token it says what would be missing", "dropbox: target dropbox: token is missing" in
          foretell(DROPBOX_ACCESS_TOKEN=""))
    planned = {target: [(line["files"][0], len(line["files"])) for line in lines if line["target"] == target and line["what"] == "request"]
               for target in blocks}
    check("as JSON lines, too, objects among them", [line.get("object") for line in lines if line.get("target") == "s3"] == [*names, None])
    clinic.dropbox.arm(statuses=[503] * 50)
    code, _, errors = clinic.sync("run", "--log-json")
    told = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    for target in ("backend", "s3"):
        sent = [(line["item"], line["items"]) for line in told if line["what"] == "stored" and line["target"] == target]
        check(f"{target} then gets just that, in that order", sent == planned[target], (sent, planned[target]))
    for name, content in zip(names, contents):
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(signed_get(clinic, name), timeout=60) as answer:
            check("under that name", answer.read() == content)
    rest = {line["target"]: line for line in map(json.loads, foretell("--log-json").splitlines()) if line["what"] == "rest"}
    check("who has it already is told", [rest[target]["stored"] for target in blocks] == [reports, reports, []], rest)
    check("also in words", foretell().count("there already: ") == 4)
    clinic.dropbox.arm(statuses=[])
    check("and the rest goes", clinic.sync("run", "--quiet") == (0, "", "") and clinic.since(before) == (2, 2, 2), clinic.since(before))


class Anything(http.server.BaseHTTPRequestHandler):
    """A REST server that remembers what it was sent."""
    seen = []

    def do_POST(self):
        self.seen.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def any_server(server, s3, dropbox, folder):
    rest = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Anything)
    threading.Thread(target=rest.serve_forever, daemon=True).start()
    more = (f"    archive:\n      kind: rest\n      url: http://127.0.0.1:{rest.server_address[1]}/in\n      header: X-Key\n"
            "      token: invented-token\n")
    clinic = Clinic(folder / "any", server, s3, dropbox, "archive", more)
    content = clinic.report("six")
    check("a report goes to any server alone, ours is not asked", clinic.sync("run", set={"BACKEND_USER": ""}) == (0, "", ""))
    (path, headers, body), = Anything.seen
    check("as a form with its key", path == "/in" and headers["X-Key"] == "invented-token" and content in body
          and b'name="metadata"' in body, body)
    code, said, _ = clinic.sync("test", "archive")
    check("it is only greeted", (code, said) == (0, "archive\tok, it is there and knows us; nothing was written\n"), said)
    rest.shutdown()
    alone = Clinic(folder / "alone", server, s3, dropbox, "s3\n  sessions: s3", "")
    alone.sync("enqueue", given=Path("demo.jsonl").read_text())
    check("whoever has no server needs none", alone.sync("run", set={"BACKEND_USER": ""}) == (0, "", ""))
    check("and it is not tried", alone.sync("test", set={"BACKEND_USER": ""})[1].startswith("s3\tok"))


def logged(clinic):
    """The targets of the entries in the log of uploads, sorted."""
    log = clinic.home / "reports/upload_log.json"
    return sorted(entry["result"]["target"] for entry in json.loads(log.read_text())) if log.exists() else []


def killed(server, s3, dropbox, folder):
    """kill -9 at each step of a run with two clouds and the server, then a run: all have it once, in parts or not."""
    for size in (0, 2_500_000):
        def attempt(number, size=size):
            clinic = Clinic(folder / f"{size}-{number}", server, s3, dropbox)
            content = clinic.report(f"{size} {number}" + "x" * size)
            before, objects = clinic.counts(), s3.arm()["objects"]
            name = clinic.object_of(clinic.files("pending")[0], content)
            was_killed, steps = killed_at_step(clinic, number, "run")
            code, _, errors = clinic.sync("run")
            since = clinic.since(before)
            if size:  # whole objects alone are counted
                since = (since[0], since[1] + s3.arm()["objects"] - objects, since[2])
            if (code, since) != (0, (1, 1, 1)) or clinic.files("pending") or clinic.files("failed"):
                sys.exit(f"killed at step {number}, {steps[-1]}: {since}, {clinic.files('pending')} waits {errors}")
            if logged(clinic) != ["backend", "dropbox", "s3"]:
                sys.exit(f"killed at step {number}, {steps[-1]}: the log has {logged(clinic)}")
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(signed_get(clinic, name), timeout=60) as answer:
                check_quietly(f"killed at step {number}, {steps[-1]}: it is whole", answer.read() == content)
            return was_killed, steps

        at_each_step(f"each of three targets has {'one in parts' if size else 'a small one'} once", attempt, 5 if size else 1)


def check_quietly(name, truth):
    if not truth:
        sys.exit(f"{name}: failed")


def main():
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        folder = Path(place)
        s3, dropbox = Fake("s3_answers"), Fake("dropbox")
        stack.callback(s3.close)
        stack.callback(dropbox.close)
        server = RunningServer(folder / "srv").up()
        stack.callback(server.down)
        for test in (all_three, one_is_away, one_refuses, strangers, tried, uploaded, resumed, as_the_original, foretold):
            test(Clinic(folder / test.__name__, server, s3, dropbox))
        any_server(server, s3, dropbox, folder)
        if may_step():
            killed(server, s3, dropbox, folder)
        else:
            print("killed: skipped: programs may not be traced")


if __name__ == "__main__":
    main()
