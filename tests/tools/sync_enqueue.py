#!/usr/bin/env python3
"""ecg-sync enqueue of lines that are cut, damaged, too long or of another system: what it says, what it keeps, where to go on."""
import json
import os
import subprocess
import tempfile
from pathlib import Path

from serve_rig import TOOLS, check
from sync_rig import Device

SAMPLE = Path("af.jsonl").read_text()
LINES = SAMPLE.splitlines(keepends=True)


class Queued:
    """A device of its own, and what one enqueue made of some bytes: from a file or through a pipe."""

    def __init__(self, folder, given, through_pipe):
        self.device = Device(folder, 1)
        self.device.home.mkdir()
        self.file = self.device.home / "night.jsonl"
        self.file.write_bytes(given)
        self.name = "standard input" if through_pipe else str(self.file)
        self.add(*([] if through_pipe else [self.file]), given=given if through_pipe else b"")

    def add(self, *arguments, given=b""):
        run = subprocess.run(self.device.command("enqueue", *arguments), input=given, capture_output=True, check=False, timeout=60,
                             env=self.device.environment)
        self.code, self.said = run.returncode, run.stderr.decode()
        check("one line is said at most", run.stdout == b"" and self.said.count("\n") <= 1, self.said)

    def lines(self):
        """The session's lines that are in the queue, by their numbers; each once."""
        items = [json.loads((self.device.queue / "pending" / name).read_text()) for name in self.device.files("pending")]
        numbers = sorted(item["data"]["line"]["seq"] for item in items if "line" in item["data"])
        check("no line is queued twice", len(numbers) == len(set(numbers)), numbers)
        return numbers


def ways(folder, name, given):
    for through_pipe in (True, False):
        yield Queued(folder / f"{name}-{through_pipe}", given, through_pipe)


def cut(folder):
    """Cut anywhere: what stands before is queued, and with the whole line the rest is."""
    for size in (1, 700, len(LINES[2].encode()) - 2):
        given = (LINES[0] + LINES[1]).encode() + LINES[2].encode()[:size]
        for queued in ways(folder, f"cut-{size}", given):
            check(f"a line cut at {size} is told as cut", queued.code == 1 and queued.said ==
                  f"ecg-sync: {queued.name}:3: last line is cut, {size} bytes of it are there; ecg-acquire recover makes a whole copy; "
                  "all before line 3 is queued, go on with that (tail -n +3)\n", queued.said)
            check("what stands before it is queued", queued.lines() == [0, 1], queued.lines())
            queued.add(given="".join(LINES[2:]).encode())
            check("and the rest goes from there", (queued.code, queued.said) == (0, "") and queued.lines() == [0, 1, 2, 3], queued.said)
    for queued in ways(folder, "cut-first", LINES[0].encode()[:700]):
        check("of one line, that is all", queued.code == 1 and ":1: last line is cut, 700 bytes" in queued.said and
              queued.said.endswith("; nothing is queued\n"), queued.said)
        check("and nothing is in the queue", queued.device.files("pending") == [])
    for queued in ways(folder, "uncut", SAMPLE.rstrip("\n").encode()):
        check("a last line that is whole but for its end is no cut one", (queued.code, queued.said) == (0, ""), queued.said)
        check("and is queued", queued.lines() == [0, 1, 2, 3])


def recovered(folder):
    """What the message says works, step by step."""
    queued = Queued(folder / "recovered", (LINES[0] + LINES[1] + LINES[2][:700]).encode(), False)
    subprocess.run([TOOLS / "ecg-acquire", "recover", queued.file], check=True, capture_output=True, env=queued.device.environment)
    copy = queued.file.with_name("night.recovered.jsonl")
    rest = subprocess.run(["tail", "-n", "+3", copy], check=True, capture_output=True).stdout
    queued.add(given=rest)
    check("what was recovered ends the session", (queued.code, queued.said) == (0, "") and
          queued.device.status()["types"]["session_end"] == 1, queued.said)


def damaged(folder):
    third = LINES[2].encode()
    bad = {"zeros": (third[:700] + bytes(4096), "holds bytes that are zero, as a power cut leaves them; ecg-acquire recover"),
           "zeros with an end": (bytes(512) + b"\n" + third, "holds bytes that are zero"),
           "garbage": (b"nonsense\n" + third, "is not valid JSON;"),
           "cut within": (third[:700] + b"\n" + third, "is not valid JSON;"),
           "another object": (b'{"a":1}\n' + third, "is no line of ecg.session/1"),
           "too large": (LINES[2].replace('"II":[', '"II":[' + "0.125," * 3_000_000, 1).encode(),
                         "makes an item of more than 16 MiB, which no queue takes; shorter lines do;")}
    for name, (rest, why) in bad.items():
        for queued in ways(folder, name.replace(" ", "-"), (LINES[0] + LINES[1]).encode() + rest):
            check(f"{name}: it is told with its line", queued.code == 1 and
                  queued.said.startswith(f"ecg-sync: {queued.name}:3: {why}"), queued.said)
            check(f"{name}: and where to go on", queued.said.endswith("; all before line 3 is queued, go on with that (tail -n +3)\n"),
                  queued.said)
            check(f"{name}: what stands before it is queued, and nothing else", queued.lines() == [0, 1], queued.lines())


def endless(folder):
    """A line that is longer than any may be does not fill the memory."""
    device = Device(folder / "endless", 1)
    device.home.mkdir()
    with open(device.home / "long.jsonl", "wb") as file:
        file.write(LINES[0].encode() + b"{")
        file.truncate(300 << 20)
    code, _, errors = device.sync("enqueue", device.home / "long.jsonl")
    check("a line without an end is told", code == 1 and ":2: line is longer than 256 MiB; all before line 2 is queued" in errors, errors)


def as_others_write(folder):
    """A byte order mark, CRLF and empty lines are no part of the lines."""
    expected = Queued(folder / "plain", SAMPLE.encode(), False)
    wanted = [json.loads((expected.device.queue / "pending" / name).read_text())["data"] for name in expected.device.files("pending")]
    for name, given in {"mark": b"\xef\xbb\xbf" + SAMPLE.encode(), "crlf": SAMPLE.replace("\n", "\r\n").encode(),
                        "empty": SAMPLE.replace("\n", "\n\n \n").encode()}.items():
        for queued in ways(folder, name, given):
            check(f"{name}: all is queued", (queued.code, queued.said) == (0, ""), queued.said)
            got = [json.loads((queued.device.queue / "pending" / name).read_text())["data"] for name in queued.device.files("pending")]
            check(f"{name}: as it would be without", got == wanted)
            check(f"{name}: to the byte", all(b"\r" not in (queued.device.queue / "pending" / name).read_bytes() and
                                             b"\xef" not in (queued.device.queue / "pending" / name).read_bytes()
                                             for name in queued.device.files("pending")))


def ends_early(folder):
    for given in (b"", b"\n\n", b"\xef\xbb\xbf\n"):
        for queued in ways(folder, f"nothing-{len(given)}", given):
            check("no line at all is told", (queued.code, queued.said) == (1, f"ecg-sync: {queued.name}: holds no session line\n"),
                  queued.said)
    for queued in ways(folder, "endless-session", "".join(LINES[:3]).encode()):
        check("a session without its end is told, and queued", (queued.code, queued.said) == (
            0, f"ecg-sync: {queued.name}:3: the session has no end yet; it stays open at the server until that is queued, too\n"),
            queued.said)
        check("as far as it goes", queued.lines() == [0, 1, 2])
    two = "".join(LINES[:2]) + LINES[1].replace('"session_id":"', '"session_id":"another-', 1)
    for queued in ways(folder, "two-sessions", two.encode()):
        check("and how many they are", queued.code == 0 and "2 sessions have no end yet" in queued.said, queued.said)
    for queued in ways(folder, "one-line", LINES[0].encode()):
        check("a line by itself is for those who know", (queued.code, queued.said) == (0, ""), queued.said)


def killed_recorder(folder):
    """A pipe that somebody closes in the middle of a line."""
    device = Device(folder / "killed", 1)
    device.home.mkdir()
    run = subprocess.Popen(device.command("enqueue"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=device.environment)
    os.write(run.stdin.fileno(), (LINES[0] + LINES[1][:300]).encode())
    errors = run.communicate(timeout=60)[1].decode()
    check("a pipe that ends within a line is told", run.returncode == 1 and "standard input:2: last line is cut" in errors, errors)
    check("what came whole is queued", len(device.files("pending")) >= 2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for test in (cut, recovered, damaged, endless, as_others_write, ends_early, killed_recorder):
            test(Path(folder))


main()
