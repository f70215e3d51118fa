"""What Dropbox says to uploads: content_hash, offsets of sessions, conflicts, tokens that end.

POST /_arm {"statuses": [429, …], "expire": true, "cut": N} arms faults: the next answers, the token in use, and how many
bytes of the next appended piece are kept before its answer is 503. It answers how many bytes were appended, and how many
files there are.
"""
import hashlib
import json
from urllib.parse import parse_qs

from rig import Answer, Fake, serve_fake

BLOCK = 4 << 20
CLIENT, REFRESH = "invented-app", "invented-refresh-token"


def content_hash(content):
    blocks = (content[i:i + BLOCK] for i in range(0, len(content), BLOCK))
    return hashlib.sha256(b"".join(hashlib.sha256(block).digest() for block in blocks)).hexdigest()


def conflict(summary, **more):
    """The errors of an endpoint, which all come as 409."""
    tags = summary.split("/")
    error = {".tag": tags[0], **more}
    if tags[0] == "path":
        error["reason"] = {".tag": tags[1]}
    return Answer(409, {"error_summary": summary + "/..", "error": error})


class Dropbox(Fake):
    files, contents, sessions, tokens = {}, {}, {}, ["invented-token"]
    armed = {"statuses": [], "expire": False, "cut": None, "appended": 0}

    def reply(self):
        if self.path == "/_arm":
            self.armed.update(json.loads(self.body))
            raise Answer(200, {"appended": self.armed["appended"], "files": len(self.files)})
        if self.armed["statuses"]:
            raise Answer(self.armed["statuses"].pop(0), {"error_summary": "too_many_write_operations/.."},
                         {"Retry-After": "1"})
        if self.path == "/oauth2/token":
            self.give_token()
        self.refuse_strangers()
        reply = {"/2/files/upload": self.upload, "/2/files/upload_session/start": self.begin_session,
                 "/2/files/upload_session/append_v2": self.append, "/2/files/upload_session/finish": self.end_session,
                 "/2/files/get_metadata": self.metadata, "/2/files/delete_v2": self.delete,
                 "/2/files/download": self.download,
                 "/2/check/user": self.probe}.get(self.path)
        if not reply or self.command != "POST":
            raise Answer(400, b"Error in call: no such function")
        reply()

    def give_token(self):
        form = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        if form != {"grant_type": "refresh_token", "refresh_token": REFRESH, "client_id": CLIENT}:
            raise Answer(400, {"error": "invalid_grant"})
        self.tokens.append(f"invented-token-{len(self.tokens)}")
        raise Answer(200, {"access_token": self.tokens[-1], "expires_in": 14400, "token_type": "bearer"})

    def refuse_strangers(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token == self.tokens[-1] and self.armed["expire"]:
            self.tokens.append("nobody's")
            self.armed["expire"] = False
        if token != self.tokens[-1]:
            tag = "expired_access_token" if token in self.tokens else "invalid_access_token"
            raise Answer(401, {"error_summary": tag + "/..", "error": {".tag": tag}})

    def arguments(self):
        """Of a function that takes bytes: in a header, which must be printable ASCII."""
        text = self.headers.get("Dropbox-API-Arg", "")
        if not all(" " <= c < "\x7f" for c in text):
            raise Answer(400, b"Error in call: HTTP header Dropbox-API-Arg: not ASCII")
        if self.headers.get("Content-Type") != "application/octet-stream":
            raise Answer(400, b"Error in call: Bad HTTP Content-Type header")
        return json.loads(text)

    def store(self, commit, content):
        path = commit["path"]
        if not path.startswith("/") or any(len(part) > 255 for part in path.split("/")):
            raise conflict("path/malformed_path")
        if commit.get("content_hash", content_hash(content)) != content_hash(content):
            raise conflict("content_hash_mismatch")
        key = path.lower()
        self.contents.setdefault(key, content)
        if key in self.files and commit.get("mode", "add") == "add" and self.files[key]["content_hash"] != content_hash(content):
            raise conflict("path/conflict/file")
        self.files[key] = {"name": path.split("/")[-1], "path_display": path, "size": len(content),
                           "content_hash": content_hash(content), ".tag": "file"}
        raise Answer(200, self.files[key])

    def upload(self):
        self.store(self.arguments(), self.body)

    def begin_session(self):
        self.arguments()
        name = f"session{len(self.sessions)}"
        self.sessions[name] = self.body
        raise Answer(200, {"session_id": name})

    def at_offset(self, cursor):
        kept = self.sessions.get(cursor["session_id"])
        if kept is None:
            raise conflict("not_found")
        if cursor["offset"] != len(kept):
            raise conflict("incorrect_offset", correct_offset=len(kept))

    def append(self):
        asked = self.arguments()
        cursor = asked["cursor"]
        self.at_offset(cursor)
        if asked.get("content_hash", content_hash(self.body)) != content_hash(self.body):
            raise conflict("content_hash_mismatch")
        if self.armed["cut"] is not None:
            self.sessions[cursor["session_id"]] += self.body[:self.armed["cut"]]
            self.armed["cut"] = None
            raise Answer(503, b"cut")
        self.sessions[cursor["session_id"]] += self.body
        self.armed["appended"] += len(self.body)
        raise Answer(200, b"null")

    def end_session(self):
        asked = self.arguments()
        self.at_offset(asked["cursor"])
        self.sessions[asked["cursor"]["session_id"]] += self.body
        self.store(asked["commit"], self.sessions[asked["cursor"]["session_id"]])

    def metadata(self):
        found = self.files.get(json.loads(self.body)["path"].lower())
        raise Answer(200, found) if found else conflict("path/not_found")

    def download(self):
        key = json.loads(self.headers["Dropbox-API-Arg"])["path"].lower()
        raise Answer(200, self.contents[key], {"Content-Type": "application/octet-stream"}) if key in self.files else conflict("path/not_found")

    def delete(self):
        self.contents.pop(json.loads(self.body)["path"].lower(), None)
        found = self.files.pop(json.loads(self.body)["path"].lower(), None)
        raise Answer(200, {"metadata": found}) if found else conflict("path_lookup/not_found")

    def probe(self):
        raise Answer(200, {"result": json.loads(self.body)["query"]})


def start(_folder, _processes):
    url = f"http://127.0.0.1:{serve_fake(Dropbox)}"
    return {"url": url, "token": Dropbox.tokens[0], "refresh_token": REFRESH, "client_id": CLIENT}
