#!/usr/bin/env python3
"""A secret that somebody wrote into an address is in no output of ecg-sync: not in the settings that it prints, not in an error, a log,
the queue's own notes or the record of a crash."""
import json
import os
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from serve_rig import TOOLS, check
from sync_rig import Device
from sync_watch_rig import SAMPLE, Counting, Watch, until

SECRETS = ("invented-pass", "invented-sig", "invented-token", "invented-key")


def secretive(device, place):
    """All that a target's address may hold, in the addresses of all targets."""
    return {"ECG_TARGET_FTP_URL": "ftp://clinic:invented-pass@127.0.0.1:1", "FTP_USERNAME": "clinic", "FTP_PASSWORD": "invented-pass",
            "ECG_TARGET_AZURE_URL": f"{place}/account?sp=cw&sig=invented-sig&sv=1", "ECG_TARGET_AZURE_GRANT": "sp=cw&sig=invented-sig",
            "CLOUD_API_ENDPOINT": f"{place}/in?token=invented-token&size=2", "CLOUD_API_KEY": "invented-key",
            "ECG_TARGET_MAIL_URL": "smtp://clinic:invented-pass@127.0.0.1:1", "EMAIL_SENDER": "clinic@clinic.example",
            "EMAIL_PASSWORD": "invented-pass", "ECG_TARGET_S3_URL": "https://clinic:invented-pass@storage.example",
            "ECG_TARGET_SFTP_URL": "clinic:invented-pass@127.0.0.1", "AWS_S3_BUCKET": "clinic", "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "invented-key", "ECG_CONFIG": str(device.home / "ecg.yaml")}


def is_clean(what, text):
    check(f"no secret in {what}", not any(secret in text for secret in SECRETS), text)


def files_of(device):
    return "".join(path.read_text(errors="replace") for path in device.home.rglob("*") if path.is_file() and path.name != "ecg.yaml")


def outputs(folder):
    away = Counting(503)
    place = f"http://127.0.0.1:{away.port}"
    device = Device(folder, 1)
    targets = "[ftp, azure, api, mail, s3, sftp]"
    (folder / "ecg.yaml").write_text(f"sync:\n  reports: {targets}\n  sessions: {targets}\n")
    device.environment |= secretive(device, place)
    config = subprocess.run([TOOLS / "ecg-sync", "--print-config"], capture_output=True, text=True, check=True, env=device.environment)
    is_clean("the settings", config.stdout + config.stderr)
    for shown in ("sync.targets.ftp.url = ftp://***@127.0.0.1:1 (", f"sync.targets.azure.url = {place}/account?sp=cw&sig=***&sv=1 (",
                  f"sync.targets.api.url = {place}/in?token=***&size=2 (", "sync.targets.s3.url = https://***@storage.example (",
                  "sync.targets.sftp.url = ***@127.0.0.1 ("):
        check("the rest of an address is shown", shown in config.stdout, config.stdout)
    for url in ("ftp://clinic:invented-pass@storage.example", "http://storage.example/?token=invented-token", "invented-pass@nowhere"):
        for tool in ("ecg-sync", "ecg-analyze", "ecg-report"):
            run = subprocess.run([TOOLS / tool, "--print-config"], capture_output=True, text=True, check=False,
                                 env={**device.environment, "BACKEND_API_URL": url})
            is_clean(f"what {tool} prints of the server", run.stdout + run.stderr)
        code, said, errors = device.sync("run", set={"ECG_TARGET_API_URL": url})
        is_clean("an error of a server's address", said + errors)
    device.sync("enqueue", given=SAMPLE)
    pdf = folder / "page.pdf"
    pdf.write_bytes(b"%PDF-1.4\n%%EOF\n")
    device.sync("enqueue", "--report", pdf)
    asked = len(away.requests)
    for arguments in (("run",), ("run", "--log-json", "--now"), ("run", "--dry-run"), ("run", "--dry-run", "--log-json"), ("test",),
                      ("status",), ("status", "--json"), ("list",), ("upload", pdf), ("upload", pdf, "--json"), ("verify",)):
        code, said, errors = device.sync(*arguments, set={"ECG_SYNC_BACK_OFF": "1ms"})
        is_clean(" ".join(map(str, arguments)), said + errors)
        check("something was said", said + errors or arguments == ("verify",), arguments)
    check("somebody was asked with it", any("invented-token" in request for request in away.requests[asked:]), away.requests)
    is_clean("the queue and its notes", files_of(device))
    watch = Watch(device)
    until("a watch has looked", lambda: watch.said("end"))
    watch.stop()
    is_clean("a watch's log", "".join(watch.lines))
    is_clean("what systemd is told", "".join(watch.told))


def crash(folder):
    """Killed by a fault of its own, with secrets in its settings and on its command line."""
    silent = socket.create_server(("127.0.0.1", 0))
    device = Device(folder, 1)
    (folder / "ecg.yaml").write_text("sync:\n  reports: [api]\n  sessions: [api]\n")
    device.environment |= secretive(device, f"http://127.0.0.1:{silent.getsockname()[1]}")
    device.sync("enqueue", given=SAMPLE)
    process = subprocess.Popen([TOOLS / "ecg-sync", "run", "--url", "http://127.0.0.1:1/api/v1?token=invented-token"],
                               stderr=subprocess.PIPE, text=True, env=device.environment)
    asked, _ = silent.accept()  # and never answers
    os.kill(process.pid, signal.SIGABRT)
    errors = process.communicate(timeout=60)[1]
    records = list((folder / "logs/crashes").glob("*.json"))
    check("a crash leaves its record", len(records) == 1, errors)
    is_clean("the record of a crash", records[0].read_text() + errors)
    check("which is whole", json.loads(records[0].read_text()))
    asked.close()


def main():
    with tempfile.TemporaryDirectory() as place:
        for test in (outputs, crash):
            folder = Path(place) / test.__name__
            folder.mkdir()
            test(folder)


main()
