#!/usr/bin/env python3
"""normal_records.py TOOLS: in the records that PTB-XL calls normal, the shapes of P, QRS and T are those of
healthy hearts, and no alarm is raised. Skipped, visibly, without $ECG_REFERENCE_DATA/ptbxl.
"""
import ast
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
SURE = 80  # percent, of the statement NORM
LATERAL = ("V5", "V6")


def normal_records(folder):
    with open(folder / "ptbxl_database.csv", newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            path = folder / f"{Path(row['filename_hr']).name}.hea"
            if ast.literal_eval(row["scp_codes"]).get("NORM", 0) >= SURE and path.exists():
                yield path


def share(values, inside):
    values = list(values)
    assert len(values) >= 20, len(values)
    return sum(map(inside, values)) / len(values)


def check(what, found, least):
    print(f"{100 * found:.0f} % {what}, at least {100 * least:.0f} % expected")
    return found >= least


def main():
    folder = Path(os.environ.get("ECG_REFERENCE_DATA", "/nonexistent")) / "ptbxl"
    if not folder.is_dir():
        print("skipped: no folder ptbxl in $ECG_REFERENCE_DATA")
        return
    command = [TOOLS / "ecg-analyze", "--summary", *normal_records(folder)]
    analyses = [json.loads(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.splitlines()]
    lateral = [lead for a in analyses for lead in a["leads"] if lead["lead"] in LATERAL]
    r_peaks = [lead["r_peak_time_ms"] for lead in lateral if "r_peak_time_ms" in lead]
    forces = [a["p_terminal_force_mv_ms"] for a in analyses if "p_terminal_force_mv_ms" in a]
    silent = [a for a in analyses if not any(f.get("critical") for f in a["findings"])]
    before = [a["qt_ms"] - a["qt_tangent_ms"] for a in analyses if "qt_tangent_ms" in a]
    print(f"{len(analyses)} normal records")
    held = [
        check("raise no alarm", len(silent) / len(analyses), 0.99),
        check("have QT by tangent", len(before) / len(analyses), 0.95),
        check("of these up to 35 ms before QT, or 5 behind", share(before, lambda ms: -5 <= ms <= 35), 0.95),
        check("of R peaks in V5 and V6 within 50 ms of the earliest onset", share(r_peaks, lambda ms: ms < 50), 0.75),
        check("of them within 60 ms", share(r_peaks, lambda ms: ms < 60), 0.98),
        check("of V5 and V6 without a notch", share(lateral, lambda lead: not lead["qrs_notches_ms"]), 0.95),
        check("have the end of P in V1", len(forces) / len(analyses), 0.75),
        check("of these below 4 mV ms", share(forces, lambda force: force < 4), 0.85),
    ]
    assert all(held)


main()
