#!/usr/bin/env python3
"""page_letters.py TOOLS: names in any script make sound pages, and what the font lacks is told without the name."""
import json
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from page_reading import boxes_of, check, lacks, report, sound, words_of

DEMO = Path("demo.jsonl").read_text(encoding="utf-8")


def recording_of(folder, person):
    path = folder / "person.jsonl"
    path.write_text(DEMO.replace('"Sample Person"', json.dumps(person)), encoding="utf-8")
    return path


def name_places(pdf):
    """The words of the name, each with its place."""
    return boxes_of(pdf)[0][1][:4]


def names_that_are_read_back(folder):
    for script, person in (
        ("Cyrillic", "Анастасія Щербакова-Їжакевич"),
        ("Greek", "Καλλιόπη Παπαδοπούλου Ἀχιλλεύς"),
        ("Vietnamese", "Nguyễn Thị Ánh Tuyết Đặng"),
        ("Polish", "Łucja Żółć"),
        ("the signs of XML and PDF", "A & B <x> (y) \\z \"q\" 'r' %"),
    ):
        pdf = folder / "name.pdf"
        done = report("-f", "-o", pdf, recording_of(folder, person))
        check(f"{script}: drawn in silence", done.returncode == 0 and done.stderr == "" and sound(pdf))
        check(f"{script}: read back as written", person in words_of(pdf))


def accents_apart(folder):
    whole, pdf = "Nguyễn Thị Ánh Tuyết", folder / "apart.pdf"
    done = report("-f", "-o", pdf, recording_of(folder, unicodedata.normalize("NFD", whole)))
    check("accents written apart are one letter with theirs", done.returncode == 0 and done.stderr == "" and whole in words_of(pdf))
    apart = name_places(pdf)
    report("-f", "-o", pdf, recording_of(folder, whole))
    check("they stand where the whole letters would", len(apart) == 4 and apart == name_places(pdf))


def names_that_are_a_burden(folder):
    for kind, person in (
        ("two hundred letters", "Шестьсот " * 22 + "ёж"),
        ("two hundred letters without a blank", "Ж" * 200),
        ("control characters", "Tab\tBell\u0007 Escape\u001b[31m Line\nEnd\u0085\u009b"),
        ("right to left", "שלום \u202eمحمد\u200f علي"),
        ("marks alone", "\u0301\u0323\u20d7"),
        ("no character", "a\ufffe\uffffb"),
    ):
        for extension in ("pdf", "svg", "png"):
            page = folder / f"burden.{extension}"
            done = report("-f", "-o", page, recording_of(folder, person))
            check(f"{kind}: drawn as {extension}", done.returncode == 0 and done.stderr == "")
        check(f"{kind}: sound", sound(folder / "burden.pdf"))


def what_the_font_lacks(folder):
    for extension in ("pdf", "svg", "png"):
        page = folder / f"lacking.{extension}"
        done = report("-o", page, recording_of(folder, "中文 Person 文"))
        told = f"{page}: the font DejaVuSans has no glyph for U+4E2D, U+6587; --font FILE picks another"
        check(f"{extension}: the code points are told, each once", done.returncode == 0 and done.stderr.strip().endswith(told))
        check("  in one line", len(done.stderr.splitlines()) == 1)
        check("  without the name", "中" not in done.stderr and "Person" not in done.stderr)
    pdf = folder / "lacking.pdf"
    check("a page with boxes is sound, and its text is the name", sound(pdf) and "中文 Person 文" in words_of(pdf))
    done = report("-o", folder / "beyond.pdf", recording_of(folder, "Smiling 😀 Person"))
    check("a letter beyond 16 bits is told, and the page is sound", "U+1F600" in done.stderr and sound(folder / "beyond.pdf"))
    many = "".join(chr(0x4E00 + n) for n in range(100))
    done = report("-o", folder / "many.pdf", recording_of(folder, many))
    check("of many the first are told and the others counted", re.search(r"U\+4E0B and \d+ more;", done.stderr))


def batch(folder):
    for n, person in enumerate(("Person", "中", "文")):
        recording_of(folder, person).rename(folder / f"{n}.jsonl")
    pages = folder / "pages"
    done = report("-j", "0", "--output-dir", pages, *(folder / f"{n}.jsonl" for n in range(3)))
    told = [line.split("; ")[0] for line in done.stderr.splitlines()]
    check("a batch tells it a page", done.returncode == 0 and len(told) == 2 and
          told[0].endswith(f"{pages / '1.pdf'}: the font DejaVuSans has no glyph for U+4E2D") and
          told[1].endswith(f"{pages / '2.pdf'}: the font DejaVuSans has no glyph for U+6587"))


def main():
    if lacks("pdftotext", "qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["ECG_HOME"] = str(folder / "home")
        names_that_are_read_back(folder)
        accents_apart(folder)
        names_that_are_a_burden(folder)
        what_the_font_lacks(folder)
        batch(folder)


main()
