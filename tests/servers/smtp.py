"""A mail server (aiosmtpd) with STARTTLS and with TLS from the start, which wants a login and keeps what it takes.

Recipients: grey@ is answered with 450, nobody@ with 550, full@ with 452 after the data, lost@ is kept and then cut.
"""
import logging
import ssl
import warnings

from rig import NotHere, certificates, free_ports

USER, PASSWORD = "ecg@clinic.invalid", "invented-password"


def handler_of(folder):
    class Mailbox:
        count = 0

        async def handle_RCPT(self, _server, _session, envelope, address, _options):
            refused = {"grey": "450 4.2.0 Greylisted", "nobody": "550 5.1.1 No such user"}.get(address.split("@")[0])
            if not refused:
                envelope.rcpt_tos.append(address)
            return refused or "250 OK"

        async def handle_DATA(self, _server, _session, envelope):
            if any(one.startswith("full@") for one in envelope.rcpt_tos):
                return "452 4.3.1 Mailbox full"
            self.count += 1
            head = f"X-From: {envelope.mail_from}\r\nX-To: {','.join(envelope.rcpt_tos)}\r\n"
            (folder / f"{self.count}.eml").write_bytes(head.encode() + envelope.original_content)
            if any(one.startswith("lost@") for one in envelope.rcpt_tos):
                _server.transport.abort()
            return "250 OK"

    return Mailbox()


def start(folder, _processes):
    try:
        from aiosmtpd.controller import Controller  # pylint: disable=import-outside-toplevel
        from aiosmtpd.smtp import AuthResult, SMTP  # pylint: disable=import-outside-toplevel
    except ImportError:
        raise NotHere("no module aiosmtpd of /usr/bin/python3 (Debian: python3-aiosmtpd)") from None
    warnings.simplefilter("ignore")  # the implicit port has TLS around it, which aiosmtpd does not see
    logging.disable()
    files = certificates(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files["cert"], files["key"])
    mail = folder / "mail"
    mail.mkdir()

    def login(_server, _session, _envelope, _mechanism, data):
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    wanted = {"authenticator": login, "auth_required": True}

    class Explicit(Controller):
        def factory(self):
            return SMTP(self.handler, tls_context=context, require_starttls=True, **wanted)

    class Implicit(Controller):
        def factory(self):
            return SMTP(self.handler, auth_require_tls=False, **wanted)

    ports = free_ports(2)
    handler = handler_of(mail)
    Explicit(handler, hostname="127.0.0.1", port=ports[0]).start()
    Implicit(handler, hostname="127.0.0.1", port=ports[1], ssl_context=context).start()
    return {"host": "localhost", "port": ports[0], "implicit_port": ports[1], "user": USER, "password": PASSWORD,
            "authority": files["ca"], "folder": str(mail)}
