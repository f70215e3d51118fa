#!/usr/bin/env python3
"""trends.py TOOLS: the trend pages of ecg-report, read back from the PDF, say what ecg-analyze measured."""
import json
import re
import tempfile
from pathlib import Path

from page_reading import TOOLS, boxes_of, check, lacks, rows_of, run, says, sound

DEMO = "--duration 1500 --rate 100 --hrv-lf 30 --hrv-hf 20 --pvc-every 60 --noise 0.01 --seed 3".split()


def numbers_read_back(pdf, analysis):
    rows, hrv = rows_of(pdf), analysis["hrv"]
    beats = analysis["beats"]
    check("the number of beats", says(rows, f"Beats {len(beats)} in 25 min"))
    check("the mean rate", says(rows, f"Mean rate {round(analysis['heart_rate_bpm'])} bpm"))
    ventricular = sum(beat["class"] == "V" for beat in beats)
    check("ventricular beats, of which there are some", ventricular > 5 and says(rows, f"Ventricular {ventricular} of the beats"))
    for label, key in (("SDNN", "sdnn_ms"), ("RMSSD", "rmssd_ms"), ("SD1", "sd1_ms"), ("SD2", "sd2_ms")):
        value = f"{hrv[key]:.1f}".removesuffix(".0")
        check(f"{label} {value} ms", says(rows, f"{label} {value} ms"))
    for band in ("VLF", "LF", "HF"):
        key = band.lower() + "_ms2"
        welch, lomb = round(hrv[key]), round(hrv["lomb_scargle"][key])
        check(f"{band} by both methods", says(rows, f"{band} {welch} ms²", f"(Lomb–Scargle {lomb})"))
    check("what was left out", says(rows, f"Left out: {hrv['ectopic_intervals']} at ectopic beats"))
    check("why there is no ULF", says(rows, "ULF", "not measurable: NN intervals for"))


def clock_read_back(pdf):
    """Ticks of the clock lie as far apart as their times."""
    stamps = {}
    for left, top, right, _, word in boxes_of(pdf)[0][1]:
        if re.fullmatch(r"\d\d:\d\d", word):
            hours, minutes = map(int, word.split(":"))
            stamps.setdefault(round(top), []).append((60 * hours + minutes, (left + right) / 2))
    ticks = max(stamps.values(), key=len)
    steps = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(ticks, ticks[1:])]
    check(f"{len(ticks)} ticks of the clock, a minute the same length everywhere",
          len(ticks) > 3 and max(steps) - min(steps) < 0.02 * max(steps))
    check("they are UTC", says(rows_of(pdf), "time in UTC, from 2025-01-01"))


def main():
    if lacks("pdftotext", "qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        analysed, pdf = folder / "long.jsonl", folder / "long.pdf"
        analysed.write_bytes(run(TOOLS / "ecg-analyze", "-", input=run(TOOLS / "ecg-acquire", "demo", *DEMO)))
        analysis = json.loads(analysed.read_bytes().splitlines()[-1])["analysis"]["recording"]
        for paper in ("a4", "letter"):
            for orientation in ("landscape", "portrait"):
                run(TOOLS / "ecg-report", "--layout", "trend", "--paper", paper, "--orientation", orientation, "-f", analysed,
                    "-o", pdf)
                check(f"{paper} {orientation}: trend and variability", sound(pdf) and says(rows_of(pdf), "HEART RATE, BPM")
                      and says(rows_of(pdf), "TACHOGRAM"))
                numbers_read_back(pdf, analysis)
                clock_read_back(pdf)
        check("a long recording is a small file", pdf.stat().st_size < 200_000)
        run(TOOLS / "ecg-report", "--layout", "trend", "demo.jsonl", "-o", folder / "raw.pdf")
        check("a recording that was not analysed says so", says(rows_of(folder / "raw.pdf"), "Not analysed"))
        pictures = folder / "long.png"
        run(TOOLS / "ecg-report", "--layout", "trend", analysed, "-o", pictures)
        check("a picture a page", (folder / "long-1.png").exists() and (folder / "long-2.png").exists())


main()
