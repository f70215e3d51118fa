#!/usr/bin/env python3
"""pages.py TOOLS: pages of ecg-report are sound PDF, say what they should, and lie where they should."""
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False, **more)
    assert done.returncode == 0, (command, done.stderr)
    assert b"ecg-" not in done.stderr, done.stderr  # pdftotext has its own worries
    return done.stdout


def check(name, truth):
    if not truth:
        sys.exit(f"{name}: failed")
    print(f"{name}: as it should be")


def default_path(folder):
    environment = {**os.environ, "ECG_HOME": str(folder)}
    report = TOOLS / "ecg-report"
    paths = [run(report, "-v", "demo.jsonl", env=environment).decode().strip() for _ in range(3)]
    names = ["ECG_Report_20250101_000000.pdf", "ECG_Report_20250101_000000-1.pdf", "ECG_Report_20250101_000000-2.pdf"]
    check("a page is named by its recording's time and overwrites none", [Path(p).name for p in paths] == names)
    check("it lies in the folder of reports", all(Path(p).parent == folder / "reports" for p in paths))
    check("the same recording gives the same bytes", len({Path(p).read_bytes() for p in paths}) == 1)
    return Path(paths[0])


LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
STRIPS = {"3x4+1": ("II",), "3x4+3": ("II", "V1", "V5"), "6x2": (), "6x2+1": ("II",), "12x1": (), "4x3": ()}


def write_steps(path):
    """Twelve leads of 20 s at 100 Hz: 1 mV in the first fifth of each second, else nothing."""
    row = {high: ",".join([high] * len(LEADS)) for high in ("0", "1")}
    rows = [row["1" if n % 100 < 20 else "0"] for n in range(2000)]
    path.write_text("\n".join([",".join(LEADS), *rows]) + "\n")


def paths_of(pdf):
    """The stroked lines of the only page, in millimetres."""
    text = run("qpdf", "--qdf", "--object-streams=disable", pdf, "-").decode("latin-1")
    unit = float(re.search(r"([0-9.]+) 0 0 -[0-9.]+ 0 [0-9.]+ cm\n", text).group(1)) * 25.4 / 72
    point = re.compile(r"^(-?[0-9.]+) (-?[0-9.]+) ([ml])$")
    paths = []
    for line in text.split("\n"):
        found = point.match(line)
        if found:
            if found.group(3) == "m":
                paths.append([])
            paths[-1].append((float(found.group(1)) * unit, float(found.group(2)) * unit))
    return paths


def is_pulse(path):
    return len(path) == 6 and path[1][0] == path[2][0] and path[3][0] == path[4][0]


def rises(path):
    """Where the line goes up by half a millivolt or more, and by how much: [(x, mm)]."""
    return [(a[0], a[1] - b[1]) for a, b in zip(path, path[1:]) if a[1] - b[1] > 2]


def near(value, wanted):
    return abs(value - wanted) <= 0.1


def true_to_scale(pdf, gain, speed):
    paths = paths_of(pdf)
    pulses = [path for path in paths if is_pulse(path)]
    sizes = all(near(p[1][1] - p[2][1], gain) and near(p[3][0] - p[2][0], 0.2 * speed) for p in pulses)
    steps = [rises(path) for path in paths if len(path) > 20]
    high = all(near(height, gain) for step in steps for _, height in step)
    seconds = [b[0] - a[0] for step in steps for a, b in zip(step, step[1:])]
    return bool(pulses and seconds) and sizes and high and all(near(second, speed) for second in seconds)


def words_of(pdf):
    """((width, height of the page), [(left, top, right, bottom, word)]), points."""
    text = run("pdftotext", "-bbox", pdf, "-").decode()
    page = re.search(r'<page width="([0-9.]+)" height="([0-9.]+)"', text)
    word = re.compile(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>')
    return (float(page[1]), float(page[2])), [(*map(float, w[:4]), w[4]) for w in word.findall(text)]


def words_apart(words):
    ink = [(left, top + 0.25 * (bottom - top), right, bottom - 0.25 * (bottom - top)) for left, top, right, bottom, _ in words]
    return not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in itertools.combinations(ink, 2))


def each_lead_once(words, strips):
    size = max(bottom - top for _, top, _, bottom, word in words if word == "aVR")
    labels = [word for _, top, _, bottom, word in words if word in LEADS and abs(bottom - top - size) < 0.2]
    return sorted(labels) == sorted(LEADS + strips)


def layouts(folder):
    steps, pdf = folder / "steps.csv", folder / "steps.pdf"
    write_steps(steps)
    scales = itertools.cycle([(10, 25), (5, 25), (20, 50), (10, 12.5), (5, 50)])
    for layout, paper, orientation in itertools.product(STRIPS, ("a4", "letter"), ("landscape", "portrait")):
        gain, speed = next(scales)
        run(TOOLS / "ecg-report", steps, "--rate", 100, "--unit", "mV", "--layout", layout, "--paper", paper,
            "--orientation", orientation, "--gain", gain, "--speed", speed, "-f", "-o", pdf)
        page, words = words_of(pdf)
        check(f"{layout} {paper} {orientation}: {gain} mm/mV and {speed} mm/s are true", true_to_scale(pdf, gain, speed))
        check("  each lead stands once, and the strips", each_lead_once(words, STRIPS[layout]))
        check("  no word lies on another", words_apart(words))
        check("  no word leaves the page", all(w[0] > 5 and w[1] > 5 and w[2] < page[0] - 5 and w[3] < page[1] - 5 for w in words))


def main():
    for tool in ("pdftotext", "qpdf"):
        if not shutil.which(tool):
            print(f"skipped: no {tool}")
            return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = default_path(folder)
        run("qpdf", "--check", bare)
        check("a bare recording says that it is not analysed", b"not analysed" in run("pdftotext", bare, "-").lower())

        analysed = run(TOOLS / "ecg-analyze", "demo.jsonl")
        page = run(TOOLS / "ecg-report", "-", "-o", "-", input=analysed)
        (folder / "page.pdf").write_bytes(page)
        run("qpdf", "--check", folder / "page.pdf")
        words = run("pdftotext", "-layout", folder / "page.pdf", "-")
        for word in (b"Sample Person", b"aVR", b"V6", b"25 mm/s", b"10 mm/mV", b"QTc"):
            check(f"a page of an analysed recording has {word.decode()}", word in words)
        layouts(folder)


main()
