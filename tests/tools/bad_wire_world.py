"""Cases of cables, ports, signals, disks and readers: each is named in bad-wire.tsv."""
import os
import signal
import termios
import time
from datetime import datetime

from wire_checks import check_right_count, check_truth, ended, gaps_of
from wire_rig import frames, free_tcp_port, recorder
from wire_truth import read_recording, read_truth


def three_unplugs(rig):
    rig.simulate(11, "--faults", "unplug@2+0.5,unplug@4+0.5,unplug@6+0.5")
    rig.record("--duration", 8, "--backoff", "50ms..100ms", "--backend", "termios")
    check_truth(rig)
    lines = rig.lines()
    assert [g[2] for g in gaps_of(lines)] == ["unplugged"] * 3, gaps_of(lines)
    rig.alert("device_lost", times=3)
    rig.alert("device_back", times=3)


def unplugged_in_mid_frame(rig):
    rig.simulate(8, "--faults", "unplug@2+0.4,split", "--burst", "7")
    rig.record("--duration", 5, "--backoff", "50ms..100ms")
    check_truth(rig)


def uncounted_unplug(rig):
    rig.simulate(9, "--rate", "200", "--faults", "unplug@3+0.5", driver="csv")
    rig.record("--rate", 200, "--duration", 6, "--backoff", "50ms..100ms", driver="csv")
    rig.end_simulation()
    _, _, lost = read_truth(rig.truth)
    (first, count, cause), = gaps_of(rig.lines())
    origin = next(i for i in range(1000) if i not in lost)
    true = [i - origin for i in sorted(lost) if i > origin and i < 1100]
    assert cause == "unplugged" and abs(first - true[0]) <= 1 and abs(count - len(true)) <= 1, (first, count, true[0], len(true))


def noticed_at_once(rig):
    """Ten times: from the moment when the device goes to the alert's."""
    gone = []

    def cycles(device):
        for _ in range(10):
            recorder(device, seconds=0.4)
            gone.append(time.time())
            device.unplug()
            time.sleep(0.1)
            device.plug()
        recorder(device)

    rig.play(cycles)
    process = rig.start("--backoff", "20ms..50ms", "--stall", "30s")
    rig.wait_for_alert("device_lost", 10)
    rig.wait_for_alert("device_back", 10)
    process.send_signal(signal.SIGINT)
    rig.end(process, 130)
    told = [datetime.fromisoformat(a["time"].replace("Z", "+00:00")).timestamp() for a in rig.alerts("device_lost")]
    late = sorted(1000 * (t - g) for t, g in zip(told, gone))
    assert len(late) == 10 and late[-1] < 1000, late
    return "unplugged until told, ms: " + " ".join(f"{x:.0f}" for x in late)


def lost_is_flushed(rig):
    def play(device):
        recorder(device, seconds=1.3)
        device.unplug()
    rig.play(play)
    process = rig.start("--chunk", "60s")
    rig.wait_for_alert("device_lost")
    rig.wait_for_lines(1)
    length = len(rig.lines()[0]["ecg_snapshot"]["I"])
    process.send_signal(signal.SIGTERM)
    rig.end(process, 130)
    assert 300 < length < 800, length
    lines = rig.lines()
    ended(lines, "stopped")
    tail = gaps_of(lines)[-1]
    assert tail[0] == length and tail[2] == "unplugged", tail


def another_device_comes(rig):
    def play(device):
        recorder(device, seconds=1)
        device.unplug()
        device.plug()
        recorder(device, serial=b"B0000002", patience=1.5)
        device.unplug()
        device.plug()
        recorder(device)
    rig.play(play)
    process = rig.start("--backoff", "50ms..100ms")
    rig.wait_for_alert("device_back")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    rig.end(process, 130)
    alert = rig.alert("wrong_device", "B0000002")
    assert alert["severity"] == "error"
    lines = rig.lines()
    assert len(gaps_of(lines)) == 1 and gaps_of(lines)[0][1] > 400, gaps_of(lines)
    kinds = [a["kind"] for a in rig.alerts()][:3]
    assert kinds == ["device_lost", "wrong_device", "device_back"], kinds


def missing_port(rig):
    rig.record(code=3, says="device: no such port; there ")
    assert not rig.file.exists(), "an empty file is left"


def missing_port_leaves_nothing(rig):
    rig.record("--raw-log", rig.folder / "raw", code=3, says="no such port")
    left = [p.name for p in rig.folder.iterdir() if p.name != rig.alert_file.name]
    assert not left, left


def waits_for_the_port(rig):
    process = rig.start("--retry", "forever", "--backoff", "50ms..100ms", "--duration", 2)
    rig.wait_for_alert("device_lost")
    rig.play(recorder)
    rig.end(process)
    check_right_count(rig, 1000)


def tries_run_out(rig):
    rig.record("--retry", 3, "--backoff", "20ms..40ms", code=3, says="no such port")
    assert not rig.file.exists()


def gone_for_good(rig):
    rig.play(lambda device: (recorder(device, seconds=1), device.unplug()))
    rig.record("--retry", 3, "--backoff", "20ms..40ms", code=3, says="no such port")
    lines = rig.lines()
    ended(lines, "device lost")


def busy_port(rig):
    rig.play(recorder)
    first = rig.start()
    rig.wait(lambda: rig.file.exists() and holds(first, rig), "not open")
    other = rig.folder / "other.jsonl"
    said = rig.record("-o", other, output=False, code=3, says=f"in use by pid {first.pid} (ecg-acquire)")
    assert not other.exists(), said
    first.send_signal(signal.SIGINT)
    rig.end(first, 130)


def holds(process, rig):
    names = [os.readlink(f"/proc/{process.pid}/fd/{n}") for n in os.listdir(f"/proc/{process.pid}/fd")]
    return os.readlink(rig.link) in names


def no_port(rig):
    rig.link.write_bytes(b"x")
    rig.record(code=2, says=f"to read it say file:{rig.link}")
    rig.record(port=rig.folder, code=2, says="is a folder, not a port")
    rig.record(port="/dev/null", code=2, says="is not a serial port")


def unsupported_baud(rig):
    rig.record("--baud", "77777777", code=2, says="4000000")


def takes_no_bytes(rig):
    """The device stops what the host says to it; its samples go on."""
    def play(device):
        slave = os.open(device.path, os.O_RDWR | os.O_NOCTTY)
        termios.tcflow(slave, termios.TCOOFF)
        begin = time.monotonic()
        for i in range(0, 5000, 10):
            device.send(frames(i, i + 10))
            time.sleep(max(0, begin + (i + 10) / 500 - time.monotonic()))
            if not device.alive:
                break
        os.close(slave)
    rig.play(play)
    rig.record("--duration", 3)
    rig.alert("write_failed", "takes no bytes")
    leads, gaps = read_recording(rig.lines())
    assert len(leads["I"]) == 1500 and not gaps, (len(leads["I"]), gaps)


def network_device_lost(rig):
    port = free_tcp_port()
    rig.simulate(9, "--faults", "unplug@2+0.5", port=("--tcp", port))
    rig.wait(lambda: is_listening(port), "no server")
    rig.record("--duration", 5, "--backoff", "50ms..100ms", port=f"tcp:127.0.0.1:{port}")
    check_truth(rig)
    rig.alert("device_back")


def is_listening(port):
    return any(f":{port:04X} 00000000:0000 0A" in line for line in open("/proc/net/tcp", encoding="ascii"))


def ends_while_unplugged(rig):
    def play(device):
        recorder(device, seconds=2)
        device.unplug()
    rig.play(play)
    rig.record("--duration", 5)
    lines = rig.lines()
    ended(lines, "finished")
    first, count, cause = gaps_of(lines)[-1]
    assert cause == "unplugged" and first + count == 2500, (first, count, cause)
    assert lines[-1]["end"]["samples"] == 2500, lines[-1]["end"]
    assert lines[-1]["end"]["gaps"] == 1, lines[-1]["end"]


CASES = [three_unplugs, unplugged_in_mid_frame, uncounted_unplug, noticed_at_once, lost_is_flushed,
         another_device_comes, missing_port, missing_port_leaves_nothing, waits_for_the_port, tries_run_out,
         gone_for_good, busy_port, no_port, unsupported_baud, takes_no_bytes, network_device_lost,
         ends_while_unplugged]
