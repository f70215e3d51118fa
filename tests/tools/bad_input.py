#!/usr/bin/env python3
"""bad_input.py TOOLS: run every case of bad-input.tsv and hold each to its promise.

A row of the table has four columns, parted by tabs: the name of the case, the exit code, what the
one line on standard error must match (empty: nothing may be said), and a shell command, run in
an empty folder with the input that the case's name makes below. Fails at the end when any case did.
"""
import json
import math
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOO_SLOW = 10  # seconds; no case needs a fifth of one on an idle machine


def beat(i, rate=100):
    """A made-up heart at 60 bpm: enough of a QRS and a T to be found."""
    t = (i / rate) % 1
    qrs = math.exp(-(((t - 0.3) / 0.012) ** 2))
    return round(qrs + 0.25 * math.exp(-(((t - 0.6) / 0.05) ** 2)), 4)


def wave(count, scale=1.0):
    return [scale * beat(i) for i in range(count)]


def session(leads, seq=0, first=0, **more):
    line = {"schema": "ecg.session/1", "session_id": "bad", "seq": seq, "sampling_rate": 100, "unit": "mV",
            "first_sample": first, "ecg_snapshot": leads, "gaps": [], "leads_off": []}
    line.update(more)
    return json.dumps(line) + "\n"


def two_lines():
    leads = {"I": wave(500), "II": wave(500)}
    return session(leads) + session(leads, 1, 500)


def csv(leads, count=1000, value=beat):
    rows = [",".join(leads)]
    rows += [",".join(f"{value(i):.4f}" for _ in leads) for i in range(count)]
    return "\n".join(rows) + "\n"


def header(first="bad 1 100 1000", signal="bad.dat 16 200 12 0 0 0 0 II"):
    return f"{first}\n{signal}\n"


def samples(count=1000):
    return struct.pack(f"<{count}h", *(round(200 * beat(i)) for i in range(count)))


def cut(text, share=0.75):
    return text[: int(len(text) * share)]


def garbage_in_the_middle():
    first, second = two_lines().splitlines(True)
    return first + "ECG \x07 not a line\n" + second


# Case -> the files that it finds in its folder.
FILES = {
    "session-empty": {"in.jsonl": ""},
    "session-blank": {"in.jsonl": "\n\n\n"},
    "session-cut": {"in.jsonl": cut(two_lines())},
    "session-cut-strict": {"in.jsonl": cut(two_lines())},
    "session-cut-first-line": {"in.jsonl": cut(two_lines(), 0.2)},
    "session-garbage": {"in.jsonl": garbage_in_the_middle()},
    "session-nan": {"in.jsonl": two_lines().replace("0.25", "NaN", 1)},
    "session-inf": {"in.jsonl": two_lines().replace("0.25", "1e999", 1)},
    "session-unequal": {"in.jsonl": session({"I": wave(500), "II": wave(400)})},
    "session-no-rate": {"in.jsonl": two_lines().replace('"sampling_rate": 100, ', "")},
    "session-negative-rate": {"in.jsonl": two_lines().replace('"sampling_rate": 100', '"sampling_rate": -100')},
    "session-zero-rate": {"in.jsonl": two_lines().replace('"sampling_rate": 100', '"sampling_rate": 0')},
    "session-odd-unit": {"in.jsonl": two_lines().replace('"mV"', '"furlong"')},
    "session-no-leads": {"in.jsonl": session({})},
    "session-text-sample": {"in.jsonl": session({"I": ["high"] * 500})},
    "session-rate-changes": {"in.jsonl": session({"I": wave(500)}) + session({"I": wave(500)}, 1, 500, sampling_rate=200)},
    "session-overlap": {"in.jsonl": session({"I": wave(500)}) + session({"I": wave(500)}, 1, 200)},
    "session-other-schema": {"in.jsonl": two_lines().replace("ecg.session/1", "ecg.session/99")},
    "session-array": {"in.jsonl": "[1, 2, 3]\n"},
    "session-rate-differs": {"in.jsonl": two_lines()},
    "wfdb-empty": {"bad.hea": ""},
    "wfdb-words": {"bad.hea": "this is no header\n", "bad.dat": samples()},
    "wfdb-no-signals": {"bad.hea": "bad\n"},
    "wfdb-bad-gain": {"bad.hea": header(signal="bad.dat 16 tall 12 0 0 0 0 II"), "bad.dat": samples()},
    "wfdb-bad-format": {"bad.hea": header(signal="bad.dat 17 200 12 0 0 0 0 II"), "bad.dat": samples()},
    "wfdb-bad-count": {"bad.hea": header(first="bad two 100 1000"), "bad.dat": samples()},
    "wfdb-negative-rate": {"bad.hea": header(first="bad 1 -100 1000"), "bad.dat": samples()},
    "wfdb-missing-line": {"bad.hea": header(first="bad 2 100 1000"), "bad.dat": samples()},
    "wfdb-no-dat": {"bad.hea": header()},
    "wfdb-short-dat": {"bad.hea": header(), "bad.dat": samples(600)},
    "wfdb-dat-alone": {"bad.hea": header(), "bad.dat": samples()},
    "csv-empty-rows": {"in.csv": "I,II\n"},
    "csv-no-unit": {"in.csv": csv(["I", "II"])},
    "csv-no-rate": {"in.csv": csv(["I", "II"])},
    "csv-ragged": {"in.csv": csv(["I", "II"]).replace("0.0000,0.0000", "0.0000", 1)},
    "csv-words": {"in.csv": csv(["I", "II"]).replace("0.0000", "none", 1)},
    "csv-nan": {"in.csv": csv(["I", "II"])},
    "csv-no-header": {"in.csv": csv(["I", "II"]).split("\n", 1)[1]},
    "csv-negative-rate": {"in.csv": csv(["I", "II"])},
    "csv-few-names": {"in.csv": csv(["I", "II"]).split("\n", 1)[1]},
    "csv-odd-unit": {"in.csv": csv(["I", "II"])},
    "binary": {"in.bin": bytes(range(256)) * 8},
    "pdf": {"in.pdf": "%PDF-1.4\nnot an ECG\n"},
    "prose": {"in.txt": "Dear diary, my heart beats.\n"},
    "one-lead": {"in.csv": csv(["II"])},
    "half-a-second": {"in.csv": csv(["II"], 50)},
    "one-sample": {"in.csv": csv(["II"], 1)},
    "flat": {"in.csv": csv(["I", "II"], value=lambda i: 0.5)},
    "zero": {"in.csv": csv(["I", "II"], value=lambda i: 0)},
    "inverted": {"in.csv": csv(["I", "II"], value=lambda i: -beat(i))},
    "all-missing": {"in.jsonl": session({"I": [None] * 500, "II": [None] * 500})},
    "unknown-lead-names": {"in.csv": csv(["chest", "wrist"])},
    "huge-values": {"in.csv": csv(["I", "II"], value=lambda i: 1e6 * beat(i))},
    "one-of-three": {"a.csv": csv(["II"]), "b.csv": "", "c.csv": csv(["II"])},
    "existing-output": {"in.jsonl": two_lines(), "out.jsonl": "precious\n"},
    "existing-page": {"in.jsonl": two_lines(), "out.pdf": "precious\n"},
    "annotations-nowhere": {"in.jsonl": two_lines()},
    "config-unknown-key": {"in.jsonl": two_lines(), "ecg.yaml": "report:\n  colour: blue\n"},
    "config-bad-value": {"in.jsonl": two_lines(), "ecg.yaml": "analyze:\n  powerline: 55\n"},
    "config-no-yaml": {"in.jsonl": two_lines(), "ecg.yaml": "a: [\n"},
    "verdict-by-lead": {"in.jsonl": session({"I": wave(500), "II": [0.5] * 500})},
    "leads-of-one-of-two": {"in.jsonl": two_lines(), "v1.jsonl": session({"V1": wave(500)})},
    "env-bad-line": {"in.jsonl": two_lines(), ".env": "nonsense\n"},
}
DEFAULT = {"in.jsonl": two_lines()}


def prepare(case, folder):
    for name, content in FILES.get(case, DEFAULT).items():
        if isinstance(content, str):
            content = content.encode()
        (folder / name).write_bytes(content)
    os.symlink("nowhere", folder / "dangling.jsonl")
    (folder / "folder").mkdir()
    (folder / "locked.jsonl").write_text(two_lines())
    (folder / "locked.jsonl").chmod(0)


def run(command, folder, environment):
    start = time.monotonic()
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, check=False,
                          timeout=60)
    return done, time.monotonic() - start


def verdict(code, pattern, done, spent):
    said = done.stderr.decode(errors="replace")
    if done.returncode != int(code):
        return f"exit code {done.returncode}, not {code}: {said}"
    if not pattern and said:
        return f"said: {said}"
    if pattern and (said.count("\n") != 1 or not re.search(pattern, said)):
        return f"not one line that matches {pattern}: {said!r}"
    return f"took {spent:.1f} s" if spent > TOO_SLOW else None


def main():
    tools, table = Path(sys.argv[1]).resolve(), Path(__file__).with_name("bad-input.tsv")
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "ECG_CONFIG": "", "XDG_CONFIG_HOME": "/nonexistent",
                   "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    failed = count = 0
    seen = set()
    for number, row in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        if not row or row.startswith("#"):
            continue
        case, code, pattern, command = row.split("\t")
        assert case not in seen, f"{table}:{number}: {case} is there twice"
        seen.add(case)
        if "locked" in command and os.geteuid() == 0:
            print(f"{case}: skipped, root can read everything")
            continue
        count += 1
        with tempfile.TemporaryDirectory() as folder:
            prepare(case, Path(folder))
            wrong = verdict(code, pattern, *run(command, folder, environment))
        if wrong:
            failed += 1
            print(f"{table}:{number}: {case}: {wrong}")
    unused = set(FILES) - seen
    assert not unused, f"files of no case: {unused}"
    print(f"{count} cases, {failed} failed")
    return 1 if failed or count < 40 else 0


if __name__ == "__main__":
    sys.exit(main())
