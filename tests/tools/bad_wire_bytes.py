"""Cases of the bytes that come: each is named in bad-wire.tsv, gets a Rig, and asserts."""
import time

from wire_checks import check_right, check_truth
from wire_rig import frame, frames, ramp, recorder, value_of
from wire_truth import read_recording, read_truth


def simulated(rig, seconds, faults, *flags, driver="deckmount22", record=()):
    """Records all of a simulated device over a wire with faults."""
    rig.simulate(seconds + 2, "--faults", faults, *flags, driver=driver)
    rig.record("--duration", seconds, *record, driver=driver)
    check_truth(rig)
    return rig.lines()


def garbage_before(rig):
    check_right(rig.record_bytes(bytes(range(0xE0)) * 13 + frames(0, 1000)), 1000)
    assert not rig.alerts()


def boot_text(rig):
    text = b"ets Jun  8 2016 00:22:57\r\nrst:0x1 (POWERON_RESET)\r\nready\r\n"
    rig.play(lambda device: (device.wait_for_host(), time.sleep(0.2), device.send(text), send_rows(device, 1000)))
    rig.record("--rate", 100, "--duration", 2, "-v", driver="csv", says=None)
    lines = rig.lines()
    assert sum(len(line["ecg_snapshot"]["ch1"]) for line in lines) == 200, lines


def send_rows(device, count):
    begin = time.monotonic()
    for i in range(count):
        if not device.alive:
            break
        device.send(b"%d,%d\r\n" % (i, 2 * i))
        device.hear(max(0, begin + (i + 1) / 100 - time.monotonic()))


def half_frame_at_start(rig):
    check_right(rig.record_bytes(frame(0, ramp(0))[9:] + frames(1, 1000)), 999, first=1)


def half_frame_at_end(rig):
    check_right(rig.record_bytes(frames(0, 1000) + frame(1000, ramp(1000))[:13]), 1000)


def split_frames(rig):
    simulated(rig, 4, "split")


def false_start_byte(rig):
    data = bytearray(frames(0, 1000))
    data[500 * 22 + 9] = 0xE8
    check_right(rig.record_bytes(bytes(data)), 1000, {500})


def bad_checksum(rig):
    data = bytearray(frames(0, 1000))
    data[500 * 22 + 6] ^= 4
    check_right(rig.record_bytes(bytes(data)), 1000, {500})
    alert = rig.alert("loss", "1 sample lost")
    assert alert["first_sample"] == 500 and alert["count"] == 1, alert


def checksum_learned(rig):
    path = rig.folder / "bytes"
    path.write_bytes(frames(0, 1000))
    process = rig.start("-v", port=f"file:{path}")
    _, said = process.communicate()
    assert b"checksum sum5" in said, said
    check_right(rig.lines(), 1000)


def counter_jump(rig):
    check_right(rig.record_bytes(frames(0, 400) + frames(440, 1000)), 1000, set(range(400, 440)))
    assert rig.alert("loss")["count"] == 40


def numbered_rows(first, end):
    return "".join(f'{{"n":{i},"I":{i % 1000}}}\n' for i in range(first, end)).encode()


def long_jump(rig):
    data = numbered_rows(0, 1000) + numbered_rows(3000, 3500)
    lines = rig.record_bytes(data, "--rate", 100, driver="jsonl")
    ends = [line["first_sample"] + len(line["ecg_snapshot"]["I"]) for line in lines]
    assert 1000 in ends and lines[ends.index(1000) + 1]["first_sample"] == 3000, ends
    gaps = [gap for line in lines for gap in line["gaps"]]
    assert [(g["first"], g["count"]) for g in gaps] == [(1000, 2000)], gaps


def repeated(rig):
    data = frames(0, 500) + frame(499, ramp(499)) + frames(500, 1000)
    check_right(rig.record_bytes(data, "--status-file", rig.folder / "status"), 1000)
    assert '"duplicates":1' in (rig.folder / "status").read_text()


def rebooted(rig):
    rig.simulate(7, "--faults", "reboot@2.5")
    rig.record("--duration", 5)
    rig.alert("device_restart")
    rig.end_simulation()
    head, counts, _ = read_truth(rig.truth)
    leads, gaps = read_recording(rig.lines())
    assert len(gaps) <= 5, gaps  # by the clock alone
    after = [round((x - 2048) * head["channels"][0]["uv_per_count"] / 1000, 4) for x in counts["I"][1400:1500]]
    first = next(i for i in range(1380, 1420) if leads["I"][i:i + 100] == after)
    assert abs(first - 1400) <= 5, first


def wrong_baud(rig):
    noise = bytes((i * 37 + i // 7) % 0xE0 for i in range(4000))
    rig.play(lambda device: device.wait_for_host() or [device.hear(0.05) or device.send(noise[i:i + 25]) for i in range(0, 4000, 25)])
    rig.record("--stall", "1s", "--duration", 2, code=3, says="no sample of deckmount22; see ecg-acquire probe")
    rig.alert("no_sync", "baud", "no frame of deckmount22")
    assert not rig.file.exists(), "an empty file is left"


def silent_though_answering(rig):
    rig.play(lambda device: recorder_without(device, True))
    rig.record("--stall", "1s", "--duration", 2, code=3, says="no sample")
    rig.alert("silent", "was answered")


def silent_and_deaf(rig):
    rig.play(lambda device: recorder_without(device, False))
    rig.record("--stall", "1s", "--duration", 2, code=3, says="nothing came")
    rig.alert("silent", "was not answered")


def started_again(rig):
    """The device begins anew without a word and waits to be started."""
    def play(device):
        recorder(device, seconds=2)
        recorder(device)
    rig.play(play)
    rig.record("--stall", "1s", "--duration", 6)
    rig.alert("silent", "nothing came")
    leads, gaps = read_recording(rig.lines())
    assert len(leads["I"]) == 3000 and 400 < len(gaps) < 1900, (len(leads["I"]), len(gaps))
    after = next(i for i in range(max(gaps) + 1, 3000))
    assert abs(leads["I"][after] - value_of(0)) < 6e-5 and leads["I"][-1] is not None


def recorder_without(device, answers):
    recorder(device, answers=answers, until=0)


def rate_off(rig):
    simulated(rig, 7, "", "--clock-ppm", "10000")
    rig.alert("rate_off", "not 500 Hz")
    assert abs(rig.lines()[0]["sampling_rate"] - 505) < 1, rig.lines()[0]["sampling_rate"]


def rate_far_off(rig):
    simulated(rig, 7, "", "--clock-ppm", "80000")
    rig.alert("rate_off", "--rate")


def rate_drift(rig):
    simulated(rig, 9, "", "--clock-ppm", "2000")
    lines = rig.lines()
    assert all(line["sampling_rate"] == 500 for line in lines)
    measured = lines[-1]["device"]["rate_measured_hz"]
    assert abs(measured - 501) < 0.5, measured
    assert not rig.alerts(), rig.alerts()


def bursts(rig):
    simulated(rig, 5, "stall@2+0.5", "--burst", "100")
    assert not rig.alerts(), rig.alerts()


def columns(rig):
    data = b"I,II\n" + b"1,2\n" * 100 + b"1\n1,2,3\n" + b"1,2\n" * 98
    lines = rig.record_bytes(data, "--rate", 100, driver="csv")
    leads, gaps = read_recording(lines)
    assert list(leads) == ["I", "II"] and len(leads["I"]) == 200 and gaps == {100, 101}, (leads, gaps)


def numbers(rig):
    good, bad = [b"12.5", b"-3", b"+7", b"1e3"], [b"NaN", b"0x1F", b"1,5"]
    rows = [b"2,%s" % x for x in good * 5 + bad]
    lines = rig.record_bytes(b"I,II\n" + b"\n".join(rows) + b"\n2,2\n", "--rate", 100, driver="csv")
    leads, gaps = read_recording(lines)
    first = [x / leads["II"][0] * 12.5 for x in leads["II"][:4]]
    assert [round(x, 6) for x in first] == [12.5, -3, 7, 1000], first
    assert gaps == {21, 22} and leads["II"][20:23] == [None] * 3 and len(leads["II"]) == 24, gaps


def endless_line(rig):
    data = b"I,II\n" + b"1,2\n" * 100 + b"7" * 100000 + b"\n" + b"1,2\n" * 100
    lines = rig.record_bytes(data, "--rate", 100, driver="csv")
    leads, _ = read_recording(lines)
    assert 200 <= len(leads["I"]) <= 201 and {x for x in leads["I"]} <= {leads["I"][0], None}


def line_ends(rig):
    data = b"\xef\xbb\xbfI,II\r" + b"1,2\r" * 50 + b"1,2\r\n" * 50 + b"\0\0" + b"1,\0002\n" * 50
    lines = rig.record_bytes(data, "--rate", 100, driver="csv")
    leads, gaps = read_recording(lines)
    assert len(leads["I"]) == 150 and not gaps and len(set(leads["II"])) == 1


def saturated(rig):
    def stream(first, end):
        return b"".join(frame(i, ramp(i) if not 700 <= i < 720 else [4095] * 8) for i in range(first, end))
    lines = rig.record_bytes(stream(0, 1500))
    leads, gaps = read_recording(lines)
    assert leads["I"][710] == round(2047 * 0.78125 / 1000, 4) and not gaps
    alert = rig.alert("saturated", "end of its range", times=8)
    assert alert["leads"] == ["I"] and alert["first_sample"] == 700


def flat(rig):
    def stream(first, end):
        return b"".join(frame(i, [*ramp(i)[:7], 2000]) for i in range(first, end))
    rig.record_bytes(stream(0, 1500))
    assert rig.alert("flat", "V6 has not changed for 2 s")["leads"] == ["V6"]


def chest_electrode_off(rig):
    data = b"".join(frame(i, ramp(i), off=(4,) if 500 <= i < 1000 else ()) for i in range(1500))
    lines = rig.record_bytes(data)
    leads, gaps = read_recording(lines)
    off = {i for i, x in enumerate(leads["V3"]) if x is None}
    assert off and min(off) == 500 and 1000 <= max(off) + 1 <= 1060, (min(off), max(off))
    assert None not in leads["V2"] and None not in leads["I"] and not gaps
    assert lines[0]["leads_off"] == ["V3"]
    assert rig.alert("lead_off", "V3")["leads"] == ["V3"]
    rig.alert("lead_on", "all electrodes have contact again")


def limb_electrode_off(rig):
    data = b"".join(frame(i, ramp(i), off=(0,) if 500 <= i < 1000 else ()) for i in range(1500))
    path = rig.folder / "bytes"
    path.write_bytes(data)
    process = rig.start(port=f"file:{path}")
    process.communicate()
    leads, _ = read_recording(rig.lines())
    assert rig.alert("lead_off", "LA")["leads"] == ["LA"]
    for lead in ("I", "V1", "V6"):  # all that are measured against LA
        assert leads[lead][700] is None and leads[lead][1400] is not None, lead
    assert leads["II"][700] is not None


def electrode_kept(rig):
    data = b"".join(frame(i, ramp(i), off=(4,)) for i in range(1000))
    check_right(rig.record_bytes(data, "--keep-off"), 1000)
    rig.alert("lead_off", "V3")


CASES = [garbage_before, boot_text, half_frame_at_start, half_frame_at_end, split_frames, false_start_byte,
         bad_checksum, checksum_learned, counter_jump, long_jump, repeated, rebooted, wrong_baud,
         silent_though_answering, silent_and_deaf, started_again, rate_off, rate_far_off, rate_drift, bursts, columns, numbers, endless_line,
         line_ends, saturated, flat, chest_electrode_off, limb_electrode_off, electrode_kept]
