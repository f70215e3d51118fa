"""What the tests of pages share: running the tools, and reading back what stands in a PDF."""
import itertools
import re
import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
MM = 25.4 / 72  # of a point


def check(name, truth):
    if not truth:
        sys.exit(f"{name}: failed")
    print(f"{name}: as it should be")


def lacks(*programs):
    """Whether one of them is not there, which is said as a skipped test."""
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        print(f"skipped: no {missing[0]}")
    return bool(missing)


def run(*command, **more):
    """Standard output of what must work, and of a tool of ours in silence."""
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False, **more)
    assert done.returncode == 0, (command, done.stderr)
    assert b"ecg-" not in done.stderr, done.stderr  # pdftotext has its own worries
    return done.stdout


def report(*arguments, **more):
    """ecg-report, however it ends."""
    return subprocess.run([TOOLS / "ecg-report", *map(str, arguments)], capture_output=True, check=False, encoding="utf-8",
                          errors="replace", **more)


def analysed(folder, sample, name=None):
    """The sample as ecg-analyze hands it on."""
    path = folder / (name or Path(sample).name)
    path.write_bytes(run(TOOLS / "ecg-analyze", sample))
    return path


def sound(pdf):
    return subprocess.run(["qpdf", "--check", pdf], capture_output=True, check=False).returncode == 0


def words_of(pdf):
    return run("pdftotext", "-layout", pdf, "-").decode()


def rows_of(pdf):
    """The lines of all pages, with single blanks."""
    return [" ".join(line.split()) for line in words_of(pdf).splitlines()]


def says(rows, *words):
    return any(all(word in row for word in words) for row in rows)


def boxes_of(pdf):
    """For each page ((width, height), [(left, top, right, bottom, word)]), in points."""
    text = run("pdftotext", "-bbox", pdf, "-").decode()
    word = re.compile(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>')
    pages = []
    for part in text.split("<page ")[1:]:
        size = re.match(r'width="([0-9.]+)" height="([0-9.]+)"', part)
        pages.append(((float(size[1]), float(size[2])), [(*map(float, w[:4]), w[4]) for w in word.findall(part)]))
    return pages


def words_apart(words):
    ink = [(left, top + 0.25 * (bottom - top), right, bottom - 0.25 * (bottom - top)) for left, top, right, bottom, _ in words]
    return not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in itertools.combinations(ink, 2))


def on_paper(size, words):
    return all(w[0] > 5 and w[1] > 5 and w[2] < size[0] - 5 and w[3] < size[1] - 5 for w in words)


def labels_of(words):
    """The leads that stand in the letters of a label."""
    size = max(bottom - top for _, top, _, bottom, word in words if word in LEADS)
    return sorted(word for _, top, _, bottom, word in words if word in LEADS and abs(bottom - top - size) < 0.2)


def strokes_of(pdf):
    """For each page its stroked lines, in millimetres."""
    text = run("qpdf", "--qdf", "--object-streams=disable", pdf, "-").decode("latin-1")
    pages = []
    for stream in re.findall(r"^stream\n(.*?)^endstream", text, re.S | re.M):
        unit = re.search(r"([0-9.]+) 0 0 -[0-9.]+ 0 [0-9.]+ cm\n", stream)
        if not unit:
            continue
        scale, paths = float(unit.group(1)) * MM, []
        for found in re.finditer(r"^(-?[0-9.]+) (-?[0-9.]+) ([ml])$", stream, re.M):
            if found.group(3) == "m":
                paths.append([])
            paths[-1].append((float(found.group(1)) * scale, float(found.group(2)) * scale))
        pages.append(paths)
    return pages


def is_pulse(path):
    return len(path) == 6 and path[1][0] == path[2][0] and path[3][0] == path[4][0]


def pulses_of(paths):
    """(height, width) in mm of each calibration pulse."""
    return [(p[1][1] - p[2][1], p[3][0] - p[2][0]) for p in paths if is_pulse(p)]


def traces_of(paths):
    """What has corners and is no pulse."""
    return [path for path in paths if len(path) > 3 and not is_pulse(path)]


def near(value, wanted):
    return abs(value - wanted) <= 0.1
