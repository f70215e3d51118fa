"""Readers of carts' files for the comparison of carts.py: read(path) -> Signal."""
from cart_formats.signal import Signal, Unreadable
from cart_formats import dicom, muse, philips, scp

READERS = {"muse_xml": muse.read, "philips": philips.read, "dicom": dicom.read, "scp": scp.read}


def read(path):
    """The waveform of a file; its folder names the format. Raises Unreadable."""
    try:
        return READERS[path.parent.name](path)
    except (LookupError, ValueError) as trouble:
        raise Unreadable(f"{path.name}: {trouble}") from trouble


__all__ = ["Signal", "Unreadable", "read"]
