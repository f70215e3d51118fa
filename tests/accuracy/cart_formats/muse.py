"""GE MUSE XML: 16-bit counts in base64, a list of leads of which III and the augmented are left out."""
import base64
import xml.etree.ElementTree as xml
from array import array

from cart_formats.signal import Signal

MICROVOLTS = 1e-3  # mV


def read(path):
    return waveform(path, "Rhythm")


def read_beat(path):
    return waveform(path, "Median")


def waveform(path, kind):
    root = xml.parse(path).getroot()
    found = next((w for w in root.iter("Waveform") if w.findtext("WaveformType") == kind), None)
    if found is None:
        raise ValueError(f"no {kind} waveform")
    rate = int(found.findtext("SampleBase")) * 10 ** int(found.findtext("SampleExponent") or 0)
    return Signal(rate, dict(lead_of(data) for data in found.iter("LeadData")))


def lead_of(data):
    if data.findtext("LeadAmplitudeUnits") != "MICROVOLTS":
        raise ValueError("unit of amplitude is not microvolts")
    counts = array("h", base64.b64decode(data.findtext("WaveFormData")))
    height = float(data.findtext("LeadAmplitudeUnitsPerBit")) * MICROVOLTS
    return data.findtext("LeadID"), [count * height for count in counts]
