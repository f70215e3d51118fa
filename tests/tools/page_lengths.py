#!/usr/bin/env python3
"""page_lengths.py TOOLS: any length from a second on, any number of leads and any name give a sound PDF."""
import json
import tempfile
from pathlib import Path

from page_reading import LEADS, TOOLS, boxes_of, check, lacks, on_paper, report, run, sound, words_of

LAYOUTS = "3x4+1,3x4+3,6x2,6x2+1,12x1,4x3,medians,strips,trend"
NAMES = ("Анастасія Щербакова", "Καλλιόπη Παπαδοπούλου", "Nguyễn Thị Ánh Tuyết", "A & B <x> \"q\"", "Wolfeschlegelstein " * 11)


def demo(rate, seconds, **more):
    """Session lines of a synthetic heart, changed as told."""
    lines = [json.loads(line) for line in run(TOOLS / "ecg-acquire", "demo", "--rate", rate, "--duration", seconds).splitlines()]
    for line in lines:
        snapshot = line.get("ecg_snapshot", {})
        if "leads" in more:
            line["ecg_snapshot"] = {lead: snapshot[lead] for lead in more["leads"] if lead in snapshot}
        if more.get("off"):
            line["ecg_snapshot"] = {lead: [None] * len(samples) for lead, samples in snapshot.items()}
            line["leads_off"] = list(LEADS)
        if "name" in more:
            line["user"] = {"full_name": more["name"]}
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def drawn(folder, name, recording, analyse):
    path, pdf = folder / "recording.jsonl", folder / "page.pdf"
    path.write_bytes(run(TOOLS / "ecg-analyze", "-", input=recording) if analyse else recording)
    done = report(path, "--layout", LAYOUTS, "-f", "-o", pdf)
    check(f"{name}{', analysed' if analyse else ''}: every layout is drawn in silence", done.returncode == 0 and done.stderr == "")
    check("  and is sound", sound(pdf))
    check("  no word leaves its page", all(on_paper(size, words) for size, words in boxes_of(pdf)))
    return pdf


def main():
    if lacks("pdftotext", "qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for analyse in (False, True):
            for rate, seconds in ((80, 1), (1000, 1), (80, 3), (1000, 11), (80, 700)):
                drawn(folder, f"{seconds} s at {rate} Hz", demo(rate, seconds), analyse)
            drawn(folder, "one lead", demo(250, 20, leads=("II",)), analyse)
            drawn(folder, "three leads", demo(250, 20, leads=("I", "II", "V1")), analyse)
            drawn(folder, "all leads off", demo(250, 20, off=True), analyse)
            for person in NAMES:
                pdf = drawn(folder, person[:20].strip(), demo(250, 10, name=person.strip()), analyse)
                if len(person) < 100:
                    check("  the name is read back", person in words_of(pdf))


main()
