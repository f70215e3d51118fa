#!/usr/bin/env python3
"""carts.py ECG_ANALYZE DATA_DIR: our global intervals beside those of the carts that made the files of
DATA_DIR/formats/truth_measurements.tsv, as a Markdown table. Exits with 1 when a waveform that
should be read is not; a value outside its limits is a row of the table, not a failure.
"""
import csv
import json
import statistics
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import cart_formats  # noqa: E402
import cart_marks  # noqa: E402

LIMITS = {"HR": 1, "PR": 10, "QRS": 10, "QT": 15}  # bpm and ms
OURS = {"HR": "heart_rate_bpm", "PR": "pr_ms", "QRS": "qrs_ms", "QT": "qt_ms"}
POSSIBLE = {"HR": (20, 300), "PR": (50, 500), "QRS": (30, 300), "QT": (150, 800)}


def rows(data_dir):
    with open(data_dir / "formats" / "truth_measurements.tsv", newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def cart_values(row):
    """What the cart wrote, or None where a value cannot be one of a heart: its file is damaged."""
    values = {key: float(row[key]) for key in LIMITS if row[key]}
    if any(not low <= values.get(key, low) <= high for key, (low, high) in POSSIBLE.items()):
        return None
    return values


def session_line(name, signal):
    leads = {lead: [round(value, 5) for value in samples] for lead, samples in signal.leads.items()}
    return json.dumps({"schema": "ecg.session/1", "session_id": name, "seq": 0, "sampling_rate": signal.rate,
                       "unit": "mV", "first_sample": 0, "ecg_snapshot": leads})


def analyze(ecg_analyze, name, signal):
    done = subprocess.run([ecg_analyze, "--summary", "-"], input=session_line(name, signal).encode(),
                          capture_output=True, check=False)
    if done.returncode != 0:
        raise cart_formats.Unreadable(f"{name}: {done.stderr.decode().strip()}")
    return json.loads(done.stdout)


def compared(cart, analysis):
    """(key, measured or None, cart, inside) of each value that the cart gives."""
    for key, told in cart.items():
        measured = analysis.get(OURS[key])
        yield key, measured, told, measured is not None and abs(measured - told) <= LIMITS[key]


def table_rows(name, kind, cart, analysis):
    for key, measured, told, inside in compared(cart, analysis):
        ours, difference = ("–", "–") if measured is None else (f"{measured:.1f}", f"{measured - told:+.1f}")
        yield (f"| {name} | {kind} | {key} | {ours} | {told:g} | {difference} | ±{LIMITS[key]} | "
               f"{'yes' if inside else '**no**'} |")


def main():
    ecg_analyze, data_dir = sys.argv[1], Path(sys.argv[2])
    print("| file | cart | value | measured | cart's | difference | limit | inside |")
    print("|---|---|---|---|---|---|---|---|")
    verdicts, differences, unreadable, marks, moves = [], {key: [] for key in LIMITS}, [], {}, {}
    for row in rows(data_dir):
        path = data_dir / row["file"]
        cart = cart_values(row)
        if cart is None:
            print(f"| {path.name} | {row['kind']} | | | cart values unusable | | | |")
            continue
        try:
            analysis = analyze(ecg_analyze, path.stem, cart_formats.read(path))
        except cart_formats.Unreadable as trouble:
            unreadable.append(str(trouble))
            continue
        print("\n".join(table_rows(path.name, row["kind"], cart, analysis)))
        if found := cart_marks.differences(path, row, analysis):
            marks[path.name] = found
        if (behind := cart_marks.first_movement(analysis)) is not None:
            moves[path.name] = behind
        for key, measured, told, inside in compared(cart, analysis):
            verdicts.append(inside)
            differences[key] += [] if measured is None else [measured - told]
    for key, values in differences.items():
        if values:
            print(f"| all {len(values)} | median | {key} | | | {statistics.median(values):+.1f} | ±{LIMITS[key]} | |")
    print(f"\n{sum(verdicts)} of {len(verdicts)} values are inside their limits.")
    print("\nOur marks on the cart's own mean beat, laid over ours: ours minus the cart's, ms.\n")
    print("\n".join(cart_marks.table(marks)))
    print("\nHow far behind our QRS onset the leads of our own mean beat first move, ms.\n")
    print("| file | first movement |\n|---|---|")
    print("\n".join(f"| {name} | {behind:.0f} |" for name, behind in moves.items()))
    if moves:
        print(f"| median | {statistics.median(moves.values()):.0f} |")
    if unreadable:
        sys.exit("\n".join(unreadable))


if __name__ == "__main__":
    main()
