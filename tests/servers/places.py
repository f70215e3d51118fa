"""Where reports go in the tests of ecg-sync, looked at without it: what is there, under which name, and what is half there."""
import email
import email.policy
import hashlib
import json
import re
import sys
import urllib.request
import xml.sax.saxutils
from pathlib import Path
from urllib.parse import quote

from check_servers import ask, signed_azure, signed_v4

ENTITIES = {"&quot;": '"', "&apos;": "'", "&#13;": "\r"}


def digest(content):
    return hashlib.sha256(content).hexdigest()


def texts(xml_bytes, element):
    found = re.findall(f"<{element}>(.*?)</{element}>", xml_bytes.decode(), re.DOTALL)
    return [xml.sax.saxutils.unescape(text, ENTITIES) for text in found]


class S3:
    """Swift; its bucket is "clinic"."""

    def __init__(self, server):
        self.server = server

    def get(self, path, query=""):
        headers = signed_v4(self.server, self.server["secret_key"], path, "GET", query)
        status, _, body = ask("GET", self.server["url"] + path + ("?" + query if query else ""), headers=headers)
        if status != 200:
            sys.exit(f"{path}: answers {status} {body}")
        return body

    def contents(self):
        names = texts(self.get("/clinic"), "Key")
        return {name: digest(self.get("/clinic/" + quote(name, safe="/~"))) for name in names}

    def begun(self):
        return texts(self.get("/clinic", "uploads="), "UploadId")


class Azure:
    """Azurite; its container is "tool"."""

    def __init__(self, server):
        self.server = server

    def get(self, path, parameters=(), query=""):
        headers = signed_azure(self.server, self.server["key"], "GET", path, parameters)
        return ask("GET", self.server["url"] + path + query, headers=headers)

    def contents(self):
        status, _, body = self.get("/tool", ["comp:list", "restype:container"], "?restype=container&comp=list")
        if status == 404:
            return {}  # not made yet
        return {name: digest(self.get("/tool/" + quote(name, safe="/~"))[2]) for name in texts(body, "Name")}

    def begun(self):
        return []  # blocks that nobody asked for vanish by themselves


class Ours:
    """A fake that says what it keeps; in a folder of Dropbox, names are without it, and in small letters."""

    def __init__(self, server, folder=""):
        self.server, self.folder = server, folder

    def ask(self, path, body=None):
        request = urllib.request.Request(self.server["url"] + path, data=body, method="POST" if body else "GET")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            return json.loads(answer.read())

    def contents(self):
        return {name.removeprefix(self.folder): seal for name, seal in self.ask("/_contents").items()}

    def begun(self):
        return ["upload"] * self.ask("/_arm", b"{}").get("uploads", 0)


class Folder:
    """Files of a server here, also hidden ones."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def paths(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def contents(self):
        return {str(path.relative_to(self.folder)): digest(path.read_bytes()) for path in self.paths()}

    def begun(self):
        return [path.name for path in self.paths() if path.name.endswith(".part")]


class Mailbox:
    """What is attached to the mails. One that came twice has one Message-ID, and counts once."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def mails(self):
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in self.folder.glob("*.eml")]

    def contents(self):
        once = {mail["Message-ID"]: mail for mail in self.mails()}
        files = [part for mail in once.values() for part in mail.iter_attachments()]
        return {part.get_filename(): digest(part.get_content()) for part in files}

    def begun(self):
        return []


def place_of(name, server):
    """That of a server of serve.py, as tool_uploads.TARGETS sets it up."""
    if name in ("swift", "swift_auto"):
        return S3(server)
    if name == "azurite":
        return Azure(server)
    if name == "dropbox":
        return Ours(server, "/clinic é/")
    if name in ("ftps", "ftps_answers", "sftp"):
        return Folder(Path(server["folder"]) / "tool")
    return Mailbox(server["folder"]) if name == "smtp" else Ours(server)
