"""Twelve leads of one file in mV, and what must hold between them."""
import statistics

STANDARD = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")

# Lead numbers of SCP-ECG (EN 1064), which DICOM's MDC 2:n and SCPECG 5.6.3-9-n share.
NUMBERED = {1: "I", 2: "II", 3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 9: "V7", 10: "V2R",
            11: "V3R", 12: "V4R", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF"}


class Unreadable(Exception):
    """The file does not hold a waveform that can be read."""


class Signal:
    """rate in Hz; leads: name -> mV. Missing limb leads are derived from I and II."""

    def __init__(self, rate, leads):
        if len({len(samples) for samples in leads.values()}) != 1:
            raise ValueError("leads of different lengths")
        self.rate = rate
        self.stored = tuple(leads)
        self.leads = {**derived(leads), **leads}
        self.leads = {name: self.leads[name] for name in (*STANDARD, *leads) if name in self.leads}

    def einthoven_residual(self):
        """Median of abs(I + III - II) over the height of II, or None where III was derived."""
        if "III" not in self.stored:
            return None
        one, two, three = (self.leads[name] for name in ("I", "II", "III"))
        off = statistics.median(abs(a + c - b) for a, b, c in zip(one, two, three))
        return off / (max(two) - min(two))


def derived(leads):
    """The four limb leads that follow from I and II."""
    if "I" not in leads or "II" not in leads:
        return {}
    pairs = list(zip(leads["I"], leads["II"]))
    return {
        "III": [b - a for a, b in pairs],
        "aVR": [-(a + b) / 2 for a, b in pairs],
        "aVL": [a - b / 2 for a, b in pairs],
        "aVF": [b - a / 2 for a, b in pairs],
    }
