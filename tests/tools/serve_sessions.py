#!/usr/bin/env python3
"""serve_sessions.py TOOLS: sessions go into the server's store and come out of it as they were."""
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from serve_asked import Serve, metrics_of
from serve_rig import TOOLS, Server, check, small_disk

SAMPLES = Path.cwd()


def made(path, *arguments):
    path.write_bytes(subprocess.run([TOOLS / arguments[0], *map(str, arguments[1:])], stdout=subprocess.PIPE,
                                    check=True).stdout)
    return path


def recordings(folder):
    """Every kind of session line that the tools write."""
    demo = ["ecg-acquire", "demo", "--duration", "23", "--noise", "0.03"]
    clean = made(folder / "clean.jsonl", *demo, "--rate", "500", "--session-id", "clean")
    lines = clean.read_text().splitlines(keepends=True)
    (folder / "hole.jsonl").write_text("".join(lines[:1] + lines[2:]).replace('"clean"', '"hole"'))
    off = made(folder / "off.jsonl", *demo, "--lead-off", "LA@3-9", "--lead-off", "V3@0-23", "--session-id", "off")
    check("there are leads off in it", '"leads_off":["' in off.read_text() and "null" in off.read_text())
    raw = made(folder / "raw.bin", "ecg-acquire", "simulate", "--driver", "deckmount22", "-o", "-", "--duration", "12",
               "--faults", "drop=2%", "--seed", "5")
    lost = made(folder / "frames.jsonl", "ecg-acquire", "decode", raw, "--driver", "deckmount22", "-o", "-")
    check("there are gaps in it", '"gaps":[{' in lost.read_text())
    analysed = made(folder / "analysed.jsonl", "ecg-analyze", SAMPLES / "af.jsonl")
    check("there are metrics in it", '"heart_rate"' in analysed.read_text())
    shutil.copy(SAMPLES / "demo.jsonl", folder / "sample.jsonl")
    cut = folder / "cut.jsonl"
    cut.write_text("".join(lines[:2]).replace('"clean"', '"cut"') + lines[2][:900])
    recovered = folder / "recovered.jsonl"
    subprocess.run([TOOLS / "ecg-acquire", "recover", cut, "-o", recovered], capture_output=True, check=True)
    two = folder / "two.jsonl"
    two.write_text(off.read_text().replace('"off"', '"one"') + off.read_text().replace('"off"', '"two"'))
    return [clean, folder / "hole.jsonl", off, folder / "frames.jsonl", analysed, folder / "sample.jsonl", recovered, two]


def round_trips(server, user, files):
    for path in files:
        code, said, errors = server.run("import", path, "--user", user, "--start", "2024-12-24T18:00:00Z")
        check(f"{path.name} is imported", (code, errors) == (0, "") and "stored" in said, errors)
        ids = re.findall(r": (session_\d{8}_\d{6}_[0-9a-f]{8}) ", said)
        exported = "".join(server.run("export", session)[1] for session in ids)
        check(f"{path.name} comes back to the byte", exported == path.read_text() and ids)
        code, said, errors = server.run("import", path, "--user", user, "--start", "2024-12-24T18:00:00Z")
        check("again it is there already", (code, errors) == (0, "")
              and said.count("was there already, nothing stored") == len(ids) == said.count("\n"), said)
    check("all is sound", server.run("check")[0] == 0)


def numbers_of_others(server, folder, user):
    """Written differently, the same numbers come back."""
    line = json.loads((SAMPLES / "demo.jsonl").read_text().splitlines()[0])
    line["session_id"] = "other-hand"
    line["ecg_snapshot"] = {lead: [value * 1.000001 + 1e-7 for value in values]
                            for lead, values in line["ecg_snapshot"].items()}
    line["ecg_snapshot"]["II"][:3] = [None, 1e-10, 100000.0]
    line["gaps"] = [{"first": 0, "count": 1}]
    path = folder / "other.jsonl"
    path.write_text("\ufeff" + json.dumps(line, indent=None, separators=(", ", ": ")) + "\r\n\r\n", encoding="utf-8")
    code, said, errors = server.run("import", path, "--user", user)
    exported = server.run("export", said.split()[1])[1]
    check("lines of another hand come back number for number", code == 0 and json.loads(exported) == line, errors)


def timeless(server, folder, user):
    line = json.loads((SAMPLES / "demo.jsonl").read_text().splitlines()[0])
    del line["timestamp"]
    line["session_id"] = "timeless"
    path = folder / "timeless.jsonl"
    path.write_text(json.dumps(line, separators=(",", ":")) + "\n")
    code, _, errors = server.run("import", path, "--user", user)
    check("a line without a time is told", code == 1 and f"{path}:1: has no timestamp; --start says" in errors, errors)
    code, said, _ = server.run("import", path, "--user", user, "--start", "2001-02-03T04:05:06Z")
    check("with one it is imported", code == 0 and "session_20010203_040506_" in said and "without an end" in said)
    check("and comes back without", json.loads(server.run("export", said.split()[1])[1]) == line)
    code, _, errors = server.run("import", path, "--user", user, "--start", "2001-02-03T04:05:07Z")
    check("another time is another recording", code == 1 and "began at another time" in errors, errors)


def bad_files(server, folder, user):
    good = (SAMPLES / "demo.jsonl").read_text().splitlines()
    path = folder / "bad.jsonl"
    for name, lines, says in [
            ("garbage", [good[0], "garbage"], "bad.jsonl:2: "),
            ("a cut last line", [good[0], good[1][:500]], "bad.jsonl:2: .*ecg-acquire recover"),
            ("lines that overlap", [good[0], good[0]], "bad.jsonl:2: first_sample 0 lies before"),
            ("another schema", [good[0].replace("ecg.session/1", "ecg.session/9")], "bad.jsonl:1: schema is"),
            ("no schema", ['{"ecg_snapshot":{}}'], "bad.jsonl:1: is no line of ecg.session/1"),
            ("an array", ["[]"], "bad.jsonl:1: is not a JSON object"),
            ("another unit", [good[0].replace('"mV"', '"uV"')], "bad.jsonl:1: unit is not mV"),
            ("text among samples", [good[0].replace("-0.065", '"x"', 1)], "bad.jsonl:1: lead I: sample 0"),
            ("a heart rate of 7000", [good[0], good[1][:-1] + ',"metrics":{"heart_rate":7000}}'],
             "bad.jsonl:2: metrics.heart_rate must be 0 to 600"),
            ("time that goes back", [good[0], good[1].replace("00:00:05", "00:00:00").replace("2025", "2024")],
             "bad.jsonl:2: timestamp lies before"),
            ("nothing", [], "holds no session line")]:
        path.write_text("\n".join(lines) + ("" if "cut" in name else "\n"))
        before = server.run("check", "--json")[1]
        code, said, errors = server.run("import", path, "--user", user)
        check(f"{name}: told with file and line", (code, said) == (1, "") and re.search(says, errors)
              and errors.count("\n") == 1, errors)
        check("and nothing of it stored", server.run("check", "--json")[1] == before)
    code, _, errors = server.run("import", folder / "none.jsonl", "--user", user)
    check("a file that is not there is told", code == 1 and "none.jsonl: No such file" in errors)
    code, _, errors = server.run("import", SAMPLES / "demo.jsonl", "--user", "nobody")
    check("and so is nobody", code == 1 and "none has that id" in errors)
    code, _, errors = server.run("import", SAMPLES / "demo.jsonl")
    check("an import for nobody is wrong usage", code == 2 and "--user is required" in errors)
    code, _, errors = server.run("import", path, "--user", user, "--start", "soon")
    check("and so is a start that is no time", code == 2 and "--start soon: is no moment" in errors, errors)

    path.write_text("garbage\n")
    good_one = folder / "good.jsonl"
    good_one.write_text("\n".join(good).replace("demo-normal-7", "good-one") + "\n")
    code, said, errors = server.run("import", path, good_one, "--user", user)
    check("a file that fails does not keep the others out", code == 1 and "good.jsonl: session_" in said
          and "bad.jsonl:1: " in errors)
    piped = good_one.read_text().replace("good-one", "piped")
    code, said, errors = server.run("import", "-", "--user", user, given=piped)
    check("standard input is a file, too", code == 0 and server.run("export", said.split()[2])[1] == piped, said + errors)


def owners(server, user, other):
    path = SAMPLES / "demo.jsonl"
    code, said, _ = server.run("import", path, "--user", other)
    check("a session of one is another session of another", code == 0 and "2 waveforms" in said)
    export = server.home / "exported.jsonl"
    session = said.split()[1]
    code, said, errors = server.run("export", session, "-o", export)
    check("one session is a file", (code, said, errors) == (0, "", "") and export.read_text() == path.read_text())
    check("closed to others", export.stat().st_mode & 0o777 == 0o600)
    code, _, errors = server.run("export", session, "-o", export)
    check("that is not overwritten", code == 1 and "exists" in errors, errors)
    check("unless that is wanted", server.run("export", session, "-o", export, "--force")[0] == 0)

    folder = server.home / "sessions"
    code, _, errors = server.run("export", "--user", other, "-o", folder)
    check("all of an account are a folder", (code, errors) == (0, "") and
          [path.name for path in folder.iterdir()] == [session + ".jsonl"])
    code, _, errors = server.run("export", "--all", "-o", folder)
    check("before work begins, what is there is told", code == 1 and f"{session}.jsonl: exists already" in errors
          and len(list(folder.iterdir())) == 1)
    check("all of all", server.run("export", "--all", "-o", folder, "-f")[0] == 0)
    with server.database() as database:
        sessions = database.execute("SELECT count(*) FROM sessions").fetchone()[0]
    check("are all of them", len(list(folder.iterdir())) == sessions > 5)
    for arguments, code, says in [
            (("session_20250101_000000_00000000",), 1, "there is no such session"),
            ((), 2, "one of a session, --user and --all"),
            (("--all",), 2, "need a folder"),
            (("--all", "--user", user, "-o", folder), 2, "one of a session, --user and --all"),
            (("--user", "nobody", "-o", folder), 1, "none has that id")]:
        result = server.run("export", *arguments)
        check(f"export {' '.join(map(str, arguments[:2]))}: told", result[0] == code and says in result[2], result[2])
    code, _, errors = server.run("audit", "verify")
    log = (server.folder / "audit/operator/audit.jsonl").read_text()
    check("imports and exports are audited", code == 0 and
          re.search(rf'"action":"export_session","whom":"{other}","what":"{session}"', log) and
          '"action":"import_session"' in log, errors)
    check("without a name", "Sample Person" not in log)


def digest_of(metrics):
    """As the store has it of a row without further keys."""
    parts = (len(metrics).to_bytes(8, "little"), metrics, bytes(8))
    return hashlib.sha256(b"".join(parts)).digest()[:16]


def as_a_client_sends_it(server, user):
    """Rows without a line become lines that the other tools read."""
    with server.database() as database:
        number = database.execute("SELECT session_number FROM sessions ORDER BY session_number LIMIT 1").fetchone()[0]
        database.execute("INSERT INTO sessions (session_id, user_number, device_serial, device_info, start_time, end_time, "
                         "summary, status, created_at) SELECT 'session_20250101_000000_0a0b0c0d', user_number, 'X', '{}', "
                         "start_time, start_time + 23000000, '{\"note\":1}', 'completed', 1 FROM sessions WHERE session_number = ?",
                         (number,))
        fresh = database.execute("SELECT max(session_number) FROM sessions").fetchone()[0]
        database.execute("INSERT INTO waveforms (session_number, time, digest, sampling_rate, duration_seconds, packed) "
                         "SELECT ?, time, digest, sampling_rate, duration_seconds, packed FROM waveforms "
                         "WHERE session_number = ?", (fresh, number))
        database.execute("INSERT INTO metrics (session_number, time, digest, heart_rate, metrics) SELECT ?, "
                         "start_time + 3000000, ?, 61, '{\"heart_rate\":61}' FROM sessions WHERE session_number = ?",
                         (fresh, digest_of(b'{"heart_rate":61}'), fresh))
    code, text, errors = server.run("export", "session_20250101_000000_0a0b0c0d")
    lines = [json.loads(line) for line in text.splitlines()]
    check("rows without lines are exported", code == 0 and lines[-1]["end"]["reason"] == "finished"
          and lines[-1]["summary"] == {"note": 1} and [line["seq"] for line in lines] == list(range(len(lines))), errors)
    analyze = subprocess.run([TOOLS / "ecg-analyze", "--summary"], input=text, capture_output=True, text=True, check=False)
    check("ecg-analyze takes them", (analyze.returncode, analyze.stderr) == (0, "") and '"heart_rate' in analyze.stdout,
          analyze.stderr)
    again = server.run("import", "-", "--user", user, given=text.replace("0a0b0c0d", "0d0c0b0a"))
    check("and they can be imported", again[0] == 0, again[2])
    check("to come back as they are", server.run("export", "session_20250101_000000_0d0c0b0a")[1]
          == text.replace("0a0b0c0d", "0d0c0b0a"))


def long_recording(folder):
    """Some megabytes, so that a kill can come in the middle."""
    return made(folder / "long.jsonl", "ecg-acquire", "demo", "--duration", "900", "--rate", "500", "--noise", "0.03",
                "--session-id", "long")


def rows(server):
    with server.database() as database:
        return tuple(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                     for table in ("sessions", "waveforms", "metrics"))


def killed_imports(server, folder, user, path):
    """What is stored when an import is killed stays, and the same import again goes on there."""
    lines = path.read_text().count("\n")
    started = time.monotonic()
    server.run("import", path, "--user", user)
    took = time.monotonic() - started
    before, part = rows(server), 0
    for n in range(12):
        copy = folder / f"long-{n}.jsonl"
        copy.write_text(path.read_text().replace('"session_id":"long"', f'"session_id":"long-{n}"'))
        running = server.start("import", copy, "--user", user)
        time.sleep(took * (0.2 + n / 14))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        gained = rows(server)[1] - before[1]
        part += 0 < gained < lines
        check(f"killed once more, there are {gained} lines", 0 <= gained <= lines and
              rows(server)[0] - before[0] == (1 if gained else 0), (gained, lines))
        code, said, errors = server.run("import", copy, "--user", user)
        check("again it goes on", code == 0 and rows(server)[1] - before[1] == lines, (said, errors))
        session = said.split()[1]
        check("what was there is not stored twice", f": {lines - gained} waveforms" in said or gained == lines, (said, gained))
        check("and it comes back to the byte", server.run("export", session)[1] == copy.read_text())
        before = rows(server)
        copy.unlink()
    print(f"  {part} of 12 times there was a part")
    check("the store is sound after that", server.run("check")[0] == 0 and server.run("audit", "verify")[0] == 0)

    stopped = folder / "stopped.jsonl"
    stopped.write_text(path.read_text().replace('"session_id":"long"', '"session_id":"stopped"'))
    running = server.start("import", stopped, "--user", user)
    wait_for(lambda: rows(server)[1] > before[1])
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate()
    check("Ctrl-C is told", running.returncode == 130 and b"goes on there" in errors or
          rows(server)[1] - before[1] == lines, (running.returncode, errors))
    check("and the rest goes in later", server.run("import", stopped, "--user", user)[0] == 0
          and rows(server)[1] - before[1] == lines)


def wait_for(truth):
    end = time.monotonic() + 60
    while not truth():
        check("it comes in time", time.monotonic() < end)
        time.sleep(0.005)


def beside_a_server(home, path):
    """Requests are answered while an import is at work, and not only before and behind it."""
    with Serve(home) as server:
        ada = server.register("Ada Example", "ECG-A")
        session = server.begin_session(ada, "ECG-A")
        lines, between = path.read_text().count("\n"), 0
        running = server.start("import", path, "--user", "ECG-A")
        wait_for(lambda: rows(server)[1] > 0 or running.poll() is not None)
        for number in range(100_000):
            answer = server.post(f"/api/v1/sessions/{session}/metrics", metrics_of(at=number), ada)
            check("a request beside an import is answered", answer.status == 201, answer)
            if running.poll() is not None:
                break
            between += rows(server)[1] < lines
        check("an import beside a server is done", running.wait(60) == 0 and rows(server)[1] == lines, running.stderr.read())
        check("and requests were answered in its midst", between > 3, between)
        sessions = server.get(f"/api/v1/users/{ada.user_id}/sessions", ada).json["sessions"]
        check("both sessions are there", len(sessions) == 2, sessions)
        code, said, errors = server.run("check")
        check("and all is sound", code == 0, said + errors)


def beside_a_writer(server, folder, user, path):
    """Another process writes all the while, as a server does."""
    copy = folder / "beside.jsonl"
    copy.write_text(path.read_text().replace('"session_id":"long"', '"session_id":"beside"'))
    longest, writes = 0, 0
    with server.database() as database:
        database.isolation_level = None
        database.execute("PRAGMA busy_timeout = 5000")
        running = server.start("import", copy, "--user", user)
        while running.poll() is None:
            started = time.monotonic()
            database.execute("INSERT OR REPLACE INTO heartbeat (one, at) VALUES (1, ?)", (writes,))
            longest, writes = max(longest, time.monotonic() - started), writes + 1
            time.sleep(0.002)
    check("an import and another writer do not fail each other", running.returncode == 0 and writes > 5,
          running.stderr.read())
    print(f"  {writes} writes beside it, the longest of {longest * 1000:.0f} ms")


def full_disk(folder, path):
    with small_disk(folder, 1600) as disk:
        if disk is None:
            return
        small, fill = disk
        server = Server(small / "home")
        server.run("migrate")
        user = server.add("Ada Example", "--role", "patient")
        before = rows(server)
        fill(True)
        code, _, errors = server.run("import", path, "--user", user)
        check("an import onto a full disk fails", code == 3 and errors.count("\n") == 1, (code, errors))
        fill(False)
        check("and stores nothing", rows(server) == before)
        code, said, _ = server.run("import", SAMPLES / "demo.jsonl", "--user", user)
        check("a small one has room", code == 0)
        session = said.split()[1]
        code, _, errors = server.run("import", path, "--user", user)
        check("one that is too large has not", code == 3 and "full" in errors, (code, errors))
        check("what there is of it is sound", server.run("check")[0] == 0)
        fill(True)
        code, _, errors = server.run("export", session, "-o", small / "out.jsonl")
        check("an export to a full disk leaves nothing", code != 0 and not (small / "out.jsonl").exists(), errors)


os.umask(0o077)
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "home").mkdir()
    server = Server(folder / "home")
    user = server.add("Ada Example", "--role", "patient", "--serial", "ECG-0001")
    other = server.add("Ben Sample", "--role", "patient")
    round_trips(server, user, recordings(folder))
    numbers_of_others(server, folder, user)
    timeless(server, folder, user)
    bad_files(server, folder, user)
    owners(server, user, other)
    as_a_client_sends_it(server, user)
    path = long_recording(folder)
    killed_imports(server, folder, user, path)
    beside_a_writer(server, folder, user, path)
    beside_a_server(folder / "served", path)
    full_disk(folder, path)
