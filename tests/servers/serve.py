#!/usr/bin/python3
"""serve.py NAME: start a server that uploads are tested against, on free ports of 127.0.0.1 and in a temporary folder.

Prints one line of JSON that says how to reach it, or {"skipped": why} when it cannot be here. Runs until its standard
input ends or it gets SIGTERM; then all that it started is gone. Nothing is installed: scripts/setup servers does that.
"""
import importlib
import json
import signal
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from rig import NotHere, Processes  # pylint: disable=wrong-import-position

SERVERS = ("swift", "swift_auto", "azurite", "ftps", "sftp", "smtp", "gcs", "dropbox", "s3_answers", "ftps_answers",
           "rest", "rest_form")


def stop(_signal, _frame):
    raise SystemExit(0)


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in SERVERS:
        sys.exit(f"usage: serve.py {'|'.join(SERVERS)}")
    signal.signal(signal.SIGTERM, stop)
    with tempfile.TemporaryDirectory(prefix="ecg-server-") as folder, Processes() as processes:
        try:
            reach = importlib.import_module(sys.argv[1]).start(Path(folder), processes)
        except NotHere as why:
            reach = {"skipped": str(why)}
        print(json.dumps(reach), flush=True)
        if "skipped" not in reach:
            sys.stdin.read()


if __name__ == "__main__":
    main()
