#!/usr/bin/env python3
"""annotations.py TOOLS: the WFDB annotation file holds the beats that --beats prints, in MIT format."""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
CODES = {1: "N", 9: "S", 5: "V", 6: "F", 13: "Q"}
RHYTHM, SKIP, NUM, SUB, CHN, AUX = 28, 59, 60, 61, 62, 63


def read_mit(data):
    """(sample, code, text) of each annotation of a file in MIT format."""
    found, time, at = [], 0, 0
    while True:
        word = int.from_bytes(data[at : at + 2], "little")
        at += 2
        code, step = word >> 10, word & 0x3FF
        if word == 0:
            return found
        if code == SKIP:
            high, low = (int.from_bytes(data[i : i + 2], "little") for i in (at, at + 2))
            time += (high << 16) | low
            at += 4
        elif code == AUX:
            found[-1][2] = data[at : at + step].decode().rstrip("\0")
            at += step + step % 2
        elif code not in (NUM, SUB, CHN):
            time += step
            found.append([time, code, ""])


def analyze(*arguments):
    done = subprocess.run([TOOLS / "ecg-analyze", *arguments], capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def main():
    with tempfile.TemporaryDirectory() as folder:
        code, out, said = analyze("--beats", "--annotations", folder, "af.jsonl", "demo.hea")
        assert (code, said) == (0, ""), said
        assert sorted(p.name for p in Path(folder).iterdir()) == ["demo-af-3.ecg", "demo.ecg"]
        beats = [json.loads(line) for line in out.splitlines()]
        for name, rate in (("demo-af-3", 125), ("demo", 128)):
            annotations = read_mit((Path(folder) / f"{name}.ecg").read_bytes())
            written = [(s, CODES[c]) for s, c, _ in annotations if c in CODES]
            printed = [(round(b["time_s"] * rate), b["class"]) for b in beats if b["session_id"] == name]
            assert written == printed, (name, written, printed)
            assert any(c == RHYTHM and text.startswith("(") for _, c, text in annotations), name
        code, _, said = analyze("--beats", "--annotations", folder, "demo.hea")
        assert code == 1 and "exists already" in said, said
        code, _, said = analyze("--beats", "--annotations", folder, "--annotator", "two", "demo.hea")
        assert (code, said) == (0, ""), said
    print("beats and rhythms are written as WFDB annotations")


main()
