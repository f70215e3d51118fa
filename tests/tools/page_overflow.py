#!/usr/bin/env python3
"""page_overflow.py TOOLS: longest names and 25 long findings keep their place in the PDF of every layout."""
import itertools
import json
import re
import tempfile
from pathlib import Path

from page_reading import TOOLS, boxes_of, check, lacks, on_paper, run, words_apart

LAYOUTS = ("3x4+1", "3x4+3", "6x2", "6x2+1", "12x1", "4x3")
NAME = "Prof. Dr. Testa Maria-Magdalena Wolfeschlegelstein-Łukaszewicz"
WORDS = "intraventricular conduction delay with secondary repolarisation change in the lateral leads"
REASON = "QRS 124 ms > 110 ms without the pattern of either bundle branch block; ST -0.08 mV at J+60 ms in V5, V6"


def long_recording(folder):
    session = [json.loads(line) for line in run(TOOLS / "ecg-analyze", "demo.jsonl").splitlines()]
    analysis = session[-1]["analysis"]["recording"]
    analysis["findings"] = [
        {"code": f"X{i}", "words": f"Finding number-{i} of many: {WORDS}", "reason": REASON, "certainty": "definite",
         "severity": "abnormal", **({"critical": True} if i in (3, 4, 12, 25) else {})} for i in range(1, 26)]
    analysis["electrodes"] = [{"electrode": name, "state": "off"} for name in ("LA", "V3")]
    analysis["complete"] = False
    for line in session:
        line.update(username="ID-0000-1111-2222-3333-4444-5555-6666-7777", session_id="0000-1111-2222-3333-4444-5555-6666",
                    user={"full_name": NAME, "age": 63, "gender": "Female"},
                    device={"model": "A device with a very long name, revision 12.3.4", "serial": "SERIAL-0000-0000-1234",
                            "firmware": "12.34.56-rc7", "gain_source": "assumed", "demo": True})
    path = folder / "long.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in session), encoding="utf-8")
    return path


def first_finding(words):
    return next(int(w[4][7:]) for w in words if w[4].startswith("number-"))


def numbered(pages):
    text = [" ".join(w[4] for w in words) for _, words in pages]
    found = re.search(r"(\d+) (?:more|findings) on page (\d+)", text[0])
    begins = first_finding(pages[int(found[2]) - 1][1])
    return begins == 25 - int(found[1]) + 1 and all(f"page {i} of {len(pages)}" in part for i, part in enumerate(text, 1))


def main():
    if lacks("pdftotext"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording, pdf = long_recording(folder), folder / "long.pdf"
        for layout, paper, orientation in itertools.product(LAYOUTS, ("a4", "letter"), ("landscape", "portrait")):
            run(TOOLS / "ecg-report", recording, "--layout", layout, "--paper", paper, "--orientation", orientation,
                "--confirmed-by", NAME, "-f", "-o", pdf)
            pages = boxes_of(pdf)
            check(f"{layout} {paper} {orientation}: no word lies on another", all(words_apart(words) for _, words in pages))
            check("  no word leaves its page", all(on_paper(size, words) for size, words in pages))
            check("  the rest is where the page says", numbered(pages))
            words = [w[4] for _, page in pages for w in page]
            check("  no reason loses its end", words.count("block;") == 25 and words.count("V6") == 25 + 1)


main()
