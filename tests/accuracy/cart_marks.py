"""Our marks beside a cart's, both on the cart's own mean beat: the two are laid over each other first."""
import math
import statistics

import cart_formats

LEAST_OVERLAP = 0.5  # of our beat
LEAST_LIKENESS = 0.9  # correlation: else the cart averaged other beats than we did
LEVEL_MS = 40  # before the QRS onset: what the leads depart from
LATEST_MS = 40
MOVES = 0.01  # of how far the leads go within LATEST_MS


def differences(path, row, analysis):
    """(likeness, mark -> ours minus the cart's in ms), or None without a beat of either."""
    beat, ours = cart_formats.read_beat(path), analysis.get("median_beat")
    if beat is None or not ours:
        return None
    mine = {lead["lead"]: lead["samples_mv"] for lead in ours["leads"]}
    name = max((n for n in beat.leads if n in mine), key=lambda n: max(beat.leads[n]) - min(beat.leads[n]))
    likeness, begin_ms = lay_over(mine[name], ours["rate_hz"], beat.leads[name], beat.rate)
    if likeness < LEAST_LIKENESS:
        return None
    theirs = cart_formats.marks_ms(path, beat, row)
    found = {mark: ours[mark] * 1000 / ours["rate_hz"] + begin_ms for mark in theirs if mark in ours}
    return likeness, {mark: found[mark] - theirs[mark] for mark in found}


def first_movement(analysis):
    """How many ms behind our QRS onset the leads of our mean beat leave, rms over all and for good, the lines
    that they follow before it: by twice what they scatter there and a hundredth of their way. None when they
    do not."""
    beat = analysis.get("median_beat")
    if not beat or "qrs_onset" not in beat:
        return None
    ms = beat["rate_hz"] / 1000
    onset = math.ceil(beat["qrs_onset"])
    first = max(0, onset - round(LEVEL_MS * ms))
    end = onset + round(LATEST_MS * ms)
    lines = [fit(lead["samples_mv"][first:onset]) for lead in beat["leads"]]
    rms = [math.sqrt(statistics.fmean((lead["samples_mv"][i] - at - slope * (i - first)) ** 2
                                      for lead, (at, slope) in zip(beat["leads"], lines)))
           for i in range(first, end)]
    before, after = rms[:onset - first], rms[onset - first:]
    limit = max(2 * max(before), MOVES * max(after))
    still = [i for i, value in enumerate(after) if value <= limit]
    behind = still[-1] + 1 if still else 0
    return (onset + behind - beat["qrs_onset"]) / ms if behind < len(after) else None


def fit(samples):
    """Value of the first, and slope a sample, of the straight line through samples."""
    middle = (len(samples) - 1) / 2
    slope = (sum(v * (i - middle) for i, v in enumerate(samples)) /
             sum((i - middle) ** 2 for i in range(len(samples))))
    return statistics.fmean(samples) - slope * middle, slope


def lay_over(mine, my_rate, theirs, their_rate):
    """The best correlation, and where in their beat ours begins then, in ms."""
    step = their_rate / my_rate
    places = range(0, len(mine), max(1, round(my_rate / 125)))
    reach = int(2 * len(mine) * step)
    best = (-1, 0)
    for half_samples in range(-reach, 2 * len(theirs)):
        shift = half_samples / 2
        pairs = [(mine[k], between(theirs, k * step + shift)) for k in places
                 if 0 <= k * step + shift <= len(theirs) - 1]
        if len(pairs) >= LEAST_OVERLAP * len(places):
            best = max(best, (correlation(pairs), shift * 1000 / their_rate))
    return best


def between(samples, index):
    low = int(index)
    high = min(low + 1, len(samples) - 1)
    return samples[low] + (samples[high] - samples[low]) * (index - low)


def correlation(pairs):
    n = len(pairs)
    mean_x, mean_y = (sum(values) / n for values in zip(*pairs))
    xy = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    xx, yy = sum((x - mean_x) ** 2 for x, _ in pairs), sum((y - mean_y) ** 2 for _, y in pairs)
    return xy / math.sqrt(xx * yy) if xx > 0 and yy > 0 else 0


def table(found):
    """Markdown of name -> what differences returned, and the medians."""
    yield "| file | likeness | P on | P off | QRS on | QRS off | T off |"
    yield "|---|---|---|---|---|---|---|"
    columns = {mark: [] for mark in cart_formats.MARKS}
    for name, (likeness, marks) in found.items():
        for mark, value in marks.items():
            columns[mark].append(value)
        cells = (f"{marks[mark]:+.0f}" if mark in marks else "–" for mark in columns)
        yield f"| {name} | {likeness:.3f} | {' | '.join(cells)} |"
    medians = (f"{statistics.median(values):+.0f}" if values else "–" for values in columns.values())
    yield f"| median | | {' | '.join(medians)} |"
