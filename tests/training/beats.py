"""Beats with reference marks as training_beats writes them, and the groups that are averaged."""
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

import global_marks

SAMPLES = 320  # of a beat's window
FIDUCIAL = 125  # index of the QRS in the window
HERTZ = 250.0
LEADS = 12  # of a row; recordings with fewer leave the others empty
POINTS = 9  # onset, peak and offset of P, QRS and T

META = ("record", "variant", "shape", "label", "rr_before", "rr_after", "hertz", "leads")
LEAD_ROW = 1 + SAMPLES + POINTS + 2
ROW = len(META) + LEADS * LEAD_ROW + POINTS + 2
FIRST_WEAK = -100000  # records from here down: known is only whether P waves are there


def is_annotated(record):
    return record >= 0


def is_weak(record):
    return record <= FIRST_WEAK


def is_synthetic(record):
    return FIRST_WEAK < record < 0


@dataclass
class Beats:
    """One row a beat. Times are seconds from the fiducial, NaN where absent or not known; presence
    is that of P and of T: 1, 0, NaN where not known."""

    record: np.ndarray  # (beats,) int: 0 and up annotated, below synthetic, then weak
    lead_count: np.ndarray  # (beats,) int
    rr_before: np.ndarray  # (beats,) s, 0: unknown
    rr_after: np.ndarray  # (beats,) s, 0: unknown
    samples: np.ndarray  # (beats, 12, 320) mV
    marks: np.ndarray  # (beats, 12, 9)
    presence: np.ndarray  # (beats, 12, 2)
    global_marks: np.ndarray  # (beats, 9)
    global_presence: np.ndarray  # (beats, 2)
    groups: list  # of (group,) row numbers: the beats that are averaged together
    rr_spread: list  # by group: half the interquartile range of rr_before, as a share of its median


def read_beats(path):
    rows = np.fromfile(path, dtype="<f4").reshape(-1, ROW)
    meta = dict(zip(META, rows[:, : len(META)].T))
    leads = rows[:, len(META) : len(META) + LEADS * LEAD_ROW].reshape(-1, LEADS, LEAD_ROW)
    record = meta["record"].astype(int)
    keys = np.stack([record] + [meta[key].astype(int) for key in ("variant", "shape", "label")], 1)
    marks = leads[:, :, 1 + SAMPLES : 1 + SAMPLES + POINTS]
    presence = leads[:, :, 1 + SAMPLES + POINTS :]
    of_all = rows[:, len(META) + LEADS * LEAD_ROW :]
    groups = grouped(keys)
    truth = global_truth(keys, marks, presence, of_all)
    return Beats(
        record,
        meta["leads"].astype(int),
        meta["rr_before"],
        meta["rr_after"],
        leads[:, :, 1 : 1 + SAMPLES],
        marks,
        presence,
        *truth,
        groups,
        [interval_spread(meta["rr_before"][group]) for group in groups],
    )


def grouped(keys):
    """Row numbers by equal keys (beats, 4), groups in the order of their first beats."""
    groups = defaultdict(list)
    for row, key in enumerate(map(tuple, keys)):
        groups[key].append(row)
    return [np.array(group) for group in groups.values()]


def interval_spread(intervals):
    known = intervals[intervals > 0]
    if len(known) <= 2:
        return 0.0
    return (np.quantile(known, 0.75) - np.quantile(known, 0.25)) / 2 / np.median(known)


def global_truth(keys, marks, presence, of_all):
    """Global marks (beats, 9) and presence (beats, 2): of annotated beats from their leads, of
    synthetic ones as they were made. A weak record's variant says whether P waves are there, which
    holds for its normal beats (label 0)."""
    points = np.full((len(keys), POINTS), np.nan, np.float32)
    there = np.full((len(keys), 2), np.nan, np.float32)
    for row, (record, variant, _, label) in enumerate(keys):
        if is_annotated(record):
            points[row], there[row] = global_marks.of_leads(marks[row], presence[row])
        elif is_synthetic(record):
            points[row], there[row] = of_all[row, :POINTS], of_all[row, POINTS:]
        elif label == 0:
            there[row, 0] = variant
    return points, there
