"""Any server that takes files: PUT /in/NAME takes the bytes alone, POST /form a form with what is known of them. Both want a
token and an Idempotency-Key; the same key again is answered with 208, and other bytes under a name with 409."""
import email.parser
import email.policy
import hashlib
import json
from urllib.parse import unquote, urlsplit

from rig import Answer, Fake, serve_fake

TOKEN = "invented-token"


class Rest(Fake):
    contents, keys = {}, set()

    def reply(self):
        if self.headers.get("Authorization") != "Bearer " + TOKEN:
            raise Answer(401, {"error": "who are you"})
        path = urlsplit(self.path).path
        if self.command == "HEAD":
            raise Answer(405)
        if self.command == "PUT" and path.startswith("/in/"):
            self.keep(unquote(path.removeprefix("/in/")), self.body)
        if self.command == "POST" and path == "/form":
            self.keep(*self.form())
        raise Answer(404, {"error": "not here"})

    def form(self):
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = list(email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body).iter_parts())
        about, content = json.loads(parts[0].get_payload(decode=True)), parts[1].get_payload(decode=True)
        name = about["object"].rsplit("/", 1)[-1]
        quoted = name.replace('"', "%22")  # as browsers do
        named = f'\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'.encode()
        if (len(parts), about["filename"], about["file_size"], about["sha256"]) != (
                2, name, len(content), hashlib.sha256(content).hexdigest()) or named not in self.body:
            raise Answer(400, {"error": "the form contradicts itself"})
        return about["object"], content

    def keep(self, name, content):
        key = self.headers["Idempotency-Key"]
        if self.contents.setdefault(name, content) != content:
            raise Answer(409, {"error": "other bytes"})
        is_new = (key, name) not in self.keys
        self.keys.add((key, name))
        raise Answer(201 if is_new else 208, {"status": "success"})


def start(_folder, _processes):
    return {"url": f"http://127.0.0.1:{serve_fake(Rest)}", "token": TOKEN}
