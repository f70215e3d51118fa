#!/usr/bin/env python3
"""compare.py TOOLS [ROUNDS [SECONDS]]: ecg-serve against a usual stack, in turn on the same machine and disk.

The peer is Express with better-sqlite3 (one fsync a write, as safe as ours) and jsonwebtoken, in tests/load/peer;
"npm ci" there first. Fifty sessions send five metrics to two waveforms as fast as they are answered, and all of it
is read back and compared. Printed: figures of each round, and what of ecg-serve's is how many times the peer's, as
medians over ROUNDS (3) of SECONDS (10); and what an fdatasync costs, on which much of it depends.
"""
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = Path(__file__).resolve().parent / "peer"
PORT = 18431


def fdatasync_ms(folder):
    """The median of 200, each of a page more."""
    taken = []
    with (Path(folder) / "page").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


@contextlib.contextmanager
def running(command, environment, log):
    with log.open("wb") as file:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment)
    try:
        until = time.monotonic() + 30
        while b"serving" not in log.read_bytes():
            if server.poll() is not None or time.monotonic() > until:
                sys.exit(f"{command[0]}: does not serve: {log.read_text()}")
            time.sleep(0.05)
        yield server.pid
    finally:
        server.terminate()
        server.wait(30)


def ours(tools, folder):
    limits = {f"ECG_SERVE_{who}_REQUESTS_{what}": "1000000"
              for who in ("USER", "ADDRESS") for what in ("PER_SECOND", "BURST")}
    environment = {**os.environ, **limits, "ECG_CONFIG": "/dev/null", "ECG_HOME": folder, "ECG_SERVE_BCRYPT_COST": "10"}
    return [str(tools / "ecg-serve"), "--listen", f"127.0.0.1:{PORT}"], environment


def peer(_, folder):
    return ["node", str(PEER / "server.js"), folder, str(PORT)], {**os.environ, "NODE_ENV": "production"}


def measure(kind, tools, seconds):
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/tmp")) as folder:
        sync = fdatasync_ms(folder)
        with running(*kind(tools, folder), Path(folder) / "log") as pid:
            run = subprocess.run([tools.parent / "tests" / "load", f"127.0.0.1:{PORT}", "--json", "--pid", str(pid),
                                  "--duration", str(seconds)], stdout=subprocess.PIPE, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"{kind.__name__}: load ended with {run.returncode}: {run.stdout}")
    figures = json.loads(run.stdout)
    result = {"requests/s": figures["requests_per_second"], "CPU us": figures["server_cpu_us_per_request"],
              "p99 ms": figures["metrics"]["p99_ms"], "p99 ms waveform": figures["waveforms"]["p99_ms"],
              "MB": figures["server_rss_mb"], "fdatasync ms": sync}
    told = ", ".join(f"{name} {value:.2f}" for name, value in result.items())
    print(f"{kind.__name__:5} {told}; LOST={figures['lost']} DOUBLE={figures['double']} WRONG={figures['wrong']}",
          flush=True)
    return result


def main():
    tools = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 10
    if shutil.which("node") is None or not (PEER / "node_modules").exists():
        sys.exit("compare.py: needs node, and npm ci in tests/load/peer")
    print(f"load of the machine before: {' '.join(f'{one:.1f}' for one in os.getloadavg())}")
    pairs = [(measure(ours, tools, seconds), measure(peer, tools, seconds)) for _ in range(rounds)]
    for name, better in [("requests/s", "more"), ("CPU us", "less"), ("p99 ms", "less"), ("p99 ms waveform", "less"),
                         ("MB", "less")]:
        ratios = [a[name] / b[name] if better == "more" else b[name] / a[name] for a, b in pairs]
        print(f"{name}: {statistics.median(ratios):.1f} times {better} "
              f"[{min(ratios):.1f} to {max(ratios):.1f}]")


if __name__ == "__main__":
    main()
