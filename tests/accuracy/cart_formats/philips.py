"""Philips XML 1.03 to 1.04: twelve XLI chunks, each a lead as LZW of second differences.

Leads III, aVR, aVL and aVF hold what is left after their prediction from I and II.
"""
import base64
import xml.etree.ElementTree as xml

from cart_formats.signal import STANDARD, Signal

CODE_BITS = 10
FIRST_FREE = 256
LAST_CODE = (1 << CODE_BITS) - 2
COUNT_UV = 5  # where the file does not say


def read(path):
    root = xml.parse(path).getroot()
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    waves = next(root.iter("parsedwaveforms"))
    if "XLI" not in (waves.get("compressmethod"), waves.get("compression")):
        raise ValueError("waveforms are not XLI")
    about = next(root.iter("signalcharacteristics"))
    names = (waves.get("leadlabels") or " ".join(STANDARD)).split()
    counts = dict(zip(names, (unpack_lead(*chunk) for chunk in chunks(base64.b64decode(waves.text)))))
    if len(counts) != len(names):
        raise ValueError(f"{len(counts)} of {len(names)} leads")
    rebuild_limb_leads(counts)
    per_count = float(about.findtext("resolution") or about.findtext("signalresolution") or COUNT_UV)
    rate = float(about.findtext("samplingrate"))
    length = min(round(int(waves.get("durationperchannel")) * rate / 1000), heart_ends(counts))
    return Signal(rate, {name: [n * per_count / 1000 for n in lead[:length]] for name, lead in counts.items()})


def heart_ends(leads):
    """Where the calibration pulse begins, which all leads share to the last sample."""
    columns = list(zip(*leads.values()))
    while columns and len(set(columns[-1])) == 1:
        columns.pop()
    return len(columns)


def chunks(data):
    """(LZW bytes, value before the first) of each lead: sizes and starts stand in 8 bytes before."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        start = int.from_bytes(data[at + 6 : at + 8], "little", signed=True)
        yield data[at + 8 : at + 8 + size], start
        at += 8 + size


def expand(data):
    """LZW with codes of ten bits, high bit first, and no code that clears the table."""
    table = [bytes((value,)) for value in range(FIRST_FREE)]
    bits = int.from_bytes(data, "big")
    left = 8 * len(data)
    out, before = [], b""
    while left >= CODE_BITS:
        left -= CODE_BITS
        code = bits >> left & ((1 << CODE_BITS) - 1)
        if code > len(table) or code > LAST_CODE:
            break  # padding
        entry = table[code] if code < len(table) else before + before[:1]
        out.append(entry)
        if before and len(table) <= LAST_CODE:
            table.append(before + entry[:1])
        before = entry
    return b"".join(out)


def int16(value):
    """value as 16 bits hold it: the format counts modulo 65536."""
    return (value + 0x8000) % 0x10000 - 0x8000


def unpack_lead(packed, start):
    """Samples of a lead: high bytes in the first half, low ones in the second; second differences."""
    raw = expand(packed)
    half = len(raw) // 2
    steps = [int16(raw[i] << 8 | raw[half + i]) for i in range(half)]
    samples, last = steps[:2], start
    for step in steps[2:]:
        samples.append(int16(2 * samples[-1] - samples[-2] - last))
        last = step - 64
    return samples


def rebuild_limb_leads(leads):
    one, two = leads["I"], leads["II"]
    three = [int16(b - a - rest) for a, b, rest in zip(one, two, leads["III"])]
    leads["III"] = three
    leads["aVR"] = [int16(-rest - (a + b) // 2) for a, b, rest in zip(one, two, leads["aVR"])]
    leads["aVL"] = [int16((a - c) // 2 - rest) for a, c, rest in zip(one, three, leads["aVL"])]
    leads["aVF"] = [int16((b + c) // 2 - rest) for b, c, rest in zip(two, three, leads["aVF"])]
