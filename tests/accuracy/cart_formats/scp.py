"""SCP-ECG: the rhythm of section 6 and the mean beat of section 5, by the default Huffman table.

Files that subtract a reference beat or thin out what lies between the beats are refused: none of
those compared does.
"""
import struct

from cart_formats.signal import NUMBERED, Signal

HEAD = 16  # bytes before a section's own
DEFAULT_TABLE = 19999
UNARY_ONES = 8  # values up to here have a code of their own
BYTE_ESCAPE, WORD_ESCAPE = 9, 10  # ones before a value of 8 or 16 bits


def read(path):
    sections = pointers(path.read_bytes())
    leads = sections[3]
    if leads[1] & 1:
        raise ValueError("a reference beat was subtracted")
    spans = spans_of(leads)
    signal = decode(sections, sections[6], spans)
    if any(len(signal.leads[NUMBERED[number]]) != last - first + 1 for first, last, number in spans):
        raise ValueError("section 6 ends early")
    return signal


def read_beat(path):
    sections = pointers(path.read_bytes())
    length_ms = struct.unpack_from("<H", sections[4])[0]
    microseconds = struct.unpack_from("<H", sections[5], 2)[0]
    count = length_ms * 1000 // microseconds
    return decode(sections, sections[5], [(1, count, number) for *_, number in spans_of(sections[3])])


def spans_of(leads):
    """(first sample, last sample, lead number) of each lead of section 3."""
    return [struct.unpack_from("<IIB", leads, 2 + 9 * i) for i in range(leads[0])]


def decode(sections, data, spans):
    """The leads of section 5 or 6, as long as the shortest."""
    if struct.unpack_from("<H", sections[2])[0] != DEFAULT_TABLE:
        raise ValueError("section 2 does not name the default Huffman table")
    nanovolts, microseconds, differences, thinned = struct.unpack_from("<HHBB", data)
    if thinned:
        raise ValueError("bimodal compression")
    sizes = struct.unpack_from(f"<{len(spans)}H", data, 6)
    at, leads = 6 + 2 * len(spans), {}
    for (first, last, number), size in zip(spans, sizes):
        values = integrate(huffman(data[at : at + size], last - first + 1), differences)
        leads[NUMBERED[number]] = [value * nanovolts * 1e-6 for value in values]
        at += size
    shortest = min(len(samples) for samples in leads.values())
    return Signal(rate_of(microseconds), {name: samples[:shortest] for name, samples in leads.items()})


def pointers(data):
    """Section number -> its bytes behind the head."""
    at = 6
    size = struct.unpack_from("<I", data, at + 4)[0]
    found = {}
    for entry in range(at + HEAD, at + size - 9, 10):
        number, length, index = struct.unpack_from("<HII", data, entry)
        if length:
            start = index - 1
            if struct.unpack_from("<H", data, start + 2)[0] != number:
                raise ValueError(f"no section {number} where the file says it is")
            found[number] = data[start + HEAD : start + length]
    return found


def rate_of(microseconds):
    """Hz; whole microseconds cut 600 Hz to 1667."""
    return round(1e6 / microseconds)


def huffman(data, count):
    """count numbers, fewer where data end: n ones, a zero and a sign; or after more ones the number."""
    bits = "".join(f"{byte:08b}" for byte in data)
    numbers, at = [], 0
    while len(numbers) < count:
        ones = 0
        while ones < WORD_ESCAPE and bits[at + ones : at + ones + 1] == "1":
            ones += 1
        at += min(ones + 1, WORD_ESCAPE)
        width = {BYTE_ESCAPE: 8, WORD_ESCAPE: 16}.get(ones, 1 if ones else 0)
        if at + width > len(bits):
            break
        field = int(bits[at : at + width] or "0", 2)
        at += width
        if ones <= UNARY_ONES:
            numbers.append(-ones if field else ones)
        else:
            numbers.append(field - (1 << width) if field >> (width - 1) else field)
    return numbers


def integrate(values, differences):
    """Samples from their first (1) or second (2) differences; the first one or two are themselves."""
    for i in range(1, len(values)):
        if differences == 1:
            values[i] += values[i - 1]
        elif differences == 2 and i > 1:
            values[i] += 2 * values[i - 1] - values[i - 2]
    return values
