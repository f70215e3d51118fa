#!/usr/bin/env python3
"""ecg-sync watch: sends what comes as it comes, sleeps otherwise, leaves a server that is away alone, and obeys signals and systemd."""
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from serve_rig import check
from sync_rig import Device, RunningServer
from sync_watch_rig import SAMPLE, Counting, Watch, until, url

def metrics_item(hour):
    data = {"session_id": "offline_session_1", "timestamp": f"2025-01-08T{hour}:00:00.000Z", "metrics": {"heart_rate": 75}}
    return json.dumps({"id": f"metrics_{hour}", "type": "metrics", "data": data})


def sends_as_it_comes(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    before = server.counts()
    watch = Watch(device, **url(server.port), ECG_SYNC_POLL="1h").ready()
    until("what waited is sent", lambda: device.files("pending") == [])
    device.sync("enqueue", given=Path("af.jsonl").read_text())
    until("what comes is sent as it comes", lambda: device.files("pending") == [])
    check("and all is stored once", server.counts()[0] == before[0] + 2 and server.counts()[1] == before[1] + 2)
    until("and told", lambda: sum(line["stored"] for line in watch.said("end")) == len(device.files("synced")))
    check("between two passes a run has the lock", device.sync("run") == (0, "", ""))
    start = {"type": "session_start", "data": {"session_id": "offline_session_1", "device_serial": "ECG-1", "device_info": {}}}
    (device.queue / "pending" / "start.json").write_text(json.dumps(start))
    with open(device.queue / "pending" / "slow.json", "w", encoding="utf-8") as slow:
        for byte in metrics_item(13):
            slow.write(byte)
            slow.flush()
    until("what others drop in is sent once it is whole", lambda: "slow.json" not in device.files("pending"))
    (device.home / "item.json").write_text(metrics_item(14))
    os.rename(device.home / "item.json", device.queue / "pending" / "renamed.json")
    until("also when it is moved there", lambda: "renamed.json" not in device.files("pending"))
    check("nothing of it failed", device.files("failed") == [])
    code, _, errors = device.sync("watch")
    check("a second one leaves at once", code == 3 and "another ecg-sync watch is there already" in errors, errors)
    check("nobody is named in its log", not any(word in line for line in watch.lines for word in ("Sample Person", "demo-normal", "walks")))
    watch.stop()
    check("the log begins and ends", bool(watch.said("started") and watch.said("stopped")), watch.lines)


def held_items(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    device.sync("hold", "--all")
    watch = Watch(device, **url(server.port), ECG_SYNC_POLL="1h").ready()
    until("it has looked at the queue", lambda: watch.said("end", held=4))
    check("what is held stays", len(device.files("pending")) == 4)
    device.sync("release", "--all")
    until("what is released goes at once", lambda: device.files("pending") == [])
    (device.queue / "pending").rename(folder / "taken")
    until("a folder that was taken away is made again", lambda: (device.queue / "pending").is_dir())
    device.sync("enqueue", given=Path("af.jsonl").read_text())
    until("and looked after", lambda: device.files("pending") == [])
    watch.stop()


def switches(process):
    """How often it went to sleep so far."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("voluntary_ctxt_switches")).split()[1])


def leaves_alone(server, folder):
    away = Counting(500)
    device = Device(folder, 0)
    device.sync("enqueue", given=SAMPLE)
    begun = time.monotonic()
    watch = Watch(device, **url(away.port)).ready()
    until("it notices that the server is away", lambda: watch.said("end", end="offline"))
    for _ in range(20):
        device.sync("enqueue", given=SAMPLE)
    until("and asks again after a while", lambda: len(away.requests) >= 3)
    asked, seconds = len(away.requests), time.monotonic() - begun
    check("never more than once a second, whatever comes", asked <= seconds + 1, (asked, seconds))
    check("the wait is told", all(line["next_s"] >= 1 for line in watch.said("end", end="offline")), watch.lines)
    check("and nothing is lost", device.files("failed") == [] and len(device.files("pending")) == 21 * 4)
    watch.stop()

    busy = Counting(503, Retry_After="3600")
    watch = Watch(device, **url(busy.port)).ready()
    until("a wait that the server asks for is taken up", lambda: watch.said("end", next_s=3600))
    before = switches(watch.process)
    for _ in range(5):
        device.sync("enqueue", given=SAMPLE)
    time.sleep(2)
    slept = switches(watch.process) - before
    check("and kept, whatever comes", len(busy.requests) == 1, busy.requests)
    check("asleep", slept < 100, slept)
    watch.process.send_signal(signal.SIGHUP)
    until("a SIGHUP asks at once", lambda: len(busy.requests) == 2)
    watch.stop()

    watch = Watch(device, **url(server.port)).ready()
    until("when the server is back all goes", lambda: device.files("pending") == [])
    watch.stop()


def reads_settings_again(server, folder):
    device = Device(folder, 0)
    settings = folder / "settings.yaml"
    silent = Counting(500)

    def write(text):
        settings.write_text(text)

    write(f"sync:\n  url: http://127.0.0.1:{silent.port}/api/v1\n")
    device.sync("enqueue", given=SAMPLE)
    watch = Watch(device, "--config", str(settings)).ready()
    until("it asks the server of its settings", lambda: watch.said("end", end="offline"))
    write("sync:\n  url: nonsense\n")
    watch.process.send_signal(signal.SIGHUP)
    until("wrong settings are told", lambda: watch.said("reload failed"))
    check("with their place", "settings.yaml:2" in watch.said("reload failed")[0]["reason"], watch.lines)
    check("and change nothing", watch.process.poll() is None)
    write(f"sync:\n  url: http://127.0.0.1:{silent.port}/api/v1\n  queue_items: 4\n")
    watch.process.send_signal(signal.SIGHUP)
    until("right ones hold at once, the queue's limits as well", lambda: watch.said("warning"))
    check("which is told", len(watch.said("reloaded")) == 1, watch.lines)
    write(f"sync:\n  url: http://127.0.0.1:{server.port}/api/v1\n")
    watch.process.send_signal(signal.SIGHUP)
    until("and another server is sent all", lambda: device.files("pending") == [])
    watch.stop()


def a_wrong_password(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    watch = Watch(device, **url(server.port), BACKEND_PASSWORD="wrong").ready()
    until("a server that does not know us is told of", lambda: watch.said("end", end="denied"))
    check("once, and not again soon", watch.said("end")[0]["next_s"] >= 1, watch.lines)
    check("it stays, for somebody may mend that", watch.process.poll() is None and len(device.files("pending")) == 4)
    watch.stop()


def stops_under_way(folder):
    """The server takes the connection and never answers; systemd hears that it lives meanwhile."""
    silent = socket.create_server(("127.0.0.1", 0))
    device = Device(folder, 0)
    device.sync("enqueue", given=SAMPLE)
    watch = Watch(device, **url(silent.getsockname()[1]), WATCHDOG_USEC="300000").ready()
    asked, _ = silent.accept()
    heard = watch.told.count("WATCHDOG=1")
    until("systemd hears that it lives while it waits for an answer", lambda: watch.told.count("WATCHDOG=1") > heard + 3)
    watch.stop()
    check("and all still waits", len(device.files("pending")) == 4)
    asked.close()
    silent.close()


def lives(server, folder):
    device = Device(folder, server.port)
    watch = Watch(device, **url(server.port), WATCHDOG_USEC="300000", ECG_SYNC_POLL="1h").ready()
    until("systemd hears that it lives while it sleeps", lambda: watch.told.count("WATCHDOG=1") > 5)
    check("and that nothing waits", any(line.startswith("STATUS=0 items wait") for line in watch.told), watch.told)
    watch.stop()


def without_inotify(server, folder):
    if not shutil.which("strace") or subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode:
        print("without inotify: skipped: no strace, or it may not trace")
        return
    device = Device(folder, server.port)
    inject = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=inotify_init1", "-e", "inject=inotify_init1:error=EMFILE", "-D"]
    watch = Watch(device, before=inject, **url(server.port), ECG_SYNC_POLL="1s").ready()
    until("that nothing wakes it is told", lambda: watch.said("unwatched"))
    device.sync("enqueue", given=SAMPLE)
    until("what comes is found all the same", lambda: device.files("pending") == [])
    watch.stop()


def hours(folder):
    device = Device(folder, 0)
    device.sync("enqueue", given=SAMPLE)
    nobody = Counting(500)
    hour = time.gmtime().tm_hour
    window = f"{(hour + 6) % 24:02}:00-{(hour + 7) % 24:02}:00"
    watch = Watch(device, "--window", window, **url(nobody.port), TZ="UTC").ready()
    until("outside of its hours it says so", lambda: watch.said("end", end="closed"))
    device.sync("enqueue", given=SAMPLE)
    check("and asks nobody", nobody.requests == [] and len(device.files("pending")) == 8)
    watch.stop()


def main():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        def folder(name):
            path = Path(place) / name
            path.mkdir()
            return path

        server = RunningServer(folder("srv")).up()
        try:
            for test in (sends_as_it_comes, held_items, leaves_alone, reads_settings_again, a_wrong_password, lives, without_inotify):
                test(server, folder(test.__name__))
            for test in (stops_under_way, hours):
                test(folder(test.__name__))
        finally:
            server.down()


main()
