#!/usr/bin/env python3
"""page_series.py TOOLS: SVG and PNG files of a report with fewer pages than before leave no old page beside them."""
import json
import os
import random
import re
import subprocess
import tempfile
import time
from pathlib import Path

from page_reading import TOOLS, analysed, check, report

KILLS = 40


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def draw(recording, layouts, *arguments):
    done = report("--layout", layouts, recording, *arguments)
    assert done.returncode == 0 and done.stderr == "", done.stderr


def fewer_pages(folder, recording):
    for extension in ("svg", "png"):
        place = folder / extension
        place.mkdir()
        whole = place / f"night.{extension}"
        numbered = [f"night-{n}.{extension}" for n in range(1, 5)]
        draw(recording, "3x4+1,6x2,6x2+1,4x3", "-o", whole)
        check(f"{extension}: four pages are there", names(place) == numbered)
        draw(recording, "3x4+1,6x2", "-f", "-o", whole)
        check(f"{extension}: of two pages none is left of four", names(place) == numbered[:2])
        draw(recording, "6x2", "-f", "-o", whole)
        check(f"{extension}: one page takes the place of two", names(place) == [whole.name])
        draw(recording, "6x2,6x2+1", "-f", "-o", whole)
        check(f"{extension}: two take the place of one", names(place) == numbered[:2])


def what_is_not_its_own(folder, recording):
    place = folder / "others"
    place.mkdir()
    whole = place / "night.svg"
    draw(recording, "3x4+1,6x2,6x2+1", "-o", whole)
    old = (place / "night-3.svg").read_bytes()
    draw(recording, "6x2", "-o", place / "night-4.svg")  # another recording's page, of that name by chance
    for name in ("night-03.svg", "night-3x.svg", "night-.svg", "night--3.svg", "Night-3.svg", "night-3.png", "anight-3.svg",
                 "night-2-3.svg", "night-5.svg"):
        (place / name).write_bytes(old)
    (place / "night-6.svg").write_text("<?xml version=\"1.0\"?>\n<svg/>\n")  # somebody's drawing
    (place / "night-7.svg").mkdir()
    (place / "night-8.svg").symlink_to("night-3x.svg")
    before = names(place)
    draw(recording, "3x4+1,6x2", "-f", "-o", whole)
    check("only the page that says that it is the third goes", names(place) == [name for name in before if name != "night-3.svg"])
    draw(recording, "6x2", "-o", place / "else.svg")
    check("without --force nothing goes", "night-2.svg" in names(place) and "night-1.svg" in names(place))
    draw(recording, "6x2", "-f", "-o", place / "night-1.pdf")
    check("nor of a PDF, which holds all pages", "night-1.svg" in names(place))


def batch(folder, recording):
    """night-3 is another recording, whose page is drawn in the same batch."""
    place = folder / "batch"
    other = folder / "night-3.jsonl"
    other.write_bytes(recording.read_bytes())
    asked = ("--format", "svg", "--output-dir", place)
    draw(recording, "3x4+1,6x2,6x2+1,4x3", *asked)
    for jobs in (1, 2):
        draw(recording, "6x2", other, "-f", "-j", jobs, *asked)
        check(f"-j {jobs}: a batch keeps the pages of its other recordings", names(place) == ["night-3.svg", "night.svg"])
        draw(recording, "3x4+1,6x2", "-f", *asked)


def in_the_folder_of_reports(folder, recording):
    reports = folder / "home" / "reports"
    whole = reports / "night.svg"
    entries = lambda: [entry["filename"] for entry in json.loads((reports / "index.json").read_text(encoding="utf-8"))]
    for layouts, wanted in (("6x2", "night.svg"), ("3x4+1,6x2,6x2+1", "night-1.svg"), ("6x2", "night.svg")):
        draw(recording, layouts, "-f", "-o", whole)
        check(f"{layouts}: the index has one entry, of a page that is there", entries() == [wanted] and (reports / wanted).exists())


def killed(folder, recording):
    """By turns a page more and a page less, cut short anywhere."""
    place = folder / "killed"
    place.mkdir()
    whole = place / "night.svg"
    began = time.monotonic()
    draw(recording, "3x4+1,6x2,6x2+1", "-f", "-o", whole)
    usual = time.monotonic() - began
    chance = random.Random(9)
    for turn in range(KILLS):
        layouts = "6x2" if turn % 2 else "3x4+1,6x2,6x2+1"
        one = subprocess.Popen([TOOLS / "ecg-report", "--layout", layouts, "-f", "-o", whole, recording], stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.1) * usual)
        one.kill()
        one.wait()
        pages = [path for path in place.iterdir() if re.fullmatch(r"night(-\d)?\.svg", path.name)]
        assert pages and all(path.read_bytes().endswith(b"</svg>\n") for path in pages), "a half page"
    draw(recording, "3x4+1,6x2", "-f", "-o", whole)
    left = [name for name in names(place) if not name.endswith(".tmp")]
    check(f"after {KILLS} times kill -9 no page is half, and the next --force leaves its own alone", left == ["night-1.svg", "night-2.svg"])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["ECG_HOME"] = str(folder / "home")
        recording = analysed(folder, "demo.jsonl", "night.jsonl")
        for part in (fewer_pages, what_is_not_its_own, batch, in_the_folder_of_reports, killed):
            part(folder, recording)


main()
