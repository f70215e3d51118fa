#!/usr/bin/python3
"""tool_crash_mails.py TOOLS: ecg-sync reports crashes to a real server and by mail, each there once, whatever fails in between."""
import email
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

from serve_rig import TOOLS, check  # pylint: disable=wrong-import-position
from sync_rig import Device, RunningServer, at_each_step, killed_at_step, may_step  # pylint: disable=wrong-import-position

PROGRAM = TOOLS.parent / "tests" / "crash_program"


class Post:
    """The mail server, and what it took since this was last asked."""

    def __init__(self, reach):
        self.reach, self.folder = reach, Path(reach["folder"])
        self.seen = 0

    def settings(self, to="support@maker.invalid", **more):
        return {"EMAIL_SMTP_SERVER": "localhost", "EMAIL_SMTP_PORT": str(self.reach["port"]), "EMAIL_SENDER": self.reach["user"],
                "EMAIL_PASSWORD": self.reach["password"], "EMAIL_RECIPIENT": to,
                "ECG_TARGET_MAIL_AUTHORITIES": self.reach["authority"], **more}

    def taken(self):
        paths = sorted(self.folder.glob("*.eml"), key=lambda path: int(path.stem))[self.seen:]
        self.seen += len(paths)
        return [email.message_from_bytes(path.read_bytes()) for path in paths]


def errors(server):
    with server.database() as database:
        return database.execute("SELECT count(*) FROM errors").fetchone()[0]


def device_in(folder, server, name="device", **settings):
    device = Device(folder / name, server.port)
    device.home.mkdir(parents=True)
    device.environment |= {**settings, "MACHINE_SERIAL_ID": "ECG-0001"}
    return device


def crash(device):
    run = subprocess.run([PROGRAM, "null"], env=device.environment, stderr=subprocess.PIPE, check=False, timeout=60)
    check("it crashes", run.returncode == -11)


def both(server, post, folder):
    device = device_in(folder, server, **post.settings(EMAIL_SUBJECT_PREFIX="[Clinic 7] Crash"))
    crash(device)
    crash(device)
    before = errors(server)
    check("with the settings of the original app crashes go both ways", device.sync("run") == (0, "", ""))
    mails = post.taken()
    check("to the server and by mail", (errors(server) - before, len(mails)) == (2, 2), (errors(server), mails))
    ids = [mail["Message-ID"] for mail in mails]
    check("under one Message-ID each", len(set(ids)) == 2 and all(one.endswith("@clinic.invalid>") for one in ids), ids)
    subject, text = mails[0]["Subject"], mails[0].get_payload(decode=True).decode()
    check("the subject says what", "".join(part if isinstance(part, str) else part.decode() for part, _ in
                                           email.header.decode_header(subject)).startswith("[Clinic 7] Crash - "), subject)
    check("the text says where", "crash_program+0x" in text and "SIGSEGV" in text and "ECG-0001" in text, text)
    check("nobody is named", str(device.home) not in text)
    entries = json.loads((device.home / "reports/upload_log.json").read_text())
    check("the log of uploads has the mails, and not what the server got", [entry["service"] for entry in entries] ==
          ["mail", "mail"] and {f"<{entry['result']['key']}@clinic.invalid>" for entry in entries} == set(ids), entries)
    check("once", device.sync("run") == (0, "", "") and (errors(server) - before, post.taken()) == (2, []))


def mail_away(server, post, folder):
    device = device_in(folder, server, **post.settings(EMAIL_SMTP_PORT="1"))
    crash(device)
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    before, sessions = errors(server), server.counts()[0]
    code, _, said = device.sync("run")
    check("without a mail server the run says so", code == 3 and said.startswith("ecg-sync: mail: ") and said.count("\n") == 1, said)
    check("the server has all", (errors(server) - before, server.counts()[0] - sessions) == (1, 1))
    check("and nothing but the crash waits", len(device.files("pending")) == 1, device.files("pending"))
    device.environment |= post.settings()
    check("when it is back the mail goes", device.sync("run") == (0, "", "") and len(post.taken()) == 1)
    check("and nothing a second time to the server", errors(server) - before == 1 and device.files("pending") == [])


def refusals(server, post, folder):
    before = errors(server)
    device = device_in(folder, server, "nobody", **post.settings("nobody@maker.invalid"))
    crash(device)
    code, _, said = device.sync("run", "--max-time", "50s")
    failed = device.files("failed")
    check("a recipient who is refused for good is told", code == 1 and len(failed) == 1, said)
    why = json.loads(device.sync("show", failed[0])[1])["failure"]
    check("with the reason", "mail" in why["reason"] and why["http_status"] == 550, why)
    check("the server has it all the same", errors(server) - before == 1 and post.taken() == [])
    device = device_in(folder, server, "password", **post.settings(EMAIL_PASSWORD="wrong"))
    crash(device)
    code, _, said = device.sync("run")
    check("a wrong password is exit code 2", code == 2 and "wrong" not in said, said)
    check("it waits, and the server has it", len(device.files("pending")) == 1 and errors(server) - before == 2)


def lost_answer(server, post, folder):
    device = device_in(folder, server, **post.settings("lost@maker.invalid"))
    crash(device)
    before = errors(server)
    device.sync("run")
    device.sync("run")
    mails = post.taken()
    check("a mail whose answer is lost goes again", len(mails) >= 2, len(mails))
    check("under the same Message-ID", len({mail["Message-ID"] for mail in mails}) == 1)
    check("and to the server once", errors(server) - before == 1)


def killed_at_each_step(server, post, folder):
    again = []

    def attempt(number):
        device = device_in(folder, server, f"killed-{number}", **post.settings())
        crash(device)
        before = errors(server)
        was_killed, steps = killed_at_step(device, number, "run")
        code, _, said = device.sync("run")
        mails = post.taken()
        again.append(len(mails) - 1)
        told = (code, errors(server) - before, len({mail["Message-ID"] for mail in mails}), device.files("pending"))
        if told != (0, 1, 1, []):
            sys.exit(f"killed at step {number}, {steps[-1]}: {told} {said}")
        return was_killed, steps

    at_each_step("a crash is on the server once, and mailed under one Message-ID", attempt)
    print(f"mails whose answer the kill came before: {sum(again)}")


def main():
    with subprocess.Popen([HERE / "serve.py", "smtp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process, \
            tempfile.TemporaryDirectory() as place:
        reach = json.loads(process.stdout.readline() or "{}")
        if "skipped" in reach:
            print("skipped: no server:", reach["skipped"])
            return
        post = Post(reach)
        server = RunningServer(Path(place) / "srv").up()
        try:
            for test in (both, mail_away, refusals, lost_answer, killed_at_each_step):
                if test is killed_at_each_step and not may_step():
                    print("killed at each step: skipped: programs may not be traced")
                    continue
                test(server, post, Path(place) / test.__name__)
        finally:
            server.down()
            process.stdin.close()


main()
