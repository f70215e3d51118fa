#!/usr/bin/env python3
"""report.py TOOLS [COUNT]: how many pages a second ecg-report draws of many recordings.

COUNT (1000) recordings of 12 leads, 10 s at 500 Hz, each of its own seed, analysed by ecg-analyze;
the time to make them is not in the figures. Pages a second with one thread and with two, the CPU
time, the size of a page, whole and without its font, the most memory, and the same into
$ECG_HOME/reports, where each page is entered in the index.
"""
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def make(tools, path, seed):
    demo = subprocess.run([tools / "ecg-acquire", "demo", "--duration", "10", "--seed", str(seed)],
                          stdout=subprocess.PIPE, check=True).stdout
    subprocess.run([tools / "ecg-analyze", "-o", path], input=demo, check=True)


def font_size(pdf):
    """Bytes of the embedded font as it is stored."""
    number = re.search(rb"/FontFile2 (\d+) 0 R", pdf).group(1)
    began = re.search(rb"\n" + number + rb" 0 obj\s.*?stream\r?\n", pdf, re.S).end()
    return pdf.index(b"endstream", began) - began


def draw(tools, name, jobs, folder, inputs):
    began = time.monotonic()
    batch = subprocess.Popen([tools / "ecg-report", "-j", str(jobs), "--output-dir", folder, *inputs])
    _, status, used = os.wait4(batch.pid, 0)
    spent = time.monotonic() - began
    pages = [path.read_bytes() for path in folder.glob("*.pdf")]
    assert status == 0 and len(pages) == len(inputs)
    cpu = used.ru_utime + used.ru_stime
    whole = sum(map(len, pages)) / len(pages) / 1000
    font = sum(map(font_size, pages)) / len(pages) / 1000
    print(f"{name}: {len(pages)} pages in {spent:.1f} s, {len(pages) / spent:.0f} a second, "
          f"{1000 * cpu / len(pages):.1f} ms of CPU and {whole:.0f} kB a page, {whole - font:.0f} kB without the "
          f"font, at most {used.ru_maxrss / 1024:.0f} MB")


def main():
    tools = Path(sys.argv[1]).resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["ECG_HOME"] = str(folder / "home")
        inputs = [folder / f"{i:05}.jsonl" for i in range(count)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda i: make(tools, inputs[i], i + 1), range(count)))
        draw(tools, "one thread", 1, folder / "one", inputs)
        draw(tools, "two threads", 2, folder / "two", inputs)
        draw(tools, "two threads, entered in the index", 2, folder / "home" / "reports", inputs)


main()
