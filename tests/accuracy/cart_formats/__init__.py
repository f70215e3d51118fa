"""Readers of carts' files for the comparison of carts.py: the recording, and the cart's mean beat."""
from cart_formats.signal import Signal, Unreadable
from cart_formats import dicom, muse, philips, scp

READERS = {"muse_xml": muse.read, "philips": philips.read, "dicom": dicom.read, "scp": scp.read}
BEAT_READERS = {"muse_xml": muse.read_beat, "dicom": dicom.read_beat, "scp": scp.read_beat}
MARKS = {"p_onset": "POn", "p_offset": "POff", "qrs_onset": "QOn", "qrs_offset": "QOff", "t_offset": "TOff"}


def read(path):
    """The waveform of a file; its folder names the format. Raises Unreadable."""
    try:
        return READERS[path.parent.name](path)
    except (LookupError, ValueError) as trouble:
        raise Unreadable(f"{path.name}: {trouble}") from trouble


def read_beat(path):
    """The mean beat that the cart took its marks from, or None where the format has none that is marked."""
    reader = BEAT_READERS.get(path.parent.name)
    return reader(path) if reader else None


def marks_ms(path, beat, row):
    """The cart's marks in ms from the start of beat; SCP-ECG counts ms, the others samples."""
    unit = 1 if path.parent.name == "scp" else 1000 / beat.rate
    return {ours: float(row[theirs]) * unit for ours, theirs in MARKS.items() if row[theirs]}


__all__ = ["Signal", "Unreadable", "marks_ms", "read", "read_beat"]
