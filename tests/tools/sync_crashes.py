#!/usr/bin/env python3
"""ecg-sync and the crashes of the tools: each is reported to a real server once, whatever ecg-sync itself is killed by."""
import json
import subprocess
import sys
from pathlib import Path

from serve_rig import TOOLS, check
from sync_rig import Device, at_each_step, beside_server, crashed_at, killed_at_step, may_step, may_trace

PROGRAM = TOOLS.parent / "tests" / "crash_program"


def crash(device, way="null"):
    run = subprocess.run([PROGRAM, way], env=device.environment, stderr=subprocess.PIPE, check=False, timeout=60)
    check(f"it crashes: {way}", run.returncode in (-11, -6) or way == "internal", run.returncode)


def device_in(folder, server, name="device"):
    device = Device(folder / name, server.port)
    device.home.mkdir()
    device.environment |= {"MACHINE_SERIAL_ID": "ECG-0001", "PATIENT": "Invented Person"}
    return device


def records(device, below="."):
    folder = device.home / "logs" / "crashes" / below
    return sorted(path.name for path in folder.glob("*crash_*.json")) if folder.exists() else []


def errors(server, order="error_id"):
    with server.database() as database:
        return database.execute("SELECT error_type, error_message, stack_trace, system_info, device_serial, time FROM errors "
                                f"ORDER BY {order}").fetchall()


def reported(server, folder):
    device = device_in(folder, server)
    crash(device)
    crash(device, "throw-in-thread")
    crash(device, "internal")
    record = json.loads((device.home / "logs" / "crashes" / records(device)[0]).read_text())
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    before = server.counts()
    check("crashes go with all that waits", device.sync("run") == (0, "", ""))
    stored = errors(server, "time")
    check("the recording went, too", server.counts()[0] == before[0] + 1)
    check("each crash is stored", [row[0] for row in stored] == ["crash", "crash", "internal_error"], stored)
    kind, message, trace, system, serial, _ = stored[0]
    check("what happened is told", (kind, message) == ("crash", "crash_program 0.1.0: SIGSEGV at 0x0"), message)
    check("where, and in which build", trace.startswith(record["backtrace"][0]) and record["modules"][PROGRAM.name] in trace, trace)
    told = json.loads(system)
    check("on what machine, and what it did", (told["os"], told["tool"]) == (record["os"], "crash_program") and
          len(told["notes"]) == 20 and serial == "ECG-0001", told)
    check("an exception by its type", "uncaught std::runtime_error" in stored[1][1], stored[1])
    check("nobody is named", "Invented" not in str(stored) and str(device.home) not in str(stored) and "secret" not in str(stored))
    check("once", device.sync("run") == (0, "", "") and len(errors(server)) == 3)
    check("records are kept beside", records(device) == [] and len(records(device, "queued")) == 3)


def server_away(server, folder):
    device = device_in(folder, server)
    crash(device)
    before = len(errors(server))
    device.port, port = 1, device.port
    code, _, said = device.sync("run")
    check("without a server it waits in the queue", code == 3 and "1 item waits" in said, said)
    check("as an item like others", device.status()["types"] == {"error": 1}, device.status())
    check("which can be shown", json.loads(device.sync("list")[1])["type"] == "error")
    device.port = port
    check("and goes later", device.sync("run") == (0, "", "") and len(errors(server)) == before + 1)


def killed_at_each_step(server, folder):
    def attempt(number):
        device = device_in(folder, server, f"killed-{number}")
        crash(device)
        before = len(errors(server))
        was_killed, steps = killed_at_step(device, number, "run")
        code, _, said = device.sync("run")
        stored = errors(server)[before:]
        if code != 0 or len(stored) != 1 or "SIGSEGV" not in stored[0][1] or device.files("pending") or records(device):
            sys.exit(f"killed at step {number}, {steps[-1]}: {stored} is on the server, {device.files('pending')} waits {said}")
        return was_killed, steps

    at_each_step("a crash is reported once", attempt)


def crashes_itself(server, folder):
    """Run after run ends by a signal while it sends: no more is reported than there were crashes, and it comes to rest."""
    device = device_in(folder, server)
    crash(device)
    before = len(errors(server))
    crashes = 1
    for _ in range(4):
        check("ecg-sync crashes", crashed_at(device, "sendto", 1, "run", by="SEGV"))
        crashes += 1
    check("each of its crashes left a record", len(records(device)) + len(records(device, "queued")) == crashes)
    check("when it crashes no more, all go", device.sync("run") == (0, "", ""))
    stored = [row[1].split()[0] for row in errors(server)[before:]]
    check("each once", sorted(stored) == ["crash_program"] + ["ecg-sync"] * 4, stored)
    check("and then it rests", device.sync("run") == (0, "", "") and len(errors(server)) == before + crashes)


def folder_that_cannot_be_written(server, folder):
    device = device_in(folder, server)
    crash(device)
    (device.home / "logs" / "crashes" / "queued").write_text("a file in the place of the folder")
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    before = server.counts()
    code, _, said = device.sync("run")
    check("what hinders a report is told", code == 0 and said.count("\n") == 1 and "crashes are not reported" in said, said)
    check("and nothing else waits for it", server.counts()[0] == before[0] + 1 and len(records(device)) == 1, records(device))


def main():
    tests = [reported, server_away, folder_that_cannot_be_written]
    for test, is_possible in ((killed_at_each_step, may_step()), (crashes_itself, may_trace())):
        if is_possible:
            tests.append(test)
        else:
            print(f"{test.__name__}: skipped: no strace, or programs may not be traced")
    beside_server(tests)


main()
