"""A server at work in a folder of its own, and load on it, for the tests that hurt it."""
import http.client
import json
import re
import signal
import subprocess
import sys
import time

from serve_rig import PASSWORD, TOOLS, Server, check

WITHOUT_LIMITS = {f"ECG_SERVE_{who}_REQUESTS_{what}": "1000000"
                  for who in ("USER", "ADDRESS") for what in ("PER_SECOND", "BURST")}


class ServerAtWork(Server):
    def __init__(self, folder):
        super().__init__(folder)
        self.log = self.home / "log"
        self.environment |= {**WITHOUT_LIMITS, "ECG_CONFIG": "/dev/null"}
        self.port = 0
        self.process = None

    def begin(self):
        """On the port that it had before; returns when it serves."""
        with self.log.open("ab") as log:
            began = log.tell()
            self.process = subprocess.Popen([TOOLS / "ecg-serve", "--listen", f"127.0.0.1:{self.port}"],
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
                                            env=self.environment)
        self.wait_for(rb"serving http://127\.0\.0\.1:(\d+)", began)
        self.port = int(re.search(rb"serving http://127\.0\.0\.1:(\d+)", self.log.read_bytes()[began:])[1])
        return self

    def wait_for(self, pattern, since=0, patience=60):
        """Until its log says that."""
        until = time.monotonic() + patience
        while not re.search(pattern, self.log.read_bytes()[since:]):
            if time.monotonic() > until or self.process.poll() is not None:
                sys.exit(f"server: never said {pattern}: {self.log.read_bytes()[-2000:].decode()}")
            time.sleep(0.01)

    def log_size(self):
        return self.log.stat().st_size

    def end(self, how=signal.SIGTERM, patience=20):
        """Returns its exit code and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(how)
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            sys.exit(f"server: still there {patience} s after signal {how}")
        return code, time.monotonic() - began

    def check_sound(self, when):
        for command in (("check",), ("audit", "verify")):
            code, said, errors = self.run(*command)
            check(f"{' '.join(command)} {when}", code == 0, (code, said, errors))

    def ask(self, method, path, token=None, body=None):
        """Status and JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text)

    def session(self, serial):
        """A new account with a session: token and session id."""
        status, account = self.ask("POST", "/api/v1/auth/register",
                                   body={"full_name": "Ada Example", "password": PASSWORD.strip(), "device_serial": serial})
        assert status == 201, account
        status, begun = self.ask("POST", "/api/v1/sessions/start", account["token"], {"device_serial": serial})
        assert status == 201, begun
        return account["token"], begun["session_id"]

    def load(self, *options):
        """Load on it, beside: to be waited for by finish()."""
        load = TOOLS.parent / "tests" / "load"
        return subprocess.Popen([load, f"127.0.0.1:{self.port}", "--json", *map(str, options)], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(name, load, patience=300):
    """Its figures, when nothing was lost, double or wrong."""
    figures, errors = load.communicate(timeout=patience)
    check(f"{name}: nothing is lost, double or wrong", load.returncode == 0, (load.returncode, figures, errors))
    return json.loads(figures)
