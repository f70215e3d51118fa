"""GE MUSE XML: 16-bit counts in base64, a list of leads of which III and the augmented are left out."""
import base64
import xml.etree.ElementTree as xml
from array import array

from cart_formats.signal import Signal

MICROVOLTS = 1e-3  # mV


def read(path):
    root = xml.parse(path).getroot()
    rhythm = next((w for w in root.iter("Waveform") if w.findtext("WaveformType") == "Rhythm"), None)
    if rhythm is None:
        raise ValueError("no rhythm waveform")
    rate = int(rhythm.findtext("SampleBase")) * 10 ** int(rhythm.findtext("SampleExponent") or 0)
    return Signal(rate, dict(lead_of(data) for data in rhythm.iter("LeadData")))


def lead_of(data):
    if data.findtext("LeadAmplitudeUnits") != "MICROVOLTS":
        raise ValueError("unit of amplitude is not microvolts")
    counts = array("h", base64.b64decode(data.findtext("WaveFormData")))
    height = float(data.findtext("LeadAmplitudeUnitsPerBit")) * MICROVOLTS
    return data.findtext("LeadID"), [count * height for count in counts]
