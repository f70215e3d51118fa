#!/usr/bin/env python3
"""svg_search.py TOOLS: a browser finds the words of an SVG, though its letters are drawn as outlines."""
import subprocess
import tempfile
from pathlib import Path

from page_reading import analysed, boxes_of, check, labels_of, lacks, report, words_of


def printed(folder, svg):
    """The page as the browser prints it, with the text that it knows of."""
    pdf = folder / "browser.pdf"
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'browser'}",
                    "--no-pdf-header-footer", f"--print-to-pdf={pdf}", svg.as_uri()], capture_output=True, check=True, timeout=300)
    return pdf


def main():
    if lacks("chromium", "pdftotext"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        svg, pdf = folder / "page.svg", folder / "page.pdf"
        recording = analysed(folder, "demo.jsonl")
        for page in (svg, pdf):
            check(f"{page.suffix}: drawn", report(recording, "-o", page).returncode == 0)
        found, wanted = words_of(printed(folder, svg)), words_of(pdf)
        words = [line.split("  ")[0] for line in wanted.splitlines() if line.strip() and not line.startswith(" ")]
        check(f"{len(words)} texts at the left edge stand in both", len(words) > 8 and all(
            " ".join(text.split()) in " ".join(found.split()) for text in words))
        check("and so do the leads' names", labels_of(boxes_of(folder / "browser.pdf")[0][1]) == labels_of(boxes_of(pdf)[0][1]))


main()
