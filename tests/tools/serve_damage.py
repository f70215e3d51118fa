#!/usr/bin/env python3
"""serve_damage.py TOOLS: a store whose files were damaged is told at the start or by check, and is not written over."""
import contextlib
import json
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

from serve_asked import Serve, metrics_of, waveform_of
from serve_rig import TOOLS, Server, check

HEADER, PAGE_HEADER, PAGE = 32, 24, 4096


def changes_of(log):
    """The numbers, from 0, of the pages that end a change of this log, not of the one before it."""
    salts, ends = log[16:24], []
    for number in range((len(log) - HEADER) // (PAGE_HEADER + PAGE)):
        at = HEADER + number * (PAGE_HEADER + PAGE)
        if log[at + 8:at + 16] != salts:
            break
        if struct.unpack(">I", log[at + 4:at + 8])[0]:
            ends.append(number)
    return ends


def place_of(page):
    return HEADER + page * (PAGE_HEADER + PAGE)


def killed_server(home):
    """The folder of a server that was killed, with changes in its log; and how many rows it told of."""
    with Serve(home) as server:
        ada = server.register("Ada Example", "ECG-A")
        session = server.begin_session(ada, "ECG-A")
        for number in range(20):
            for kind, body in (("metrics", metrics_of(at=number)), ("waveform", waveform_of(at=5 * number, level=number))):
                answer = server.post(f"/api/v1/sessions/{session}/{kind}", body, ada)
                check("a row is told as stored", answer.status == 201, answer)
        server.process.kill()
        server.process.wait()
        server.process = None
    return server.folder


@contextlib.contextmanager
def copy_of(folder, name):
    """A copy that may be damaged, and the operator's commands for it."""
    other = Server(folder.parent.parent / name)
    shutil.copytree(folder, other.folder)
    yield other, other.folder / "ecg.db-wal", other.folder / "ecg.db"
    shutil.rmtree(other.home)


def change_byte(path, at):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0x10]))


def serves(other):
    """What the server says when it is started: None when it serves."""
    process = subprocess.Popen([TOOLS / "ecg-serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True,
                               env=other.environment)
    said = ""
    for line in process.stderr:
        said += line
        if '"started"' in line:
            process.terminate()
            process.stderr.read()
            check("it stops", process.wait(60) == 0)
            return None, said
    return process.wait(60), said


def found_by_check(other):
    code, said, _ = other.run("check", "--json")
    return code, json.loads(said)


def whole_log(folder):
    with copy_of(folder, "whole") as (other, log, _):
        check("a kill leaves a log", log.stat().st_size > 0)
        code, found = found_by_check(other)
        check("which is whole", (code, found["troubles"], found["notes"]) == (0, [], []), found)
        check("and has all that was told", (found["metrics"], found["waveforms"]) == (20, 20), found)
        check("the server goes on with it", serves(other)[0] is None)


def damaged_log(folder):
    ends = changes_of((folder / "ecg.db-wal").read_bytes())
    check("there are changes in it", len(ends) > 30, ends)
    middle = ends[len(ends) // 2]
    places = {"the header": 9, "the first page": place_of(0) + PAGE_HEADER + 100,
              "a page in the middle": place_of(middle + 1) + PAGE_HEADER + 2000,
              "the end of a change": place_of(middle) + PAGE_HEADER + 7, "a page's salts": place_of(middle) + 9,
              "a page's checksum": place_of(middle) + 17}
    for name, place in places.items():
        with copy_of(folder, "damaged") as (other, log, database):
            change_byte(log, place)
            before = log.read_bytes(), database.read_bytes()
            code, found = found_by_check(other)
            check(f"check tells that {name} is damaged", code == 1 and any(
                "ecg.db-wal: page " in one and "that were told as done cannot be read" in one for one in found["troubles"]), found)
            code, said = serves(other)
            check("the server does not start", code == 1 and "ecg.db-wal: page " in said and "keep a copy" in said, (code, said))
            for arguments in (["user", "disable", "ECG-A"], ["migrate"]):
                code, _, errors = other.run(*arguments)
                check(f"{arguments[0]} changes nothing", code == 1 and "ecg.db-wal: page " in errors, (code, errors))
            check("all is as it was", (log.read_bytes(), database.read_bytes()) == before)
            code, _, errors = other.run("backup", other.home / "rest")
            check("a backup has what can be read, and says that it is not all", code == 1 and "ecg.db-wal: page " in errors,
                  (code, errors))


def cut_log(folder):
    """What a power cut does: the last change is not whole. It was not told as done, so the server goes on."""
    ends = changes_of((folder / "ecg.db-wal").read_bytes())
    for name, change in (("cut within", lambda log: log.write_bytes(log.read_bytes()[:place_of(ends[-1]) + 1000])),
                         ("damaged in", lambda log: change_byte(log, place_of(ends[-1]) + PAGE_HEADER + 50))):
        with copy_of(folder, "cut") as (other, log, _):
            change(log)
            check(f"a log that is {name} its last change is served", serves(other)[0] is None)
            code, found = found_by_check(other)
            check("with all that came before", code == 0 and found["metrics"] + found["waveforms"] == 39, found)
    with copy_of(folder, "cut") as (other, log, _):
        change_byte(log, place_of(ends[-1]) + PAGE_HEADER + 50)
        code, found = found_by_check(other)
        check("check notes it", code == 0 and any("the last change is not whole" in one for one in found["notes"]), found)


def damaged_database(folder):
    """After an orderly stop there is no log: all is in the one file."""
    with copy_of(folder, "closed") as (closed, log, database):
        check("the server stops in order", serves(closed)[0] is None and not log.exists())
        whole = database.read_bytes()
        for pages in (1, 3, len(whole) // PAGE // 2):
            with copy_of(closed.folder, "short") as (other, _, short):
                short.write_bytes(whole[:-pages * PAGE])
                code, said = serves(other)
                check(f"a database without its last {pages} pages is not served", code == 1 and "ecg.db: " in said, (code, said))
                code, _, errors = other.run("check")
                check("check tells it", code == 1 and "ecg.db: " in errors, (code, errors))
        with copy_of(closed.folder, "page") as (other, _, changed):
            changed.write_bytes(whole.replace(b'"heart_rate":75', b'"heart_rate":57'))
            code, found = found_by_check(other)
            check("numbers that turned into others are told", code == 1 and len(found["troubles"]) == 20 and
                  all(one.endswith("are not those that were stored") for one in found["troubles"]), found)
        with copy_of(closed.folder, "page") as (other, _, changed):
            with open(changed, "r+b") as file:
                file.seek(len(whole) // PAGE // 2 * PAGE)
                file.write(bytes(PAGE))
            code, found = found_by_check(other)
            check("a page of zeros is told", code == 1 and not found["sound"], found)


with tempfile.TemporaryDirectory() as home:
    killed = killed_server(Path(home, "first"))
    for part in (whole_log, damaged_log, cut_log, damaged_database):
        part(killed)
