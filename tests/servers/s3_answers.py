"""An S3 that takes any signature, for the answers that no server at hand gives: 412 for If-None-Match, an error in a
200 to CompleteMultipartUpload, SlowDown, another clock.

POST /_arm {"codes": ["503 SlowDown", …], "complete_error": true, "lose_complete": true, "ahead": seconds, "fail_part": N}
arms them, and answers how many uploads are open, and how many parts, whole objects and objects in all came.
"""
import calendar
import hashlib
import json
import re
import time
from email.utils import formatdate
from urllib.parse import parse_qsl, unquote, urlsplit

from rig import Answer, Cut, Fake, serve_fake

SKEW = 900  # seconds


def error(status, code):
    return Answer(status, f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>m</Message></Error>'.encode(),
                  {"Content-Type": "application/xml"})


class Store(Fake):
    objects, uploads = {}, {}
    contents = {}
    armed = {"codes": [], "complete_error": False, "lose_complete": False, "ahead": 0, "fail_part": 0, "parts": 0, "puts": 0, "begun": 0}

    def date_time_string(self, timestamp=None):
        return formatdate((timestamp or time.time()) + self.armed["ahead"], usegmt=True)

    def reply(self):
        url = urlsplit(self.path)
        self.query = dict(parse_qsl(url.query, keep_blank_values=True))
        self.name = unquote(url.path)
        if self.name == "/_arm":
            self.armed.update(json.loads(self.body))
            raise Answer(200, {"uploads": len(self.uploads), "parts": self.armed["parts"], "puts": self.armed["puts"],
                               "objects": len(self.objects)})
        if self.armed["codes"]:
            status, code = self.armed["codes"].pop(0).split()
            raise error(int(status), code)
        self.check_headers()
        getattr(self, self.command.lower())()

    def check_headers(self):
        signed_at = calendar.timegm(time.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ"))
        if abs(signed_at - time.time() - self.armed["ahead"]) > SKEW:
            raise error(403, "RequestTimeTooSkewed")
        if self.headers["x-amz-content-sha256"] != hashlib.sha256(self.body).hexdigest():
            raise error(400, "XAmzContentSHA256Mismatch")

    def put(self):
        if "uploadId" in self.query:
            if self.armed["fail_part"] == int(self.query["partNumber"]):
                self.armed["fail_part"] = 0
                raise error(503, "SlowDown")
            self.armed["parts"] += 1
            self.uploads[self.query["uploadId"]][int(self.query["partNumber"])] = self.body
            raise Answer(200, b"", {"ETag": f'"{hashlib.md5(self.body).hexdigest()}"'})
        if self.headers.get("If-None-Match") == "*" and self.name in self.objects:
            raise error(412, "PreconditionFailed")
        self.contents[self.name] = self.body
        self.armed["puts"] += 1
        self.objects[self.name] = (len(self.body), hashlib.md5(self.body).hexdigest())
        raise Answer(200, b"", {"ETag": f'"{self.objects[self.name][1]}"'})

    def post(self):
        if "uploads" in self.query:
            self.armed["begun"] += 1
            name = f"upload {self.armed['begun']}&"
            self.uploads[name] = {}
            raise Answer(200, f"<R><UploadId>{name.replace('&', '&amp;')}</UploadId></R>".encode())
        if self.armed["complete_error"]:
            self.armed["complete_error"] = False
            raise Answer(200, error(200, "InternalError").body)
        parts = self.uploads.pop(self.query["uploadId"], None)
        if parts is None:
            raise error(404, "NoSuchUpload")
        asked = [int(number) for number in re.findall(rb"<PartNumber>(\d+)<", self.body)]
        content = b"".join(parts[number] for number in asked)
        digests = b"".join(hashlib.md5(parts[number]).digest() for number in asked)
        self.contents[self.name] = content
        self.objects[self.name] = (len(content), f"{hashlib.md5(digests).hexdigest()}-{len(asked)}")
        if self.armed["lose_complete"]:
            self.armed["lose_complete"] = False
            raise Cut
        raise Answer(200, f'<R><ETag>"{self.objects[self.name][1]}"</ETag></R>'.encode())

    def delete(self):
        self.uploads.pop(self.query.get("uploadId"), None)
        if "uploadId" not in self.query:
            self.objects.pop(self.name, None)
            self.contents.pop(self.name, None)
        raise Answer(204)

    def get(self):
        if "list-type" in self.query:
            raise Answer(200, b"<ListBucketResult></ListBucketResult>")
        if "uploadId" in self.query:
            parts = self.uploads.get(self.query["uploadId"])
            if parts is None:
                raise error(404, "NoSuchUpload")
            self.list_parts(parts, int(self.query.get("part-number-marker", 0)))
        if self.name not in self.objects:
            raise error(404, "NoSuchKey")
        raise Answer(200, self.contents[self.name], {"Content-Type": "application/octet-stream"})

    def list_parts(self, parts, behind):
        """Two at a time, for S3 gives a thousand."""
        left = [number for number in sorted(parts) if number > behind]
        text = "".join(f'<Part><PartNumber>{number}</PartNumber><ETag>"{hashlib.md5(parts[number]).hexdigest()}"</ETag></Part>'
                       for number in left[:2])
        more = f"<NextPartNumberMarker>{left[1]}</NextPartNumberMarker>" if len(left) > 2 else ""
        text += f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>{more}"
        raise Answer(200, f"<ListPartsResult>{text}</ListPartsResult>".encode())

    def head(self):
        if self.name.count("/") < 2:
            raise Answer(200)
        if self.name not in self.objects:
            raise Answer(404)
        size, etag = self.objects[self.name]
        raise Answer(200, b"x" * size, {"ETag": f'"{etag}"'})


def start(_folder, _processes):
    return {"url": f"http://127.0.0.1:{serve_fake(Store)}", "access_key": "any", "secret_key": "any", "region": "any"}
