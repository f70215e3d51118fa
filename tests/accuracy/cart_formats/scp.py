"""SCP-ECG: the rhythm of section 6, with the default Huffman table. Files that subtract a reference
beat or thin out what lies between the beats are refused: none of those compared does.
"""
import struct

from cart_formats.signal import NUMBERED, Signal

HEAD = 16  # bytes before a section's own
DEFAULT_TABLE = 19999
UNARY_ONES = 8  # values up to here have a code of their own
BYTE_ESCAPE, WORD_ESCAPE = 9, 10  # ones before a value of 8 or 16 bits


def read(path):
    data = path.read_bytes()
    sections = pointers(data)
    table, leads, rhythm = (sections[number] for number in (2, 3, 6))
    if struct.unpack_from("<H", table)[0] != DEFAULT_TABLE:
        raise ValueError("section 2 does not name the default Huffman table")
    if leads[1] & 1:
        raise ValueError("a reference beat was subtracted")
    spans = [struct.unpack_from("<IIB", leads, 2 + 9 * i) for i in range(leads[0])]
    nanovolts, microseconds, differences, thinned = struct.unpack_from("<HHBB", rhythm)
    if thinned:
        raise ValueError("bimodal compression")
    sizes = struct.unpack_from(f"<{len(spans)}H", rhythm, 6)
    at, signal = 6 + 2 * len(spans), {}
    for (first, last, number), size in zip(spans, sizes):
        values = integrate(huffman(rhythm[at : at + size], last - first + 1), differences)
        signal[NUMBERED[number]] = [value * nanovolts * 1e-6 for value in values]
        at += size
    return Signal(rate_of(microseconds), signal)


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
    """count numbers: n ones, a zero and a sign; or after more ones the number itself."""
    bits = "".join(f"{byte:08b}" for byte in data)
    numbers, at = [], 0
    while len(numbers) < count:
        ones = 0
        while ones < WORD_ESCAPE and bits[at + ones] == "1":
            ones += 1
        at += min(ones + 1, WORD_ESCAPE)
        width = {BYTE_ESCAPE: 8, WORD_ESCAPE: 16}.get(ones, 1 if ones else 0)
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
