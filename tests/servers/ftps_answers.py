"""An FTP server with TLS, for what no server at hand does when asked: an upload that ends with 426 or 552, one of which less
is kept than was sent, one that does not begin, a name that is refused, and one that is given though nobody hears of it.

The file "armed" holds {"reply": "426 …", "after": N} for uploads: after N bytes the rest is not kept, and that is the answer;
{"keep": N}: N bytes are kept, and the answer is 226; {"store": "452 …"}: no upload begins; {"rename": "550 …"}, or
{"rename": "lose"}. Files are in "served".
"""
import contextlib
import json
import os
import socket
import ssl
import threading

from rig import certificates

USER, PASSWORD = "ecg", "invented-password"
LONGEST_LINE = 8192


class Hangup(Exception):
    """The end of a visit."""


class Visit:
    def __init__(self, client, folder, context):
        self.client, self.folder, self.context = client, folder, context
        self.rest, self.listener, self.old, self.known = b"", None, None, False

    def armed(self):
        return json.loads((self.folder / "armed").read_text())

    def path(self, name):
        """Nothing but files below "served"."""
        path = os.path.normpath(os.path.join(self.folder, "served", name.lstrip("/")))
        return path if path.startswith(os.path.join(self.folder, "served")) else os.path.join(self.folder, "served/-")

    def say(self, text):
        self.client.sendall(text.encode() + b"\r\n")

    def line(self):
        while b"\r\n" not in self.rest:
            piece = self.client.recv(4096)
            if not piece or len(self.rest) > LONGEST_LINE:
                raise Hangup
            self.rest += piece
        line, self.rest = self.rest.split(b"\r\n", 1)
        return line.decode("utf-8", "replace")

    def run(self):
        with contextlib.suppress(Hangup, OSError):
            self.say("220 here")
            while True:
                word, _, rest = self.line().partition(" ")
                reply = getattr(self, "do_" + word.lower(), None)
                if not reply:
                    self.say("502 not here")
                elif word.upper() not in ("AUTH", "USER", "PASS", "PBSZ", "PROT", "QUIT") and not self.known:
                    self.say("530 log in")
                else:
                    reply(rest)
        self.client.close()

    def do_auth(self, _):
        self.say("234 go ahead")
        self.client = self.context.wrap_socket(self.client, server_side=True)

    def do_user(self, _):
        self.say("331 and the password" if isinstance(self.client, ssl.SSLSocket) else "530 not in clear")

    def do_pass(self, word):
        self.known = word == PASSWORD and isinstance(self.client, ssl.SSLSocket)
        self.say("230 come in" if self.known else "530 no")

    def do_quit(self, _):
        self.say("221 bye")
        raise Hangup

    def do_pwd(self, _):
        self.say('257 "/"')

    def yes(self, _):
        self.say("200 yes")

    do_pbsz = do_prot = do_type = yes

    def do_rest(self, _):
        self.say("350 from there")

    def do_epsv(self, _):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.say(f"229 there (|||{self.listener.getsockname()[1]}|)")

    def do_size(self, name):
        found = os.path.isfile(self.path(name))
        self.say(f"213 {os.path.getsize(self.path(name))}" if found else "550 not here")

    def do_mkd(self, name):
        try:
            os.mkdir(self.path(name))
            self.say("257 made")
        except OSError:
            self.say("550 no")

    def do_dele(self, name):
        try:
            os.unlink(self.path(name))
            self.say("250 gone")
        except OSError:
            self.say("550 no")

    def do_stor(self, name):
        armed = self.armed()
        if "store" in armed:
            self.say(armed["store"])
            return
        most = armed.get("after", armed.get("keep", 1 << 40))
        try:
            file = open(self.path(name), "wb")  # pylint: disable=consider-using-with
        except OSError:
            self.say("553 no such folder")
            return
        self.say("150 go ahead")
        data, _ = self.listener.accept()
        self.listener.close()
        with file, contextlib.suppress(OSError), self.context.wrap_socket(data, server_side=True) as spoken:
            got = 0
            while piece := spoken.recv(65536):
                file.write(piece[:max(0, most - got)])
                got += len(piece)
        self.say(armed.get("reply", "226 kept"))

    def do_rnfr(self, name):
        self.old = self.path(name)
        self.say("350 to what" if os.path.exists(self.old) else "550 not here")

    def do_rnto(self, name):
        armed = self.armed().get("rename", "")
        if armed and armed != "lose":
            self.say(armed)
            return
        os.rename(self.old, self.path(name))
        if armed:
            raise Hangup
        self.say("250 renamed")


def start(folder, _processes):
    files = certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files["cert"], files["key"])
    (folder / "served/up").mkdir(parents=True)
    (folder / "armed").write_text("{}")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            client, _ = listener.accept()
            threading.Thread(target=Visit(client, folder, context).run, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return {"host": "localhost", "port": listener.getsockname()[1], "user": USER, "password": PASSWORD, "authority": files["ca"],
            "path": "up", "folder": str(folder / "served/up"), "armed": str(folder / "armed")}
