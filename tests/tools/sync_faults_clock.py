#!/usr/bin/env python3
"""Faults of clocks and certificates between ecg-sync and its server. The list of all faults stands in sync_faults.py."""
import os
import ssl
import socket
import subprocess
import threading
import time

from chaos_proxy import ChaosProxy, Fault
from serve_rig import check
from sync_faults_rig import Case, KnownServer
from sync_rig import at_time, beside_server, fake_clock


def certificate(folder, name, subject="DNS:localhost", clock=None, days=30):
    """A certificate and its key; of another day where clock says so."""
    pem, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                    str(days), "-subj", "/CN=test", "-addext", f"subjectAltName={subject}", "-keyout", key, "-out", pem],
                   check=True, capture_output=True, env={**os.environ, **(clock or {})})
    return pem, key


def run_at(case, url, **environment):
    run = subprocess.run([*case.device.command("status")[:1], "run", "--url", url], capture_output=True, text=True, check=False,
                         env={**case.device.environment, **environment}, timeout=120)
    return run.returncode, run.stderr


def tls_listener(pem, key, newest=None):
    """A server that speaks TLS and nothing else; newest: the newest version that it knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    if newest:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []

    def serve():
        while True:
            try:
                client, _ = listener.accept()
                with context.wrap_socket(client, server_side=True) as spoken:
                    said = spoken.recv(100)
                    heard.extend([said] if said else [])
            except (ssl.SSLError, ConnectionError):
                pass
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    return listener, heard


def certificates(server, folder):
    """Who cannot show a certificate that is good today, for this name, gets nothing: not even in clear."""
    case = Case(server, folder, "certificates")
    good = certificate(folder, "good")
    wrong_name = certificate(folder, "wrong", "DNS:another.example")
    kinds = [("another's name", wrong_name, wrong_name[0], None), ("an unknown authority", good, wrong_name[0], None),
             ("TLS 1.1", good, good[0], ssl.TLSVersion.TLSv1_1)]
    if fake_clock():
        kinds.append(("one that has expired", certificate(folder, "old", clock=at_time("2020-01-01 00:00:00")), None, None))
        kinds.append(("one of tomorrow", certificate(folder, "new", clock=at_time("2046-01-01 00:00:00")), None, None))
    else:
        print("expired certificates: skipped: no libfaketime")
    for name, (pem, key), trusted, newest in kinds:
        listener, heard = tls_listener(pem, key, newest)
        code, errors = run_at(case, f"https://localhost:{listener.getsockname()[1]}/api/v1",
                              ECG_SYNC_AUTHORITIES=str(trusted or pem))
        listener.close()
        check(f"{name}: exit code 3 in one line", code == 3 and errors.count("\n") == 1, errors)
        check(f"{name}: nothing was said to it", heard == [], heard)
        case.all_wait()
    code, errors = run_at(case, f"https://localhost:{server.port}/api/v1")
    check("a port without TLS: exit code 3", code == 3 and errors.count("\n") == 1, errors)
    case.ends_well()


def wrong_day(server, folder):
    """A device whose clock stands in 2046 or 2001 is told so, sends nothing, and loses nothing."""
    pem, key = certificate(folder, "server")
    server.down()
    plain = dict(server.environment)
    server.environment.update(ECG_SERVE_TLS_CERTIFICATE=str(pem), ECG_SERVE_TLS_KEY=str(key))
    server.up()
    url = f"https://localhost:{server.port}/api/v1"
    case = Case(server, folder, "wrong day")
    for day in ("2046-03-01 12:00:00", "2001-03-01 12:00:00"):
        code, errors = run_at(case, url, ECG_SYNC_AUTHORITIES=str(pem), **at_time(day))
        check(f"{day[:4]}: exit code 3", code == 3, errors)
        check(f"{day[:4]}: the clock is suspected", "clock" in errors, errors)
        case.all_wait()
    code, errors = run_at(case, url, ECG_SYNC_AUTHORITIES=str(pem))
    check("with the right day all goes", code == 0, errors)
    case.is_on_server()
    server.down()
    server.environment = plain
    server.up()


def queued_in_another_year(server, folder):
    """Items from before the clock was set, either way: their order is kept, and they go."""
    for day in ("2046-03-01 12:00:00", "2001-03-01 12:00:00"):
        case = Case(server, folder, f"queued in {day[:4]}", clock=at_time(day))
        check(f"{case.name}: that is when", all((int(name[4:18]) > 2_300_000_000_000) == (day[:4] == "2046")
                                                for name in case.device.files("pending")))
        case.ends_well()


def back_during_a_run(server, folder):
    """The clock jumps an hour back while the server asks for patience: nobody waits for an hour."""
    clock = folder / "clock"
    clock.write_text("+0\n")

    def decide(request):
        if not request.is_data:
            return None
        clock.write_text("-3600\n" if request.number % 2 else "+7200\n")
        return Fault("status", 503, "Retry-After: 1\r\n") if request.number in (4, 6, 8) else None

    proxy = ChaosProxy(server.port, decide)
    case = Case(server, folder, "clock set back", proxy.port)
    began = time.monotonic()
    case.run("--max-time", "40s", code=0, set=at_time(None, clock))
    check("clock set back: nobody waits for it", time.monotonic() - began < 60)
    proxy.close()
    case.ends_well()
    # an item that is to be tried again "in an hour", as it seems once the clock was set back
    refusing = [True]
    proxy = ChaosProxy(server.port, lambda request: Fault("status", 400) if refusing[0] and request.is_data else None)
    case = Case(server, folder, "tries of another hour", proxy.port)
    clock.write_text("+0\n")
    case.run("--max-time", "1s", code=3, set={**at_time(None, clock), "ECG_SYNC_BACK_OFF": "30m"})
    refusing[0] = False
    clock.write_text("-864000\n")
    case.run(code=0, set=at_time(None, clock))
    proxy.close()
    case.ends_well()


def main():
    tests = [certificates]
    if fake_clock():
        tests += [wrong_day, queued_in_another_year, back_during_a_run]
    else:
        print("clocks: skipped: no libfaketime")
    beside_server(tests, KnownServer)


main()
