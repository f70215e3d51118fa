#!/usr/bin/env python3
"""A hundred thousand items wait: they are counted, ordered, sent and stored once, and take little memory."""
import json
import os
import subprocess
import tempfile
from pathlib import Path

from serve_load_rig import WITHOUT_LIMITS
from serve_rig import check
from sync_faults_rig import KnownServer
from sync_rig import Device

SESSIONS, EACH = 1000, 100
MOST_MEGABYTES = 100


def line(session, number):
    return json.dumps({
        "schema": "ecg.session/1", "session_id": session, "seq": number, "sampling_rate": 100, "unit": "mV",
        "timestamp": f"2025-01-08T10:{number // 60:02}:{number % 60:02}.000Z", "device": {"serial": "many", "driver": "test"},
        "metrics": {"heart_rate": 60 + number % 40, "qrs_duration": 92}}, separators=(",", ":")) + "\n"


def measured(device, *arguments, **more):
    """Its exit code, what it said, and its largest memory in MB; that is never less than this program's own."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(device.command(*arguments), env=device.environment, stdout=said, stderr=said, **more)
        _, status, used = os.wait4(process.pid, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read(), used.ru_maxrss / 1024


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = KnownServer(folder / "srv")
        server.environment |= WITHOUT_LIMITS
        server.up()
        device = Device(folder / "device", server.port)
        device.home.mkdir()
        device.environment["BACKEND_API_KEY"] = server.key
        with open(device.home / "lines", "w", encoding="utf-8") as lines:
            lines.writelines(line(f"many-{session}", number) for session in range(SESSIONS) for number in range(EACH))
        with open(device.home / "lines", encoding="utf-8") as given:
            code, said, megabytes = measured(device, "enqueue", stdin=given)
        items = SESSIONS * (EACH + 1)  # each session has its start, too
        check(f"{items} items are queued, with {megabytes:.0f} MB", code == 0 and megabytes < MOST_MEGABYTES, said)
        check("and that no session has its end is told once", f"{SESSIONS} sessions have no end yet" in said and said.count("\n") == 1, said)
        check("all are there", len(os.listdir(device.queue / "pending")) == items)
        code, said, megabytes = measured(device, "status", "--json")
        told = json.loads(said)
        check(f"they are counted, with {megabytes:.0f} MB", (code, told["pending"], told["types"]) == (
            0, items, {"session_start": SESSIONS, "metrics": SESSIONS * EACH}) and megabytes < MOST_MEGABYTES, said)
        code, said, megabytes = measured(device, "run", "--max-time", "0s")
        check(f"a run without time leaves them, with {megabytes:.0f} MB", code == 3 and megabytes < MOST_MEGABYTES, said)
        check("all wait", len(os.listdir(device.queue / "pending")) == items)
        code, said, megabytes = measured(device, "run", "--max-time", "1h")
        check(f"a run sends them, with {megabytes:.0f} MB", (code, said) == (0, "") and megabytes < MOST_MEGABYTES, said)
        check("nothing waits, nothing failed", device.files("pending") + device.files("failed") == [])
        kept = [len(device.files("synced"))]
        while kept[-1] > 100:  # a run clears away for half a second
            quietly = device.sync("run")
            kept.append(len(device.files("synced")))
            if quietly != (0, "", "") or kept[-1] >= kept[-2]:
                break
        check(f"the last hundred are kept, {len(kept) - 1} runs later", kept[-1] == 100, kept[-3:])
        check("the server has each once", server.counts() == (SESSIONS, 0, 0, SESSIONS * EACH, 0), server.counts())
        with server.database() as database:
            sizes = database.execute("SELECT count(*), count(DISTINCT time) FROM metrics GROUP BY session_number").fetchall()
        check("each session has its own", sizes == [(EACH, EACH)] * SESSIONS, sizes[:5])
        server.down()
        code, _, errors = server.run("check")
        check("the server's store is sound", (code, errors) == (0, ""), errors)


main()
