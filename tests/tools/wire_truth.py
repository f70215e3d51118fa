"""What a simulated device says that it sent, held against the session lines that were recorded."""
import json


def read_truth(path):
    """head, channel -> counts of every sample that was taken, samples that did not come through."""
    head, counts, lost = None, {}, set()
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        if "schema" in entry:
            head = entry
        elif "counts" in entry:
            for name, values in entry["counts"].items():
                counts.setdefault(name, []).extend(values)
        elif entry["count"] > 0:
            lost.update(range(entry["first"], entry["first"] + entry["count"]))
    return head, counts, lost


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def read_recording(lines):
    """lead -> samples by their index in the session, None where there is none; samples in gaps."""
    leads, gaps = {}, set()
    for line in lines:
        for name, samples in line["ecg_snapshot"].items():
            lead = leads.setdefault(name, [])
            lead.extend([None] * (line["first_sample"] - len(lead)) + samples)
        for gap in line["gaps"]:
            gaps.update(range(gap["first"], gap["first"] + gap["count"]))
    return leads, gaps


def compare_leads(head, counts, lost, leads, origin):
    """Samples that are not what was taken, and how many are."""
    wrong, right = [], 0
    for channel in head["channels"]:
        taken = counts[channel["name"]]
        for at, sample in enumerate(leads[channel["name"]]):
            index = at + origin
            count = taken[index] if index < len(taken) else None
            if (index in lost or count is None) != (sample is None):
                wrong.append((channel["name"], index, sample, count))
            elif sample is not None:
                value = (count - channel["zero"]) * channel["uv_per_count"] / 1000
                right += 1
                if abs(value - sample) > 0.000051 + 1e-9 * abs(value):
                    wrong.append((channel["name"], index, sample, value))
    return wrong, right


LATEST_START = 200  # samples: what came before the port was emptied is nobody's


def compare(truth, lines):
    """What is wrong with the recording, "" when nothing is; and its figures.

    A device that streams unasked may have sent some samples before the recorder began to listen, so
    the recording may begin a little later than the device; then all of it does.
    """
    head, counts, lost = read_truth(truth)
    leads, gaps = read_recording(lines)
    if not lines or "end" not in lines[-1]:
        return "the last line has no end", ""
    missing = [c["name"] for c in head["channels"] if c["name"] not in leads]
    if missing:
        return f"lead {missing[0]} is missing", ""
    taken = min(len(values) for values in counts.values())
    came = [i for i in range(min(taken, LATEST_START)) if i not in lost]
    results = (compare_from(origin, head, counts, lost, leads, gaps, taken) for origin in came)
    first = next(results)
    return first if not first[0] else next((r for r in results if not r[0]), first)


def compare_from(origin, head, counts, lost, leads, gaps, taken):
    """As compare, with the recording's sample 0 at this one of the device."""
    length = max(len(samples) for samples in leads.values())
    missed = {at for at in range(length) if at + origin in lost or at + origin >= taken}
    if {at for at in gaps if at < length} - missed:
        return "a gap covers samples that came", ""
    if missed - gaps:
        return f"a loss is no gap: {sorted(missed - gaps)[:3]} and so on", ""
    wrong, right = compare_leads(head, counts, lost, leads, origin)
    if wrong:
        return f"{len(wrong)} samples are wrong, the first {wrong[0]}", ""
    return "", f"{right} samples right, {len(gaps)} lost and marked"
