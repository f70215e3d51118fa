#!/usr/bin/env python3
"""pictures.py TOOLS: SVG and PNG of a page are whole, true to the millimetre, and lie where they should."""
import json
import os
import re
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from page_reading import TOOLS, check

DPI = 127  # five pixels a millimetre


def report(*arguments, **more):
    """With standard output as bytes, which may be a picture."""
    return subprocess.run([TOOLS / "ecg-report", *map(str, arguments)], capture_output=True, check=False, **more)


def chunks(png):
    at = 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + size]
        assert zlib.crc32(kind + body) == struct.unpack(">I", png[at + 8 + size:at + 12 + size])[0], kind
        yield kind, body
        at += 12 + size


def paeth(left, up, corner):
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def reds(png, rows):
    """The red of the first rows of pixels, of a PNG of 8-bit RGB."""
    parts = list(chunks(png))
    width = struct.unpack(">I", parts[0][1][:4])[0]
    raw = zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))
    before, lines = bytearray(3 * width), []
    for row in range(rows):
        start = row * (3 * width + 1)
        way, line = raw[start], bytearray(raw[start + 1:start + 1 + 3 * width])
        for i in range(0, len(line), 3):  # the red ones alone
            left, corner = (line[i - 3], before[i - 3]) if i else (0, 0)
            guess = (0, left, before[i], (left + before[i]) // 2, paeth(left, before[i], corner))[way]
            line[i] = (line[i] + guess) & 255
        before = line
        lines.append(line[::3])
    return lines


def middle_of_ink(values, first):
    """Where the one dark line among values lies; the grid is red and no ink."""
    ink = [max(0, 200 - value) for value in values]
    return first + 0.5 + sum(i * dark for i, dark in enumerate(ink)) / sum(ink)


def pulse_in_svg(svg):
    """x and y where the first calibration pulse begins, mm, and its path's steps."""
    for path in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}path"):
        found = re.fullmatch(r"M(\d+) (\d+)l([-\d ]+)", path.get("d"))
        steps = [int(number) for number in re.findall(r"-?\d+", found[3])] if found else []
        if len(steps) == 10 and steps[2] == 0 and steps[3] < 0:
            return int(found[1]) / 100, int(found[2]) / 100, [step / 100 for step in steps]
    return None


def true_millimetres(folder):
    svg, png = folder / "page.svg", folder / "page.png"
    check("the extension chooses the format",
          report("demo.jsonl", "-o", svg).returncode == 0 and
          report("demo.jsonl", "--dpi", DPI, "-o", png).returncode == 0)
    x, y, steps = pulse_in_svg(svg.read_bytes())
    check("1 mV is 10 mm by 5 mm in the SVG", abs(-steps[3] - 10) < 0.1 and abs(steps[4] - 5) < 0.1)

    per_mm = DPI / 25.4
    lines = reds(png.read_bytes(), round((y + 5) * per_mm))
    left, top = x + steps[0], y + steps[3]
    def height(at_mm, mm):
        rows = range(round((mm - 2) * per_mm), round((mm + 2) * per_mm))
        return middle_of_ink([lines[row][round(at_mm * per_mm)] for row in rows], rows[0])
    def place(mm):
        columns = range(round((mm - 2) * per_mm), round((mm + 2) * per_mm))
        return middle_of_ink([lines[round((top + 5) * per_mm)][column] for column in columns], columns[0])
    tall = (height(x + steps[0] / 2, y) - height(left + 2.5, top)) / per_mm
    wide = (place(left + steps[4]) - place(left)) / per_mm
    check(f"1 mV is {tall:.2f} mm by {wide:.2f} mm in the PNG", abs(tall - 10) < 0.1 and abs(wide - 5) < 0.1)
    check("and stands where it stands in the SVG", abs(height(left + 2.5, top) / per_mm - top) < 0.1)
    kinds = {kind for kind, _ in chunks(png.read_bytes())}
    check("a PNG has no chunk of words or times", kinds <= {b"IHDR", b"pHYs", b"ecPG", b"bKGD", b"IDAT", b"IEND"})
    check("but which page it is", dict(chunks(png.read_bytes()))[b"ecPG"] == b"1 of 1")
    words = "".join(ElementTree.fromstring(svg.read_bytes()).itertext())
    check("the words of an SVG are text", all(word in words for word in ("Sample Person", "aVR", "25 mm/s · 10 mm/mV")))


def many_findings(folder):
    """A recording whose findings need several pages."""
    lines = subprocess.run([TOOLS / "ecg-analyze", "demo.jsonl"], capture_output=True, check=True).stdout
    session = [json.loads(line) for line in lines.splitlines()]
    findings = session[-1]["analysis"]["recording"]["findings"]
    findings += [{**findings[0], "reason": "because " * 30} for _ in range(30)]
    path = folder / "long.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in session), encoding="utf-8")
    return path


def several_pages(folder):
    long = many_findings(folder)
    done = report(long, "-v", "-o", folder / "long.svg")
    paths = done.stdout.decode().split()
    check("several pages are numbered before the extension",
          len(paths) > 1 and paths == [str(folder / f"long-{i + 1}.svg") for i in range(len(paths))])
    check("the pages are there and the bare name is not", all(map(os.path.exists, paths)) and
          not (folder / "long.svg").exists())
    before = {path.name for path in folder.iterdir()}
    os.remove(paths[0])
    done = report(long, "-o", folder / "long.svg")
    check("a page that is there is not overwritten, and then none is written",
          done.returncode == 1 and b"long-2.svg" in done.stderr and not os.path.exists(paths[0]))
    check("--force overwrites", report(long, "-f", "-o", folder / "long.svg").returncode == 0)
    check("no temporary file is left", {path.name for path in folder.iterdir()} == before)
    done = report(long, "--format", "png", "-o", "-")
    check("standard output takes no more than one page",
          done.returncode == 2 and done.stdout == b"" and b"standard output: holds one page" in done.stderr)
    environment = {**os.environ, "ECG_HOME": str(folder / "home")}
    names = [[Path(path).name for path in report("-v", "--format", "svg", long, env=environment).stdout.decode().split()]
             for _ in range(2)]
    check("the default names of pages overwrite none",
          names[0][0] == "ECG_Report_20250101_000000-1.svg" and not set(names[0]) & set(names[1]))


def flags(folder):
    page = report("demo.jsonl", "--format", "png", "-o", "-").stdout
    check("standard output takes one page", page.startswith(b"\x89PNG"))
    check("the same recording gives the same bytes", page == report("--format", "png", "-o", "-", "demo.jsonl").stdout)
    for arguments in (("--dpi", "200", "-o", "-"), ("--format", "svg", "--dpi", "200", "-o", "-"),
                      ("--format", "gif", "-o", "-"), ("--format", "png", "--dpi", "601", "-o", "-"),
                      ("--format", "png", "--dpi", "49", "-o", "-")):
        done = report("demo.jsonl", *arguments)
        check(f"{' '.join(arguments)} is wrong usage", done.returncode == 2 and done.stdout == b"")
    done = report("-v", "--format", "svg", "--output-dir", folder / "many", "demo.jsonl", "af.jsonl")
    check("a batch has the format", done.stdout.decode().split() ==
          [str(folder / "many" / name) for name in ("demo.svg", "af.svg")])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        true_millimetres(folder)
        several_pages(folder)
        flags(folder)


main()
