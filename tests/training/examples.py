"""Training examples: mean beats as the network sees them, disturbed at random, and what it should
say of them."""
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from beats import FIDUCIAL, HERTZ, LEADS, POINTS, SAMPLES, is_annotated, is_synthetic, is_weak

TIME = (np.arange(SAMPLES) - FIDUCIAL) / HERTZ  # s from the fiducial
FEWEST_LEADS = 6  # from which on the global marks are those of all twelve
SAME_IN_ALL = [0, 2, 6, 7, 8]  # points of synthetic beats


@dataclass
class Example:
    """Times are seconds from the fiducial, NaN where absent or not known; beats are those averaged."""

    shown: np.ndarray  # (leads, 7, 320)
    marks: np.ndarray  # (beats, leads, 9)
    presence: np.ndarray  # (leads, 2) of P and T: 0 to 1, NaN where not known
    global_marks: np.ndarray  # (beats, 9)
    global_presence: np.ndarray  # (2,)


@dataclass
class MeanBeat:
    """What average_beat of the library makes, on the network's grid."""

    samples: np.ndarray  # (leads, 320) mV
    scatter: np.ndarray  # (leads, 320) mV: standard error of the mean, 0 of a single beat
    count: int
    rr_before: float  # s, 0: unknown
    rr_after: float
    rr_spread: float
    shift: float = 0.0  # s, of the fiducial
    stretch: float = 1.0  # of time around it


def mean_where_known(values, axis):
    known = ~np.isnan(values)
    count = known.sum(axis)
    return np.where(count > 0, np.where(known, values, 0).sum(axis) / np.maximum(count, 1), np.nan)


def least_known(values, axis):
    least = np.where(np.isnan(values), np.inf, values).min(axis)
    return np.where(np.isinf(least), np.nan, least)


def greatest_known(values, axis):
    return -least_known(-values, axis)


def network_input(beat):
    """The seven channels (leads, 7, 320) of lib/analyze/delineate/network_input.cpp."""
    before, after = beat.rr_before or 1.0, beat.rr_after or 1.0
    inside = (TIME >= -min(0.5, 0.65 * before) * beat.stretch + beat.shift) & (
        TIME <= min(0.78, 0.95 * after) * beat.stretch + beat.shift
    )
    leads = beat.samples - np.median(beat.samples[:, inside], axis=1, keepdims=True)
    leads = leads * inside
    sizes = np.maximum(np.abs(leads[:, np.abs(TIME - beat.shift) < 0.06]).max(1), 1e-9)
    usual = np.sqrt((sizes * sizes).mean())
    sizes = np.maximum(sizes, 0.05 * usual)
    shown = np.empty((len(leads), 7, SAMPLES), np.float32)
    shown[:, 0] = leads / sizes[:, None]
    shown[:, 1] = np.arcsinh(20 * leads / usual) / 3
    shown[:, 2] = inside
    shown[:, 3] = np.arcsinh(20 * np.sqrt((leads * leads).mean(0)) / usual) / 3
    shown[:, 4] = np.arcsinh(20 * beat.scatter * inside / usual) / 3
    shown[:, 5] = min(1.0, np.log2(beat.count) / 4)
    shown[:, 6] = min(1.0, beat.rr_spread / 0.2)
    return shown


class ExampleSource:
    """Draws examples from the beats of all records but those held out."""

    def __init__(self, beats, held_out, random):
        self.beats = beats
        self.random = random
        self.groups_of = defaultdict(list)  # record → group numbers
        for group, rows in enumerate(beats.groups):
            record = beats.record[rows[0]]
            if record not in held_out:
                self.groups_of[record].append(group)
        annotated = [r for r in self.groups_of if is_annotated(r)]
        self.records = {
            "annotated": annotated,
            "synthetic": [r for r in self.groups_of if is_synthetic(r)] or annotated,
            "weak": [r for r in self.groups_of if is_weak(r)] or annotated,
        }

    def batch(self):
        """Examples of one number of leads, chosen at random as is all else."""
        u = self.random.random()
        leads, count = (
            (12, 8) if u < 0.53 else (1, 24) if u < 0.83 else (2, 16) if u < 0.95 else (6, 12)
        )
        examples = []
        while len(examples) < count:
            group = self.draw_group(leads)
            if self.beats.lead_count[self.beats.groups[group][0]] >= leads:
                examples.append(self.draw_example(group, leads))
        return examples

    def draw_group(self, leads):
        u = self.random.random()
        synthetic_up_to = 0.38 if leads == LEADS else 0.25
        kind = "weak" if u < 0.15 else "synthetic" if u < synthetic_up_to else "annotated"
        records = self.records[kind]
        groups = self.groups_of[records[self.random.integers(len(records))]]
        return groups[self.random.integers(len(groups))]

    def draw_example(self, group, lead_count):
        """Some or all beats of a group, in lead_count of its leads."""
        rows = self.beats.groups[group]
        every = self.random.random() < 0.5
        count = len(rows) if every else self.random.integers(1, len(rows) + 1)
        chosen = self.random.choice(rows, count, replace=False)
        leads = np.arange(LEADS)
        if lead_count < LEADS:
            there = self.beats.lead_count[rows[0]]
            leads = self.random.choice(there, lead_count, replace=False)
        spread = self.beats.rr_spread[group] if self.random.random() < 0.8 else 0.0
        beat = self.mean_beat(chosen, leads, spread)
        self.warp(beat)
        self.disturb(beat)
        marks = self.lead_marks(chosen, leads)
        global_marks, global_presence = self.global_truth(chosen, leads, marks)
        return Example(
            network_input(beat),
            marks * beat.stretch + beat.shift,
            self.lead_presence(chosen, leads),
            global_marks * beat.stretch + beat.shift,
            global_presence,
        )

    def mean_beat(self, rows, leads, rr_spread):
        samples = self.beats.samples[rows][:, leads].astype(np.float64)
        mean = samples.mean(0)
        count = len(rows)
        scatter = samples.std(0, ddof=1) / np.sqrt(count) if count > 1 else np.zeros_like(mean)
        before, after = np.median(self.beats.rr_before[rows]), np.median(self.beats.rr_after[rows])
        return MeanBeat(mean, scatter, count, before, after, rr_spread)

    def lead_marks(self, rows, leads):
        """(beats, leads, 9). Of synthetic P and T waves, whose lobes are the same in all leads, the
        ends and the peak of T are those of all leads."""
        marks = self.beats.marks[rows][:, leads].astype(np.float64)
        if is_synthetic(self.beats.record[rows[0]]):
            marks[:, :, SAME_IN_ALL] = self.beats.global_marks[rows][:, None, SAME_IN_ALL]
        return marks

    def lead_presence(self, rows, leads):
        """(leads, 2). A beat without P has none in any lead; of a weak beat that has one it is not
        known which leads show it, if there are some."""
        record = self.beats.record[rows[0]]
        known = mean_where_known(self.beats.presence[rows][:, leads], 0)
        if is_annotated(record):
            return known
        p, t = self.beats.global_presence[rows].mean(0)
        if is_synthetic(record):
            return np.full(known.shape, [p, t])
        return np.full(known.shape, [p if p == 0 or len(leads) == 1 else np.nan, np.nan])

    def global_truth(self, rows, leads, marks):
        """Marks (beats, 9) and presence (2,) of the leads together. Few leads have their own marks,
        which of synthetic beats nobody knows."""
        record = self.beats.record[rows[0]]
        if len(leads) >= FEWEST_LEADS or not is_annotated(record):
            presence = mean_where_known(self.beats.global_presence[rows], 0)
            if is_synthetic(record) and len(leads) < LEADS:
                return np.full((len(rows), POINTS), np.nan), presence
            return self.beats.global_marks[rows].astype(np.float64), presence
        points = mean_where_known(marks, 1)
        points[:, 0::3] = least_known(marks, 1)[:, 0::3]
        points[:, 2::3] = greatest_known(marks, 1)[:, 2::3]
        presence = mean_where_known(self.beats.presence[rows][:, leads], 0)
        return points, greatest_known(presence, 0)

    def warp(self, beat):
        """Time runs faster or slower, and the fiducial lies elsewhere."""
        beat.stretch = self.random.uniform(0.9, 1.1)
        beat.shift = self.random.uniform(-0.02, 0.02)
        source = (TIME - beat.shift) / beat.stretch * HERTZ + FIDUCIAL
        low = np.clip(np.floor(source).astype(int), 0, SAMPLES - 2)
        share = np.clip(source - low, 0, 1)
        for name in ("samples", "scatter"):
            lead = getattr(beat, name)
            setattr(beat, name, lead[:, low] * (1 - share) + lead[:, low + 1] * share)

    def disturb(self, beat):
        """Other gains and signs of the leads, noise white or softer, a wandering baseline."""
        size = np.abs(beat.samples).max() + 1e-9
        by_lead = (len(beat.samples), 1)
        gain = np.exp(self.random.uniform(-0.7, 0.7, size=by_lead))
        beat.samples = beat.samples * self.random.choice([-1, 1], size=by_lead) * gain
        beat.scatter = beat.scatter * gain
        if self.random.random() < 0.5:
            noise = self.random.normal(size=beat.samples.shape)
            if self.random.random() < 0.5:
                noise = (noise + np.roll(noise, 1, 1) + np.roll(noise, 2, 1)) / 1.7
            level = size * 10 ** self.random.uniform(-3.5, -1.7)
            beat.samples = beat.samples + noise * level
            if beat.count > 1:
                beat.scatter = np.sqrt(beat.scatter**2 + level**2)
        if self.random.random() < 0.5:
            phase = self.random.uniform(0, 2 * np.pi, size=by_lead)
            hertz = self.random.uniform(0.2, 1.5)
            amplitude = size * 10 ** self.random.uniform(-3, -1.3)
            turns = 2 * np.pi * hertz * np.arange(SAMPLES) / HERTZ
            beat.samples = beat.samples + amplitude * np.sin(turns + phase)
