#!/usr/bin/env python3
"""compare.py TOOLS: two ECGs of one patient beside each other, read back from the PDF; who is refused, and what is written where."""
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
NAME = "Prof. Dr. Testa Maria-Magdalena Wolfeschlegelstein-Łukaszewicz"
WORDS = "intraventricular conduction delay with secondary repolarisation change in the lateral leads"
REASON = "QRS 124 ms > 110 ms without the pattern of either bundle branch block; ST -0.08 mV at J+60 ms in V5, V6"


def check(name, truth):
    if not truth:
        sys.exit(f"{name}: failed")
    print(f"{name}: as it should be")


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False, **more)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def compare(*arguments, **more):
    return subprocess.run([TOOLS / "ecg-report", "--compare", *map(str, arguments)], capture_output=True, check=False, **more)


def demo(folder, name, *choices, rate=500, user=("T-0042", "Testa Muster", 63, "female"), start="2024-03-01T09:00:00Z"):
    """An analysed synthetic recording of an invented person."""
    person = ("--username", user[0], "--full-name", user[1], "--age", user[2], "--sex", user[3]) if user else ()
    signal = run(TOOLS / "ecg-acquire", "demo", "--duration", 10, "--rate", rate, "--start", start, *person, *choices)
    path = folder / f"{name}.jsonl"
    path.write_bytes(run(TOOLS / "ecg-analyze", input=signal))
    return path


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def changed(folder, path, name, change):
    """A copy of an analysed recording after change was made to its lines and its analysis."""
    lines = lines_of(path)
    change(lines, lines[-1]["analysis"]["recording"])
    copy = folder / f"{name}.jsonl"
    copy.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return copy


def with_leads(folder, path, name, leads):
    """The same signal of some of its leads, analysed anew."""
    lines = [{key: value for key, value in line.items() if key not in ("analysis", "metrics", "events")}
             for line in lines_of(path)]
    for line in lines:
        line["ecg_snapshot"] = {lead: line["ecg_snapshot"][lead] for lead in leads}
    copy = folder / f"{name}.jsonl"
    copy.write_bytes(run(TOOLS / "ecg-analyze", input="".join(json.dumps(line) + "\n" for line in lines).encode()))
    return copy


def paths_of(pdf):
    """The paths of the first page in millimetres, y upwards."""
    text = run("qpdf", "--qdf", "--object-streams=disable", pdf, "-").decode("latin-1")
    page = next(one for one in re.findall(r"^stream\n(.*?)^endstream", text, re.S | re.M) if re.search(r" cm$", one, re.M))
    scale = float(re.search(r"([0-9.]+) 0 0 -[0-9.]+ 0 [0-9.]+ cm\n", page).group(1)) * 25.4 / 72
    paths = []
    for x, y, letter in re.findall(r"^(-?[0-9.]+) (-?[0-9.]+) ([ml])$", page, re.M):
        if letter == "m":
            paths.append([])
        paths[-1].append((float(x) * scale, float(y) * scale))
    return paths


def pulses_of(paths):
    """(left, height, width) of each calibration pulse."""
    return [(path[0][0], path[1][1] - path[2][1], path[3][0] - path[2][0]) for path in paths
            if len(path) == 6 and path[1][0] == path[2][0] and path[3][0] == path[4][0]]


def words_of(pdf):
    return run("pdftotext", "-layout", pdf, "-").decode()


def pages_of(pdf):
    """[((width, height), [(left, top, right, bottom, word)])], points."""
    word = re.compile(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>')
    pages = []
    for part in run("pdftotext", "-bbox", pdf, "-").decode().split("<page ")[1:]:
        size = re.match(r'width="([0-9.]+)" height="([0-9.]+)"', part)
        pages.append(((float(size[1]), float(size[2])), [(*map(float, w[:4]), w[4]) for w in word.findall(part)]))
    return pages


def row_of(words, label):
    """The words behind a label that begins a row of the left table."""
    found = re.search(rf"^ *{label} {{2,}}(.*)$", words, re.M)
    return found.group(1).split() if found else []


def drawn(folder, *arguments):
    pdf = folder / "page.pdf"
    done = compare(*arguments, "-f", "-o", pdf)
    assert done.returncode == 0, done.stderr
    return pdf


def true_to_scale(folder, earlier, later):
    scales = itertools.product(("a4", "letter"), ("landscape", "portrait"), ((10, 25), (20, 25), (5, 50)))
    for paper, orientation, (gain, speed) in scales:
        pdf = drawn(folder, earlier, later, "--paper", paper, "--orientation", orientation, "--gain", gain, "--speed", speed)
        run("qpdf", "--check", pdf)
        paths = paths_of(pdf)
        middle = pages_of(pdf)[0][0][0] * 25.4 / 72 / 2
        pulses = pulses_of(paths)
        left = [pulse for pulse in pulses if pulse[0] < middle]
        check(f"{paper} {orientation}: {gain} mm/mV and {speed} mm/s are true in both halves", len(left) >= 6 and
              2 * len(left) == len(pulses) and
              all(abs(height - gain) < 0.1 and abs(width - 0.2 * speed) < 0.1 for _, height, width in pulses))
        check("  the bar is 50 mm long", any(len(path) == 2 and path[0][1] == path[1][1] and
                                             abs(abs(path[1][0] - path[0][0]) - 50) < 0.05 for path in paths))
        check("  the scale is told in words", f"Both at {speed} mm/s and {gain} mm/mV" in words_of(pdf))


def differences(folder, earlier, later):
    words = words_of(drawn(folder, earlier, later))
    summaries = [lines_of(path)[-1]["analysis"]["recording"] for path in (earlier, later)]
    minus = lambda number: f"{number:+d}".replace("-", "\u2212") if number else "0"
    for label, key in (("Vent. rate", "heart_rate_bpm"), ("P duration", "p_ms"), ("PR", "pr_ms"), ("QRS", "qrs_ms"),
                       ("QT", "qt_ms"), ("QTc Bazett", "qtc_bazett_ms"), ("QTc Fridericia", "qtc_fridericia_ms")):
        before, after = (int(summary[key] + 0.5) for summary in summaries)
        check(f"{label}: both values and their difference",
              row_of(words, label)[:4] == [str(before), str(after), minus(after - before), key.rsplit("_", 1)[1]])
    pr = row_of(words, "PR")
    together = sum(summary["pr_uncertainty_ms"] ** 2 for summary in summaries) ** 0.5
    check("its uncertainty is the root of the summed squares", pr[4:6] == ["±", f"{together:.1f}"] and pr[6] == "●●")
    check("QRS, which is the same, is not marked", "●" not in " ".join(row_of(words, "QRS")[:7]))
    st = re.search(r" V2 +(\S+) +(\S+) +(\S+) mV ± \S+ +(\S*)", words.replace("\u2212", "-"))
    check("ST of V2 as well, with a mark", abs(float(st[2]) - float(st[1]) - float(st[3])) < 0.001 and float(st[3]) > 0.2 and st[4] == "●●")
    for told in ("EARLIER · 2024-03-01 09:00:00 UTC", "LATER · 2025-03-01 09:00:00 UTC", "365 days between them",
                 "Testa Muster", "ID T-0042"):
        check(f"it says {told}", told in words)
    check("the long PR is new, the normal ECG gone, the rhythm still there",
          re.search(r"new +Prolonged PR interval", words) and re.search(r"gone +Normal ECG", words) and
          re.search(r"still +Sinus rhythm", words))
    same = words_of(drawn(folder, earlier, earlier))
    check("an ECG beside itself has no mark but those of the legend, and no news",
          same.count("●") == 3 and not re.search(r"\b(new|gone) +[A-Z]", same))


def unlike(folder, earlier, slow):
    words = words_of(drawn(folder, earlier, slow))
    check("500 Hz beside 80 Hz is said to make differences", "sampling rate 500 Hz / 80 Hz" in words)
    check("so is a rate too low for diagnosis", "80 Hz: monitoring bandwidth" in words)
    check("PR in atrial fibrillation is a dash with its reason", re.search(r"^ *PR +\d+ +– +no P wave", words, re.M))
    one = with_leads(folder, earlier, "one-lead", ("II",))
    words = words_of(drawn(folder, one, earlier))
    check("one lead beside twelve: what is missing is named", words.count("not recorded") == 12 and
          "recorded 1 lead / 12 leads" in words)
    check("axes have a reason", re.search(r"^ *QRS axis +– +\S+ +two limb leads are needed", words, re.M))
    pdf = drawn(folder, one, one)
    check("one lead goes on in further rows", "from 4.8 s" in words_of(pdf) and len(pulses_of(paths_of(pdf))) == 6)

    def clear(_, analysis):
        analysis["findings"] = []
    bare = changed(folder, earlier, "bare", clear)
    check("no finding in either is said", "No automated finding in either" in words_of(drawn(folder, bare, bare)))


def refusals(folder, earlier, later):
    other = demo(folder, "other", user=("T-0099", "Bo Beispiel", 40, "male"), start="2025-03-01T09:00:00Z")
    nameless = demo(folder, "nameless", user=None, start="2025-03-01T09:00:00Z")
    raw = folder / "raw.jsonl"
    raw.write_bytes(run(TOOLS / "ecg-acquire", "demo", "--duration", 5, "--rate", 100))
    out = folder / "none.pdf"
    for name, status, says, arguments in (
        ("another patient", 1, "--any-patient", [earlier, other]),
        ("the later one first", 2, "began before", [later, earlier]),
        ("one that is not analysed", 1, "is not analysed", [earlier, raw]),
        ("one recording", 2, "takes two recordings", [earlier]),
        ("three recordings", 2, "takes two recordings", [earlier, later, later]),
        ("standard input twice", 2, "standard input", ["-", "-"]),
        ("a layout", 2, "--layout", [earlier, later, "--layout", "12x1"]),
        ("a person who stands for the findings", 2, "--confirmed-by", [earlier, later, "--confirmed-by", "Dr. B"]),
    ):
        done = compare(*arguments, "-o", out)
        told = done.stderr.decode()
        check(f"{name}: refused", done.returncode == status and says in told and told.count("\n") == 1 and not out.exists())
        check("  without a word of the patient", not any(word in told for word in ("Testa", "Bo Bei", "0042", "0099")))
    done = subprocess.run([TOOLS / "ecg-report", "--any-patient", earlier], capture_output=True, check=False)
    check("--any-patient without --compare: refused", done.returncode == 2)
    words = words_of(drawn(folder, earlier, other, "--any-patient"))
    check("--any-patient draws them, and the page says so", "TWO DIFFERENT PATIENTS: the IDs differ" in words and
          "Bo Beispiel" in words and "Testa Muster" in words)
    words = words_of(drawn(folder, earlier, nameless))
    check("a person who is not named is told", "NOT KNOWN TO BE ONE PATIENT: the later one has neither ID nor name" in words)
    check("nothing is said of it where both are one", "PATIENT" not in words_of(drawn(folder, earlier, later, "--any-patient")))


def files(folder, earlier, later):
    os.environ["ECG_HOME"] = str(folder / "home")
    reports = folder / "home" / "reports"
    done = compare(earlier, later, "-v")
    page = reports / "ECG_Report_20250301_090000.pdf"
    check("without a path it goes to the reports", done.returncode == 0 and done.stdout.decode() == f"{page}\n" and page.exists())
    entry = json.loads((reports / "index.json").read_text(encoding="utf-8"))[0]
    check("and into their index", entry["filename"] == page.name and entry["patient"] == "Testa Muster" and
          entry["recorded"] == "2025-03-01T09:00:00.000Z")
    first = page.read_bytes()
    check("none of the patient is in its metadata", b"Testa" not in first and b"0042" not in first)
    done = compare(earlier, later, "-o", page)
    check("what is there is not overwritten", done.returncode == 1 and b"--force" in done.stderr and page.read_bytes() == first)
    check("with --force it is, by the same bytes", compare(earlier, later, "-f", "-o", page).returncode == 0 and
          page.read_bytes() == first)
    done = compare(earlier, "-", "-o", "-", input=later.read_bytes())
    check("one may come from standard input, and the page go to standard output", done.stdout == first)
    check("standard input is named where it is at fault",
          b"standard input" in compare("-", earlier, "-o", "-", input=later.read_bytes()).stderr)
    for name in ("page.svg", "page.png"):
        check(f"{name} is drawn", compare(earlier, later, "-o", folder / name).returncode == 0)
    check("the SVG has the words", "Comparison of two ECGs" in (folder / "page.svg").read_text(encoding="utf-8"))
    run(TOOLS / "ecg-report", "--compare", "--dpi", 100, earlier, later, "-f", "-o", folder / "page.png")
    size = (folder / "page.png").read_bytes()[16:24]
    check("the PNG has A4 at its dots", (int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")) == (1169, 827))


def words_apart(words):
    ink = [(left, top + 0.25 * (bottom - top), right, bottom - 0.25 * (bottom - top)) for left, top, right, bottom, _ in words]
    return not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in itertools.combinations(ink, 2))


def crowded(folder, earlier, slow):
    def crowd(first):
        def change(lines, analysis):
            analysis["findings"] = [
                {"code": f"X{i}", "words": f"Finding number-{i} of many: {WORDS}", "reason": REASON, "certainty": "definite",
                 "severity": "abnormal", **({"critical": True} if i % 9 == 3 else {})} for i in range(first, first + 25)]
            analysis["electrodes"] = [{"electrode": name, "state": "off"} for name in ("LA", "V3")]
            analysis["complete"] = False
            for line in lines:
                line.update(username="ID-0000-1111-2222-3333-4444-5555-6666-7777", session_id="0000-1111-2222-3333-4444-5555-6666",
                            user={"full_name": NAME, "age": 63, "gender": "Female"},
                            device={"model": "A device with a very long name, revision 12.3.4", "serial": "SERIAL-0000-0000-1234",
                                    "firmware": "12.34.56-rc7", "gain_source": "assumed", "demo": True})
        return change
    one = changed(folder, earlier, "crowded-1", crowd(1))
    other = changed(folder, slow, "crowded-2", crowd(11))
    for paper, orientation in itertools.product(("a4", "letter"), ("landscape", "portrait")):
        pdf = drawn(folder, one, other, "--paper", paper, "--orientation", orientation)
        pages = pages_of(pdf)
        words = [w[4] for _, page in pages for w in page]
        check(f"{paper} {orientation}: no word lies on another", all(words_apart(words) for _, words in pages))
        check("  no word leaves its page", all(w[0] > 5 and w[1] > 5 and w[2] < size[0] - 5 and w[3] < size[1] - 5
                                               for size, page in pages for w in page))
        check("  ten are new, ten gone, fifteen stay, each with its reason",
              (words.count("new"), words.count("gone"), words.count("still")) == (10, 10, 15) and words.count("block;") == 35)
        told = re.search(r"(\d+) (?:more|findings) on page 2", " ".join(w[4] for w in pages[0][1]))
        on_first = sum(w[4].startswith("number-") for w in pages[0][1])
        check("  the first page says how many stand on the next", len(pages) > 1 and told and int(told[1]) == 35 - on_first)
        check("  each page is numbered", all(f"page {i} of {len(pages)}" in " ".join(w[4] for w in page)
                                             for i, (_, page) in enumerate(pages, 1)))
    svg = folder / "crowded.svg"
    check("an SVG of it is a file a page", compare(one, other, "-o", svg).returncode == 0 and not svg.exists() and
          (folder / "crowded-1.svg").exists() and (folder / "crowded-2.svg").exists())


def real_recordings(folder):
    data = Path(os.environ.get("ECG_REFERENCE_DATA", "/nowhere"))
    records = {name: data / name for name in ("ptbxl/00001_hr.hea", "ptbxl/00003_hr.hea", "ludb/1.hea", "cinc2017/A00006.hea")}
    missing = [name for name, path in records.items() if not path.exists()]
    if missing:
        print(f"real recordings: skipped: no {missing[0]}")
        return
    analysed = {}
    for name, path in records.items():
        analysed[name] = folder / (name.replace("/", "-") + ".jsonl")
        analysed[name].write_bytes(run(TOOLS / "ecg-analyze", path))
    for (one, earlier), (other, later) in itertools.combinations(analysed.items(), 2):
        for orientation in ("landscape", "portrait"):
            pdf = drawn(folder, earlier, later, "--any-patient", "--orientation", orientation)
            pages = pages_of(pdf)
            check(f"{one} beside {other}, {orientation}: no word lies on another", all(words_apart(words) for _, words in pages))
            check("  nobody is said to be one patient", "NOT KNOWN TO BE ONE PATIENT" in words_of(pdf) or
                  "TWO DIFFERENT PATIENTS" in words_of(pdf))
            pulses = pulses_of(paths_of(pdf))
            check("  its pulses are true", len(pulses) >= 12 and all(
                abs(height - 10) < 0.1 and abs(width - 5) < 0.1 for _, height, width in pulses))


def main():
    for tool in ("pdftotext", "qpdf"):
        if not shutil.which(tool):
            print(f"skipped: no {tool}")
            return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        earlier = demo(folder, "earlier")
        later = demo(folder, "later", "--pr", 230, "--st", "V2=0.25", start="2025-03-01T09:00:00Z")
        slow = demo(folder, "slow", "--preset", "af", rate=80, start="2025-03-01T09:00:00Z")
        true_to_scale(folder, earlier, later)
        differences(folder, earlier, later)
        unlike(folder, earlier, slow)
        refusals(folder, earlier, later)
        files(folder, earlier, later)
        crowded(folder, earlier, slow)
        real_recordings(folder)


main()
