"""Devices at the end of a wire and the tool that records them, for tests of a bad world."""
import json
import os
import pty
import select
import signal
import socket
import subprocess
import threading
import time
import tty

PATIENCE_S = 60  # for what needs a second on an idle machine
RATE = 500  # of the recorder that is played here
START, STOP, SERIAL, VERSION = 0x10, 0x11, 0x13, 0x14
ACKNOWLEDGED, DATA, SERIAL_REPLY, VERSION_REPLY = 0x21, 0x20, 0x23, 0x24


def frame(index, counts=(2048,) * 8, off=()):
    """A sample of the deckmount22 protocol; off: positions of channels without contact."""
    body = bytearray()
    for at, count in enumerate(counts):
        body += bytes([(count >> 7) | (0 if at in off else 0x20) | (0x40 if at == 1 else 0), count & 127])
    return bytes([0xE8, index % 64, 17, DATA, sum(body) & 255]) + bytes(body) + b"\x8e"


def reply(code, data):
    return bytes([0xE8, 0, 17, code, 0]) + data.ljust(16, b"\0") + b"\x8e"


def ramp(index):
    """A signal that never stands still and tells its own index."""
    return [1000 + (index * 7 + 13 * lead) % 2000 for lead in range(8)]


def frames(first, end):
    return b"".join(frame(i, ramp(i)) for i in range(first, end))


def value_of(index, lead=0):
    return (ramp(index)[lead] - 2048) * 0.78125 / 1000


class PtyDevice:
    """A pseudo-terminal under a name of one's own, played by a function in a thread."""

    def __init__(self, link, play, *more):
        self.link, self.alive = link, True
        self.heard = b""
        self.plug()
        self.thread = threading.Thread(target=self._run, args=(play, more), daemon=True)
        self.thread.start()

    def plug(self):
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        os.close(slave)
        temporary = f"{self.link}.new"
        os.symlink(self.path, temporary)
        os.rename(temporary, self.link)

    def unplug(self):
        os.unlink(self.link)
        os.close(self.master)
        self.master = -1

    def _run(self, play, more):
        try:
            play(self, *more)
        except OSError:
            pass  # the test is over

    def send(self, data):
        while data and self.alive:
            _, ready, _ = select.select([], [self.master], [], 0.1)
            if ready:
                data = data[os.write(self.master, data):]

    def wait_for_host(self):
        poll = select.poll()
        poll.register(self.master, 0)
        while self.alive and poll.poll(0):  # hung up: nobody has the terminal open
            time.sleep(0.01)

    def hear(self, patience):
        """What the host says within patience."""
        ready, _, _ = select.select([self.master], [], [], patience)
        try:
            data = os.read(self.master, 4096) if ready else b""
        except OSError:  # nobody has the terminal open
            time.sleep(min(patience, 0.02))
            data = b""
        self.heard += data
        return data

    def close(self):
        self.alive = False
        self.thread.join(PATIENCE_S)
        if self.master >= 0:
            self.unplug()


def answer(device, serial, requests, answers=True):
    """Answers as the recorder does; whether it was started by these requests, None without a word."""
    started = None
    for at in range(0, len(requests) - 21, 22):
        op = requests[at + 3]
        if op in (START, STOP):
            started = op == START
        if not answers:
            continue
        if op == SERIAL:
            device.send(reply(SERIAL_REPLY, serial))
        elif op == VERSION:
            device.send(reply(ACKNOWLEDGED, bytes([op])) + reply(VERSION_REPLY, b"TEST_1"))
        else:
            device.send(reply(ACKNOWLEDGED, bytes([op])))
    return started


def recorder(device, serial=b"A0000001", answers=True, stream=frames, until=10**9, seconds=10**9, patience=10**9):
    """Plays the 12-lead recorder: stream(first, end) are the bytes of these samples, at their time; for so many
    seconds of samples, or of waiting. After sample until it is silent."""
    end = time.monotonic() + patience
    streaming, begin, sent, rest = False, 0, 0, b""
    while device.alive and sent < seconds * RATE and time.monotonic() < end:
        rest += device.hear(0.02)
        whole = len(rest) // 22 * 22
        started = answer(device, serial, rest[:whole], answers)
        rest = rest[whole:]
        if started and not streaming:
            begin = time.monotonic() - sent / RATE
        streaming = streaming if started is None else started
        due = min(until, int((time.monotonic() - begin) * RATE)) if streaming else sent
        if due > sent:
            device.send(stream(sent, due))
            sent = due


class Rig:
    """A folder with what one test starts and writes."""

    def __init__(self, tools, folder):
        self.tool, self.folder = tools / "ecg-acquire", folder
        self.link, self.truth, self.file = folder / "device", folder / "truth.jsonl", folder / "ecg.jsonl"
        self.alert_file = folder / "alerts.jsonl"
        self.devices, self.processes = [], []

    def play(self, play, *more):
        device = PtyDevice(self.link, play, *more)
        self.devices.append(device)
        return device

    def simulate(self, seconds, *flags, driver="deckmount22", port=None):
        where = port or ("--pty", self.link)
        where = [str(word) for word in where]
        process = subprocess.Popen([self.tool, "simulate", "--driver", driver, *where, "--duration",
                                    str(seconds), "--truth", self.truth, "--seed", "3", *flags],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.processes.append(process)
        self.simulation = process
        if not port:
            self.wait(self.link.is_symlink, "no device")
        return process

    def end_simulation(self):
        """So that its truth is whole."""
        self.simulation.send_signal(signal.SIGTERM)
        self.simulation.communicate(timeout=PATIENCE_S)

    def start(self, *flags, driver="deckmount22", port=None, output=True, settle="0.01", **more):
        """The tool beside the test; output: to the file of the rig."""
        command = [self.tool, "record", "--driver", driver, "--port", port or self.link, "--no-derive",
                   "--alerts", self.alert_file, "--session-id", "test"]
        command += ["-o", self.file] if output else []
        command += ["--settle", settle] if settle else []
        more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | more
        process = subprocess.Popen(list(map(str, command + list(flags))), cwd=self.folder, **more)
        self.processes.append(process)
        return process

    def end(self, process, code=0, says=""):
        """Waits for the end: exit code, and that all it says is one line that holds says (None: whatever)."""
        _, said = process.communicate(timeout=PATIENCE_S)
        said = said.decode() if said else ""
        assert process.returncode == code, f"exit code {process.returncode}, not {code}: {said}"
        if says is not None:
            assert said.count("\n") == (1 if says else 0) and says in said, f"said {said!r}, not {says!r}"
        return said

    def record(self, *flags, code=0, says="", **more):
        return self.end(self.start(*flags, **more), code, says)

    def record_bytes(self, data, *flags, code=0, says="", driver="deckmount22", **more):
        """From a file of bytes; the session lines."""
        path = self.folder / "bytes"
        path.write_bytes(data)
        self.record(*flags, port=f"file:{path}", driver=driver, code=code, says=says, **more)
        return self.lines() if self.file.exists() else []

    def lines(self, path=None):
        text = (path or self.file).read_text()
        assert text == "" or text.endswith("\n"), "the last line is cut"
        return [json.loads(line) for line in text.splitlines()]

    def alerts(self, kind=None):
        if not self.alert_file.exists():
            return []
        whole = self.alert_file.read_text().rpartition("\n")[0].splitlines()
        alerts = [json.loads(line) for line in whole]
        assert all(a["schema"] == "ecg.alert/1" for a in alerts)
        return [a for a in alerts if kind in (None, a["kind"])]

    def alert(self, kind, *words, times=1):
        """The alert of this kind, of which there are so many, with all words in its message."""
        found = self.alerts(kind)
        assert len(found) == times, f"{len(found)} alerts {kind}, not {times}: {self.alerts()}"
        for word in words:
            assert word in found[0]["message"], f"{word!r} is not in {found[0]['message']!r}"
        return found[0]

    @staticmethod
    def wait(condition, trouble):
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, trouble
            time.sleep(0.01)

    def wait_for_alert(self, kind, times=1):
        self.wait(lambda: len(self.alerts(kind)) >= times, f"no alert {kind}")

    def wait_for_lines(self, count):
        def there():
            return self.file.exists() and self.file.read_text().count("\n") >= count
        self.wait(there, f"no {count} lines")

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.communicate()
        for device in self.devices:
            device.close()


def free_tcp_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
