#!/usr/bin/env python3
"""same_bytes.py TOOLS: neither the number of threads nor the cuts of the input change a byte."""
import json
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
KINDS = ["session", "summary", "beats", "beats-csv", "score-beats", "score-waves"]
INPUTS = ["demo.jsonl", "af.jsonl", "demo.hea"] * 3


def analyze(*arguments, stdin=None):
    done = subprocess.run([TOOLS / "ecg-analyze", *arguments], input=stdin, capture_output=True, check=True)
    assert done.stderr == b"", done.stderr
    return done.stdout


def whole(lines):
    """All samples of a session by lead."""
    return {lead: [x for line in lines for x in line["ecg_snapshot"][lead]] for lead in lines[0]["ecg_snapshot"]}


def cut_again(lines, size):
    """The same session in lines of size samples."""
    leads = whole(lines)
    total = len(next(iter(leads.values())))
    out = []
    for seq, first in enumerate(range(0, total, size)):
        line = {key: value for key, value in lines[0].items() if key not in ("ecg_snapshot", "timestamp")}
        line.update(seq=seq, first_sample=first)
        line["ecg_snapshot"] = {lead: xs[first : first + size] for lead, xs in leads.items()}
        if seq == 0:
            line["timestamp"] = lines[0]["timestamp"]
        if first + size >= total:
            line["end"] = lines[-1]["end"]
        out.append(json.dumps(line))
    return ("\n".join(out) + "\n").encode()


def main():
    for kind in KINDS:
        one = analyze("--output", kind, "-j", "1", *INPUTS)
        assert one, kind
        for jobs in ("2", "5", "0"):
            assert analyze("--output", kind, "-j", jobs, *INPUTS) == one, f"{kind}: -j {jobs} differs"
        print(f"{kind}: {len(one)} bytes, the same for any -j")
    for name in ("demo.jsonl", "af.jsonl"):
        lines = [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]
        for kind in KINDS:
            wanted = analyze("--output", kind, name).replace(name.encode(), b"")
            for size in (7, 100, 333, 100000):
                got = analyze("--output", kind, "-", stdin=cut_again(lines, size))
                assert got == wanted, f"{name}, {kind}: lines of {size} samples differ"
        print(f"{name}: the same for any cut into lines")


main()
