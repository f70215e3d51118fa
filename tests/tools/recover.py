#!/usr/bin/env python3
"""recover.py TOOLS: a session file that was cut or damaged becomes a whole copy, and stays as it is."""
import fcntl
import json
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
WHOLE = Path("demo.jsonl").read_bytes()
LINES = WHOLE.splitlines(keepends=True)


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def recover(folder, *arguments):
    run = subprocess.run([TOOLS / "ecg-acquire", "recover", *arguments], cwd=folder, capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def cut_file(folder):
    cut = LINES[0] + LINES[1][:1000]
    (folder / "night.jsonl").write_bytes(cut)

    code, said, errors = recover(folder, "night.jsonl")
    copy = (folder / "night.recovered.jsonl").read_bytes()
    end = json.loads(copy.splitlines()[-1])
    check("a cut file is mended", (code, errors) == (0, ""), errors)
    check("one line says so", said == f"night.jsonl: 1 line ({len(LINES[0])} bytes) kept, 1000 bytes of cut line "
                                      "left out, an end added; written to night.recovered.jsonl\n", said)
    check("the whole line is the same", copy.startswith(LINES[0]) and len(copy.splitlines()) == 2)
    check("it ends", end["end"]["reason"] == "recovered" and end["ecg_snapshot"] == {})
    check("the original is as it was", (folder / "night.jsonl").read_bytes() == cut)

    replay = subprocess.run([TOOLS / "ecg-acquire", "replay", "--speed", "max", "night.recovered.jsonl"], cwd=folder,
                            capture_output=True, text=True)
    check("readers take it for whole", (replay.returncode, replay.stderr) == (0, ""), replay.stderr)

    recover(folder, "night.jsonl")
    check("a copy is never overwritten", (folder / "night.recovered-1.jsonl").read_bytes() == copy)
    code, said, errors = recover(folder, "night.jsonl", "-o", "night.recovered.jsonl")
    check("nor when it is asked for", code == 1 and errors == "ecg-acquire: night.recovered.jsonl: exists already\n")
    code, said, errors = recover(folder, "night.jsonl", "-o", "-")
    check("on standard output it is the same", said.encode() == copy)


def what_was_done(folder):
    (folder / "zeros.jsonl").write_bytes(LINES[0] + b"\0" * 4096)
    (folder / "damaged.jsonl").write_bytes(LINES[0] + b"#!\n" + WHOLE[len(LINES[0]):])
    (folder / "whole.jsonl").write_bytes(WHOLE)
    (folder / "mended").mkdir()

    files = ["zeros.jsonl", "damaged.jsonl", "whole.jsonl"]
    code, said, errors = recover(folder, *files, "-o", "mended", "--json", "-v")
    zeros, damaged, whole = [json.loads(line) for line in said.splitlines()]
    check("several files are mended", code == 0)
    check("zeros are called so", (zeros["tail"], zeros["tail_bytes"]) == ("zero-filled end", 4096))
    check("damage is counted", (damaged["damaged_lines"], damaged["damaged_bytes"]) == (1, 3))
    check("damage is told", errors == "ecg-acquire: damaged.jsonl:2: is not valid JSON\n", errors)
    check("without it the file is whole", (folder / damaged["written_to"]).read_bytes() == WHOLE)
    check("a whole file needs no copy", whole["was_whole"] and len(list((folder / "mended").iterdir())) == 2)


def what_cannot_be_done(folder):
    (folder / "cut-early.jsonl").write_bytes(LINES[0][:-10])
    (folder / "good.jsonl").write_bytes(LINES[0])
    (folder / "empty.jsonl").write_bytes(b"")
    before = len(list(folder.iterdir()))

    code, said, errors = recover(folder, "cut-early.jsonl", "empty.jsonl", "nowhere.jsonl", "good.jsonl")
    check("each failure is told, the others are done", code == 1 and len(errors.splitlines()) == 3 and "good" in said)
    check("failures leave nothing behind", len(list(folder.iterdir())) == before + 1)
    code, said, errors = recover(folder, "good.jsonl", "empty.jsonl", "-o", "one.jsonl")
    check("two files do not fit into one", code == 2, errors)
    with open(folder / "good.jsonl") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, said, errors = recover(folder, "good.jsonl")
        check("a file that grows is left alone", code == 3 and "still writing" in errors, errors)


for part in (cut_file, what_was_done, what_cannot_be_done):
    with tempfile.TemporaryDirectory() as name:
        part(Path(name))
