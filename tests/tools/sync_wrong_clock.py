#!/usr/bin/env python3
"""A clock that cannot be right is told in one line with how far it is off and what to do; all is sent all the same."""
import json
import tempfile
import time
from pathlib import Path

from serve_rig import check
from sync_rig import Device, RunningServer, at_time, fake_clock
from sync_watch_rig import SAMPLE, Counting, Watch, until, url

AS_IT_IS = "the clock of this machine is "


def off_by(server, folder):
    """ecg-serve says its time as any server does."""
    for number, (shift, words) in enumerate((("-2h", "1 h 59 min behind|2 h 0 min behind"), ("+3d", "3 days ahead of|2 days ahead of"),
                                             ("+7m", "7 min ahead of|6 min ahead of"), ("+3m", ""), ("-4m", ""), ("+0", ""))):
        device = Device(folder / str(number), server.port)
        device.home.mkdir()
        device.sync("enqueue", given=SAMPLE, set=at_time(shift))
        items = {path.name: path.read_bytes() for path in (device.queue / "pending").iterdir() if path.name.endswith(".json")}
        code, _, errors = device.sync("run", set=at_time(shift))
        check(f"{shift}: all is sent", code == 0 and device.files("pending") == [], errors)
        check(f"{shift}: as it was recorded", {path.name: path.read_bytes() for path in (device.queue / "synced").iterdir()} == items)
        said, status = device.sync("status", set=at_time(shift))[1], json.loads(device.sync("status", "--json", set=at_time(shift))[1])
        target, = status["targets"]
        if not words:
            check(f"{shift}: nothing is said", errors == "" and "clock" not in said and "clock" not in target, (errors, said))
            continue
        check(f"{shift}: one line says how far off it is", errors.count("\n") == 1 and any(
            f"ecg-sync: {AS_IT_IS}{word} that of backend: set it" in errors for word in words.split("|")), errors)
        check(f"{shift}: status says so, too", f"clock     as of its last run, {AS_IT_IS}" in said and AS_IT_IS in target["clock"]
              and abs(target["clock_ahead_s"]) > 300, (said, target))
        tried = device.sync("test", set={**url(server.port), **at_time(shift)})
        check(f"{shift}: and test", tried[0] == 0 and tried[1].startswith("backend\tok") and AS_IT_IS in tried[2], tried)
        device.sync("enqueue", given=SAMPLE)
        check(f"{shift}: once it is set, nothing more is said", device.sync("run")[2] == ""
              and "clock" not in device.sync("status")[1], device.sync("status")[1])


def of_a_cloud(folder):
    """Any HTTP server's Date will do, whatever it answers."""
    stranger = Counting(403)
    stranger.http.RequestHandlerClass.date_time_string = lambda *_: "Tue, 01 Jan 2019 00:00:00 GMT"
    device = Device(folder, 1)
    (folder / "ecg.yaml").write_text("sync:\n  reports: [s3]\n  sessions: [s3]\n  targets:\n    s3:\n      bucket: clinic\n"
                                     f"      access_key: any\n      url: http://127.0.0.1:{stranger.port}\n")
    device.environment |= {"ECG_CONFIG": str(folder / "ecg.yaml"), "AWS_SECRET_ACCESS_KEY": "invented-secret"}
    device.sync("enqueue", given=SAMPLE)
    code, _, errors = device.sync("run", "--log-json")
    told = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    check("the log has a line of it", code == 2 and [AS_IT_IS in line["reason"] and " that of s3: " in line["reason"]
                                                     for line in told if line["what"] == "clock"] == [True], errors)
    check("nothing is said where nobody wants to hear", AS_IT_IS not in device.sync("run", "--quiet")[2])
    check("a test says it", AS_IT_IS in device.sync("test", "s3")[2])


def before_the_program(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    then = at_time("2001-03-01 12:00:00")
    said = device.sync("status", set=then)[1]
    check("a clock from before the program was made needs no server to be doubted",
          "clock     the clock of this machine shows 2001-03-01, before this program was made: set it" in said, said)
    device.port = 1
    code, _, errors = device.sync("run", set=then)
    check("a run that meets nobody says so", code == 3 and "shows 2001-03-01" in errors and errors.count("\n") == 2, errors)
    device.port = server.port
    began = time.monotonic()
    code, _, errors = device.sync("run", set=then)
    check("and it sends all the same, at once", code == 0 and device.files("pending") == [] and time.monotonic() - began < 30, errors)


def a_watch(server, folder):
    device = Device(folder, server.port)
    device.sync("enqueue", given=SAMPLE)
    watch = Watch(device, **url(server.port), ECG_SYNC_POLL="1s", **at_time("-2h")).ready()
    until("a watch says it", lambda: watch.said("clock"))
    until("and sends", lambda: device.files("pending") == [])
    device.sync("enqueue", given=SAMPLE)
    until("also what comes", lambda: device.files("pending") == [])
    check("it says so once", len(watch.said("clock")) == 1 and AS_IT_IS in watch.said("clock")[0]["reason"], watch.lines)
    watch.stop()


def main():
    if not fake_clock():
        print("skipped: no libfaketime")
        return
    with tempfile.TemporaryDirectory() as place:
        server = RunningServer(Path(place) / "srv").up()
        try:
            for test, *given in ((off_by, server), (of_a_cloud,), (before_the_program, server), (a_watch, server)):
                folder = Path(place) / test.__name__
                folder.mkdir()
                test(*given, folder)
        finally:
            server.down()


main()
