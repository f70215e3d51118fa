#!/usr/bin/python3
"""weak_records.py DATA_DIR: the records of which only is known whether P waves are there, as lines
"1 HEADER" (there) and "0 HEADER" (atrial fibrillation), for training_beats. DATA_DIR holds ptbxl,
cpsc2018 and cinc2017; those that are missing are passed over.
"""
import ast
import csv
import sys
from pathlib import Path

PTBXL_SINUS = {"SR", "STACH", "SBRAD", "SARRH"}
PTBXL_OTHER = {"AFLT", "PACE", "SVTAC", "PSVT"}  # P waves may be there or not


def ptbxl(folder):
    table = folder / "ptbxl_database.csv"
    for row in rows_of(table):
        codes = set(ast.literal_eval(row["scp_codes"]))
        path = Path(row["filename_hr"] + ".hea")
        header = folder / path if (folder / path).exists() else folder / path.name
        if "AFIB" in codes:
            yield header, False
        elif codes & PTBXL_SINUS and not codes & PTBXL_OTHER:
            yield header, True


def cpsc2018(folder):
    for header in sorted(folder.glob("*.hea")):
        codes = diagnoses(header)
        if "AF" in codes:
            yield header, False
        elif codes & {"Normal", "I-AVB"}:
            yield header, True


def diagnoses(header):
    for line in header.read_text(encoding="utf-8").splitlines():
        if line.startswith("#Dx:"):
            return {code.strip() for code in line[len("#Dx:") :].split(",")}
    return set()


def cinc2017(folder):
    for row in rows_of(folder / "REFERENCE.csv", ["record", "rhythm"]):
        if row["rhythm"] in ("N", "A"):
            yield folder / (row["record"] + ".hea"), row["rhythm"] == "N"


def rows_of(table, names=None):
    if not table.exists():
        return []
    with table.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, names))


def main(data_dir):
    for records in (ptbxl, cpsc2018, cinc2017):
        for header, has_p in records(Path(data_dir) / records.__name__):
            if header.exists():
                print(int(has_p), header)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
