#!/usr/bin/env python3
"""sync_units.py TOOLS: what samples/ has for ecg-sync is taken by systemd, cron's shell and logrotate, and does what it says."""
import grp
import json
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

from serve_rig import TOOLS, check
from sync_rig import Device, RunningServer

SAMPLES = Path.cwd()
UNITS = ("ecg-sync.service", "ecg-sync.timer", "ecg-sync-watch.service")
ME = f"{pwd.getpwuid(os.getuid()).pw_name} {grp.getgrgid(os.getgid()).gr_name}"


def units_are_sound(folder):
    if not shutil.which("systemd-analyze"):
        print("skipped: no systemd-analyze")
        return
    for name in UNITS:
        (folder / name).write_text((SAMPLES / "systemd" / name).read_text().replace("/usr/bin/ecg-sync", str(TOOLS / "ecg-sync")))
    run = subprocess.run(["systemd-analyze", "verify", "--man=no", *(str(folder / name) for name in UNITS)],
                         capture_output=True, text=True, check=False)
    check("systemd finds nothing wrong with the units", run.returncode == 0 and run.stderr == "", run.stderr)
    run = subprocess.run(["systemd-analyze", "calendar", "minutely"], capture_output=True, text=True, check=False)
    check("and knows when the timer elapses", run.returncode == 0, run.stderr)


def commands_of(name):
    text = (SAMPLES / "systemd" / name).read_text()
    return re.findall(r"^ExecStart=/usr/bin/(.*)$", text, re.MULTILINE), text


def services_do_their_work(server, folder):
    device = Device(folder, server.port)
    device.environment["BACKEND_API_URL"] = f"http://127.0.0.1:{server.port}/api/v1"
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    commands, text = commands_of("ecg-sync.service")

    def run(**more):
        command = [str(TOOLS / commands[0].split()[0]), *commands[0].split()[1:]]
        return subprocess.run(command, capture_output=True, text=True, env={**device.environment, **more}, check=False)

    away = run(BACKEND_API_URL="http://127.0.0.1:1/api/v1")
    check("a server that is away is no failure of the service", f"SuccessExitStatus={away.returncode}\n" in text, away)
    check("the service's command sends", run().returncode == 0 and device.files("pending") == [])
    commands, text = commands_of("ecg-sync-watch.service")
    check("the other's is a watch", commands == ["ecg-sync watch"] and "Type=notify" in text, commands)


def cron_line_does_its_work(server, folder):
    lines = [line for line in (SAMPLES / "cron" / "ecg-sync").read_text().splitlines() if re.match(r"[*\d]", line)]
    check("there is one line for cron", len(lines) == 1 and lines[0].split()[:6] == ["*"] * 5 + ["ecg"], lines)
    command = lines[0].split(None, 6)[6]
    check("with no sign that cron takes for an end of line", "%" not in command, command)
    device = Device(folder, server.port)
    device.sync("enqueue", given=Path("demo.jsonl").read_text())
    log = folder / "log"
    log.mkdir()
    (folder / ".env").write_text(f"BACKEND_USER={device.environment.pop('BACKEND_USER')}\n"
                                 f"BACKEND_PASSWORD={device.environment.pop('BACKEND_PASSWORD')}\n"
                                 f"BACKEND_API_URL=http://127.0.0.1:{server.port}/api/v1\n")
    for here, there in (("/usr/bin/", f"{TOOLS}/"), ("/var/log/ecg", str(log)), ("0-20", "0-0")):
        check(f"the line says {here}", here in command)
        command = command.replace(here, there)
    run = subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, text=True, env=device.environment, check=False)
    check("it sends, with the login of .env, and mails nothing", (run.returncode, run.stdout, run.stderr) == (0, "", ""), run)
    lines = [json.loads(line) for line in (log / "sync.log").read_text().splitlines()]
    check("what it did is in its log", lines[-1]["what"] == "end" and lines[-1]["stored"] == 4, lines)
    return log


def log_is_rotated(folder, log):
    if not shutil.which("logrotate"):
        print("skipped: no logrotate")
        return
    settings = folder / "logrotate"
    settings.write_text((SAMPLES / "logrotate" / "ecg-sync").read_text().replace("ecg ecg", ME).replace("/var/log/ecg", str(log)))
    settings.chmod(0o644)
    state = ["-s", str(folder / "state")]
    run = subprocess.run(["logrotate", "-d", *state, str(settings)], capture_output=True, text=True, check=False)
    check("logrotate finds nothing wrong with its file", run.returncode == 0 and "error" not in run.stderr, run.stderr)
    check("and looks at the log", f"considering log {log}/sync.log" in run.stderr, run.stderr)
    before = (log / "sync.log").read_text()
    run = subprocess.run(["logrotate", "-f", *state, str(settings)], capture_output=True, text=True, check=False)
    check("it rotates", (run.returncode, run.stderr) == (0, ""), run.stderr)
    check("the old lines are kept", (log / "sync.log.1").read_text() == before)
    new = (log / "sync.log").stat()
    check("the new log is for its owner alone", new.st_size == 0 and stat.S_IMODE(new.st_mode) == 0o600, new)


with tempfile.TemporaryDirectory() as place:
    top = Path(place)
    top.chmod(0o755)
    units_are_sound(top)
    running = RunningServer(top / "srv").up()
    try:
        for step in ("services", "cron"):
            (top / step).mkdir()
        services_do_their_work(running, top / "services")
        logs = cron_line_does_its_work(running, top / "cron")
    finally:
        running.down()
    log_is_rotated(top, logs)
