#!/usr/bin/env python3
"""cart_files.py TOOLS: the files that carts wrote are read by the comparison of tests/accuracy/carts.py,
their limb leads obey Einthoven, we find the carts' heart rate, and on the public DICOM samples both
ends of PR (trap C4). Skipped, visibly, without $ECG_REFERENCE_DATA/formats.
"""
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "accuracy"))
import cart_formats  # noqa: E402
import cart_marks  # noqa: E402
import carts  # noqa: E402

TOOLS = Path(sys.argv[1]).resolve()
MOST_RESIDUAL = 0.02  # of the height of lead II
PR_ENDS = ("p_onset", "qrs_onset")
PR_END_LIMIT = 10  # ms, from the cart's mark on the cart's own mean beat
# Where the cart's PR is ours within its limit. On the other sample the cart begins P a little before us
# and QRS a little behind us, where twelve leads have left the ground already: together 11 ms.
PR_INSIDE = {"ecgtoolkit_Example.dcm"}
HEIGHTS_MV = (0.1, 30)  # a drifting electrode is tall


def check_file(path, cart):
    signal = cart_formats.read(path)
    for name, samples in signal.leads.items():
        height = max(samples) - min(samples)
        assert HEIGHTS_MV[0] <= height <= HEIGHTS_MV[1], (path.name, name, height)
    residual = signal.einthoven_residual()
    assert residual is None or residual <= MOST_RESIDUAL, (path.name, residual)
    analysis = carts.analyze(TOOLS / "ecg-analyze", path.stem, signal)
    assert "heart_rate_bpm" in analysis, path.name
    for key, measured, told, inside in carts.compared(cart, analysis):
        assert key != "HR" or inside, (path.name, measured, told)
    return analysis


def check_pr(path, row, cart, analysis):
    """Trap C4: PR from the earliest onsets over the leads."""
    likeness, found = cart_marks.differences(path, row, analysis)
    for mark in PR_ENDS:
        assert abs(found[mark]) <= PR_END_LIMIT, (path.name, mark, found[mark], likeness)
    inside = abs(analysis["pr_ms"] - cart["PR"]) <= carts.LIMITS["PR"]
    assert inside or path.name not in PR_INSIDE, (path.name, analysis["pr_ms"], cart["PR"])


def main():
    data_dir = Path(os.environ.get("ECG_REFERENCE_DATA", "/nonexistent"))
    if not (data_dir / "formats").is_dir():
        print("skipped: no folder formats in $ECG_REFERENCE_DATA")
        return
    read, damaged = 0, []
    for row in carts.rows(data_dir):
        path, cart = data_dir / row["file"], carts.cart_values(row)
        if cart is None:
            damaged.append(path.name)
            continue
        analysis = check_file(path, cart)
        if path.suffix == ".dcm":
            check_pr(path, row, cart, analysis)
        read += 1
    assert read >= 12 and all(name.startswith("bad_") for name in damaged), (read, damaged)
    print(f"{read} files read, {len(damaged)} damaged: {', '.join(damaged)}")


main()
