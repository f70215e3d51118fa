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
POSSIBLE = {  # what no living person's resting ECG leaves; not one value may
    "heart_rate_bpm": (20, 260),
    "pr_ms": (90, 450),
    "qrs_ms": (60, 220),
    "qt_ms": (200, 650),
    "qt_tangent_ms": (200, 650),
    "qrs_axis_deg": (-180, 180),
}
USUAL = {  # what few do: long blocks, pacing, a T that noise or a flutter wave hides
    "pr_ms": (105, 260),
    "qrs_ms": (75, 185),
    "qt_ms": (260, 560),
}
TANGENT_BEFORE_QT = (-45, 100)  # ms, usual too
MOST_UNUSUAL = 0.05  # of the records


def run(*command, stdin=None):
    done = subprocess.run([str(word) for word in command], input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, (command[-1], done.stderr.decode())
    return done.stdout


def outside(analysis, limits):
    """The values of a record that leave their limits, in words."""
    return [f"{key} {analysis[key]}" for key, (low, high) in limits.items()
            if key in analysis and not low <= analysis[key] <= high]


def impossible(analysis):
    late = [f"R of {lead['lead']} behind the QRS" for lead in analysis["leads"]
            if lead.get("r_peak_time_ms", 0) > analysis.get("qrs_ms", 0) + 5]
    return outside(analysis, POSSIBLE) + late


def unusual(analysis):
    found = outside(analysis, USUAL)
    if "qt_ms" in analysis and "qt_tangent_ms" in analysis:
        before = analysis["qt_ms"] - analysis["qt_tangent_ms"]
        if not TANGENT_BEFORE_QT[0] <= before <= TANGENT_BEFORE_QT[1]:
            found.append(f"QT by tangent {before:.0f} ms shorter")
    return found


def told(analyses, judge):
    """Prints what the judge finds; of how many records."""
    found = [(analysis["session_id"], judge(analysis)) for analysis in analyses]
    for name, words in found:
        if words:
            print(f"{name}: {', '.join(words)}")
    return sum(bool(words) for _, words in found)


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
    odd = told(analyses, impossible)
    assert odd == 0, f"{odd} of {len(records)} records have impossible values"
    rare = told(analyses, unusual)
    assert rare <= MOST_UNUSUAL * len(records), f"{rare} of {len(records)} records have unusual values"
    pages = records[:3] if SET in LONG else records
    for record in pages:
        check_page(record)
    print(f"{SET}: {len(records)} records, {with_rate} with a heart rate, none with impossible values, "
          f"{rare} ({100 * rare / len(records):.1f} %) with unusual ones, {len(pages)} pages")


main()
