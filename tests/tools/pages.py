#!/usr/bin/env python3
"""pages.py TOOLS: pages of ecg-report are sound PDF, say what they should, and lie where they should."""
import os
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


main()
