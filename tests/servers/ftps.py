"""vsftpd with TLS 1.2 in explicit and implicit mode, which refuses logins and data in clear."""
import getpass
import os
import shutil

from rig import certificates, free_ports, program

USER, PASSWORD = "anonymous", "clinic@invented-password"
SETTINGS = """listen=YES
listen_address=127.0.0.1
listen_port={port}
background=NO
anonymous_enable=YES
local_enable=NO
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_world_readable_only=NO
anon_umask=022
anon_root={folder}/served
ftp_username={user}
secure_email_list_enable=YES
email_password_file={folder}/passwords
secure_chroot_dir={folder}/empty
run_as_launching_user={unprivileged}
pasv_enable=YES
pasv_address=127.0.0.1
pasv_min_port={first}
pasv_max_port={last}
seccomp_sandbox=NO
xferlog_enable=NO
ssl_enable=YES
implicit_ssl={implicit}
allow_anon_ssl=YES
force_anon_logins_ssl=YES
force_anon_data_ssl=YES
require_ssl_reuse=NO
ssl_tlsv1=YES
rsa_cert_file={cert}
rsa_private_key_file={key}
"""


def start(folder, processes):
    """The password is what vsftpd calls an address: so no account of this computer is touched."""
    vsftpd = program("vsftpd", "vsftpd")
    files = certificates(folder)
    (folder / "passwords").write_text(PASSWORD + "\n")
    (folder / "empty").mkdir()
    (folder / "served/up").mkdir(parents=True)
    root = os.geteuid() == 0
    user = "daemon" if root else getpass.getuser()  # not one who could write everywhere, nor without a home
    if root:
        shutil.chown(folder / "served/up", user)
    os.chmod(folder / "served", 0o555)
    os.chmod(folder, 0o755)
    explicit, implicit, first = free_ports(3)
    log = folder / "log"
    for port, mode in ((explicit, "NO"), (implicit, "YES")):
        settings = folder / f"vsftpd-{mode}.conf"
        settings.write_text(SETTINGS.format(port=port, implicit=mode, folder=folder, first=first, last=first + 20,
                                            user=user, unprivileged="NO" if root else "YES", **files))
        os.chmod(settings, 0o600)
        processes.start(vsftpd, settings, log=log)
    processes.wait_for([explicit, implicit], log)
    return {"host": "localhost", "port": explicit, "implicit_port": implicit, "user": USER, "password": PASSWORD,
            "authority": files["ca"], "path": "up", "folder": str(folder / "served/up")}
