#!/usr/bin/env python3
"""page_archive.py TOOLS: a page has what PDF/A-1b asks for, as far as it can be seen without a checker of it."""
import base64
import json
import re
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from page_reading import TOOLS, check, lacks, run

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}


class Objects:
    """What qpdf reads of a file."""

    def __init__(self, path):
        read = json.loads(run("qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", path))
        self.all = read["qpdf"][1]
        self.trailer = self.all["trailer"]["value"]

    def value(self, reference):
        return self.all["obj:" + reference]["value"]

    def stream(self, reference):
        stream = self.all["obj:" + reference]["stream"]
        return stream["dict"], base64.b64decode(stream["data"])

    def values(self):
        for one in self.all.values():
            yield one["value"] if "value" in one else one["stream"]["dict"]


def metadata(objects, catalogue):
    entries, packet = objects.stream(catalogue["/Metadata"])
    check("the metadata is not compressed", entries["/Type"] == "/Metadata" and "/Filter" not in entries)
    root = ElementTree.fromstring(packet)
    said = {name: root.findtext(f".//{name}", namespaces=SPACES) for name in
            ("pdfaid:part", "pdfaid:conformance", "xmp:CreatorTool", "pdf:Producer")}
    title = root.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=SPACES)
    info = {key: words.removeprefix("u:") for key, words in objects.value(objects.trailer["/Info"]).items()}
    check("it is XML that aims at PDF/A-1b", (said["pdfaid:part"], said["pdfaid:conformance"]) == ("1", "B"))
    check("the two kinds of metadata say the same",
          info == {"/Title": title, "/Creator": said["xmp:CreatorTool"], "/Producer": said["pdf:Producer"]})
    check("a title, the program and nothing else", title == "ECG report" and info["/Creator"].startswith("ecg-tools "))


def colours(objects, catalogue):
    intents = [objects.value(one) for one in catalogue["/OutputIntents"]]
    check("one output intent, of PDF/A", [one["/S"] for one in intents] == ["/GTS_PDFA1"])
    entries, profile = objects.stream(intents[0]["/DestOutputProfile"])
    check("its profile is a whole one of RGB", entries["/N"] == 3 and profile[12:20] == b"mntrRGB " and
          profile[36:40] == b"acsp" and int.from_bytes(profile[:4], "big") == len(profile))
    check("of a version that PDF 1.4 knows", profile[8] == 2)


def fonts(objects):
    descriptors = [one for one in objects.values() if isinstance(one, dict) and one.get("/Type") == "/FontDescriptor"]
    check("there is one font", len(descriptors) == 1)
    entries, program = objects.stream(descriptors[0]["/FontFile2"])
    check("it is embedded, cut to its letters", entries["/Length1"] == len(program) < 40_000 and
          re.fullmatch(r"/[A-Z]{6}\+DejaVuSans.*", descriptors[0]["/FontName"]))
    letters = next(one for one in objects.values() if isinstance(one, dict) and one.get("/Subtype") == "/CIDFontType2")
    widths = {}
    for first, row in zip(letters["/W"][::2], letters["/W"][1::2]):
        widths.update((first + n, width) for n, width in enumerate(row))
    _, numbers = objects.stream(letters["/CIDToGIDMap"])
    return program, numbers, widths


def tables_of(program):
    tables = {}
    for n in range(int.from_bytes(program[4:6], "big")):
        entry = program[12 + 16 * n:28 + 16 * n]
        at, size = int.from_bytes(entry[8:12], "big"), int.from_bytes(entry[12:16], "big")
        tables[entry[:4]] = program[at:at + size]
    return tables


def outline_sizes(program):
    """Of each glyph, bytes: none for one that draws nothing."""
    tables = tables_of(program)
    wide = int.from_bytes(tables[b"head"][50:52], "big") == 1
    step = 4 if wide else 2
    places = [int.from_bytes(tables[b"loca"][at:at + step], "big") for at in range(0, len(tables[b"loca"]), step)]
    return [b - a for a, b in zip(places, places[1:])]


def advances(program):
    """Of each glyph of a TrueType font, in thousandths."""
    tables = tables_of(program)
    em = int.from_bytes(tables[b"head"][18:20], "big")
    count = int.from_bytes(tables[b"hhea"][34:36], "big")
    own = [int.from_bytes(tables[b"hmtx"][4 * n:4 * n + 2], "big") * 1000 / em for n in range(count)]
    glyphs = int.from_bytes(tables[b"maxp"][4:6], "big")
    return own + own[-1:] * (glyphs - count)


def letters_agree(program, numbers, widths):
    glyph_of = {code: int.from_bytes(numbers[2 * code:2 * code + 2], "big") for code in widths}
    own = advances(program)
    check("the widths are those of the font", all(abs(width - own[glyph_of[code]]) < 1 for code, width in widths.items()))
    sizes = outline_sizes(program)
    drawn = [sizes[glyph_of[ord(letter)]] for letter in "SamplePerson0123456789"]
    check("the letters are drawn: their outlines are there", all(size > 0 for size in drawn))


def main():
    if lacks("qpdf"):
        return
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "page.pdf"
        analysed = run(TOOLS / "ecg-analyze", "demo.jsonl")
        path.write_bytes(run(TOOLS / "ecg-report", "-", "-o", "-", input=analysed))
        bytes_of_file = path.read_bytes()
        check("version 1.4, and a line that says: not only text", re.match(rb"%PDF-1\.4\n%[\x80-\xff]{4}\n", bytes_of_file))
        objects = Objects(path)
        catalogue = objects.value(objects.trailer["/Root"])
        metadata(objects, catalogue)
        colours(objects, catalogue)
        letters_agree(*fonts(objects))
        check("the file has an identifier", len(objects.trailer["/ID"]) == 2)
        check("no transparency, script or attachment", not re.search(rb"/(ExtGState|SMask|JavaScript|EmbeddedFiles|Encrypt)\b", bytes_of_file))
        check("no word of the patient outside of the drawing", b"Sample" not in bytes_of_file)
        check("no clock", b"Date" not in bytes_of_file)
        check("printers are asked to keep the scale", catalogue["/ViewerPreferences"] == {"/PrintScaling": "/None"})


main()
