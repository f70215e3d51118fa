#!/usr/bin/python3
"""check_servers.py NAME: a server of the tests takes what is right, refuses what is wrong, and leaves nothing behind.

What uploads are tested against must be able to refuse them. Exits with 0 and a line "skipped: no server" where it
cannot be.
"""
import base64
import datetime
import ftplib
import hashlib
import hmac
import io
import json
import smtplib
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
JSON, BYTES = {"Content-Type": "application/json"}, {"Content-Type": "application/octet-stream"}


def check(name, truth, seen=""):
    if not truth:
        sys.exit(f"{name}: failed {seen}")
    print(f"{name}: as it should be")


def ask(method, url, body=b"", headers=()):
    """Status, headers and body, whatever the status."""
    request = urllib.request.Request(url, data=body, method=method, headers=dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def refused(name, wanted, call):
    try:
        seen = call()
    except wanted as error:
        print(f"{name}: as it should be ({str(error)[:40]!r})")
        return
    sys.exit(f"{name}: failed, it was taken: {seen}")


def signed_v4(server, secret, path, method="PUT", query=""):
    """path and query: as they stand in the address."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{now[:8]}/{server['region']}/s3/aws4_request"
    empty = hashlib.sha256(b"").hexdigest()
    host = server["url"].split("//")[1]
    names = "host;x-amz-content-sha256;x-amz-date"
    canonical = f"{method}\n{path}\n{query}\nhost:{host}\nx-amz-content-sha256:{empty}\nx-amz-date:{now}\n\n{names}\n{empty}"
    key = b"AWS4" + secret.encode()
    for word in (*scope.split("/"), f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return {"x-amz-content-sha256": empty, "x-amz-date": now, "Authorization":
            f"AWS4-HMAC-SHA256 Credential={server['access_key']}/{scope}, SignedHeaders={names}, Signature={key.hex()}"}


def check_swift(server):
    url = server["url"] + "/bucket"
    check("a bucket is made", ask("PUT", url, headers=signed_v4(server, server["secret_key"], "/bucket"))[0] == 200)
    status, _, body = ask("PUT", url, headers=signed_v4(server, "wrong", "/bucket"))
    check("a wrong signature is refused, with what was to be signed",
          status == 403 and b"SignatureDoesNotMatch" in body and b"<CanonicalRequest>" in body, body)


check_swift_auto = check_swift


def signed_azure(server, key, method, path, parameters):
    """path: behind the account's, as it stands in the address; parameters: "name:value" of the query, sorted."""
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    own = f"x-ms-date:{date}\nx-ms-version:2020-12-06\n"
    whole = f"/{server['account']}/{server['account']}{path}"
    to_sign = f"{method}{chr(10) * 12}{own}" + "\n".join([whole, *parameters])
    seal = base64.b64encode(hmac.new(base64.b64decode(key), to_sign.encode(), hashlib.sha256).digest()).decode()
    return {"x-ms-date": date, "x-ms-version": "2020-12-06", "Content-Length": "0", "Content-Type": "",
            "Authorization": f"SharedKey {server['account']}:{seal}"}


def check_azurite(server):
    def create(name, key):
        return ask("PUT", f"{server['url']}/{name}?restype=container",
                   headers=signed_azure(server, key, "PUT", f"/{name}", ["restype:container"]))[0]

    check("a container is made", create("right", server["key"]) == 201)
    check("a wrong signature is refused", create("wrong", base64.b64encode(b"x").decode()) == 403)


def check_s3_answers(server):
    def put(date, body, **more):
        headers = {"x-amz-date": date, "x-amz-content-sha256": hashlib.sha256(b"x").hexdigest(), **more}
        status, _, answer = ask("PUT", server["url"] + "/bucket/a", body, headers)
        return status, answer

    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    check("an object is kept", put(now, b"x")[0] == 200)
    check("what exists is said", put(now, b"x", **{"If-None-Match": "*"})[0] == 412)
    check("a clock that is wrong is refused", b"RequestTimeTooSkewed" in put("20010101T000000Z", b"x")[1])
    check("another body is refused", put(now, b"y")[0] == 400)


def check_ftps(server):
    context = ssl.create_default_context(cafile=server["authority"])
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    def login(password):
        ftp = ftplib.FTP_TLS(context=context, timeout=60)
        ftp.connect(server["host"], server["port"])
        ftp.login(server["user"], password)
        return ftp

    ftp = login(server["password"])
    ftp.prot_p()
    ftp.storbinary("STOR up/.x y.part", subprocess.Popen(["printf", "abc"], stdout=subprocess.PIPE).stdout)
    ftp.rename("up/.x y.part", "up/x y.pdf")
    check("a file is kept and renamed", (Path(server["folder"]) / "x y.pdf").read_bytes() == b"abc")
    ftp.prot_c()
    refused("data in clear is refused", ftplib.Error, lambda: ftp.nlst("up"))
    refused("a wrong password is refused", ftplib.error_perm, lambda: login("wrong"))
    plain = ftplib.FTP(timeout=60)
    plain.connect(server["host"], server["port"])
    refused("a login in clear is refused", ftplib.error_perm, lambda: plain.login(server["user"], server["password"]))


def check_ftps_answers(server):
    def session(password=server["password"], tls=True):
        ftp = ftplib.FTP_TLS(context=ssl.create_default_context(cafile=server["authority"]), timeout=60) if tls else ftplib.FTP(timeout=60)
        ftp.connect(server["host"], server["port"])
        ftp.af = socket.AF_INET6  # so that it asks for EPSV
        ftp.login(server["user"], password)
        if tls:
            ftp.prot_p()
        return ftp

    def put(**armed):
        Path(server["armed"]).write_text(json.dumps(armed))
        ftp = session()
        try:
            return ftp.storbinary("STOR up/x", io.BytesIO(b"abcdef"))
        finally:
            Path(server["armed"]).write_text("{}")

    kept = Path(server["folder"]) / "x"
    check("a file is kept", put().startswith("226") and kept.read_bytes() == b"abcdef")
    refused("426 is said", ftplib.error_temp, lambda: put(reply="426 cut", after=3))
    check("and half of it kept", kept.read_bytes() == b"abc")
    check("less is kept than is said", put(keep=2).startswith("226") and kept.read_bytes() == b"ab")
    session().rename("up/x", "up/y")
    check("a file is renamed", not kept.exists() and kept.with_name("y").read_bytes() == b"ab")
    refused("a wrong password is refused", ftplib.error_perm, lambda: session("wrong"))
    refused("a login in clear is refused", ftplib.error_perm, lambda: session(tls=False))


def check_rest(server):
    def put(name, content, key, token=server["token"]):
        return ask("PUT", f"{server['url']}/in/{name}", content, {"Authorization": "Bearer " + token, "Idempotency-Key": key, **BYTES})[0]

    check("a file is kept", put("a%20b", b"x", "1") == 201)
    check("the same again is said", put("a%20b", b"x", "1") == 208)
    check("other bytes are refused", put("a%20b", b"y", "2") == 409)
    check("a stranger is refused", put("c", b"x", "3", "wrong") == 401)


check_rest_form = check_rest


def check_sftp(server):
    def put(hosts, key):
        return subprocess.run(
            ["sftp", "-q", "-b", "-", "-i", key, "-P", str(server["port"]), "-o", "IdentitiesOnly=yes", "-o",
             "StrictHostKeyChecking=yes", "-o", f"UserKnownHostsFile={hosts}", "-o", "GlobalKnownHostsFile=/dev/null",
             f"{server['user']}@{server['host']}:{server['folder']}"],
            input=f"put {__file__} x", text=True, capture_output=True, check=False).returncode

    check("a file is kept", put(server["known_hosts"], server["private_key"]) == 0)
    check("it is the file", (Path(server["folder"]) / "x").read_bytes() == Path(__file__).read_bytes())
    check("a host key that changed is refused", put(server["changed_hosts"], server["private_key"]) != 0)
    check("a strange user key is refused", put(server["known_hosts"], "/dev/null") != 0)


def check_smtp(server):
    context = ssl.create_default_context(cafile=server["authority"])

    def session(password=server["password"], tls=True):
        mail = smtplib.SMTP(server["host"], server["port"], timeout=60)
        if tls:
            mail.starttls(context=context)
            mail.login(server["user"], password)
        return mail

    def send(to):
        session().sendmail("ecg@clinic.invalid", [to], "Subject: x\r\n\r\nhello\r\n")

    send("a@clinic.invalid")
    with smtplib.SMTP_SSL(server["host"], server["implicit_port"], context=context, timeout=60) as mail:
        mail.login(server["user"], server["password"])
        mail.sendmail("ecg@clinic.invalid", ["b@clinic.invalid"], "Subject: y\r\n\r\nhello\r\n")
    check("mail is kept", len(list(Path(server["folder"]).iterdir())) == 2)
    for who, what in (("grey", smtplib.SMTPRecipientsRefused), ("nobody", smtplib.SMTPRecipientsRefused),
                      ("full", smtplib.SMTPDataError), ("lost", smtplib.SMTPServerDisconnected)):
        refused(f"mail to {who}@ fails as it says", what, lambda who=who: send(who + "@clinic.invalid"))
    refused("a wrong password is refused", smtplib.SMTPAuthenticationError, lambda: session("wrong"))
    refused("mail in clear is refused", smtplib.SMTPException, lambda: session(tls=False).sendmail("a@b.invalid", ["c@d.invalid"], "x"))


def check_gcs(server):
    account = json.loads(Path(server["account"]).read_text())
    key = Path(server["account"]).parent / "key.pem"

    def encoded(text):
        return base64.urlsafe_b64encode(text).rstrip(b"=").decode()

    def token(issued=0, spoil=0):
        now = int(time.time()) + issued
        claims = {"iss": account["client_email"], "aud": account["token_uri"], "iat": now, "exp": now + 3600,
                  "scope": "https://www.googleapis.com/auth/devstorage.read_write"}
        letter = encoded(b'{"alg":"RS256"}') + "." + encoded(json.dumps(claims).encode())
        seal = bytearray(subprocess.run(["openssl", "dgst", "-sha256", "-sign", key], input=letter.encode(),
                                        capture_output=True, check=True).stdout)
        seal[9] ^= spoil
        form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": letter + "." + encoded(seal)}
        status, _, body = ask("POST", account["token_uri"], urlencode(form).encode())
        return status, json.loads(body).get("access_token")

    check("a letter with a wrong seal is refused", token(spoil=1)[0] == 400)
    check("a letter of an hour ago is refused", token(issued=-3600)[0] == 400)
    known = {"Authorization": "Bearer " + token()[1], **JSON}
    place = f"{server['url']}/upload/storage/v1/b/ecg/o"
    check("a stranger is refused", ask("POST", place + "?uploadType=media&name=a", b"x")[0] == 401)
    check("an object is kept", ask("POST", place + "?uploadType=media&name=a", b"x", known)[0] == 200)
    check("what exists is said", ask("POST", place + "?uploadType=media&name=a&ifGenerationMatch=0", b"x", known)[0] == 412)
    wrong = json.dumps({"name": "b", "md5Hash": base64.b64encode(bytes(16)).decode()}).encode()
    where = ask("POST", place + "?uploadType=resumable", wrong, known)[1]["Location"]
    check("a step that is not 256 KiB is refused", ask("PUT", where, b"x" * 9, {**known, "Content-Range": "bytes 0-8/20"})[0] == 400)
    check("a wrong offset is refused", ask("PUT", where, b"x" * 9, {**known, "Content-Range": "bytes 1-9/10"})[0] == 400)
    check("a wrong digest is refused", ask("PUT", where, b"x" * 9, {**known, "Content-Range": "bytes 0-8/9"})[0] == 400)


def check_dropbox(server):
    def call(function, arguments, body=b"", token=server["token"], **more):
        headers = {"Authorization": "Bearer " + token, "Dropbox-API-Arg": json.dumps(arguments), **BYTES, **more}
        status, _, answer = ask("POST", f"{server['url']}/2/files/{function}", body, headers)
        return status, answer

    digest = hashlib.sha256(hashlib.sha256(b"x").digest()).hexdigest()
    commit = {"path": "/a/é.pdf", "mode": "add", "content_hash": digest}
    check("a file is kept", call("upload", commit, b"x")[0] == 200)
    check("the same again is kept once", call("upload", commit, b"x")[0] == 200)
    check("another is a conflict", b"path/conflict" in call("upload", {"path": "/a/é.pdf", "mode": "add"}, b"y")[1])
    check("a wrong hash is refused", b"content_hash_mismatch" in call("upload", {**commit, "path": "/b"}, b"y")[1])
    check("another type is refused", call("upload", commit, b"x", **{"Content-Type": "text/plain"})[0] == 400)
    check("a stranger is refused", b"invalid_access_token" in call("upload", commit, b"x", token="wrong")[1])
    session = json.loads(call("upload_session/start", {}, b"12")[1])["session_id"]
    offset = call("upload_session/append_v2", {"cursor": {"session_id": session, "offset": 1}}, b"3")[1]
    check("a wrong offset is told the right one", json.loads(offset)["error"]["correct_offset"] == 2)


def main():
    name = sys.argv[1]
    with subprocess.Popen([HERE / "serve.py", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        server = json.loads(process.stdout.readline() or "{}")
        if "skipped" in server:
            print("skipped: no server:", server["skipped"])
            return
        check("the server is there", server)
        globals()["check_" + name](server)
        process.stdin.close()
        check("it ends with its input", process.wait(timeout=60) == 0)


if __name__ == "__main__":
    main()
