#!/usr/bin/env python3
"""serve_real_sessions.py TOOLS: recordings of the public sets, analysed, go into the server's store and come back
to the byte. Skipped, visibly, without $ECG_REFERENCE_DATA.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from serve_rig import TOOLS, Server, check

SETS = {"mitdb": 6, "ludb": 20, "ptbxl": 40, "cpsc2018": 20, "qtdb": 5}  # how many of each
START = "2001-02-03T04:05:06Z"


def analysed(record, path):
    replay = subprocess.run([TOOLS / "ecg-acquire", "replay", record, "--speed", "max"], capture_output=True, check=True)
    lines = subprocess.run([TOOLS / "ecg-analyze"], input=replay.stdout, capture_output=True, check=True).stdout
    path.write_bytes(lines)


def round_trip(server, user, folder, record):
    path = folder / f"{record.stem}.jsonl"
    analysed(record, path)
    code, said, errors = server.run("import", path, "--user", user, "--start", START)
    if code != 0:
        sys.exit(f"{record}: {errors}")
    session = said.split()[1]
    code, _, errors = server.run("export", session, "-o", folder / "back.jsonl", "-f")
    if code != 0 or (folder / "back.jsonl").read_bytes() != path.read_bytes():
        sys.exit(f"{record}: did not come back to the byte {errors}")
    path.unlink()


data = Path(os.environ.get("ECG_REFERENCE_DATA", "none"))
if not data.is_dir():
    print("skipped: no folder ECG_REFERENCE_DATA")
    sys.exit(0)
os.umask(0o077)
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "home").mkdir()
    server = Server(folder / "home")
    for dataset, count in SETS.items():
        user = server.add(f"Reader of {dataset}", "--role", "patient")  # records of two sets share names
        records = sorted((data / dataset).glob("*.hea"))
        for record in records[::max(1, len(records) // count)]:
            round_trip(server, user, folder, record)
        check(f"{dataset}: {min(count, len(records))} or more of {len(records)} records come back", True)
    check("all is sound", server.run("check")[0] == 0)
