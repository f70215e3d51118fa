#!/usr/bin/env python3
"""serve_operator.py TOOLS: the operator's commands of ecg-serve, good and bad, with damage and with crashes."""
import hashlib
import json
import os
import pty
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from serve_rig import PASSWORD, TOOLS, Server, check, small_disk, told_words


def store_report(server, user, text):
    """What the server would store of a report."""
    body = text.encode()
    name = hashlib.sha256(body).hexdigest()
    path = server.folder / "objects" / name[:2] / name[2:4] / name
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    path.write_bytes(body)
    with server.database() as database:
        database.execute("INSERT INTO reports (digest, user_number, object, bytes, created_at) SELECT ?, user_number, "
                         "?, ?, 1 FROM users WHERE user_id = ?", (os.urandom(16), name, len(body), user))
    return path


def wrong_usage(server):
    for arguments, says in [
            (("bogus",), "not expected: bogus"),
            (("user",), "subcommand is required"),
            (("user", "add", "Ada Example"), "--role is required"),
            (("user", "add", "Ada Example", "--role", "king"), "king not in"),
            (("user", "add", "--role", "admin"), "name is required"),
            (("user", "disable"), "user is required"),
            (("backup",), "out is required"),
            (("audit",), "subcommand is required"),
            (("check", "--force"), "not expected: --force")]:
        code, said, errors = server.run(*arguments)
        check(f"wrong usage {' '.join(arguments)!r}", code == 2 and said == "" and says in errors
              and errors.count("\n") == 1, (code, errors))
    code, _, errors = server.run("user", "add", "Ada Example", "--role", "admin", given="")
    check("no password is wrong usage", code == 2 and "password: none on standard input" in errors, errors)
    server.environment["ECG_SERVE_BCRYPT_COST"] = "4"
    code, _, errors = server.run("user", "list")
    server.environment["ECG_SERVE_BCRYPT_COST"] = "10"
    check("so is a cost that is too low", code == 2 and "ECG_SERVE_BCRYPT_COST: serve.bcrypt_cost is one of" in errors,
          errors)
    check("nothing was made by all that", not server.folder.exists())


def nothing_there(server):
    for arguments in [("check",), ("user", "list"), ("backup", server.home / "copy"), ("audit", "verify")]:
        code, said, errors = server.run(*arguments)
        check(f"{arguments[0]} without a database says how to make one",
              code == 1 and said == "" and 'ecg-serve migrate" makes one' in errors, errors)


def migrations(server):
    path = server.folder / "ecg.db"
    code, said, _ = server.run("migrate")
    made = re.fullmatch(re.escape(str(path)) + r": made, of schema (\d+)\n", said)
    check("migrate makes a database", code == 0 and made, said)
    schema = int(made[1])
    code, said, _ = server.run("migrate")
    check("and then has nothing to do", code == 0 and said == f"{path}: is of schema {schema} already\n", said)

    kept = path.read_bytes()
    with server.database() as database:
        database.execute("INSERT INTO schema_version VALUES (999, 0)")
    for arguments in [("migrate",), ("check",), ("user", "list"), ("user", "disable", "x")]:
        code, said, errors = server.run(*arguments)
        check(f"{arguments[0]} refuses a newer schema", code == 1 and said == "" and errors.count("\n") == 1 and
              f"schema 999 is newer than this program, which knows {schema}; use a newer ecg-serve" in errors, errors)
    with server.database() as database:
        database.execute("DELETE FROM schema_version WHERE version = 999")
    check("and touches nothing", len(kept) == path.stat().st_size)

    other = Server(server.home / "other")
    other.folder.mkdir(parents=True)
    with other.database() as database:
        database.execute("CREATE TABLE plants (name)")
    code, _, errors = other.run("migrate")
    check("the database of another program is refused", code == 1 and "is the database of another program" in errors)
    (other.folder / "ecg.db").write_bytes(b"no database at all" * 500)
    code, _, errors = other.run("migrate")
    check("and so is what is none", code == 1 and "file is not a database" in errors, errors)


def accounts(server):
    ada = server.add("Ada Example", "--role", "clinician")
    ben = server.add("Ben Sample", "--role", "patient", "--serial", "ECG-0001")
    code, said, _ = server.run("user", "add", "Cem Probe", "--role", "admin", "--generate")
    cem, password = said.splitlines()
    check("a password is made up and printed", code == 0 and len(password) == 20)
    code, _, errors = server.run("user", "add", "Dan Example", "--role", "patient", given="12345678\n")
    check("a password that is guessed first is refused", code == 1 and errors == "ecg-serve: password: is one of those "
          "that are guessed first\n", errors)
    code, _, errors = server.run("user", "add", "Ada Example", "--role", "patient", given=PASSWORD)
    check("a second account of that name is refused", code == 1 and "name: an account has it" in errors)
    check("and the name is in no message", not told_words(errors, "Ada"), errors)

    code, said, _ = server.run("user", "list")
    lines = said.splitlines()
    check("accounts are listed in order", code == 0 and [line.split()[0] for line in lines[1:]] == [ada, ben, cem], said)
    code, said, _ = server.run("user", "list", "--json")
    rows = [json.loads(line) for line in said.splitlines()]
    check("and as JSON lines", [row["full_name"] for row in rows] == ["Ada Example", "Ben Sample", "Cem Probe"] and
          rows[1]["device_serial"] == "ECG-0001" and {row["schema"] for row in rows} == {"ecg.server-user/1"})
    check("no hash is shown", "$2" not in said)

    with server.database() as database:
        def state(user):
            return database.execute("SELECT disabled, token_version, password_hash FROM users WHERE user_id = ?",
                                    (user,)).fetchone()
        before = state(ben)
        check("disabled by serial", server.run("user", "disable", "ECG-0001") == (0, "", ""))
        check("tokens are void", state(ben)[0] == 1 and state(ben)[1] > before[1])
        check("enabled by name", server.run("user", "enable", "Ben Sample") == (0, "", "") and state(ben)[0] == 0)
        version = state(ben)[1]
        code, said, _ = server.run("user", "reset", ben, given="another set of words\n")
        check("a new password by id", code == 0 and said == ben + "\n")
        check("voids tokens, too", state(ben)[1] > version and state(ben)[2] != before[2])
        check("hashes are bcrypt", state(ben)[2].startswith("$2b$10$"))
    code, said, errors = server.run("user", "reset", "Nobody Here", "--generate")
    check("who is not there has no password", code == 1 and said == "" and "none has that id" in errors)
    server.add("Ben Sample", "--role", "patient", "--serial", "ECG-0002")
    code, _, errors = server.run("user", "disable", "Ben Sample")
    check("a name of two is nobody's", code == 1 and "several are called so; give the id" in errors)
    return ben


def keys(server):
    """Keys of programs: shown once, kept as a digest, one a label."""
    code, key, errors = server.run("key", "add", "ECG-0001", "--label", "ward 3")
    check("a key is made and shown", (code, errors) == (0, "") and re.fullmatch(r"ecgk_[\w-]{43}\n", key), errors)
    code, _, errors = server.run("key", "add", "ECG-0001", "--label", "ward 3")
    check("a label that the account has is refused", code == 1 and "has a key of that label" in errors, errors)
    code, said, _ = server.run("key", "list", "--json")
    listed = [json.loads(line) for line in said.splitlines()]
    check("it is listed without the key", code == 0 and len(listed) == 1 and listed[0]["label"] == "ward 3"
          and key.strip() not in said, said)
    with server.database() as database:
        kept = database.execute("SELECT digest FROM api_keys").fetchall()
    check("its digest alone is kept", kept == [(hashlib.sha256(key.strip().encode()).hexdigest(),)], kept)
    code, _, errors = server.run("key", "end", "ECG-0001", "--label", "ward 4")
    check("one that is not there is not ended", code == 1 and "has no key of that label" in errors, errors)
    code, _, errors = server.run("key", "end", "ECG-0001", "--label", "ward 3")
    check("it is ended", (code, errors) == (0, "") and server.run("key", "list")[1] == "", errors)


def password_at_a_terminal(server):
    def typed(*lines):
        child, terminal = pty.fork()
        if child == 0:
            os.execve(TOOLS / "ecg-serve", ["ecg-serve", "user", "add", "Eve Terminal", "--role", "patient"],
                      server.environment)
        seen = b""
        for prompt, line in zip((b"Password: ", b"Once more: "), lines):
            while prompt not in seen:
                seen += os.read(terminal, 1000)
            hidden = time.monotonic() + 10  # the prompt comes a moment before the terminal is silent
            while os.isatty(terminal) and _echoes(terminal) and time.monotonic() < hidden:
                pass
            os.write(terminal, line)
        try:
            while more := os.read(terminal, 1000):
                seen += more
        except OSError:
            pass
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen.decode()

    code, seen = typed(b"quiet as a heron\n", b"quiet as a heron\n")
    check("a password is typed twice and not shown", code == 0 and "heron" not in seen, seen)
    code, seen = typed(b"quiet as a heron\n", b"quiet as a herring\n")
    check("two that differ are refused", code == 2 and "was typed in two ways" in seen, seen)


def _echoes(terminal):
    import termios
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def file_modes(server):
    for path in [server.folder, *server.folder.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        if path.stat().st_mode & 0o777 & ~wanted:
            sys.exit(f"{path}: mode {path.stat().st_mode & 0o777:o}")
    check("all is closed to others", True)


def audit(server):
    code, said, errors = server.run("audit", "verify")
    check("the audit log is unbroken", (code, errors) == (0, "") and "as they were written" in said, errors)
    code, said, _ = server.run("audit", "verify", "--json")
    log = json.loads(said)
    check("and says so in JSON", code == 0 and log["unbroken"] and log["first"] == 1 and "broken" not in log)
    path = server.folder / "audit/operator/audit.jsonl"
    text = path.read_text()
    check("what was done is in it", all(f'"{action}"' in text for action in
          ["migrate", "add_user", "list_users", "disable_user", "enable_user", "reset_password"]))
    code, said, _ = server.run("audit", "show", "--user", "ECG-0001", "--since", "2025-01-01T00:00:00Z")
    shown = [json.loads(line)["action"] for line in said.splitlines()]
    check("and what was done to one is shown", code == 0 and shown[:4] ==
          ["add_user", "disable_user", "enable_user", "reset_password"], shown)
    check("with a time that is to come, nothing", server.run("audit", "show", "--since", "2999-01-01")[1] == "")
    code, _, errors = server.run("audit", "show", "--since", "soon")
    check("a time that is none is wrong usage", code == 2 and "--since soon: is no moment" in errors, errors)
    text = path.read_text()
    told = told_words(text, "Ada", "ECG-0001", "bridges", "heron")
    check("no name, serial or password is", not told, told)

    lines = text.splitlines(keepends=True)
    path.write_text(text.replace("add_user", "add_usar", 1))
    code, said, errors = server.run("audit", "verify")
    check("a changed line is found", code == 1 and re.search(r"audit\.jsonl:\d+: ", errors) and "broken" in said, errors)
    path.write_text("".join(lines[:3] + lines[4:]))
    code, _, errors = server.run("audit", "verify", "--json")
    check("one that was taken out, too", code == 1 and "audit.jsonl:4: " in errors, errors)
    path.write_text("".join(lines[:-1]))
    code, _, errors = server.run("audit", "verify")
    check("and one cut off at the end", code == 1 and "missing at the end" in errors, errors)
    path.write_text(text)
    check("as it was it is whole", server.run("audit", "verify")[0] == 0)

    with open(server.folder / "audit/operator/audit.head") as head:
        import fcntl
        fcntl.flock(head, fcntl.LOCK_EX)
        code, _, errors = server.run("user", "list")
        check("what cannot be audited is not done", code == 3 and "another program writes this audit log" in errors)


def damage(server, user):
    sound = store_report(server, user, "%PDF-1.4 sound")
    code, said, errors = server.run("check")
    check("a sound store is sound", (code, errors) == (0, "") and "1 report, all sound" in said, said + errors)
    stray = store_report(server, user, "%PDF-1.4 stray")
    with server.database() as database:
        database.execute("DELETE FROM reports WHERE object = ?", (stray.name,))
    code, said, errors = server.run("check")
    check("a file that no report has is noted", code == 0 and f"note: object {stray.name} belongs to no report" in said)

    gone, changed = store_report(server, user, "%PDF-1.4 gone"), store_report(server, user, "%PDF-1.4 changed")
    gone.unlink()
    changed.write_text("%PDF-1.4 CHANGED")
    with server.database() as database:
        database.execute("INSERT INTO sessions (session_id, user_number, device_serial, start_time, status, created_at) "
                         "SELECT 'session_x', user_number, 'ECG-0001', 1, 'active', 1 FROM users WHERE user_id = ?", (user,))
        database.execute("INSERT INTO waveforms (session_number, time, digest, sampling_rate, duration_seconds, packed) "
                         "VALUES (1, 1, x'00', 80, 5, x'67001122334455')")
        database.execute("INSERT INTO metrics (session_number, time, digest, metrics) VALUES (77, 1, x'00', '{}')")
    code, said, errors = server.run("check", "--json")
    found = json.loads(said)
    check("each damage is told", code == 1 and not found["sound"] and len(found["troubles"]) == 5, said)
    for words in ["waveform_1: ", "metrics_1: are not those that were stored", f"object {gone.name} is missing", f"object {changed.name} is not what was stored",
                  "of metrics belongs to one of sessions that is not there"]:
        check(f"{words!r} among it", words in errors)
    code, said, errors = server.run("backup", server.home / "damaged")
    check("a backup of it is made, and says so", code == 1 and "is a copy of what there is, and that is damaged" in errors
          and (server.home / "damaged/ecg.db").exists())

    changed.unlink()
    with server.database() as database:
        database.execute("DELETE FROM waveforms")
        database.execute("DELETE FROM metrics")
        database.execute("DELETE FROM reports WHERE object != ?", (sound.name,))
    check("and without it all is sound again", server.run("check")[0] == 0)

    other = Server(server.home / "broken")
    shutil.copytree(server.folder, other.folder)
    size = (other.folder / "ecg.db").stat().st_size
    with open(other.folder / "ecg.db", "r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    code, _, errors = other.run("check")
    check("a database of garbage is told", code == 1 and "ecg.db: " in errors and "internal" not in errors, errors)


def backups(server):
    out = server.home / "copy"
    code, said, errors = server.run("backup", out)
    check("a backup is made", (code, errors) == (0, "") and "the keys are not in it" in said and "RESTORE.txt" in said, errors)
    check("it holds no keys", not (out / "keys").exists() and "keys/ of the old server" in (out / "RESTORE.txt").read_text())
    check("only its owner can read it", out.stat().st_mode & 0o777 == 0o700)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    code, said, errors = server.run("backup", out)
    check("it is never overwritten", code == 1 and errors == f"ecg-serve: {out}: exists already\n", errors)
    check("not a byte of it", before == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()})
    code, _, errors = server.run("backup", server.home / "no/such/copy")
    check("nowhere is no place", code == 1 and "no/such/copy" in errors, errors)

    code, said, _ = server.run("backup", "--with-keys", server.home / "secret")
    check("with its keys it says so", code == 0 and "the keys are in it" in said)
    restored = Server(server.home / "restored")
    restored.home.mkdir()
    shutil.copytree(server.home / "secret", restored.folder)
    check("restored it is sound", restored.run("check")[0] == 0)
    check("its audit log too", restored.run("audit", "verify")[0] == 0)
    listed = restored.run("user", "list")[1]
    check("and it has the same accounts", listed == server.run("user", "list")[1] and "Ada Example" in listed)
    restored.add("Fay After", "--role", "patient")
    check("it goes on", restored.run("audit", "verify")[0] == 0)


def killed_backups(server):
    out = server.home / "killed"
    left = 0
    for milliseconds in range(0, 60, 3):
        backup = server.start("backup", out)
        time.sleep(milliseconds / 1000)
        backup.send_signal(signal.SIGKILL)
        backup.communicate()
        left += len(list(server.home.glob("killed.unfinished.*")))
        if out.exists():
            whole = Server(server.home / "whole")
            whole.home.mkdir(exist_ok=True)
            out.rename(whole.folder)
            check("a backup that is there is whole", whole.run("check")[0] == 0)
            shutil.rmtree(whole.folder)
    code, _, errors = server.run("backup", out)
    check("after all those kills a backup is made", code == 0, errors)
    check(f"and {left} leftovers are cleared away", not list(server.home.glob("killed.unfinished.*")))
    check("the server's folder is sound", server.run("check")[0] == 0 and server.run("audit", "verify")[0] == 0)


def while_another_writes(server):
    with server.database() as database:
        database.isolation_level = None
        database.execute("BEGIN IMMEDIATE")
        waiting = server.start("user", "disable", "ECG-0002")
        time.sleep(0.3)
        check("a command waits for another writer", waiting.poll() is None)
        database.execute("COMMIT")
        check("and goes on behind it", waiting.wait(20) == 0)
        database.execute("BEGIN IMMEDIATE")
        code, _, errors = server.run("user", "enable", "ECG-0002")
        check("but not for ever", code == 3 and "database is locked" in errors, errors)
        database.execute("COMMIT")


def full_disk(server, folder):
    with small_disk(folder, 600) as disk:
        if disk is None:
            return
        small, fill = disk
        fill(True)
        code, _, errors = server.run("backup", small / "copy")
        check("a backup to a full disk fails", code == 3 and ("full" in errors or "space" in errors), (code, errors))
        check("and leaves nothing", [path.name for path in small.iterdir()] == ["fill"])
        fill(False)
        full = Server(small / "home")
        check("with room a database is made", full.run("migrate")[0] == 0)
        fill(True)
        code, _, errors = full.run("user", "add", "Ada Example", "--role", "patient", given=PASSWORD)
        check("an account on a full disk is not made", code == 3 and errors.count("\n") == 1, (code, errors))
        fill(False)
        code, said, errors = full.run("user", "list", "--json")
        check("nothing of it is there, and all goes on", (code, said) == (0, ""), errors)
        check("with a sound audit log", full.run("audit", "verify")[0] == 0)


os.umask(0o077)
with tempfile.TemporaryDirectory() as folder:
    home = Path(folder) / "home"
    home.mkdir()
    server = Server(home)
    wrong_usage(server)
    nothing_there(server)
    migrations(server)
    user = accounts(server)
    keys(server)
    password_at_a_terminal(server)
    file_modes(server)
    audit(server)
    damage(server, user)
    backups(server)
    killed_backups(server)
    while_another_writes(server)
    full_disk(server, folder)
    file_modes(server)
