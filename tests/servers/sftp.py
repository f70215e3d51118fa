"""OpenSSH's sshd, SFTP alone, with host keys of its own and a user key made for the test."""
import getpass
import os
import pwd
import subprocess

from rig import NotHere, free_ports, program

SETTINGS = """ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_ecdsa
HostKey {folder}/host_ed25519
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
PubkeyAuthentication yes
AuthorizedKeysFile {folder}/user.pub
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""


def make_key(keygen, path, kind):
    subprocess.run([keygen, "-q", "-t", kind, "-N", "", "-C", "test", "-f", path], check=True)
    return path.with_suffix(".pub").read_text().split()[:2]


def start(folder, processes):
    sshd = program("sshd", "openssh-server")
    keygen = program("ssh-keygen", "openssh-client")
    if os.geteuid() == 0:
        if not os.path.exists("/run/sshd"):
            os.makedirs("/run/sshd", 0o755)  # sshd leaves without it
        try:
            pwd.getpwnam("sshd")
        except KeyError:
            raise NotHere("no user sshd (Debian: openssh-server)") from None
    hosts = [make_key(keygen, folder / f"host_{kind}", kind) for kind in ("ecdsa", "ed25519")]
    other = make_key(keygen, folder / "other", "ecdsa")
    make_key(keygen, folder / "user", "ed25519")
    (port,) = free_ports(1)
    (folder / "sshd_config").write_text(SETTINGS.format(folder=folder, port=port))
    name = f"[127.0.0.1]:{port}"
    (folder / "known_hosts").write_text("".join(f"{name} {kind} {key}\n" for kind, key in hosts))
    (folder / "changed_hosts").write_text(f"{name} {other[0]} {other[1]}\n")
    (folder / "up").mkdir()
    log = folder / "log"
    processes.start(sshd, "-D", "-e", "-f", folder / "sshd_config", log=log)
    processes.wait_for([port], log)
    return {"host": "127.0.0.1", "port": port, "user": getpass.getuser(), "private_key": str(folder / "user"),
            "known_hosts": str(folder / "known_hosts"), "changed_hosts": str(folder / "changed_hosts"),
            "folder": str(folder / "up")}
