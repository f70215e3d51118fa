#!/usr/bin/env python3
"""page_fonts.py TOOLS: fonts of other kinds than TrueType, and collections, are drawn or refused in one line."""
import re
import tempfile
from pathlib import Path

from page_reading import check, lacks, report, run, sound, words_of

FONTS = Path("/usr/share/fonts")
NAME = "中文 Person"
DEMO = Path("demo.jsonl").read_text(encoding="utf-8")


def there(path, package):
    if not path.exists():
        print(f"skipped: no {path}, which is in {package}")
    return path.exists()


def only_in_pictures(folder, kind, font, name):
    """What a PDF cannot hold is refused for it; SVG and PNG have the letters."""
    recording = folder / "person.jsonl"
    recording.write_text(DEMO.replace("Sample Person", name), encoding="utf-8")
    pdf = folder / "none.pdf"
    done = report(recording, "--font", font, "-o", pdf)
    check(f"{font.name}: a PDF is refused", done.returncode == 3 and not pdf.exists())
    check("  in one line that says why and what to do", done.stderr.splitlines() == [
        f"ecg-report: {font}: has {kind} outlines, and a PDF takes TrueType alone, as Debian's fonts-dejavu-core has it; "
        "SVG and PNG take this font"])
    done = report("--output-dir", folder / "batch", "--font", font, recording, "af.jsonl")
    check("  and in a batch once", done.returncode == 3 and len(done.stderr.splitlines()) == 1)
    for extension in ("svg", "png"):
        done = report(recording, "--font", font, "-f", "-o", folder / f"page.{extension}")
        check(f"  {extension}: drawn in silence", done.returncode == 0 and done.stderr == "")
    drawn = (folder / "page.svg").read_text(encoding="utf-8")
    check("  with the outlines of its letters", len(re.findall(r'<path id="g\d+" d="M', drawn)) > 30)


def collection(folder, font):
    recording, pdf = folder / "person.jsonl", folder / "page.pdf"
    recording.write_text(DEMO.replace("Sample Person", NAME), encoding="utf-8")
    done = report(recording, "--font", font, "-o", pdf)
    check(f"{font.name}: drawn in silence", done.returncode == 0 and done.stderr == "")
    check("  the page is sound, and its text is the name", sound(pdf) and NAME in words_of(pdf))
    check("  the font is embedded, cut to its letters", re.search(r"TrueType .* yes yes yes", run("pdffonts", pdf).decode()) and
          pdf.stat().st_size < 200_000)


def main():
    if lacks("pdftotext", "pdffonts", "qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urw = "fonts-urw-base35"
        for kind, path, package, person in (("CFF", "opentype/urw-base35/NimbusSans-Regular.otf", urw, "Łucja Person"),
                                            ("Type 1", "type1/urw-base35/NimbusSans-Regular.t1", urw, "Łucja Person"),
                                            ("CFF", "opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk", NAME)):
            if there(FONTS / path, package):
                only_in_pictures(folder, kind, FONTS / path, person)
        if there(FONTS / "truetype/wqy/wqy-microhei.ttc", "fonts-wqy-microhei"):
            collection(folder, FONTS / "truetype/wqy/wqy-microhei.ttc")


main()
