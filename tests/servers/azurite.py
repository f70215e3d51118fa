"""Azurite, Microsoft's own emulator of Azure's blob storage, which refuses wrong signatures and expired grants."""
import os
from pathlib import Path

from rig import NotHere, free_ports, program

HOME = Path(os.environ.get("ECG_TEST_SERVERS", Path.home() / ".cache/ecg-test-servers"))
ACCOUNT = "clinic"
KEY = "YW4gaW52ZW50ZWQgYWNjb3VudCBrZXk="  # "an invented account key"


def start(folder, processes):
    node = program("node", "nodejs")
    blob = HOME / "azurite/node_modules/.bin/azurite-blob"
    if not blob.exists():
        raise NotHere(f"no {blob} (scripts/setup servers)")
    (port,) = free_ports(1)
    log = folder / "log"
    processes.start(node, blob, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", folder / "blobs",
                    "--blobHost", "127.0.0.1", "--blobPort", port, log=log, cwd=folder,
                    env={**os.environ, "AZURITE_ACCOUNTS": f"{ACCOUNT}:{KEY}"})
    processes.wait_for([port], log)
    return {"url": f"http://127.0.0.1:{port}/{ACCOUNT}", "account": ACCOUNT, "key": KEY}
