#!/usr/bin/env python3
"""real_data.py TOOLS SET: every record of a public set, from its file to its page, with no crash and
plausible numbers. Skipped, visibly, without $ECG_REFERENCE_DATA/SET.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
SET = sys.argv[2]
LONG = {"mitdb", "qtdb"}  # pages of a few will do
MOST_ODD = 0.1  # of the records: some are noise
PLAUSIBLE = {  # what no living person's resting ECG leaves
    "heart_rate_bpm": (20, 260),
    "pr_ms": (60, 500),
    "qrs_ms": (40, 260),
    "qt_ms": (180, 750),
    "qrs_axis_deg": (-180, 180),
}


def run(*command, stdin=None):
    done = subprocess.run([str(word) for word in command], input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, (command[-1], done.stderr.decode())
    return done.stdout


def odd_numbers(analysis):
    """What is said of a record that cannot be, or hardly."""
    odd = []
    for key, (low, high) in PLAUSIBLE.items():
        value = analysis.get(key)
        if value is not None and not low <= value <= high:
            odd.append(f"{analysis['session_id']}: {key} {value}")
    return odd


def check_page(record):
    page = run(TOOLS / "ecg-report", "-", "-o", "-", stdin=run(TOOLS / "ecg-analyze", record))
    assert page.startswith(b"%PDF-") and page.rstrip().endswith(b"%%EOF"), record


def main():
    folder = Path(os.environ.get("ECG_REFERENCE_DATA", "/nonexistent")) / SET
    if not folder.is_dir():
        print(f"skipped: no folder {SET} in $ECG_REFERENCE_DATA")
        return
    records = sorted(folder.glob("**/*.hea"))
    assert records, folder
    lines = run(TOOLS / "ecg-analyze", "--summary", *records).splitlines()
    assert len(lines) == len(records), (len(lines), len(records))
    analyses = [json.loads(line) for line in lines]
    assert all(analysis["complete"] for analysis in analyses)
    with_rate = sum("heart_rate_bpm" in analysis for analysis in analyses)
    assert with_rate >= 0.95 * len(records), f"only {with_rate} of {len(records)} have a heart rate"
    odd = [number for analysis in analyses for number in odd_numbers(analysis)]
    print("\n".join(odd))
    assert len(odd) <= MOST_ODD * len(records), f"{len(odd)} odd numbers in {len(records)} records"
    pages = records[:3] if SET in LONG else records
    for record in pages:
        check_page(record)
    print(f"{SET}: {len(records)} records, {with_rate} with a heart rate, {len(odd)} odd numbers, {len(pages)} pages")


main()
