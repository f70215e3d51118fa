#!/usr/bin/env python3
"""page_batch.py TOOLS: many recordings become a page each; what fails is named and the rest is done."""
import os
import shutil
import tempfile
from pathlib import Path

from page_reading import check, report

SAMPLES = Path.cwd()


def pages(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def recordings(folder):
    """Twelve of them, one of which is none."""
    for i in range(11):
        text = (SAMPLES / ("demo.jsonl" if i % 2 else "af.jsonl")).read_text(encoding="utf-8")
        (folder / f"person-{i:02}.jsonl").write_text(text.replace("Sample Person", f"Sample Person {i}"))
    (folder / "person-05b.jsonl").write_text("this is no recording\n")
    return sorted(folder.iterdir())


def any_number_of_threads(folder, inputs):
    for jobs in ("1", "4", "0"):
        done = report("-v", "-j", jobs, "--output-dir", folder / f"j{jobs}", *inputs)
        check(f"-j {jobs}: a bad input makes it exit 1", done.returncode == 1)
        told = done.stderr.splitlines()
        check(f"-j {jobs}: the bad input alone is named", len(told) == 1 and "person-05b.jsonl" in told[0])
        wanted = [str(folder / f"j{jobs}" / f"person-{i:02}.pdf") for i in range(11)]
        check(f"-j {jobs}: the paths stand in order", done.stdout.splitlines() == wanted)
    one = pages(folder / "j1")
    check("the others are drawn", len(one) == 11 and all(page.startswith(b"%PDF") for page in one.values()))
    check("no number of threads changes a byte", one == pages(folder / "j4") == pages(folder / "j0"))


def what_is_there(folder, inputs):
    good = [path for path in inputs if "05b" not in path.name]
    there = folder / "j1"
    before = pages(there)
    (there / "person-03.pdf").unlink()
    done = report("--output-dir", there, *good)
    check("a page that is there is refused before work begins",
          done.returncode == 1 and "--skip-existing" in done.stderr and not (there / "person-03.pdf").exists())
    (there / "person-04.pdf").write_text("mine")
    done = report("-v", "--skip-existing", "--output-dir", there, *good)
    check("--skip-existing draws what is missing", done.returncode == 0 and
          done.stdout.splitlines() == [str(there / "person-03.pdf")])
    check("--skip-existing leaves the others", (there / "person-04.pdf").read_text() == "mine")
    done = report("--force", "--output-dir", there, *good)
    check("--force draws all again", done.returncode == 0 and pages(there) == before)


def wrong_use(folder, inputs):
    one, two = inputs[:2]
    (folder / "elsewhere").mkdir()
    shutil.copy(two, folder / "elsewhere" / one.name)
    none = folder / "none"
    for name, says, arguments in (
        ("two recordings of one name", "as that of", ["--output-dir", none, one, folder / "elsewhere" / one.name]),
        ("standard input", "standard input", ["--output-dir", none, one, "-"]),
        ("several recordings and no folder", "--output-dir", [one, two]),
        ("a folder and a file", "--output", ["--output-dir", none, "-o", folder / "x.pdf", one]),
        ("threads and no folder", "--output-dir", ["-j", "2", one]),
    ):
        done = report(*arguments)
        check(f"{name}: wrong usage", done.returncode == 2 and says in done.stderr)
        check(f"{name}: nothing is drawn", not none.exists() or not pages(none))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["ECG_HOME"] = str(folder / "home")
        (folder / "in").mkdir()
        inputs = recordings(folder / "in")
        any_number_of_threads(folder, inputs)
        what_is_there(folder, inputs)
        wrong_use(folder, inputs)
        done = report("--output-dir", folder / "wfdb", SAMPLES / "demo.hea")
        check("a header's ending is no part of the name", done.returncode == 0 and (folder / "wfdb/demo.pdf").exists())


main()
