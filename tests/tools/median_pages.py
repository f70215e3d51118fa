#!/usr/bin/env python3
"""median_pages.py TOOLS: the page of the representative beat, read back from the PDF, is what the analysis line says."""
import itertools
import json
import re
import tempfile
from pathlib import Path

from page_reading import (LEADS, TOOLS, analysed, boxes_of, check, labels_of, lacks, near, pulses_of, run, sound, strokes_of,
                          words_of)



def true_to_scale(folder, recording):
    scales = itertools.product(("a4", "letter"), ("landscape", "portrait"), (5, 10, 20), (25, 50))
    for paper, orientation, gain, speed in scales:
        pdf = folder / "scale.pdf"
        run(TOOLS / "ecg-report", recording, "--layout", "medians", "--paper", paper, "--orientation", orientation,
            "--gain", gain, "--speed", speed, "-f", "-o", pdf)
        pulses = pulses_of(strokes_of(pdf)[0])
        check(f"{paper} {orientation}: {gain} mm/mV and {speed} mm/s are true", pulses and all(
            near(height, gain) and near(width, 0.2 * speed) for height, width in pulses))
        check("  each lead has a cell", labels_of(boxes_of(pdf)[0][1]) == sorted(LEADS))


def table(folder, recording):
    summary = json.loads(recording.read_text(encoding="utf-8").splitlines()[-1])["analysis"]["recording"]
    pdf = folder / "table.pdf"
    run(TOOLS / "ecg-report", recording, "--layout", "medians", "-f", "-o", pdf)
    check("the page is sound", sound(pdf))
    words = words_of(pdf)
    check("it says of how many beats", f"MEAN OF {summary['median_beat']['beats']} BEATS" in words)
    for lead in summary["leads"]:
        row = re.search(rf"^\s*{lead['lead']}\s+[-\u2212\u20130-9].*$", words, re.M)
        minus = lambda number: f"{number:.2f}".replace("-", "\u2212")
        wanted = [minus(lead[key]) for key in ("p_mv", "r_mv", "t_mv") if key in lead]
        check(f"  {lead['lead']}: its amplitudes stand in its row",
              row and wanted and all(value in row.group(0).split() for value in wanted))


def without_a_beat(folder):
    pdf = folder / "bare.pdf"
    run(TOOLS / "ecg-report", "demo.jsonl", "--layout", "medians", "-o", pdf)
    check("what is not analysed has no beat, and says so", "not analysed" in words_of(pdf).lower() and not pulses_of(strokes_of(pdf)[0]))


def main():
    if lacks("pdftotext", "qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = analysed(folder, "demo.jsonl")
        true_to_scale(folder, recording)
        table(folder, recording)
        without_a_beat(folder)


main()
