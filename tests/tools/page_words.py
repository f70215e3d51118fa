#!/usr/bin/env python3
"""page_words.py TOOLS: who confirmed the findings, and what tells two prints apart, as PDF has it."""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()


def report(*arguments):
    return subprocess.run([TOOLS / "ecg-report", *map(str, arguments)], capture_output=True, check=False)


def check(name, truth):
    if not truth:
        sys.exit(f"{name}: failed")
    print(f"{name}: as it should be")


def words_of(pdf):
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()


def page(folder, recording, *arguments):
    done = report(recording, "-f", "-o", folder / "page.pdf", *arguments)
    assert done.returncode == 0, done.stderr
    return words_of(folder / "page.pdf")


def analysed(folder, sample):
    path = folder / sample
    path.write_bytes(subprocess.run([TOOLS / "ecg-analyze", sample], capture_output=True, check=True).stdout)
    return path


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
    found = re.compile(r"criteria (\S+) · content ([0-9a-f]{8}) · page 1 of 1")
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
    if not shutil.which("pdftotext"):
        print("skipped: no pdftotext")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = analysed(folder, "demo.jsonl")
        confirmation(folder, recording)
        marks(folder, recording, analysed(folder, "af.jsonl"))


main()
