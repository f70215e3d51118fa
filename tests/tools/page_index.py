#!/usr/bin/env python3
"""page_index.py TOOLS: the folder of reports and its index, whoever writes to it and however it ends."""
import json
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

from page_reading import TOOLS, check, report

REPORT = TOOLS / "ecg-report"
ROUNDS, KILLS = 20, 100


def new_home(folder, name):
    os.environ["ECG_HOME"] = str(folder / name)
    return folder / name / "reports"


def index_of(reports):
    return json.loads((reports / "index.json").read_text(encoding="utf-8"))


def two_at_once(folder):
    reports = new_home(folder, "two")
    for _ in range(ROUNDS):
        both = [subprocess.Popen([REPORT, "demo.jsonl"], stderr=subprocess.PIPE) for _ in range(2)]
        for one in both:
            assert one.communicate()[1] == b"" and one.returncode == 0
    named = [entry["filename"] for entry in index_of(reports)]
    check(f"{ROUNDS} times two at once: {2 * ROUNDS} pages", len(list(reports.glob("*.pdf"))) == 2 * ROUNDS)
    check("all of them are in the index, once",
          sorted(named) == sorted(path.name for path in reports.glob("*.pdf")))


def killed(folder):
    reports = new_home(folder, "killed")
    report("demo.jsonl")
    began = time.monotonic()
    report("demo.jsonl")
    usual = time.monotonic() - began
    chance = random.Random(6)
    ends = {"killed": 0, "done": 0}
    for i in range(KILLS):
        flags = ["--force", "-o", reports / "again.pdf"] if i % 2 else []
        one = subprocess.Popen([REPORT, *flags, "demo.jsonl"], stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 1.3 * usual))
        one.kill()
        ends["done" if one.wait() == 0 else "killed"] += 1
        names = {entry["filename"] for entry in index_of(reports)}
        assert all((reports / name).exists() for name in names), "an entry without a page"
    print(f"kill -9 at {KILLS} moments of {1300 * usual:.0f} ms: {ends}")
    pages = [path.read_bytes() for path in reports.glob("*.pdf")]
    check("no page is half", all(page == pages[0] and page.rstrip().endswith(b"%%EOF") for page in pages))
    report("demo.jsonl")
    rest = [path.name for path in reports.iterdir() if path.suffix != ".pdf"]
    check("the next report leaves nothing unfinished", sorted(rest) == ["index.json", "index.json.lock"])


def leftovers(folder):
    """As file systems without nameless files have them."""
    reports = new_home(folder, "left")
    report("demo.jsonl")
    (reports / "ECG_Report_20250101_000000.pdf.a1B2c3.tmp").write_text("%PDF-1.3 half of")
    (reports / "mine.tmp").write_text("mine")
    report("demo.jsonl")
    rest = sorted(path.name for path in reports.iterdir() if path.suffix == ".tmp")
    check("what a killed program left goes, and nothing else", rest == ["mine.tmp"])


def broken(folder):
    reports = new_home(folder, "broken")
    reports.mkdir(parents=True)
    for text in ('[{"filename": "a.pdf"', "{}", ""):
        (reports / "index.json").write_text(text)
        before = len(list(reports.glob("*.pdf")))
        done = report("demo.jsonl")
        check("a broken index is named, with what to do", done.returncode == 1 and
              f"{reports}/index.json: is" in done.stderr and "mend it or move it away" in done.stderr)
        check("it stays as it is", (reports / "index.json").read_text() == text)
        check("the page is there", len(list(reports.glob("*.pdf"))) == before + 1)
        done = report("--output-dir", reports, "af.jsonl")
        check("a batch is refused before work begins", done.returncode == 1 and not (reports / "af.pdf").exists())
    check("without an index there is no trouble", report("--no-index", "demo.jsonl").returncode == 0)


def what_enters(folder):
    reports = new_home(folder, "enters")
    names = lambda: [entry["filename"] for entry in index_of(reports)]
    first = "ECG_Report_20250101_000000.pdf"
    report("demo.jsonl")
    check("a page of the default name is entered", names() == [first])
    report("-o", folder / "elsewhere.pdf", "demo.jsonl")
    report("-o", "-", "demo.jsonl")
    report("--no-index", "demo.jsonl")
    check("one elsewhere, on standard output, or with --no-index is not", names() == [first])
    report("-o", reports / ".." / "reports" / "named.pdf", "demo.jsonl")
    check("one that is put into the folder is entered, newest first", names() == ["named.pdf", first])
    report("--force", "-o", reports / "named.pdf", "demo.jsonl")
    check("one that is drawn again has one entry", names() == ["named.pdf", first])
    report("-j", "2", "--output-dir", reports, "demo.jsonl", "af.jsonl")
    check("so is a batch", set(names()) == {"af.pdf", "demo.pdf", "named.pdf", first})
    entry = index_of(reports)[-1]
    check("an entry says whose page it is", entry["patient"] == "Sample Person" and entry["title"] == "ECG Report")
    check("and when the recording began", entry["recorded"] == "2025-01-01T00:00:00.000Z")


def listing(folder):
    reports = new_home(folder, "list")
    done = report("list")
    check("no reports are no lines", (done.returncode, done.stdout, done.stderr) == (0, "", ""))
    reports.mkdir(parents=True)
    (reports / "a.pdf").write_text("%PDF")
    (reports / "index.json").write_text(json.dumps([
        {"filename": "a.pdf", "title": "", "patient": "Ada\x1b[2J Example", "date": "2025-01-01", "time": "10:00:00"},
        {"file": "/none/b.pdf", "timestamp": "2025-01-02 10:00:00", "patient": {"name": "Bo Example"}, "metrics": {}},
        {"filename": "c.pdf", "timestamp": "2025-01-03T10:00:00.000Z"}]))
    check("the table is newest first and marks missing files", report("list").stdout.splitlines() == [
        "2025-01-03 10:00:00Z  c.pdf (missing)",
        "2025-01-02 10:00:00   /none/b.pdf (missing)  Bo Example",
        "2025-01-01 10:00:00   a.pdf                  Ada [2J Example"])
    lines = [json.loads(line) for line in report("list", "--json").stdout.splitlines()]
    check("JSON lines say the same", lines == [
        {"schema": "ecg.report-list/1", "file": str(reports / "c.pdf"), "time": "2025-01-03T10:00:00Z",
         "missing": True},
        {"schema": "ecg.report-list/1", "file": "/none/b.pdf", "time": "2025-01-02T10:00:00",
         "patient": "Bo Example", "missing": True},
        {"schema": "ecg.report-list/1", "file": str(reports / "a.pdf"), "time": "2025-01-01T10:00:00",
         "patient": "Ada\x1b[2J Example", "missing": False}])
    (reports / "index.json").write_text("[")
    check("a broken index cannot be listed", report("list").returncode == 1)


def a_file_called_list(folder):
    new_home(folder, "called")
    folder = folder / "called"
    folder.mkdir()
    (folder / "list").write_bytes(Path("demo.jsonl").read_bytes())
    check("./list is a recording", report("./list", "-o", "x.pdf", cwd=folder).returncode == 0)
    check("so is one behind --", report("-o", "y.pdf", "--", "list", cwd=folder).returncode == 0)
    done = report("--paper", "a4", "list", cwd=folder)
    check("list goes with no option of a page", done.returncode == 2 and "./list" in done.stderr)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (what_enters, listing, a_file_called_list, broken, leftovers, two_at_once, killed):
            part(folder)


main()
