#!/usr/bin/env python3
"""strips.py TOOLS: rhythm strips of long recordings show the moments and the stretches they should."""
import os
import tempfile
from pathlib import Path

from page_reading import TOOLS, check, lacks, report, run, sound, strokes_of, traces_of, words_of

SIGNAL_LEFT = (297 - 265) / 2 + 15  # of A4 that lies, in mm


def spikes_of(paths):
    """Where long lines reach half a millivolt or more above their beginning."""
    tops = [(min(path, key=lambda point: point[1]), path[0][1]) for path in traces_of(paths)]
    return [(top[0], start - top[1]) for top, start in tops if start - top[1] > 5]


def stretch(folder):
    """An hour of two leads at 100 Hz, flat but for a spike of 1 mV at 0:50:33.21."""
    csv, pdf = folder / "spike.csv", folder / "spike.pdf"
    rows = ["0,0"] * 360000
    rows[100 * 3033 + 21] = "1,1"
    csv.write_text("\n".join(["II,V1", *rows]) + "\n")
    asked = ("--rate", 100, "--unit", "mV", "--layout", "strips", "-o", pdf, "-f")
    done = report(csv, *asked, "--from", "0:49:20", "--to", "50.75m")
    check("a stretch of an hour is drawn", done.returncode == 0 and not done.stderr)
    check("it is sound", sound(pdf))
    words, pages = words_of(pdf), strokes_of(pdf)
    check("it says from when to when", "From 0:49:20 to 0:50:45" in words)
    check("each strip has its time", all(f"0:{m:02}:{s:02}" in words for m, s in ((49, 20), (49, 30), (50, 20), (50, 40))))
    check("nine strips of two leads take three pages", len(pages) == 3)
    spikes = [(number, x, height) for number, paths in enumerate(pages) for x, height in spikes_of(paths)]
    check("the spike stands where its second is, in both leads", len(spikes) == 2 and all(
        number == 2 and abs(x - SIGNAL_LEFT - 25 * 3.21) < 0.1 and abs(height - 10) < 0.1 for number, x, height in spikes))
    done = report(csv, *asked)
    check("what is not analysed shows its beginning and says so",
          done.returncode == 0 and "Not analysed" in words_of(pdf) and "0:00:10" in words_of(pdf))


def moments(folder):
    """Pipe and file; a run of ventricular beats far behind what other pages hold."""
    demo = run(TOOLS / "ecg-acquire", "demo", "--rate", 100, "--duration", 300, "--preset", "nsvt",
               "--spell", "200-206:75", "--pause", 100)
    analysed = folder / "night.jsonl"
    analysed.write_bytes(run(TOOLS / "ecg-analyze", "-", input=demo))
    by_file, by_pipe = folder / "file.pdf", folder / "pipe.pdf"
    for layouts in ("strips", "3x4+1,strips"):
        run(TOOLS / "ecg-report", "--layout", layouts, analysed, "-f", "-o", by_file)
        run(TOOLS / "ecg-report", "--layout", layouts, "-", "-f", "-o", by_pipe, input=analysed.read_bytes())
        check(f"{layouts}: pipe and file give the same bytes", by_file.read_bytes() == by_pipe.read_bytes())
    check("they are sound", sound(by_file))
    words = words_of(by_file)
    for said in ("NOTABLE MOMENTS", "entricular tachycardia", "Pause", "0:03:1", "00:03:1"):
        check(f"the strips say {said}", said in words)
    check("they begin behind the chart", len(strokes_of(by_file)) >= 2)
    few = folder / "few.pdf"
    run(TOOLS / "ecg-report", "--layout", "strips", "--strip-pages", 1, analysed, "-o", few)
    check("--strip-pages 1 is one page", len(strokes_of(few)) == 1)
    clock = folder / "clock.pdf"
    run(TOOLS / "ecg-report", "--layout", "strips", "--from", "00:03:20Z", "--to", "2025-01-01T00:03:30Z", analysed, "-o", clock)
    check("a stretch by the clock is drawn", "From 0:03:20 (00:03:20 UTC) to 0:03:30" in words_of(clock))


def refusals(folder):
    night, pdf = folder / "night.jsonl", folder / "none.pdf"
    for status, says, arguments in (
            (2, "--from: is for --layout strips", ("--from", "1:00:00")),
            (2, '--from: "later" is no time', ("--layout", "strips", "--from", "later")),
            (2, "--strip-pages: is for --layout strips", ("--strip-pages", "3")),
            (2, "--strip-pages", ("--layout", "strips", "--strip-pages", "0")),
            (1, "night.jsonl: ends at 0:05:00", ("--layout", "strips", "--from", "1:00:00")),
            (1, "cannot begin at 0:01:00", ("--layout", "strips", "--from", "60", "--to", "30"))):
        done = report(night, *arguments, "-o", pdf)
        check(f"{' '.join(arguments)} is refused", done.returncode == status and says in done.stderr and not pdf.exists())
    csv = folder / "spike.csv"
    done = report(csv, "--rate", 100, "--unit", "mV", "--layout", "strips", "--from", "12:00:00Z", "-o", pdf)
    check("a clock that the recording has not is refused",
          done.returncode == 1 and "spike.csv: does not say when it began" in done.stderr)


def spooled(folder):
    """Six hours of one lead are more than memory is to hold."""
    csv, temporary = folder / "long.csv", folder / "tmp"
    temporary.mkdir()
    with csv.open("w") as out:
        out.write("II\n" + "0\n" * 4_400_000)
    asked = (csv, "--rate", 200, "--unit", "mV", "--layout", "strips", "--from", "6:06:00", "-f", "-o", folder / "long.pdf")
    done = report(*asked, env={**os.environ, "TMPDIR": str(temporary)})
    check("a long recording is drawn, and nothing is left of its temporary file",
          done.returncode == 0 and not list(temporary.iterdir()))
    done = report(*asked, env={**os.environ, "TMPDIR": str(folder / "nowhere")})
    check("no folder for temporary files is an error that names it",
          done.returncode == 1 and "nowhere: No such file or directory" in done.stderr)


def main():
    if lacks("pdftotext", "qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stretch(folder)
        moments(folder)
        refusals(folder)
        spooled(folder)


main()
