"""Global marks of a beat from those of its leads, by the rule that scripts/accuracy judges by."""
import numpy as np

TOLERANCE = {"p": 0.02, "qrs_onset": 0.012, "qrs_offset": 0.016, "t": 0.03}  # s
LEADS_FOR_P = 4
LEADS_ENOUGH = 6  # for QRS, for T, and for saying that there is no P


def earliest_followed(times, tolerance):
    """The earliest time that two more follow within tolerance, else the median; NaN of none."""
    times = np.sort(times[~np.isnan(times)])
    if len(times) == 0:
        return np.nan
    for first, third in zip(times, times[2:]):
        if third - first <= tolerance + 1e-9:
            return first
    return np.median(times)


def latest_preceded(times, tolerance):
    return -earliest_followed(-times, tolerance)


def marked(wave):
    """In how many leads a wave (leads, 3) has its peak."""
    return (~np.isnan(wave[:, 1])).sum()


def of_leads(marks, presence):
    """From marks (12, 9) in seconds and presence (12, 2) of P and T: marks (9,) and presence (2,),
    NaN where too few leads tell."""
    points, there = np.full(9, np.nan), np.full(2, np.nan)
    p, qrs, t = marks[:, 0:3], marks[:, 3:6], marks[:, 6:9]
    if marked(qrs) < LEADS_ENOUGH:
        return points, there
    points[3] = earliest_followed(qrs[:, 0], TOLERANCE["qrs_onset"])
    points[4] = np.nanmedian(qrs[:, 1])
    points[5] = latest_preceded(qrs[:, 2], TOLERANCE["qrs_offset"])
    if marked(p) >= LEADS_FOR_P:
        points[0] = earliest_followed(p[:, 0], TOLERANCE["p"])
        points[1] = np.nanmedian(p[:, 1])
        points[2] = latest_preceded(p[:, 2], TOLERANCE["p"])
        there[0] = 1
    elif (presence[:, 0] == 0).sum() >= LEADS_ENOUGH:
        there[0] = 0
    if marked(t) >= LEADS_ENOUGH:
        if (~np.isnan(t[:, 0])).sum() >= LEADS_ENOUGH:
            points[6] = earliest_followed(t[:, 0], TOLERANCE["t"])
        points[7] = np.nanmedian(t[:, 1])
        points[8] = latest_preceded(t[:, 2], TOLERANCE["t"])
        there[1] = 1
    return points, there
