"""What Google's storage says over its JSON API, and the OAuth endpoint that takes a service account's letter.

Checks the RS256 signature, times and audience of the letter, the token, md5Hash, ifGenerationMatch, and the offsets and
256 KiB steps of resumable uploads. POST /_arm {"statuses": [503, …], "cut": N} arms faults: the next answers, and how
many bytes of the next piece are kept before its answer is 503. It answers how many bytes of pieces came, and how many
objects there are.
"""
import base64
import hashlib
import json
import re
import subprocess
import time
from urllib.parse import parse_qsl, unquote, urlsplit

from rig import Answer, Fake, program, serve_fake

BUCKET, EMAIL = "ecg", "uploads@clinic.invalid"
STEP = 256 * 1024
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # of a DigestInfo


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signature_holds(modulus, signed, signature):
    """RSASSA-PKCS1-v1_5 with the exponent 65537, by arithmetic."""
    size = (modulus.bit_length() + 7) // 8
    padded = b"\0\1" + b"\xff" * (size - 3 - 51) + b"\0" + SHA256_PREFIX + hashlib.sha256(signed).digest()
    return len(signature) == size and pow(int.from_bytes(signature, "big"), 65537, modulus) == int.from_bytes(padded, "big")


def error(status, reason):
    return Answer(status, {"error": {"code": status, "message": reason, "errors": [{"reason": reason}]}})


class Storage(Fake):
    modulus = 0
    base = ""
    objects, contents, sessions, tokens = {}, {}, {}, set()
    armed = {"statuses": [], "cut": None, "lifetime": 3600, "received": 0}

    def reply(self):
        url = urlsplit(self.path)
        self.query = dict(parse_qsl(url.query, keep_blank_values=True))
        if url.path == "/_arm":
            self.armed.update(json.loads(self.body))
            raise Answer(200, {"received": self.armed["received"], "objects": len(self.objects)})
        if self.armed["statuses"]:
            raise error(self.armed["statuses"].pop(0), "backendError")
        if url.path == "/token":
            self.give_token()
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise error(401, "authError")
        if url.path == f"/upload/storage/v1/b/{BUCKET}/o":
            self.upload()
        if url.path == f"/storage/v1/b/{BUCKET}/o" and self.command == "GET":
            raise Answer(200, {"kind": "storage#objects"})
        found = re.fullmatch(f"/storage/v1/b/{BUCKET}/o/([^/]+)", url.path)
        if found:
            self.object(unquote(found[1]))
        raise error(404, "notFound")

    def give_token(self):
        form = dict(parse_qsl(self.body.decode()))
        letter = form.get("assertion", "")
        try:
            head, claims, seal = letter.split(".")
            claimed = json.loads(decoded(claims))
            now = time.time()
            good = (form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer" and
                    json.loads(decoded(head))["alg"] == "RS256" and claimed["iss"] == EMAIL and
                    claimed["aud"] == self.base + "/token" and "devstorage" in claimed["scope"] and
                    abs(claimed["iat"] - now) < 300 and 0 < claimed["exp"] - claimed["iat"] <= 3600 and
                    signature_holds(self.modulus, f"{head}.{claims}".encode(), decoded(seal)))
        except (KeyError, ValueError):
            good = False
        if not good:
            raise Answer(400, {"error": "invalid_grant", "error_description": "Invalid JWT"})
        token = f"token-{len(self.tokens)}"
        self.tokens.add(token)
        raise Answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": self.armed["lifetime"]})

    def upload(self):
        kind = self.query.get("uploadType")
        if "upload_id" in self.query:
            self.piece(self.query["upload_id"])
        if kind == "media":
            self.store({"name": self.query["name"]}, self.body)
        if kind == "multipart":
            boundary = re.search(r'boundary="?([^";]+)', self.headers["Content-Type"])[1].encode()
            parts = self.body.split(b"--" + boundary)
            if len(parts) != 4 or parts[3].strip() != b"--":
                raise error(400, "badContent")
            about, content = (part.removeprefix(b"\r\n").removesuffix(b"\r\n").split(b"\r\n\r\n", 1)[1] for part in parts[1:3])
            self.store(json.loads(about), content)
        if kind == "resumable":
            about = json.loads(self.body or b"{}")
            self.refuse_existing(about["name"])
            name = f"session{len(self.sessions)}"
            self.sessions[name] = {"about": about, "bytes": b"", "query": self.query}
            place = f"{self.base}/upload/storage/v1/b/{BUCKET}/o?uploadType=resumable&upload_id={name}"
            raise Answer(200, b"", {"Location": place})
        raise error(400, "invalid")

    def piece(self, name):
        session = self.sessions.get(name)
        if not session:
            raise error(410, "gone")
        asked = re.fullmatch(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)", self.headers.get("Content-Range", ""))
        if not asked:
            raise error(400, "badRange")
        total = int(asked[3])
        if asked[1] is not None:
            first, last = int(asked[1]), int(asked[2])
            if first != len(session["bytes"]) or last - first + 1 != len(self.body):
                raise error(400, "wrongOffset")
            if last + 1 != total and len(self.body) % STEP:
                raise error(400, "unalignedPiece")
            if self.armed["cut"] is not None:
                session["bytes"] += self.body[:self.armed["cut"]]
                self.armed["cut"] = None
                raise error(503, "backendError")
            session["bytes"] += self.body
            self.armed["received"] += len(self.body)
        if len(session["bytes"]) < total:
            kept = {"Range": f"bytes=0-{len(session['bytes']) - 1}"} if session["bytes"] else {}
            raise Answer(308, b"", kept)
        self.query = session["query"]
        self.store(session["about"], session["bytes"])

    def refuse_existing(self, name):
        if self.query.get("ifGenerationMatch") == "0" and name in self.objects:
            raise error(412, "conditionNotMet")

    def store(self, about, content):
        self.refuse_existing(about["name"])
        digest = base64.b64encode(hashlib.md5(content).digest()).decode()
        if about.get("md5Hash", digest) != digest:
            raise error(400, "invalid: the md5Hash does not match")
        if len(about["name"].encode()) > 1024 or "\n" in about["name"]:
            raise error(400, "invalid name")
        self.contents[about["name"]] = content
        self.objects[about["name"]] = {"kind": "storage#object", "name": about["name"], "size": str(len(content)),
                                       "md5Hash": digest, "generation": str(len(self.objects) + 1)}
        raise Answer(200, self.objects[about["name"]])

    def object(self, name):
        if name not in self.objects:
            raise error(404, "notFound")
        if self.command == "DELETE":
            del self.objects[name], self.contents[name]
            raise Answer(204)
        if self.query.get("alt") == "media":
            raise Answer(200, self.contents[name], {"Content-Type": "application/octet-stream"})
        raise Answer(200, self.objects[name])


def start(folder, _processes):
    openssl = program("openssl", "openssl")

    def run(*words):
        return subprocess.run([openssl, *words], check=True, capture_output=True, text=True).stdout

    key = run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    (folder / "key.pem").write_text(key)
    Storage.modulus = int(run("rsa", "-in", str(folder / "key.pem"), "-noout", "-modulus").split("=")[1], 16)
    Storage.base = f"http://127.0.0.1:{serve_fake(Storage)}"
    account = {"type": "service_account", "private_key_id": "1", "private_key": key, "client_email": EMAIL,
               "token_uri": Storage.base + "/token"}
    (folder / "account.json").write_text(json.dumps(account))
    return {"url": Storage.base, "bucket": BUCKET, "account": str(folder / "account.json")}
