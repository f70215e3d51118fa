"""What the cases of a bad wire check of the lines that were recorded."""
from wire_rig import value_of
from wire_truth import compare, read_recording


def ended(lines, reason):
    assert lines[-1]["end"]["reason"] == reason, lines[-1]["end"]


def gaps_of(lines):
    """Each once, though a gap that touches two lines is on both."""
    return sorted({(g["first"], g["count"], g["cause"]) for line in lines for g in line["gaps"]})


def check_right_count(rig, count):
    leads, gaps = read_recording(rig.lines())
    assert len(leads["I"]) == count and not gaps, (len(leads["I"]), gaps)


def check_right(lines, length, missing=(), first=0):
    """Each sample is what ramp() says of its index, but for those that are missing: null and in a gap."""
    leads, gaps = read_recording(lines)
    assert len(leads["I"]) == length, f"{len(leads['I'])} samples, not {length}"
    wrong = [i for i, x in enumerate(leads["I"])
             if (x is None) != (i in missing) or (x is not None and abs(x - value_of(i + first)) > 6e-5)]
    assert not wrong, f"{len(wrong)} samples are wrong, the first at {wrong[0]}"
    assert gaps == set(missing), f"gaps {sorted(gaps)[:5]}, not {sorted(missing)[:5]}"
    assert "end" in lines[-1]


def check_truth(rig):
    rig.end_simulation()
    wrong, _ = compare(rig.truth, rig.lines())
    assert not wrong, wrong
