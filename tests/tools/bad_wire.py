#!/usr/bin/env python3
"""bad_wire.py TOOLS [CASE…]: run every case of bad-wire.tsv and hold each to its promise.

A row of the table has three columns, parted by tabs: the number of the behaviour, how it is shown,
and the behaviour as a sentence. It is shown by a case, a function of that name which runs the
whole tool on a device that is played or simulated, or by a unit test with a feigned clock: the
file under tests/unit/acquire and the test's name. Fails at the end when any case did.
"""
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bad_wire_bytes
import bad_wire_outputs
import bad_wire_world
from wire_rig import Rig

AT_A_TIME = 8  # they mostly wait
CASES = {case.__name__: case for case in bad_wire_bytes.CASES + bad_wire_outputs.CASES + bad_wire_world.CASES}
UNIT_TESTS = Path(__file__).parent.parent / "unit" / "acquire"



def read_table(path):
    rows = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if row and not row.startswith("#"):
            behaviour, how, sentence = row.split("\t")
            rows.append((f"{path.name}:{number}", behaviour, how, sentence))
    return rows


def unit_test_trouble(how):
    file, name = how.split(": ", 1)
    text = (UNIT_TESTS / file).read_text(encoding="utf-8")
    return "" if f'"{name}"' in text else f"{file} has no test {name!r}"


def run(tools, name):
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wire-") as folder:
        rig = Rig(tools, Path(folder))
        try:
            said = CASES[name](rig)
            trouble = ""
        except Exception as error:  # whatever a case does wrong is its failure alone
            said = None
            at = traceback.extract_tb(error.__traceback__)
            place = next((f for f in reversed(at) if f.filename.endswith(("_bytes.py", "_outputs.py", "_world.py"))), at[-1])
            trouble = f"line {place.lineno}: {type(error).__name__} {error}"
        finally:
            rig.close()
    return trouble, said, time.monotonic() - begin


def main():
    tools, wanted = Path(sys.argv[1]).resolve(), sys.argv[2:]
    table = read_table(Path(__file__).with_name("bad-wire.tsv"))
    by_unit_test = [row for row in table if "_test.cpp: " in row[2] and not wanted]
    by_case = [row for row in table if "_test.cpp: " not in row[2] and (not wanted or row[2] in wanted)]
    names = [row[2] for row in by_case]
    assert len(names) == len(set(names)), "a case is there twice"
    unknown = [name for name in names if name not in CASES]
    assert not unknown, f"no such case: {unknown}"
    unused = set() if wanted else set(CASES) - set(names)
    assert not unused, f"cases of no row: {unused}"
    failed, again = 0, []
    for place, behaviour, how, sentence in by_unit_test:
        trouble = unit_test_trouble(how)
        failed += trouble != ""
        if trouble:
            print(f"{place}: {behaviour} {sentence}: {trouble}")
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        results = [pool.submit(run, tools, name) for name in names]
        for (place, behaviour, how, sentence), result in zip(by_case, results):
            trouble, said, spent = result.result()
            if trouble:
                again.append((place, behaviour, how, trouble))
                continue
            if said or wanted:
                print(f"{place}: {behaviour} {how} ({spent:.1f} s): {said or 'as it should be'}", flush=True)
    for place, behaviour, how, first in again:  # alone, for some need a machine that is not overrun
        trouble, _, _ = run(tools, how)
        failed += trouble != ""
        print(f"{place}: {behaviour} {how}: {first}; once more, alone: {trouble or 'as it should be'}", flush=True)
    behaviours = {int(row[1]) for row in table if row[1].isdigit()}
    missing = set(range(1, 41)) - behaviours
    print(f"{len(by_case)} cases, {len(by_unit_test)} by unit tests, {failed} failed")
    sys.exit(1 if failed or missing else 0)


if __name__ == "__main__":
    main()
