#!/usr/bin/env python3
"""page_words.py TOOLS: who confirmed the findings, and what tells two prints apart, as PDF has it."""
import re
import tempfile
from pathlib import Path

from page_reading import analysed, check, lacks, report, words_of



def page(folder, recording, *arguments):
    done = report(recording, "-f", "-o", folder / "page.pdf", *arguments)
    assert done.returncode == 0, done.stderr
    return words_of(folder / "page.pdf")


def confirmation(folder, recording):
    words = page(folder, recording)
    check("findings are unconfirmed at first", "UNCONFIRMED\n" in words and "Confirmed" not in words)
    words = page(folder, recording, "--confirmed-by", "Dr. Łucja Überall")
    check("the name of who confirmed them is printed", "Confirmed by Dr. Łucja Überall\n" in words)
    check("then nothing says unconfirmed", "UNCONFIRMED" not in words)
    words = page(folder, recording, "--confirmed-by", "Dr. B", "--confirmed-at", "2025-01-09T10:00:01+02:00")
    check("the time of it is printed in UTC", "Confirmed by Dr. B · 2025-01-09 08:00:01 UTC" in words)
    for name, status, arguments in (
        ("a time without a person", 2, [recording, "--confirmed-at", "2025-01-09T08:00:01Z"]),
        ("a time that is none", 2, [recording, "--confirmed-by", "Dr. B", "--confirmed-at", "yesterday"]),
        ("a person without a name", 2, [recording, "--confirmed-by", " "]),
        ("many recordings at once", 2, [recording, "--confirmed-by", "Dr. B", "--output-dir", folder]),
        ("a recording that is not analysed", 1, ["demo.jsonl", "--confirmed-by", "Dr. B"]),
    ):
        done = report(*arguments, *([] if "--output-dir" in arguments else ["-o", folder / "none.pdf"]))
        check(f"{name}: refused", done.returncode == status and done.stderr and not (folder / "none.pdf").exists())


def marks(folder, recording, other):
    found = re.compile(r"criteria (\S+) · content ([0-9a-f]{8}) · page 1 of \d")
    version, mark = found.search(page(folder, recording)).groups()
    again = found.search(page(folder, recording, "--layout", "12x1", "--paper", "letter")).groups()
    check("prints of the same are marked alike in any layout", again == (version, mark))
    check("prints of another recording are not", found.search(page(folder, other)).groups()[1] != mark)
    text = recording.read_text(encoding="utf-8")
    check("the version of the criteria is that of the analysis", f'"criteria":"{version}"' in text)
    old = folder / "old.jsonl"
    old.write_text(text.replace(f'"criteria":"{version}",', ""), encoding="utf-8")
    check("where the analysis does not tell it, nothing is printed", "criteria" not in page(folder, old))


def main():
    if lacks("pdftotext"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = analysed(folder, "demo.jsonl")
        confirmation(folder, recording)
        marks(folder, recording, analysed(folder, "af.jsonl"))


main()
