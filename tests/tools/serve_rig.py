"""What the tests of ecg-serve share: a server's folder of their own, and the tool that looks after it."""
import contextlib
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.argv[1]).resolve()
PASSWORD = "walks over seven bridges\n"


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def told_words(text, *words):
    """Those of the words that stand in the text, but for what happens to look so within an id, a key or a seal made at random."""
    return [word for word in words if re.search(rf"(?<![\w+/=-]){re.escape(word)}(?![\w+/=-])", text)]


class Server:
    """A folder of its own, and the tool that looks after it."""

    def __init__(self, folder):
        self.home = Path(folder)
        self.folder = self.home / "server"
        self.environment = {**os.environ, "ECG_HOME": str(self.home), "ECG_SERVE_BCRYPT_COST": "10"}

    def run(self, *arguments, given="", **more):
        run = subprocess.run([TOOLS / "ecg-serve", *map(str, arguments)], input=given, capture_output=True, text=True,
                             env=self.environment, check=False, **more)
        return run.returncode, run.stdout, run.stderr

    def start(self, *arguments):
        return subprocess.Popen([TOOLS / "ecg-serve", *map(str, arguments)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)

    def add(self, *arguments):
        code, said, errors = self.run("user", "add", *arguments, given=PASSWORD)
        check(f"account {arguments[0]} is made", (code, errors) == (0, ""), errors)
        return said.splitlines()[0]

    @contextlib.contextmanager
    def database(self):
        """Closed afterwards: this process opens the file in other ways, too, and that would drop SQLite's locks."""
        database = sqlite3.connect(self.folder / "ecg.db")
        try:
            yield database
            database.commit()
        finally:
            database.close()


@contextlib.contextmanager
def small_disk(folder, kilobytes, name="small"):
    """A file system of that size and a function that fills it up; None where that cannot be had."""
    small = Path(folder) / name
    small.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", small]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        print("full disk: skipped: a small one cannot be mounted here")
        yield None
        return

    def fill(full):
        with open(small / "fill", "wb", buffering=0) as file, contextlib.suppress(OSError):
            while full and file.write(b"x" * 4096):
                pass

    try:
        yield small, fill
    finally:
        subprocess.run(["umount", small], check=True)
