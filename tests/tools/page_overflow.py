#!/usr/bin/env python3
"""page_overflow.py TOOLS: longest names and 25 long findings keep their place in the PDF of every layout."""
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
LAYOUTS = ("3x4+1", "3x4+3", "6x2", "6x2+1", "12x1", "4x3")
NAME = "Prof. Dr. Testa Maria-Magdalena Wolfeschlegelstein-Łukaszewicz"
WORDS = "intraventricular conduction delay with secondary repolarisation change in the lateral leads"
REASON = "QRS 124 ms > 110 ms without the pattern of either bundle branch block; ST -0.08 mV at J+60 ms in V5, V6"


def check(name, truth):
    if not truth:
        sys.exit(f"{name}: failed")
    print(f"{name}: as it should be")


def long_recording(folder):
    done = subprocess.run([TOOLS / "ecg-analyze", "demo.jsonl"], capture_output=True, check=True)
    session = [json.loads(line) for line in done.stdout.splitlines()]
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


def pages_of(pdf):
    """[((width, height), [(left, top, right, bottom, word)])], points."""
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout.decode()
    word = re.compile(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>')
    pages = []
    for part in text.split("<page ")[1:]:
        size = re.match(r'width="([0-9.]+)" height="([0-9.]+)"', part)
        pages.append(((float(size[1]), float(size[2])), [(*map(float, w[:4]), w[4]) for w in word.findall(part)]))
    return pages


def words_apart(words):
    ink = [(left, top + 0.25 * (bottom - top), right, bottom - 0.25 * (bottom - top)) for left, top, right, bottom, _ in words]
    return not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in itertools.combinations(ink, 2))


def first_finding(words):
    return next(int(w[4][7:]) for w in words if w[4].startswith("number-"))


def numbered(pages):
    text = [" ".join(w[4] for w in words) for _, words in pages]
    found = re.search(r"(\d+) (?:more|findings) on page (\d+)", text[0])
    begins = first_finding(pages[int(found[2]) - 1][1])
    return begins == 25 - int(found[1]) + 1 and all(f"page {i} of {len(pages)}" in part for i, part in enumerate(text, 1))


def main():
    if not shutil.which("pdftotext"):
        print("skipped: no pdftotext")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording, pdf = long_recording(folder), folder / "long.pdf"
        for layout, paper, orientation in itertools.product(LAYOUTS, ("a4", "letter"), ("landscape", "portrait")):
            subprocess.run([TOOLS / "ecg-report", recording, "--layout", layout, "--paper", paper, "--orientation",
                            orientation, "--confirmed-by", NAME, "-f", "-o", pdf], check=True)
            pages = pages_of(pdf)
            check(f"{layout} {paper} {orientation}: no word lies on another", all(words_apart(words) for _, words in pages))
            check("  no word leaves its page", all(w[0] > 5 and w[1] > 5 and w[2] < size[0] - 5 and w[3] < size[1] - 5
                                                   for size, words in pages for w in words))
            check("  the rest is where the page says", numbered(pages))
            words = [w[4] for _, page in pages for w in page]
            check("  no reason loses its end", words.count("block;") == 25 and words.count("V6") == 25 + 1)


main()
