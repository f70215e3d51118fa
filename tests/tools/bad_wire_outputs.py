"""Cases of signals, disks and readers: each is named in bad-wire.tsv."""
import json
import os
import resource
import select
import signal
import subprocess
import time

from wire_checks import check_right, check_right_count, check_truth, ended, gaps_of
from wire_rig import PATIENCE_S, STOP, frames, recorder, value_of
from wire_truth import read_recording


def stopped_by_a_signal(rig):
    device = rig.play(recorder)
    for number in (signal.SIGINT, signal.SIGTERM):
        device.heard = b""
        rig.file = rig.folder / f"{number}.jsonl"
        process = rig.start()
        rig.wait(lambda: len(device.heard) >= 88, "not started")
        time.sleep(1)
        begin = time.monotonic()
        process.send_signal(number)
        rig.end(process, 130)
        spent = time.monotonic() - begin
        ended(rig.lines(), "stopped")
        rig.wait(lambda: STOP in device.heard[88::22][:1] or b"\x11\x11" in device.heard[88:], "no stop command")
        assert spent < 5, spent


def second_signal(rig):
    rig.play(recorder)
    reading, writing = os.pipe()  # nobody reads: at the end the tool waits for who might
    process = rig.start("--chunk", "500ms", output=False, stdout=writing)
    rig.wait(lambda: is_full(writing), "the pipe never fills")
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_S)
    os.close(reading)
    os.close(writing)
    assert process.returncode == -signal.SIGINT, process.returncode


def is_full(pipe):
    return not select.select([], [pipe], [], 0)[1]


def hangup_rotates(rig):
    rig.play(recorder)
    rig.file = rig.folder / "part.jsonl"
    process = rig.start("--chunk", "500ms")
    rig.wait_for_lines(3)
    process.send_signal(signal.SIGHUP)
    second = rig.folder / "part-1.jsonl"
    rig.wait(lambda: second.exists() and second.read_text().count("\n") > 1, "no second file")
    process.send_signal(signal.SIGINT)
    rig.end(process, 130)
    lines = rig.lines() + rig.lines(second)
    assert [line["seq"] for line in lines] == list(range(len(lines)))
    leads, gaps = read_recording(lines)
    assert not gaps and None not in leads["I"]
    ended(lines, "stopped")


def user_signal(rig):
    rig.play(recorder)
    process = rig.start("--chunk", "500ms")
    rig.wait_for_lines(1)
    process.send_signal(signal.SIGUSR1)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    rig.end(process, 130, says=" samples at ")


def suspended(rig):
    rig.simulate(8)
    process = rig.start("--duration", 5)
    time.sleep(2)
    process.send_signal(signal.SIGSTOP)
    time.sleep(1.5)
    process.send_signal(signal.SIGCONT)
    rig.end(process)
    check_truth(rig)


def suspended_for_long(rig):
    rig.play(short_memory)
    process = rig.start("--duration", 6)
    time.sleep(2)
    process.send_signal(signal.SIGSTOP)
    time.sleep(2)
    process.send_signal(signal.SIGCONT)
    rig.end(process)
    leads, gaps = read_recording(rig.lines())
    assert 64 < len(gaps) < 1500 and len(leads["I"]) == 3000, (len(gaps), len(leads["I"]))
    wrong = [i for i, x in enumerate(leads["I"]) if x is not None and abs(x - value_of(i)) > 6e-5]
    assert not wrong, f"{len(wrong)} samples are not where they were taken, first {wrong[:1]}"


def short_memory(device):
    """What the host does not read is lost, as in a serial driver of 4 kB."""
    os.set_blocking(device.master, False)

    def send(data):
        try:
            os.write(device.master, data)
        except BlockingIOError:
            pass
    normal, device.send = device.send, lambda data: normal(data) if len(data) <= 44 else send(data)
    recorder(device)


def reader_goes(rig):
    rig.play(recorder)
    process = rig.start("--chunk", "300ms", output=False)
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    process.wait(PATIENCE_S)
    said = process.stderr.read()
    process.stdout = None
    assert process.returncode == 0 and not said, (process.returncode, said)


def reader_goes_file_stays(rig):
    rig.play(recorder)
    process = rig.start("--chunk", "300ms", "--also-stdout", "--duration", 3)
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    process.stdout = None
    process.wait(PATIENCE_S)
    assert process.returncode == 0, process.stderr.read()
    check_right_count(rig, 1500)
    rig.alert("overrun", "nobody reads standard output")


def disk_full_then_room(rig):
    rig.play(recorder)
    process = rig.start("--chunk", "500ms", "--duration", 9)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (40000, resource.RLIM_INFINITY))
    rig.wait_for_alert("disk_full")
    assert all("seq" in line for line in rig.lines()), "a half line is left"
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    rig.end(process)
    rig.alert("disk_back")
    check_right_count(rig, 4500)


def disk_stays_full(rig):
    rig.play(recorder)
    process = rig.start("--chunk", "500ms", "--duration", 4)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (40000, resource.RLIM_INFINITY))
    rig.end(process, 1, says="lines could not be written")
    lines = [line for line in rig.lines() if "seq" in line]
    assert lines and "end" not in lines[-1], "lines are missing in the middle"
    assert [line["seq"] for line in lines] == list(range(len(lines)))


def full_device(rig):
    rig.play(recorder)
    process = rig.start("--chunk", "500ms", "--duration", 2, "-o", "/dev/full", output=False)
    rig.end(process, 1, says="lines could not be written")


def slow_reader(rig):
    rig.play(recorder)
    reading, writing = os.pipe()
    process = rig.start("--chunk", "250ms", "--queue", 1, "--also-stdout", "--duration", 4, stdout=writing)
    os.close(writing)
    time.sleep(6)
    with os.fdopen(reading, "rb") as pipe:
        pipe.read()
    rig.end(process)
    check_right_count(rig, 2000)


def reader_slower_than_the_device(rig):
    """More than a pipe and the queue hold, while nobody reads; then somebody does again."""
    process = rig.start("--chunk", "100ms", "--queue", 1, "--also-stdout", "--rate", 5000, driver="csv", port="-",
                        stdin=subprocess.PIPE)
    names = [f"a{i}" for i in range(16)]
    process.stdin.write((",".join(names) + "\n").encode())
    begin = time.monotonic()
    for i in range(0, 20000, 250):
        rows = "".join(",".join(str((j * 7919 + k) % 99991) for k in range(16)) + "\n" for j in range(i, i + 250))
        process.stdin.write(rows.encode())
        process.stdin.flush()
        time.sleep(max(0, begin + (i + 250) / 5000 - time.monotonic()))
    out, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0 and not said, (process.returncode, said)
    seen = [json.loads(line) for line in out.splitlines()]
    lines = rig.lines()
    assert [line["seq"] for line in lines] == list(range(len(lines))), "the file lacks lines"
    assert len(read_recording(lines)[0]["a0"]) == 20000
    left_out = len(lines) - len(seen)
    assert left_out > 0 and seen == [line for line in lines if line in seen], left_out
    told = [int(a["message"].split()[0]) for a in rig.alerts("overrun") if "left out on" in a["message"]]
    assert sum(told) == left_out, (rig.alerts("overrun"), left_out)


def slow_reader_of_a_file(rig):
    """What is read from a file waits for who reads the lines, and nothing is left out."""
    path = rig.folder / "bytes"
    path.write_bytes(frames(0, 60000))
    process = rig.start("--queue", 1, "--chunk", "100ms", output=False, port=f"file:{path}")
    time.sleep(1)
    out, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0 and not said and not rig.alerts(), said
    check_right([json.loads(line) for line in out.splitlines()], 60000)


def resumed_after_a_kill(rig):
    rig.simulate(20)
    process = rig.start("--chunk", "500ms")
    rig.wait_for_lines(3)
    process.kill()
    process.wait()
    with rig.file.open("ab") as file:
        file.write(b'{"schema":"ecg.session/1","session_id":"te')
    rig.end(rig.start("--chunk", "500ms", "--resume", rig.file, "--duration", 6, output=False), says=" moved to ")
    lines = rig.lines()
    assert [line["seq"] for line in lines] == list(range(len(lines)))
    assert gaps_of(lines)[0][2] == "stopped", gaps_of(lines)
    assert (rig.folder / "ecg.jsonl.partial").exists()
    ended(lines, "finished")


def two_on_one_file(rig):
    rig.play(recorder)
    process = rig.start("--chunk", "500ms")
    rig.wait_for_lines(1)
    rig.record("--resume", rig.file, output=False, code=3, says="another process writes it")
    process.send_signal(signal.SIGINT)
    rig.end(process, 130)


def unwritable_folder(rig):
    device = rig.play(recorder)
    rig.record("-o", "/proc/none.jsonl", output=False, code=1, says="/proc/none.jsonl: ")
    rig.record("--dir", "/proc/none", output=False, code=1, says="/proc/none")
    assert device.heard == b"", "the device was asked"


def existing_file(rig):
    rig.file.write_text("precious\n")
    rig.play(recorder)
    rig.record("--duration", 1)
    assert rig.file.read_text() == "precious\n"
    rig.file = rig.folder / "ecg-1.jsonl"
    check_right_count(rig, 500)


def bad_name_of_a_user(rig):
    path = rig.folder / "bytes"
    path.write_bytes(frames(0, 500))
    command = [rig.tool, "record", "--driver", "deckmount22", "--port", f"file:{path}", "-o", rig.file,
               "--full-name", b"J\xc3\xb6rg \xff"]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr
    assert rig.lines()[0]["user"]["full_name"] == "Jörg \ufffd", rig.lines()[0]["user"]


def no_time_at_all(rig):
    for span in ("0", "-3", "0s", "soon", "nan"):
        rig.record(f"--duration={span}", code=2, says=f"--duration {span}: is no time")


CASES = [stopped_by_a_signal, second_signal, hangup_rotates, user_signal, suspended, suspended_for_long, reader_goes,
         reader_goes_file_stays, disk_full_then_room, disk_stays_full, full_device, slow_reader,
         reader_slower_than_the_device, slow_reader_of_a_file, resumed_after_a_kill, two_on_one_file,
         unwritable_folder, existing_file, bad_name_of_a_user, no_time_at_all]
