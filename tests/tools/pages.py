#!/usr/bin/env python3
"""pages.py TOOLS: pages of ecg-report, read back from the PDF at every layout, paper, orientation, gain and speed."""
import itertools
import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from page_reading import (LEADS, TOOLS, boxes_of, check, labels_of, lacks, near, on_paper, pulses_of, run, sound, strokes_of,
                          traces_of, words_apart, words_of)

STRIPS = {"3x4+1": ("II",), "3x4+3": ("II", "V1", "V5"), "6x2": (), "6x2+1": ("II",), "12x1": (), "4x3": ()}
ARRANGED = {"3x4+1": "3 × 4", "3x4+3": "3 × 4", "6x2": "6 × 2", "6x2+1": "6 × 2", "12x1": "12 × 1", "4x3": "4 × 3"}
PAPERS = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
ROW_PAGES = {("landscape", 5): 1, ("landscape", 10): 2, ("landscape", 20): 3, ("portrait", 20): 2}  # of 12x1; else 1
NAME, PERSON = "Zoë Ångström-Łęcka & Ωραία Ёлкина Nguyễn", "ID T-0042"


def default_path(folder):
    environment = {**os.environ, "ECG_HOME": str(folder)}
    report = TOOLS / "ecg-report"
    paths = [run(report, "-v", "demo.jsonl", env=environment).decode().strip() for _ in range(3)]
    names = ["ECG_Report_20250101_000000.pdf", "ECG_Report_20250101_000000-1.pdf", "ECG_Report_20250101_000000-2.pdf"]
    check("a page is named by its recording's time and overwrites none", [Path(p).name for p in paths] == names)
    check("it lies in the folder of reports", all(Path(p).parent == folder / "reports" for p in paths))
    check("the same recording gives the same bytes", len({Path(p).read_bytes() for p in paths}) == 1)
    return Path(paths[0])


def write_steps(path):
    """Twelve leads of 25 s at 100 Hz, which go up by 1 mV four times a second."""
    samples = [1 if n % 25 in range(10, 15) else 0 for n in range(2500)]
    line = {"schema": "ecg.session/1", "session_id": "steps", "seq": 0, "timestamp": "2025-01-08T12:34:56.000Z",
            "username": "T-0042", "user": {"full_name": NAME, "age": 63, "gender": "Female"}, "sampling_rate": 100, "unit": "mV",
            "first_sample": 0, "ecg_snapshot": {lead: samples for lead in LEADS}}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")


def rises(path):
    """Where the line goes up by half a millivolt or more, and by how much: [(x, mm)]."""
    return [(a[0], a[1] - b[1]) for a, b in zip(path, path[1:]) if a[1] - b[1] > 2]


def true_to_scale(pages, gain, speed):
    pulses = [pulse for paths in pages for pulse in pulses_of(paths)]
    steps = [rises(path) for paths in pages for path in traces_of(paths)]
    seconds = [b[0] - a[0] for step in steps for a, b in zip(step, step[4:])]
    return bool(pulses and seconds) and all(
        [near(height, gain) and near(width, 0.2 * speed) for height, width in pulses] +
        [near(height, gain) for step in steps for _, height in step] + [near(second, speed) for second in seconds])


def wrong_with(layout, paper, orientation, gain, speed, steps):
    """What is not as it should be on one page of the matrix; nothing when all is."""
    pdf = steps.with_name(f"{layout}-{paper}-{orientation}-{gain}-{speed}.pdf")
    run(TOOLS / "ecg-report", steps, "--layout", layout, "--paper", paper, "--orientation", orientation, "--gain", gain,
        "--speed", speed, "-o", pdf)
    pages = boxes_of(pdf)
    width, height = PAPERS[paper] if orientation == "landscape" else PAPERS[paper][::-1]
    said = " ".join(words_of(pdf).split())
    wanted = (NAME, PERSON, "63 years", "2025-01-08 12:34:56", f"{speed} mm/s · {gain} mm/mV · {ARRANGED[layout]} leads", "of 25 s shown",
              f"page {len(pages)} of {len(pages)}", "Not a medical device. Must be reviewed by a qualified physician.")
    truths = {
        "the paper": all(near(size[0] * 25.4 / 72, width) and near(size[1] * 25.4 / 72, height) for size, _ in pages),
        "the number of pages": len(pages) == (ROW_PAGES.get((orientation, gain), 1) if layout == "12x1" else 1),
        "millimetres": true_to_scale(strokes_of(pdf), gain, speed),
        "each lead once": sorted(sum((labels_of(words) for _, words in pages), [])) == sorted(LEADS + STRIPS[layout]),
        "the words, as written": all(words in said for words in wanted),
        "words apart": all(words_apart(words) for _, words in pages),
        "words on the paper": all(on_paper(size, words) for size, words in pages),
    }
    pdf.unlink()
    return [what for what, truth in truths.items() if not truth]


def matrix(folder):
    """1 mV is as many mm as asked by 200 ms, a second as many as asked, each to 0.1 mm, on all of 216 pages."""
    steps = folder / "steps.jsonl"
    write_steps(steps)
    places = list(itertools.product(STRIPS, PAPERS, ("landscape", "portrait"), (5, 10, 20), (12.5, 25, 50)))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda place: wrong_with(*place, steps), places))
    for place, wrong in zip(places, found):
        if wrong:
            print(f"{' '.join(map(str, place))}: not as it should be: {', '.join(wrong)}")
    check(f"{len(places)} pages of layout, paper, orientation, gain and speed", not any(found))


def main():
    if lacks("pdftotext", "qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = default_path(folder)
        check("a bare page is sound", sound(bare))
        check("a bare recording says that it is not analysed", "not analysed" in words_of(bare).lower())

        page = folder / "page.pdf"
        page.write_bytes(run(TOOLS / "ecg-report", "-", "-o", "-", input=run(TOOLS / "ecg-analyze", "demo.jsonl")))
        check("an analysed page is sound", sound(page))
        for word in ("Sample Person", "aVR", "V6", "25 mm/s", "10 mm/mV", "QTc"):
            check(f"a page of an analysed recording has {word}", word in words_of(page))
        matrix(folder)


main()
