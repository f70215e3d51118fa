#!/usr/bin/python3
"""hrv_scipy.py TOOLS: heart rate variability as scipy and plain sums have it from the same beats and the
settings in the analysis line, to 0.1 %. Skipped, visibly, where Debian's python3-scipy is not installed.

Takes a synthetic recording and, where $ECG_REFERENCE_DATA/mitdb is there, some of its records.
"""
import json
import math
import os
import statistics
import subprocess
import sys
from pathlib import Path

try:
    import numpy as np
    from scipy.interpolate import CubicSpline
    from scipy.signal import lombscargle, welch
except ImportError:
    print("skipped: no python3-scipy")
    sys.exit(0)

TOOLS = Path(sys.argv[1]).resolve()
SYNTHETIC = "--duration 1300 --rate 100 --hrv-lf 30 --hrv-hf 20 --pvc 1.5 --noise 0.01 --seed 3".split()
EVERY = 9  # of MIT-BIH's records
RELATIVE, ROUNDED = 0.001, 0.0051  # the line has two decimals


def run(*command, stdin=None):
    return subprocess.run([str(word) for word in command], input=stdin, capture_output=True, check=True).stdout


def select(beats, s):
    """(end in s, length in ms, adjoins) of each NN interval, and the share of RR intervals left out."""
    candidates, adjoins = [], False
    for a, b in zip(beats, beats[1:]):
        length = 1000 * (b["time_s"] - a["time_s"])
        normal = a["class"] == b["class"] == "N" and not b.get("after_gap", False) and length < s["nn_max_ms"]
        if normal:
            candidates.append((b["time_s"], length, adjoins))
        adjoins = normal
    kept, before, around = [], False, s["artefact_neighbours"]
    for i, (end, length, adjoins) in enumerate(candidates):
        usual = statistics.median(c[1] for c in candidates[max(0, i - around):i + around + 1])
        good = abs(length - usual) <= s["artefact_share"] * usual + 1e-6
        if good:
            kept.append((end, length, adjoins and before))
        before = good
    return kept, 1 - len(kept) / (len(beats) - 1)


def time_domain(kept, s):
    nn = [length for _, length, _ in kept]
    steps = [b[1] - a[1] for a, b in zip(kept, kept[1:]) if b[2]]
    sdnn, sdsd = statistics.stdev(nn), statistics.stdev(steps)
    nn50 = sum(abs(step) > s["nn50_above_ms"] for step in steps)
    bins = {}
    for length in nn:
        bins[int(length / s["histogram_bin_ms"])] = bins.get(int(length / s["histogram_bin_ms"]), 0) + 1
    return {
        "mean_nn_ms": statistics.fmean(nn), "sdnn_ms": sdnn, "cvnn_percent": 100 * sdnn / statistics.fmean(nn),
        "rmssd_ms": math.sqrt(sum(step * step for step in steps) / len(steps)), "sdsd_ms": sdsd,
        "nn50": nn50, "pnn50_percent": 100 * nn50 / len(steps),
        "sd1_ms": sdsd / math.sqrt(2), "sd2_ms": math.sqrt(2 * sdnn**2 - sdsd**2 / 2),
        "triangular_index": len(nn) / max(bins.values()), **five_minutes(kept, s),
    }


def five_minutes(kept, s):
    begin, segments = kept[0][0] - kept[0][1] / 1000, {}
    for end, length, _ in kept:
        segments.setdefault(int((end - length / 2000 - begin) // s["segment_s"]), []).append(length)
    full = [nn for nn in segments.values() if sum(nn) / 1000 >= s["segment_s"] / 2]
    return {"sdann_ms": statistics.stdev(map(statistics.fmean, full)),
            "sdnn_index_ms": statistics.fmean(map(statistics.stdev, full))}


def stretches(kept, s):
    out = [[kept[0]]]
    for before, now in zip(kept, kept[1:]):
        if now[0] - now[1] / 1000 - before[0] > s["bridged_hole_s"]:
            out.append([])
        out[-1].append(now)
    return [(np.array([k[0] for k in part]), np.array([k[1] for k in part])) for part in out]


def powers(f, density, s):
    edges = {"vlf_ms2": ("vlf_from_hz", "lf_from_hz"), "lf_ms2": ("lf_from_hz", "hf_from_hz"),
             "hf_ms2": ("hf_from_hz", "hf_to_hz")}
    out = {key: density[(f >= s[a]) & (f < s[b])].sum() * (f[1] - f[0]) for key, (a, b) in edges.items()}
    return {**out, "total_ms2": sum(out.values()), "lf_hf": out["lf_ms2"] / out["hf_ms2"],
            "lf_nu": 100 * out["lf_ms2"] / (out["lf_ms2"] + out["hf_ms2"])}


def bridged(t, nn):
    """With points on a straight line where intervals were left out."""
    ends, lengths = [t[0]], [nn[0]]
    for i in range(1, len(t)):
        hole = t[i] - nn[i] / 1000 - t[i - 1]
        if hole > 1e-6:
            count = max(1, int(hole / ((nn[i - 1] + nn[i]) / 2000) + 0.5))
            for k in range(1, count + 1):
                ends.append(t[i - 1] + hole * k / count)
                lengths.append(np.interp(ends[-1], [t[i - 1], t[i]], [nn[i - 1], nn[i]]))
        ends.append(t[i])
        lengths.append(nn[i])
    return ends, lengths


def by_welch(parts, segment, s):
    rate, sums, count = s["resampling_hz"], 0, 0
    size = round(segment * rate)
    for t, nn in parts:
        grid = t[0] + np.arange(int((t[-1] - t[0]) * rate) + 1) / rate
        if len(grid) >= size:
            f, density = welch(CubicSpline(*bridged(t, nn), bc_type="natural")(grid), fs=rate, window=s["welch_window"],
                               nperseg=size, noverlap=size // 2, detrend="constant")
            segments = (len(grid) - size) // (size // 2) + 1
            sums, count = sums + segments * density, count + segments
    return powers(f, sums / count, s)


def by_lomb_scargle(parts, segment, s):
    f = np.arange(1, int(s["hf_to_hz"] * segment) + 2) / segment
    densities = []
    for t, nn in parts:
        start = t[0]
        while start + segment <= t[-1] + 1e-6:
            inside = (t >= start) & (t < start + segment)
            x, y = t[inside] - start, nn[inside]
            mean_s = y.mean() / 1000
            density = 2 * mean_s * lombscargle(x, y - np.polyval(np.polyfit(x, y, 1), x), 2 * np.pi * f)
            densities.append(np.where(f < 0.5 / mean_s, density, 0))
            start += segment / 2
    return powers(f, np.mean(densities, axis=0), s)


def check_densities(name, hrv):
    """The printed densities sum to the printed powers, band by band."""
    s, spectrum, lomb = hrv["settings"], hrv["spectrum"], hrv["lomb_scargle"]
    f = None
    for found, key in ((hrv, "welch_ms2_per_hz"), (lomb, "lomb_scargle_ms2_per_hz")):
        density = np.array(spectrum[key])
        f = np.arange(len(density)) * spectrum["step_hz"]
        for band, power in powers(f, density, s).items():
            if band.endswith("_ms2") and band != "total_ms2" and band in found:
                assert abs(power - found[band]) <= 0.01, f"{name}: {key} sums to {power} of {band}, not {found[band]}"
    assert f[-1] < s["hf_to_hz"] <= f[-1] + 1.001 * spectrum["step_hz"], f"{name}: densities end at {f[-1]} Hz"


def check_left_out(name, beats, hrv, kept):
    """Every RR interval is an NN interval or on one list of those left out."""
    left_out = [beat for numbers in hrv.get("left_out", {}).values() for beat in numbers]
    ends = {beats[beat]["time_s"] for beat in left_out} | {end for end, _, _ in kept}
    assert len(left_out) + len(kept) == len(beats) - 1 and len(ends) == len(beats) - 1, f"{name}: left_out is not the rest"


def compare(name, found, expected):
    for key, value in expected.items():
        ours = found[key]
        assert abs(ours - value) <= RELATIVE * abs(value) + ROUNDED, f"{name}: {key} {ours}, not {value}"


def check(name, analysis):
    hrv = analysis["hrv"]
    if "sdnn_ms" not in hrv:
        print(f"{name}: withheld, {100 * hrv['edited_share']:.1f} % edited")
        return
    s = hrv["settings"]
    kept, edited = select(analysis["beats"], s)
    assert len(kept) == hrv["nn_intervals"], (name, len(kept))
    compare(name, hrv, {"edited_share": edited, **time_domain(kept, s)})
    check_left_out(name, analysis["beats"], hrv, kept)
    check_densities(name, hrv)
    parts, segment = stretches(kept, s), hrv["spectrum_segment_s"]
    if "vlf_ms2" in hrv:
        compare(name + ", Welch", hrv, by_welch(parts, segment, s))
        compare(name + ", Lomb-Scargle", hrv["lomb_scargle"], by_lomb_scargle(parts, segment, s))
    print(f"{name}: {len(kept)} NN intervals, {100 * edited:.1f} % edited, SDNN {hrv['sdnn_ms']} ms, "
          f"LF/HF {hrv.get('lf_hf')} by Welch: as scipy has them")


def main():
    session = run(TOOLS / "ecg-acquire", "demo", *SYNTHETIC)
    check("synthetic", json.loads(run(TOOLS / "ecg-analyze", "--summary", stdin=session)))
    records = Path(os.environ.get("ECG_REFERENCE_DATA", "/nowhere")) / "mitdb"
    for header in sorted(records.glob("*.hea"))[::EVERY]:
        check(header.stem, json.loads(run(TOOLS / "ecg-analyze", "--summary", header)))


main()
