#!/usr/bin/python3
"""tool_uploads.py SERVER TOOLS: ecg-sync upload and test against a server of serve.py, with names that are hard on URLs,
signatures and file systems."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from check_servers import HERE, ask, check, signed_v4
from places import digest, place_of

NAMES = ("a b  c.pdf", "père_日本.pdf", "a+b=c@d:e,f;g(h)'i!j*k.pdf", "$l&m~n[o]{p}|q^r`s\"t<u>.pdf", "q?x#y.pdf", "%2F%20%zz.pdf",
         "\U0001fac0 \U0001f469\u200d\u2695.pdf", "back\\slash.pdf", "x" * 251 + ".pdf",
         "ecg-reports/2025/01/08/ba7816bf8f01cfea414140de5dae2223.pdf")


def s3(server):
    ask("PUT", server["url"] + "/clinic", headers=signed_v4(server, server["secret_key"], "/clinic"))
    return {"kind": "s3", "bucket": "clinic", **{key: server[key] for key in ("url", "access_key", "secret_key", "region")}}


def google_with_hmac(server):
    return {**s3(server), "kind": "gcs", "region": ""}


def azure(server):
    parts = {"DefaultEndpointsProtocol": "http", "AccountName": server["account"], "AccountKey": server["key"],
             "BlobEndpoint": server["url"]}
    return {"kind": "azure", "bucket": "tool", "connection_string": ";".join(f"{key}={value}" for key, value in parts.items())}


def google(server):
    return {"kind": "gcs", "url": server["url"], "bucket": server["bucket"], "credentials": server["account"]}


def dropbox(server):
    return {"kind": "dropbox", "folder": "/clinic é", **{key: server[key] for key in ("url", "refresh_token", "client_id")}}


def ftps(server):
    return {"kind": "ftp", "host": server["host"], "port": server["port"], "user": server["user"], "folder": server["path"] + "/tool",
            "password": server["password"], "authorities": server["authority"]}


def sftp(server):
    return {"kind": "sftp", "folder": server["folder"] + "/tool",
            **{key: server[key] for key in ("host", "port", "user", "private_key", "known_hosts")}}


def smtp(server):
    return {"kind": "mail", "host": "localhost", "port": server["port"], "user": server["user"], "password": server["password"],
            "authorities": server["authority"], "from": "ecg@clinic.invalid", "to": "a@clinic.invalid, b@clinic.invalid"}


def rest(server):
    return {"kind": "rest", "url": server["url"] + "/in/{name}", "method": "PUT", "body": "raw", "token": server["token"]}


def rest_form(server):
    return {"kind": "rest", "url": server["url"] + "/form", "token": server["token"]}


TARGETS = {"swift": s3, "swift_auto": google_with_hmac, "azurite": azure, "gcs": google, "dropbox": dropbox, "ftps": ftps,
           "sftp": sftp, "smtp": smtp, "rest": rest, "rest_form": rest_form}
SERVICES = {"rest": "api"}  # as the original app's log calls a kind, where that is another word
BLIND = ("smtp", "rest", "rest_form")  # they cannot be asked what is there


def called(server, name):
    """What a server calls the file of that name."""
    if server == "azurite":
        return name.replace("\\", "/")  # as Azure itself does
    return name.lower() if server == "dropbox" else name.split("/")[-1] if server == "smtp" else name


class Tool:
    def __init__(self, folder, tools, target):
        self.folder, self.path = folder, Path(tools).resolve() / "ecg-sync"
        lines = "".join(f"      {key}: {json.dumps(str(value), ensure_ascii=False)}\n" for key, value in target.items() if value != "")
        (folder / "ecg.yaml").write_text(f"sync:\n  targets:\n    place:\n{lines}")
        self.secrets = [str(target[key]) for key in ("secret_key", "password", "refresh_token", "connection_string") if key in target]
        self.environment = {**os.environ, "ECG_HOME": str(folder), "ECG_CONFIG": str(folder / "ecg.yaml"), "no_proxy": "*"}

    def run(self, *arguments):
        run = subprocess.run([self.path, *map(str, arguments)], capture_output=True, text=True, env=self.environment,
                             cwd=self.folder, check=False, timeout=300)
        check("no secret is told", not any(secret in run.stdout + run.stderr for secret in self.secrets))
        return run.returncode, run.stdout, run.stderr


def hostile(tool, looks, server, place):
    """Each name goes up, and the server has the bytes under it: it is asked without ecg-sync."""
    for number, name in enumerate(NAMES):
        file = tool.folder / (name.split("/")[-1])
        file.write_bytes(b"%PDF-" + name.encode())
        code, said, errors = tool.run("upload", "--target", "place", "--name", name, "--", file)
        check(f"name {number} goes up", (code, errors) == (0, "") and said == f"stored\tplace\t{name}\t{file}\n", said + errors)
        if looks:
            code, said, errors = tool.run("upload", "--target", "place", "--name", name, "--", file)
            check(f"name {number} is there already", code == 0 and said.startswith("there already\t"), said + errors)
    wanted, there = {called(server, name): digest(b"%PDF-" + name.encode()) for name in NAMES}, place.contents()
    check("the server has each under its name, and nothing else", there == wanted,
          {name: (there.get(name), wanted.get(name)) for name in {*there, *wanted} if there.get(name) != wanted.get(name)})
    if looks:
        other = tool.folder / "other.pdf"
        other.write_bytes(b"%PDF-other")
        code, said, errors = tool.run("upload", "--target", "place", "--name", NAMES[0], other)
        check("other bytes are refused", code == 1 and said.startswith("refused\t") and "other bytes are there" in errors, errors)
    files = [tool.folder / name.split("/")[-1] for name in NAMES]
    code, said, errors = tool.run("upload", "--target", "place", "--", *files)
    names = [line.split("\t")[2] for line in said.splitlines()]
    check("without a name, it is made of the bytes", code == 0 and len(set(names)) == len(NAMES)
          and all(name.startswith("ecg-reports/20") and name.isascii() for name in names), errors)


def large(tool):
    """In parts, where there are such."""
    file = tool.folder / "large.bin"
    file.write_bytes(os.urandom(9_000_000))
    code, said, errors = tool.run("upload", file, "--target", "place", "--name", "large é/+.bin")
    check("a large file goes up", (code, errors) == (0, ""), said + errors)
    code, said, errors = tool.run("upload", file, "--target", "place", "--name", "large é/+.bin")
    check("and is known again", code == 0 and said.startswith("there already\t"), said + errors)


def logged(tool, looks, service, name):
    """Each file once, also those that were there already, and nothing that is a key to it."""
    code, said, errors = tool.run("log", "--json")
    entries = [json.loads(line) for line in said.splitlines()]
    check("each upload has its entry", (code, errors) == (0, "") and len(entries) == 2 * len(NAMES) + looks, len(entries))
    results = [entry["result"] for entry in entries]
    check("with its name there", [result["key"] for result in results[:len(NAMES)]] == list(NAMES), results)
    check("and its service", {result["service"] for result in results} == {entry["service"] for entry in entries} == {service})
    urls = [result.get("url", "") for result in results]
    check("each has an address of its own, where there are such (a form has one), without a query or a user",
          urls == [""] * len(urls) if service == "mail" else len(set(urls)) == (1 if name == "rest_form" else len(urls))
          and (service == "dropbox" or not any("?" in url or "@" in url for url in urls)), urls)
    text = (tool.folder / "reports/upload_log.json").read_text()
    check("no secret stands in it", json.loads(text) == entries and not any(secret in text for secret in tool.secrets))


def main():
    name, tools = sys.argv[1:]
    with subprocess.Popen([HERE / "serve.py", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process, \
            tempfile.TemporaryDirectory() as folder:
        server = json.loads(process.stdout.readline() or "{}")
        if "skipped" in server:
            print("skipped: no server:", server["skipped"])
            return
        target = TARGETS[name](server)
        tool, looks = Tool(Path(folder), tools, target), name not in BLIND
        code, said, errors = tool.run("test", "place")
        wanted = "written, read back and deleted" if looks else "it is there and knows us; nothing was written"
        check("it is there", (code, errors) == (0, "") and said == f"place\tok, {wanted}\n", said + errors)
        hostile(tool, looks, name, place_of(name, server))
        if looks:
            large(tool)
        logged(tool, looks, SERVICES.get(target["kind"], target["kind"]), name)
        process.stdin.close()


if __name__ == "__main__":
    main()
