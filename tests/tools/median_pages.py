#!/usr/bin/env python3
"""median_pages.py TOOLS: the page of the representative beat, read back from the PDF, is what the analysis line says."""
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False, **more)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def check(name, truth):
    if not truth:
        sys.exit(f"{name}: failed")
    print(f"{name}: as it should be")


def pulses_of(pdf):
    """(height, width) in mm of each calibration pulse of the first page."""
    text = run("qpdf", "--qdf", "--object-streams=disable", pdf, "-").decode("latin-1")
    page = next(one for one in re.findall(r"^stream\n(.*?)^endstream", text, re.S | re.M) if re.search(r" cm$", one, re.M))
    scale = float(re.search(r"([0-9.]+) 0 0 -[0-9.]+ 0 [0-9.]+ cm\n", page).group(1)) * 25.4 / 72
    paths = []
    for found in re.finditer(r"^(-?[0-9.]+) (-?[0-9.]+) ([ml])$", page, re.M):
        if found.group(3) == "m":
            paths.append([])
        paths[-1].append((float(found.group(1)) * scale, float(found.group(2)) * scale))
    return [(path[1][1] - path[2][1], path[3][0] - path[2][0]) for path in paths
            if len(path) == 6 and path[1][0] == path[2][0] and path[3][0] == path[4][0]]


def words_of(pdf):
    return run("pdftotext", "-layout", pdf, "-").decode()


def labels_of(pdf):
    """The leads that stand in the letters of a label, on the first page."""
    text = run("pdftotext", "-bbox", "-l", "1", pdf, "-").decode()
    word = re.compile(r'yMin="([-0-9.]+)" xMax="[-0-9.]+" yMax="([-0-9.]+)">(.*?)</word>')
    found = [(float(bottom) - float(top), text) for top, bottom, text in word.findall(text)]
    size = max(height for height, text in found if text == "aVR")
    return sorted(text for height, text in found if text in LEADS and abs(height - size) < 0.2)


def true_to_scale(folder, analysed):
    scales = itertools.product(("a4", "letter"), ("landscape", "portrait"), (5, 10, 20), (25, 50))
    for paper, orientation, gain, speed in scales:
        pdf = folder / "scale.pdf"
        run(TOOLS / "ecg-report", analysed, "--layout", "medians", "--paper", paper, "--orientation", orientation,
            "--gain", gain, "--speed", speed, "-f", "-o", pdf)
        pulses = pulses_of(pdf)
        check(f"{paper} {orientation}: {gain} mm/mV and {speed} mm/s are true", pulses and all(
            abs(height - gain) < 0.1 and abs(width - 0.2 * speed) < 0.1 for height, width in pulses))
        check("  each lead has a cell", labels_of(pdf) == sorted(LEADS))


def table(folder, analysed):
    summary = json.loads(analysed.read_text(encoding="utf-8").splitlines()[-1])["analysis"]["recording"]
    pdf = folder / "table.pdf"
    run(TOOLS / "ecg-report", analysed, "--layout", "medians", "-f", "-o", pdf)
    run("qpdf", "--check", pdf)
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
    check("what is not analysed has no beat, and says so", "not analysed" in words_of(pdf).lower() and not pulses_of(pdf))


def main():
    for tool in ("pdftotext", "qpdf"):
        if not shutil.which(tool):
            print(f"skipped: no {tool}")
            return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        analysed = folder / "analysed.jsonl"
        analysed.write_bytes(run(TOOLS / "ecg-analyze", "demo.jsonl"))
        true_to_scale(folder, analysed)
        table(folder, analysed)
        without_a_beat(folder)


main()
