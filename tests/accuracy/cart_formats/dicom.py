"""DICOM waveforms, explicit or implicit VR, little endian: the rhythm is the longest multiplex group,
the mean beat the shortest."""
import struct
from array import array

from cart_formats.signal import NUMBERED, STANDARD, Signal

LONG_VRS = {b"OB", b"OW", b"OF", b"OD", b"OL", b"SQ", b"UC", b"UN", b"UR", b"UT"}
UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = (0xFFFE, 0xE000), (0xFFFE, 0xE00D), (0xFFFE, 0xE0DD)
TRANSFER_SYNTAX, IMPLICIT_LITTLE = (0x0002, 0x0010), "1.2.840.10008.1.2"
WAVEFORMS = (0x5400, 0x0100)
CHANNELS, RATE, CHANNEL_LIST = (0x003A, 0x0005), (0x003A, 0x001A), (0x003A, 0x0200)
SOURCE, SENSITIVITY, UNITS = (0x003A, 0x0208), (0x003A, 0x0210), (0x003A, 0x0211)
CORRECTION, BASELINE = (0x003A, 0x0212), (0x003A, 0x0213)
INTERPRETATION, DATA = (0x5400, 0x1006), (0x5400, 0x1010)
CODE, MEANING = (0x0008, 0x0100), (0x0008, 0x0104)
SEQUENCES = {WAVEFORMS, CHANNEL_LIST, SOURCE, UNITS}  # what implicit VR does not tell
TO_MILLIVOLT = {"uV": 1e-3, "mV": 1.0, "V": 1e3}


def read(path):
    return max(groups(path), key=seconds)


def read_beat(path):
    return min(groups(path), key=seconds)


def seconds(signal):
    return len(signal.leads["I"]) / signal.rate


def groups(path):
    data = path.read_bytes()
    if data[128:132] != b"DICM":
        raise ValueError("no DICOM file")
    meta, at = elements(data, 132, len(data), True, only_group=2)
    explicit = text(meta[TRANSFER_SYNTAX]) != IMPLICIT_LITTLE
    body, _ = elements(data, at, len(data), explicit)
    return [signal_of(item) for item in body[WAVEFORMS]]


def elements(data, at, end, explicit, only_group=None):
    """Elements by tag from at to end or to the end of their item, and where they ended."""
    found = {}
    while at + 8 <= end:
        tag = struct.unpack_from("<HH", data, at)
        if only_group is not None and tag[0] != only_group:
            break
        if tag in (ITEM_END, SEQUENCE_END):
            return found, at + 8
        vr, size, start = element_head(data, at, explicit)
        if vr == b"SQ" or tag in SEQUENCES or size == UNDEFINED:
            found[tag], at = items(data, start, end if size == UNDEFINED else start + size, explicit)
        else:
            found[tag], at = data[start : start + size], start + size
    return found, at


def element_head(data, at, explicit):
    """(VR, size, where the value starts)"""
    vr = data[at + 4 : at + 6] if explicit else b""
    if not explicit:
        return vr, struct.unpack_from("<I", data, at + 4)[0], at + 8
    if vr in LONG_VRS:
        return vr, struct.unpack_from("<I", data, at + 8)[0], at + 12
    return vr, struct.unpack_from("<H", data, at + 6)[0], at + 8


def items(data, at, end, explicit):
    found = []
    while at + 8 <= end:
        group, element, size = struct.unpack_from("<HHI", data, at)
        at += 8
        if (group, element) == SEQUENCE_END:
            break
        item, at = elements(data, at, end if size == UNDEFINED else at + size, explicit)
        found.append(item)
    return found, at


def text(value):
    return value.decode("ascii", "replace").strip(" \0")


def signal_of(group):
    channels = group[CHANNEL_LIST]
    if text(group[INTERPRETATION]) != "SS":
        raise ValueError("samples are not of 16 bits")
    samples = array("h", group[DATA])
    count = struct.unpack("<H", group[CHANNELS])[0]
    leads = {lead_name(c): scaled(samples[i::count], c) for i, c in enumerate(channels)}
    return Signal(float(text(group[RATE])), leads)


def scaled(counts, channel):
    """Millivolts: counts x sensitivity x correction + baseline (PS3.3 C.10.9)."""
    unit = TO_MILLIVOLT[text(channel[UNITS][0][CODE])]
    factor = float(text(channel[SENSITIVITY])) * float(text(channel.get(CORRECTION, b"1")))
    level = float(text(channel.get(BASELINE, b"0")))
    return [(count * factor + level) * unit for count in counts]


def lead_name(channel):
    """By code (MDC 2:61, SCPECG 5.6.3-9-61), then by the words of its meaning."""
    source = channel[SOURCE][0]
    code = text(source[CODE])
    number = code.replace(":", "-").split("-")[-1]
    if code.startswith(("2:", "5.6.3-9-")) and int(number) in NUMBERED:
        return NUMBERED[int(number)]
    words = text(source.get(MEANING, b"")).replace("(", " ").split()
    return next(name for name in STANDARD for word in words if word.lower() == name.lower())
